"""How the group explained the case, checked rights, where each party stood, and the plan in full."""

from __future__ import annotations

from assess.casework.citations import citations, citing_item, citing_observation
from assess.casework.decision import Scenario
from assess.casework.deeds.deciding import shown_party_levels
from assess.casework.observation import Observation
from assess.instrument.model import RightsCheck
from assess.judgement.rights import rights_view
from assess.language import _
from assess.reports import wording
from assess.reports.dossier import Dossier
from assess.reports.view import Cell, Prose, Section, Table

_MOST_CITED = 15
"""Pointers that are listed with what they say; with more, the reader finds them in the proof itself."""


def formulation_section(dossier: Dossier) -> Section | None:
    """The group's own words to each prompt, what they rest on, what would change the level, and the scenarios.

    None for an instrument without prompts, when nothing else was written.
    """
    assessment, instrument = dossier.assessment, dossier.instrument
    if not instrument.prompts and not assessment.scenarios and not assessment.indicators:
        return None
    tables = (_scenario(dossier, number, one) for number, one in enumerate(assessment.scenarios, 1))
    return Section(
        heading=_("Gruppas forklaring"),
        prose=tuple(_answer(prompt.title, assessment.prompt(prompt.id)) for prompt in instrument.prompts),
        tables=tuple(table for table in (*tables, _cited(dossier), _indicators(dossier)) if table.rows),
    )


def _scenario(dossier: Dossier, number: int, scenario: Scenario) -> Table:
    return Table(
        kind="pairs",
        heading=_("Scenario {number}").format(number=number),
        columns=(_("Spørsmål"), _("Gruppas svar")),
        rows=tuple(
            (Cell(field.title), Cell(scenario.fields.get(field.id, "") or "–"))
            for field in dossier.instrument.scenario_fields
        ),
    )


def _indicators(dossier: Dossier) -> Table:
    """What would change the level, and who looks for it when."""
    directions = {"raise": _("Ville hevet nivået"), "lower": _("Ville senket nivået")}
    return Table(
        kind="unknowns",
        heading=_("Hva ville endret nivået"),
        columns=(_("Dette ser noen etter"), _("Hvem ser etter"), _("Når")),
        rows=tuple(
            (
                Cell(one.text, lead=directions[one.direction]),
                Cell(one.who or _("ikke avtalt")),
                Cell(wording.short_day(one.look_on) if one.look_on is not None else _("ikke avtalt")),
            )
            for one in dossier.assessment.indicators
        ),
    )


def _cited(dossier: Dossier) -> Table:
    """What the group's texts point to; without rows when they point to nothing, or to more than helps a reader."""
    assessment, instrument = dossier.assessment, dossier.instrument
    texts = [answer.text for answer in assessment.prompts]
    texts += [text for scenario in assessment.scenarios for text in scenario.fields.values()]
    found = citations(texts, assessment, instrument)
    rows = [
        *((Cell(citing_item(item)), _cited_item(dossier, item)) for item in found.items),
        *((Cell(citing_observation(one.number)), _cited_observation(one)) for one in found.observations),
        *((Cell(pointer), Cell(_("Finnes ikke i vurderingen."))) for pointer in found.unknown),
    ]
    return Table(
        kind="pairs",
        heading=_("Dette viser tekstene til"),
        columns=(_("Henvisning"), _("Hva som står der")),
        rows=tuple(rows) if len(found) <= _MOST_CITED else (),
    )


def _cited_item(dossier: Dossier, item: str) -> Cell:
    title = dossier.instrument.item(item).title
    code = dossier.assessment.answers.get(item)
    if code is None:
        return Cell(title, notes=(_("ikke behandlet"),))
    return Cell(title, notes=(f"{code} {dossier.instrument.scale_of(item).label(code)}",))


def _cited_observation(one: Observation) -> Cell:
    return Cell(one.seen, notes=(_("trukket: {why}").format(why=one.withdrawn),) if one.withdrawn else ())


def rights_section(dossier: Dossier) -> Section | None:
    """The rights check and what it looked at; None for an instrument that asks none."""
    checks = dossier.instrument.rights_checks
    if not checks:
        return None
    view = rights_view(dossier.assessment, dossier.instrument)
    seen = []
    if view.lawful:
        numbers = ", ".join(str(one.number) for one in view.lawful)
        seen.append(_("Merket som lovlig ytring, tro, klær eller forsamling: nr. {numbers}.").format(numbers=numbers))
    else:
        seen.append(_("Ingen opplysninger er merket som lovlig ytring, tro, klær eller forsamling."))
    if view.only_lawful:
        items = wording.listed(wording.named(dossier.instrument, item) for item in view.only_lawful)
        seen.append(_("Bare lovlige opplysninger taler for {items}.").format(items=items))
    if view.only_expression:
        seen.append(_("Alt gruppa satte over laveste trinn på risikosiden, handler om ytringer og ikke om handlinger."))
    return Section(
        heading=_("Rettighetskontroll"),
        intro=(" ".join(seen),),
        tables=(
            Table(
                kind="rights",
                columns=(_("Spørsmål"), _("Svar"), _("Begrunnelse")),
                rows=tuple(_right(dossier, check) for check in checks),
            ),
        ),
    )


def levels_section(dossier: Dossier) -> Section | None:
    """Each party's own level beside the group's; None for an instrument without a concern level."""
    assessment, instrument = dossier.assessment, dossier.instrument
    if instrument.level_outcome is None:
        return None
    labels = {choice.code: choice.label for choice in instrument.outcome(instrument.level_outcome).choices()}
    rows = [
        (
            Cell(dossier.profile.party_label(one.party)),
            Cell(lead=labels.get(one.level, one.level)),
            Cell(one.reason or "–"),
        )
        for one in shown_party_levels(assessment)
    ]
    decision = assessment.decision
    if decision is not None:
        sure = _("sikkerhet: {confidence}").format(confidence=wording.confidence(decision.confidence))
        rows.append(
            (
                Cell(lead=_("Gruppa")),
                Cell(lead=labels.get(decision.level, decision.level), notes=(sure,)),
                Cell(decision.reason, notes=(_("satt {moment}").format(moment=wording.moment(decision.decided_at)),)),
            )
        )
    return Section(
        heading=_("Hver parts eget nivå"),
        intro=(_("Partene sa sitt før gruppa satte nivået."),),
        tables=(
            Table(
                kind="levels",
                columns=(_("Part"), _("Nivå"), _("Begrunnelse")),
                rows=tuple(rows),
                empty=_("Ingen part har gitt et nivå ennå."),
            ),
        ),
    )


def plan_section(dossier: Dossier) -> Section | None:
    """What each measure should affect and could harm, and how each unknown is cleared up; None without any."""
    tables = tuple(table for table in (_measures(dossier), _clearing(dossier)) if table.rows)
    return Section(heading=_("Planen nærmere"), tables=tables) if tables else None


def _measures(dossier: Dossier) -> Table:
    instrument = dossier.instrument
    rows = []
    for one in dossier.assessment.measures:
        known = dossier.profile.measure(one.number)
        title = f"{one.number} {known.title}" if known is not None else _("Eget tiltak")
        items = "\n".join(wording.named(instrument, item) for item in one.items)
        guardians = (_("Foresatte: {words}").format(words=one.guardians),) if one.guardians.strip() else ()
        rows.append(
            (
                Cell(one.text, lead=title, notes=guardians),
                Cell(items or _("ikke oppgitt")),
                Cell(one.harm or _("ikke besvart")),
            )
        )
    return Table(
        kind="measures",
        heading=_("Tiltakene"),
        columns=(_("Tiltak"), _("Skal virke på"), _("Kan dette gjøre vondt verre?")),
        rows=tuple(rows),
    )


def _clearing(dossier: Dossier) -> Table:
    return Table(
        kind="unknowns",
        heading=_("Slik avklares det ukjente"),
        columns=(_("Forhold"), _("Hvem avklarer, og hvordan"), _("Frist")),
        rows=tuple(
            (
                Cell(lead=wording.named(dossier.instrument, plan.item)),
                Cell(plan.how, lead=plan.who),
                Cell(wording.deadline(plan.by)),
            )
            for plan in dossier.assessment.unknown_plans
        ),
    )


def _answer(title: str, text: str) -> Prose:
    return Prose(title, text or _("Ikke besvart."), missing=not text.strip())


def _right(dossier: Dossier, check: RightsCheck) -> tuple[Cell, ...]:
    answer = dossier.assessment.rights_answer(check.id)
    words = {"yes": _("Ja"), "no": _("Nei"), "": ""}[answer.answer]
    if not words and not answer.text.strip():
        words = _("Ikke besvart")
    return (Cell(check.question), Cell(lead=words or "–"), Cell(answer.text or "–"))
