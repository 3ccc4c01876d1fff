"""Page 1: the decision, who made it, what it rests on not knowing, and what happens now."""

from __future__ import annotations

from dataclasses import dataclass

from assess.casework.case import facts_of_case
from assess.casework.plan import UnknownPlan
from assess.instrument.scale import Outcome, OutcomeLevel
from assess.judgement.coverage import coverage, unknown_items
from assess.judgement.level import shown_range
from assess.language import _
from assess.reports import wording
from assess.reports.dossier import Dossier
from assess.reports.presence import presence
from assess.reports.rules import rules_in_short
from assess.reports.view import Cell, Code, Fact, Prose, Table


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided on one outcome, in words."""

    heading: str
    words: str
    code: str
    """Empty while nothing is decided."""
    meaning: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the outcome's scale."""

    label: str
    chosen: bool
    within: bool
    """Whether it lies in the range that the rules show."""
    said: str
    """The marks in words, empty when there is none."""


@dataclass(frozen=True, slots=True)
class PageOne:
    """Everything on page 1."""

    group: str
    heading: str
    facts: tuple[str, ...]
    """When, in which phase, about which age, signed by how many."""
    summary: str
    verdict: Verdict
    scale: tuple[Step, ...]
    aside: tuple[Fact, ...]
    """Confidence, help need, next assessment."""
    reasons: tuple[Prose, ...]
    dissent: tuple[Prose, ...]
    rules: Prose | None
    present: tuple[Prose, ...]
    unknowns: Table
    measures: Table


def page_one(dossier: Dossier) -> PageOne:
    """Say the decision in finished words, in the language spoken now."""
    main = _main_outcome(dossier)
    rules = rules_in_short(dossier)
    return PageOne(
        group=dossier.profile.group,
        heading=_("Vurdering {reference}").format(reference=dossier.reference),
        facts=_facts(dossier),
        summary=dossier.case.summary,
        verdict=_verdict(dossier, main),
        scale=_scale(dossier, main),
        aside=_aside(dossier),
        reasons=_reasons(dossier),
        dissent=_dissent(dossier, main),
        rules=Prose(_("Reglene"), rules) if rules else None,
        present=presence(dossier),
        unknowns=_unknowns(dossier),
        measures=_measures(dossier),
    )


def _main_outcome(dossier: Dossier) -> Outcome:
    """The outcome that page 1 is about: the concern level, else what the instrument decides instead."""
    instrument = dossier.instrument
    chosen = instrument.level_outcome or instrument.help_outcome
    return instrument.outcome(chosen) if chosen else instrument.outcomes[0]


def _chosen(dossier: Dossier, outcome: Outcome) -> OutcomeLevel | None:
    assessment, instrument = dossier.assessment, dossier.instrument
    if outcome.id == instrument.level_outcome:
        return outcome.choice(assessment.decision.level) if assessment.decision else None
    if outcome.id == instrument.help_outcome:
        return outcome.choice(assessment.help_need.need) if assessment.help_need else None
    return None


def _facts(dossier: Dossier) -> tuple[str, ...]:
    assessment, profile = dossier.assessment, dossier.profile
    band = profile.age_band(dossier.case.age_band)
    if assessment.locked_at is not None:
        state = _("Signert av {count} og låst {moment}").format(
            count=len(assessment.standing_signatures), moment=wording.moment(assessment.locked_at)
        )
    else:
        state = _("Utkast, ikke låst")
    words = (
        _("Kontaktmøte {day}").format(day=wording.day(assessment.meeting.held_on)),
        wording.capital(wording.phase(assessment.meeting.phase)),
        band.label if band is not None else dossier.case.age_band,
        state,
    )
    return tuple(word for word in words if word)


def _verdict(dossier: Dossier, outcome: Outcome) -> Verdict:
    level = _chosen(dossier, outcome)
    if level is None:
        return Verdict(outcome.title, _("Ikke satt ennå"), "", _("Gruppa har ikke konkludert i dette utkastet."))
    return Verdict(outcome.title, level.label, level.code, level.definition)


def _scale(dossier: Dossier, outcome: Outcome) -> tuple[Step, ...]:
    if outcome.kind == "nominal":
        return ()
    level, rules = _chosen(dossier, outcome), None
    if outcome.id == dossier.instrument.level_outcome:
        rules = shown_range(dossier.assessment, dossier.instrument, dossier.case, outcome.id)
    codes = [one.code for one in outcome.levels]
    within = set(codes[codes.index(rules.low) : codes.index(rules.high) + 1]) if rules is not None else set()
    return tuple(_step(one, chosen=one == level, within=one.code in within) for one in outcome.levels)


def _step(level: OutcomeLevel, *, chosen: bool, within: bool) -> Step:
    said = (_("gruppas nivå") if chosen else "", _("innenfor reglene") if within else "")
    return Step(level.label, chosen, within, ", ".join(word for word in said if word))


def _aside(dossier: Dossier) -> tuple[Fact, ...]:
    assessment, instrument = dossier.assessment, dossier.instrument
    facts = []
    if assessment.decision is not None:
        facts.append(Fact(_("Sikkerhet"), wording.capital(wording.confidence(assessment.decision.confidence))))
    if instrument.help_outcome is not None and instrument.level_outcome is not None:
        outcome = instrument.outcome(instrument.help_outcome)
        need = _chosen(dossier, outcome)
        facts.append(Fact(outcome.title, need.label if need is not None else _("Ikke satt ennå")))
    review = assessment.review_on
    when = _("senest {day}").format(day=wording.day(review)) if review is not None else _("ingen planlagt")
    return (*facts, Fact(_("Ny vurdering"), when))


def _reasons(dossier: Dossier) -> tuple[Prose, ...]:
    """Why the level, and why the help need, each in the group's own words."""
    assessment, instrument = dossier.assessment, dossier.instrument
    decision, need = assessment.decision, assessment.help_need
    reason = decision.reason if decision is not None else ""
    said = [Prose(_("Begrunnelse"), reason or _("Ikke skrevet ennå."), missing=not reason)]
    if need is not None and need.reason.strip() and instrument.help_outcome is not None:
        said.append(Prose(instrument.outcome(instrument.help_outcome).title, need.reason))
    return tuple(said)


def _dissent(dossier: Dossier, outcome: Outcome) -> tuple[Prose, ...]:
    heading = _("Dissens")
    if not dossier.assessment.dissents:
        none = _("Ingen dissens.") if dossier.assessment.decision is not None else _("Ingen dissens er ført.")
        return (Prose(heading, none, missing=True),)
    views = []
    for one in dossier.assessment.dissents:
        known = {choice.code: choice.label for choice in outcome.choices()}
        level = known.get(one.level or "", one.level)
        who = _("{who}, som mener {level}").format(who=one.who, level=level) if level else one.who
        views.append(Prose(heading, f"{wording.capital(who)}: {one.text}"))
    return tuple(views)


def _unknowns(dossier: Dossier) -> Table:
    assessment, instrument, facts = dossier.assessment, dossier.instrument, facts_of_case(dossier.case)
    plans = {plan.item: plan for plan in assessment.unknown_plans if plan.who.strip()}
    unknown = unknown_items(assessment, instrument, facts)
    critical = [item for item in unknown if instrument.item(item).critical is not None]
    others = [_in_brief(dossier, item, plans.get(item)) for item in unknown if item not in critical]
    found = coverage(assessment, instrument, facts)
    counted = _("Kjent {known} av {total} · ukjent {unknown} · ikke innhentet {unsought}").format(
        known=found.known, total=found.total, unknown=found.unknown, unsought=found.not_sought
    )
    if found.blank:
        counted = _("{counted} · ikke behandlet {blank}").format(counted=counted, blank=found.blank)
    return Table(
        kind="unknowns",
        heading=_("Dette er ukjent, og slik avklares det"),
        note=counted,
        columns=(_("Forhold"), _("Hvem avklarer, og hvordan"), _("Frist")),
        rows=tuple(_critical_row(dossier, item, plans.get(item)) for item in critical),
        empty=_no_critical(blank=found.blank),
        closing=_others(others, beside=bool(critical)),
    )


def _no_critical(*, blank: int) -> str:
    if blank:
        return _("Ingen kritiske forhold er satt til ukjent så langt. {count} forhold er ikke behandlet.").format(
            count=blank
        )
    return _("Ingen kritiske forhold er satt til ukjent.")


def _others(items: list[str], *, beside: bool) -> str:
    if not items:
        return ""
    listed = "; ".join(items)
    return _("Også ukjent: {items}.").format(items=listed) if beside else _("Ukjent: {items}.").format(items=listed)


def _critical_row(dossier: Dossier, item: str, plan: UnknownPlan | None) -> tuple[Cell, ...]:
    name = Cell(_("kritisk"), lead=dossier.instrument.item(item).title, code=Code(item, "plain"))
    if plan is None:
        return (name, Cell(_("Ingen plan for å avklare dette.")), Cell("–"))
    return (name, Cell(plan.how, lead=plan.who), Cell(wording.deadline(plan.by)))


def _in_brief(dossier: Dossier, item: str, plan: UnknownPlan | None) -> str:
    name = wording.named(dossier.instrument, item)
    if plan is None:
        return _("{item} (ingen plan)").format(item=name)
    return _("{item} ({who}, {by})").format(item=name, who=plan.who, by=wording.deadline(plan.by))


def _measures(dossier: Dossier) -> Table:
    assessment = dossier.assessment
    rows = []
    for one in assessment.measures:
        known = dossier.profile.measure(one.number)
        rows.append(
            (
                Cell(
                    one.text,
                    lead=known.title if known is not None else _("Eget tiltak"),
                    code=Code(one.number, "plain") if one.number else Code("–", "blank"),
                ),
                Cell(one.owner or _("ikke oppgitt")),
                Cell(wording.deadline(one.deadline)),
                Cell(wording.consent(one.consent)),
            )
        )
    reason = assessment.no_measures.strip()
    return Table(
        kind="decided",
        heading=_("Tiltak"),
        columns=(_("Tiltak"), _("Ansvarlig"), _("Frist"), _("Samtykke")),
        rows=tuple(rows),
        empty=_("Ingen tiltak. Grunn: {reason}").format(reason=reason) if reason else _("Ingen tiltak er planlagt."),
    )
