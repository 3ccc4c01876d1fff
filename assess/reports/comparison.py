"""What changed since an earlier assessment: both decisions side by side, and behind them what lies between.

Nothing is counted together and nothing points up or down: every change is told in words, and not knowing any longer
stands as a kind of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from assess.casework.assessment import Assessment, label_of
from assess.casework.case import facts_of_case
from assess.casework.record import Record
from assess.errors import ReportError
from assess.judgement.comparison import KIND_WORDS, KINDS, Comparison, compare, not_yet_words
from assess.judgement.coverage import coverage
from assess.language import _
from assess.reports import wording
from assess.reports.assurance import journal_head, spaced
from assess.reports.chosen import Chosen
from assess.reports.comparison_between import indicators_section, measures_section, unknowns_section
from assess.reports.comparison_items import items_section
from assess.reports.dossier import Dossier
from assess.reports.request import ComparisonReport
from assess.reports.view import Cell, Cover, Fact, Section, Table


def comparison_report(dossier: Dossier, request: ComparisonReport) -> Chosen:
    """What changed since an earlier assessment of the same case.

    Raises:
        ReportError: One of the two is a draft in which nothing is agreed yet.
    """
    before = request.before
    found = compare(before.assessment, before.instrument, dossier.assessment, dossier.instrument)
    if before.assessment.id == dossier.assessment.id:
        raise ReportError(_("En vurdering kan ikke sammenlignes med seg selv."), _("Velg to ulike vurderinger."))
    if not_yet_words(found):
        raise ReportError(not_yet_words(found), _("Velg to vurderinger som gruppa har drøftet."))
    return compared(dossier, request.before, request.around)


def compared(dossier: Dossier, before: Dossier, around: tuple[Record, ...] = ()) -> Chosen:
    """The later assessment beside the earlier one.

    Args:
        dossier: The later assessment; its language and its marks are the report's.
        before: The earlier one, with its own frozen instrument.
        around: What was kept about the case between them: how measures went, and what was looked at.
    """
    found = compare(before.assessment, before.instrument, dossier.assessment, dossier.instrument)
    sections = (
        items_section(dossier, before, found),
        measures_section(dossier, before, found, around),
        unknowns_section(dossier, before, found, around),
        indicators_section(before, around),
        _about(dossier, before),
    )
    return Chosen(
        title=_("Vurdering {reference} – sammenligning").format(reference=dossier.reference),
        cover=_cover(dossier, before, found),
        sections=tuple(section for section in sections if section is not None),
    )


def _cover(dossier: Dossier, before: Dossier, found: Comparison) -> Cover:
    first, second = before.assessment.meeting.held_on, dossier.assessment.meeting.held_on
    return Cover(
        group=dossier.profile.group,
        heading=_("Fra {before} til {after}").format(before=before.reference, after=dossier.reference),
        facts=(
            _("Sammenligning av to vurderinger"),
            _("Kontaktmøte {before} og {after}").format(before=wording.day(first), after=wording.day(second)),
            _("{days} dager imellom").format(days=abs((second - first).days)),
        ),
        tables=(_decisions(dossier, before), _counts(found)),
    )


@dataclass(frozen=True, slots=True)
class _Decided:
    """What one assessment concluded, a cell for each line of the table."""

    level: Cell
    sure: Cell
    help_need: Cell
    reason: Cell
    dissent: Cell
    known: Cell
    review: Cell
    state: Cell


def _decisions(dossier: Dossier, before: Dossier) -> Table:
    was, now = _decided(before), _decided(dossier)
    instrument = dossier.instrument
    level = instrument.outcome(instrument.level_outcome).title if instrument.level_outcome else ""
    help_need = instrument.outcome(instrument.help_outcome).title if instrument.help_outcome else ""
    rows = (
        (level, was.level, now.level),
        (_("Sikkerhet") if level else "", was.sure, now.sure),
        (_("Begrunnelse") if level else "", was.reason, now.reason),
        (help_need, was.help_need, now.help_need),
        (_("Dissens"), was.dissent, now.dissent),
        (_("Hva gruppa vet"), was.known, now.known),
        (_("Ny vurdering"), was.review, now.review),
        (_("Signert"), was.state, now.state),
    )
    return Table(
        kind="pairs",
        heading=_("Beslutningene side om side"),
        columns=(_("Hva gruppa bestemte"), _column(before.assessment), _column(dossier.assessment)),
        rows=tuple((Cell(lead=name), first, second) for name, first, second in rows if name),
    )


def _column(assessment: Assessment) -> str:
    day = wording.day(assessment.meeting.held_on)
    return _("Vurdering {number}, {day}").format(number=assessment.number, day=day)


def _decided(dossier: Dossier) -> _Decided:
    assessment, decision = dossier.assessment, dossier.assessment.decision
    review, need = assessment.review_on, assessment.help_need
    none = _("Ikke satt ennå")
    return _Decided(
        level=_outcome(dossier, dossier.instrument.level_outcome, decision.level) if decision else Cell(none),
        sure=Cell(wording.capital(wording.confidence(decision.confidence)) if decision else "–"),
        help_need=_outcome(dossier, dossier.instrument.help_outcome, need.need) if need else Cell(none),
        reason=Cell((decision.reason if decision else "") or _("Ikke skrevet ennå.")),
        dissent=_dissent(dossier),
        known=Cell(_known(dossier)),
        review=Cell(_("senest {day}").format(day=wording.day(review)) if review else _("ingen planlagt")),
        state=Cell(_state(assessment)),
    )


def _outcome(dossier: Dossier, outcome: str | None, code: str) -> Cell:
    choices = dossier.instrument.outcome(outcome).choices() if outcome else ()
    label = next((choice.label for choice in choices if choice.code == code), "")
    return Cell(lead=label, notes=(code,)) if label else Cell(lead=code)


def _dissent(dossier: Dossier) -> Cell:
    outcome = dossier.instrument.level_outcome
    labels = {choice.code: choice.label for choice in dossier.instrument.outcome(outcome).choices()} if outcome else {}
    views = []
    for one in dossier.assessment.dissents:
        level = labels.get(one.level or "", one.level)
        who = _("{who}, som mener {level}").format(who=one.who, level=level) if level else one.who
        views.append(f"{wording.capital(who)}: {one.text}")
    return Cell("\n".join(views) or _("Ingen dissens er ført."))


def _known(dossier: Dossier) -> str:
    found = coverage(dossier.assessment, dossier.instrument, facts_of_case(dossier.case))
    words = _("Kjent {known} av {total} · ukjent {unknown} · ikke innhentet {unsought}").format(
        known=found.known, total=found.total, unknown=found.unknown, unsought=found.not_sought
    )
    return _("{counted} · ikke behandlet {blank}").format(counted=words, blank=found.blank) if found.blank else words


def _state(assessment: Assessment) -> str:
    if assessment.locked_at is None:
        return _("Utkast, ikke låst")
    return _("Signert av {count} og låst {moment}").format(
        count=len(assessment.standing_signatures), moment=wording.moment(assessment.locked_at)
    )


def _counts(found: Comparison) -> Table:
    return Table(
        kind="levels",
        heading=_("Hva som har skjedd med hvert forhold"),
        columns=(_("Hva som har skjedd"), _("Antall forhold"), _("Hvilke")),
        rows=tuple(
            (
                Cell(lead=_(KIND_WORDS[kind])),
                Cell(str(len(changes))),
                Cell(", ".join(one.item for one in changes) or "–"),
            )
            for kind in KINDS
            for changes in [found.of_kind(kind)]
        ),
        closing=_(
            "Antallet sier hvor mange forhold det gjelder, og ikke hvor alvorlig det er. Å ikke vite lenger er aldri "
            "en bedring. Gruppa bestemmer nivået, og endringene bestemmer det ikke."
        ),
    )


def _about(dossier: Dossier, before: Dossier) -> Section:
    """What proves which two assessments these are."""
    case = dossier.case.reference
    facts = []
    for one in (before, dossier):
        assessment, pin = one.assessment, one.assessment.instrument
        facts += [
            Fact(_("Vurdering"), label_of(assessment, case)),
            Fact(_("Verktøy"), f"{one.instrument.title} ({pin.id} {pin.version})"),
            Fact(_("Verktøyets fingeravtrykk"), spaced(pin.hash)),
            Fact(_("Innholdets fingeravtrykk"), spaced(assessment.digest)),
        ]
    facts += [
        Fact(_("Gyldighet"), wording.capital(_("ikke validert – støtte for faglig skjønn"))),
        journal_head(dossier),
        Fact(_("Skrevet ut"), wording.day(dossier.printed_on)),
    ]
    if dossier.instrument.use.validation != "none":
        facts = [one for one in facts if one.label != _("Gyldighet")]
    return Section(heading=_("Om de to vurderingene"), facts=tuple(facts))
