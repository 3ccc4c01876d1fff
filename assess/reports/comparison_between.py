"""What lay between two assessments: the measures, what was to be cleared up, and what would have changed the level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from assess.casework.follow_up import DatedCheck, MeasureProgress
from assess.casework.following import Status, unknown_check_id
from assess.casework.plan import PlannedMeasure
from assess.casework.record import Record
from assess.instrument.model import Instrument
from assess.judgement.comparison import Comparison, ItemChange
from assess.judgement.coverage import knowledge
from assess.language import _, mark
from assess.reports import wording
from assess.reports.comparison_items import answer_cell
from assess.reports.dossier import Dossier
from assess.reports.view import Cell, Section, Table

Found = TypeVar("Found", bound=Record)

_STATUS: dict[Status, str] = {
    "planned": mark("Planlagt"),
    "started": mark("Startet"),
    "done": mark("Fullført"),
    "stopped": mark("Stoppet"),
}


def measures_section(dossier: Dossier, before: Dossier, found: Comparison, around: Sequence[Record]) -> Section:
    """Every measure of the earlier plan, what became of it, and the items that it should affect."""
    changes = {change.item: change for change in found.changes}
    return Section(
        heading=_("Tiltakene imellom"),
        intro=(_("At noe har endret seg etter et tiltak, viser ikke at tiltaket er grunnen."),),
        tables=(
            Table(
                kind="measures",
                columns=(_("Tiltak"), _("Hva det ble til"), _("Skulle virke på")),
                rows=tuple(
                    (
                        _measure(before, one),
                        _became(dossier, before, one, around),
                        Cell("\n".join(_affected(dossier, before, changes, item) for item in one.items) or "–"),
                    )
                    for one in found.between
                ),
                empty=_("Ingen tiltak var planlagt."),
            ),
        ),
    )


def unknowns_section(dossier: Dossier, before: Dossier, found: Comparison, around: Sequence[Record]) -> Section | None:
    """What the earlier meeting planned to clear up, and what it is now; None where nothing was planned."""
    plans = before.assessment.unknown_plans
    if not plans:
        return None
    changes = {change.item: change for change in found.changes}
    checks = {one.id: one for one in _of(DatedCheck, around)}
    rows = [
        (
            knowledge(dossier.instrument, plan.item, dossier.assessment.answers)
            if plan.item in dossier.instrument.items_by_id
            else "",
            (
                Cell(lead=wording.named(before.instrument, plan.item), notes=_critical(before, plan.item)),
                Cell(plan.how, lead=plan.who, notes=(_("frist {day}").format(day=wording.deadline(plan.by)),)),
                _cleared(
                    dossier, changes.get(plan.item), checks.get(unknown_check_id(before.assessment.id, plan.item))
                ),
            ),
        )
        for plan in plans
    ]
    columns = (_("Forhold"), _("Planen sist"), _("Nå"))
    still = tuple(row for known, row in rows if known != "known")
    cleared = tuple(row for known, row in rows if known == "known")
    return Section(
        heading=_("Det som skulle avklares"),
        tables=tuple(
            Table(kind="measures", heading=heading, columns=columns, rows=these)
            for heading, these in ((_("Fortsatt ikke avklart"), still), (_("Avklart"), cleared))
            if these
        ),
    )


def indicators_section(before: Dossier, around: Sequence[Record]) -> Section | None:
    """What the earlier meeting said would change the level, and what was seen; None where nothing was said."""
    indicators = before.assessment.indicators
    if not indicators:
        return None
    directions = {"raise": _("Ville hevet nivået"), "lower": _("Ville senket nivået")}
    seen = {one.source: one for one in _of(DatedCheck, around) if one.cause == "indicator"}
    rows = []
    for one in indicators:
        when = wording.short_day(one.look_on) if one.look_on is not None else _("ikke avtalt")
        rows.append(
            (
                Cell(one.text, lead=directions[one.direction]),
                Cell(one.who or _("ikke avtalt"), notes=(when,)),
                _looked_at(seen.get(one.id)),
            )
        )
    return Section(
        heading=_("Hva som ville endret nivået"),
        intro=(_("Slik sa gruppa det sist. Det som er sett, endrer ikke nivået av seg selv."),),
        tables=(
            Table(
                kind="measures",
                columns=(_("Dette så noen etter"), _("Hvem og når"), _("Hva som ble sett")),
                rows=tuple(rows),
            ),
        ),
    )


def _of(kind: type[Found], around: Iterable[Record]) -> list[Found]:
    return [one for one in around if isinstance(one, kind)]


def _measure(before: Dossier, measure: PlannedMeasure) -> Cell:
    known = before.profile.measure(measure.number)
    title = f"{measure.number} {known.title}" if known is not None else _("Eget tiltak")
    owner = _("{owner}, frist {day}").format(
        owner=measure.owner or _("ikke oppgitt"), day=wording.deadline(measure.deadline)
    )
    return Cell(measure.text, lead=title, notes=(owner,))


def _became(dossier: Dossier, before: Dossier, measure: PlannedMeasure, around: Sequence[Record]) -> Cell:
    """How it went, step by step, and whether the new plan goes on with it."""
    steps = sorted(
        (
            one
            for one in _of(MeasureProgress, around)
            if (one.assessment_id, one.measure_id) == (before.assessment.id, measure.id)
        ),
        key=lambda one: (one.noted_at, one.id),
    )
    told = [
        " ".join((f"{_(_STATUS[one.status])} {wording.short_day(one.happened_on)}.", one.note)).strip() for one in steps
    ]
    again = any(
        (one.number, one.text) == (measure.number, measure.text) or (one.number and one.number == measure.number)
        for one in dossier.assessment.measures
    )
    notes = (_("Står også i den nye planen."),) if again else ()
    if not steps:
        planned = _STATUS["planned"]
        return Cell(_("Ingenting er ført om hvordan det gikk."), lead=_(planned), notes=notes)
    return Cell("\n".join(told), lead=_(_STATUS[steps[-1].status]), notes=notes)


def _affected(dossier: Dossier, before: Dossier, changes: dict[str, ItemChange], item: str) -> str:
    """An item with its answer then and now, as two answers and never as a distance."""
    name = wording.named(before.instrument, item)
    change = changes.get(item)
    if change is None or change.kind == "not_comparable":
        return _("{item}: kan ikke sammenlignes").format(item=name)
    was, now = _words(before.instrument, item, change.before), _words(dossier.instrument, item, change.after)
    if was == now:
        return _("{item}: «{answer}», begge ganger").format(item=name, answer=now)
    return _("{item}: «{before}», nå «{after}»").format(item=name, before=was, after=now)


def _words(instrument: Instrument, item: str, code: str | None) -> str:
    if code is None:
        return _("ikke behandlet")
    known = item in instrument.items_by_id and code in instrument.scale_of(item).codes()
    return instrument.scale_of(item).label(code) if known else code


def _critical(dossier: Dossier, item: str) -> tuple[str, ...]:
    known = dossier.instrument.items_by_id.get(item)
    return (_("kritisk"),) if known is not None and known.critical is not None else ()


def _cleared(dossier: Dossier, change: ItemChange | None, check: DatedCheck | None) -> Cell:
    looked = (_looked_words(check),) if check is not None and check.done_on is not None else ()
    if change is None or change.kind == "not_comparable":
        return Cell(_("Kan ikke sammenlignes."), notes=looked)
    answer = answer_cell(dossier.instrument, change.item, change.after)
    rating = dossier.assessment.agreed.get(change.item)
    return Cell(rating.reason if rating is not None else answer.text, lead=answer.lead, notes=looked, code=answer.code)


def _looked_at(check: DatedCheck | None) -> Cell:
    if check is None or check.done_on is None:
        return Cell(_("Ingenting er ført."))
    return Cell(check.outcome or "–", notes=(_("sett på {day}").format(day=wording.short_day(check.done_on)),))


def _looked_words(check: DatedCheck) -> str:
    day = wording.short_day(check.done_on) if check.done_on is not None else ""
    return _("Sett på {day}: {outcome}").format(day=day, outcome=check.outcome or "–")
