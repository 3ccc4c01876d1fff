"""What was kept about a case around its assessments, in the order in which it happened: for the archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from assess.casework.agenda import AgendaPoint
from assess.casework.follow_up import Closure, ConsentEntry, DatedCheck, Handover, MeasureProgress
from assess.casework.record import Record
from assess.casework.triage import Triage
from assess.language import _, mark
from assess.norwegian_time import norwegian
from assess.reports import wording
from assess.reports.dossier import Dossier
from assess.reports.view import Cell, Section, Table

_STATUS = {"started": mark("startet"), "done": mark("fullført"), "stopped": mark("stoppet")}
_WHO = {"person": mark("Personen"), "guardians": mark("Foresatte")}
_ANSWER = {
    "given": mark("samtykke gitt"),
    "declined": mark("sa nei"),
    "withdrawn": mark("trukket tilbake"),
    "to_be_asked": mark("spørres senere"),
    "not_now": mark("passer ikke nå"),
    "told": mark("har fått vite det"),
}
_CAUSE = {
    "closure": mark("etter at saken ble avsluttet"),
    "indicator": mark("det som ville endret nivået"),
    "own": mark("satt av gruppa"),
}


def around_section(dossier: Dossier, around: Iterable[Record]) -> Section | None:
    """Everything kept around the assessments, oldest first; None when there is nothing."""
    lines = sorted((line for record in around for line in _lines(dossier, record)), key=lambda line: line[0])
    if not lines:
        return None
    return Section(
        heading=_("Rundt vurderingene"),
        intro=(_("Det som er ført om saken før, mellom og etter vurderingene av den."),),
        tables=(
            Table(
                kind="events",
                columns=(_("Dag"), _("Hva"), _("Hva som er skrevet")),
                rows=tuple((Cell(wording.short_day(day)), *cells) for day, *cells in lines),
            ),
        ),
    )


def _lines(dossier: Dossier, record: Record) -> Iterator[tuple[date, Cell, Cell]]:
    match record:
        case MeasureProgress():
            yield record.happened_on, *_progress(dossier, record)
        case ConsentEntry():
            yield record.happened_on, *_consent(record)
        case DatedCheck():
            yield record.due_on, *_check(record)
        case Handover():
            yield record.happened_on, *_handover(dossier, record)
        case Closure():
            yield from _closure(dossier, record)
        case Triage():
            yield norwegian(record.taken_at).date(), *_call(dossier, record)
        case AgendaPoint(done_at=done_at) if done_at is not None:
            words = Cell(record.note, notes=_told((_("avtalt: {words}"), record.agreed)))
            yield norwegian(done_at).date(), Cell(lead=_("Punkt i kontaktmøte"), notes=(record.title,)), words


def _progress(dossier: Dossier, record: MeasureProgress) -> tuple[Cell, Cell]:
    planned = next((one for one in dossier.assessment.measures if one.id == record.measure_id), None)
    known = dossier.profile.measure(planned.number) if planned is not None else None
    title = f"{known.number} {known.title}" if known is not None else _("Tiltak fra en annen vurdering")
    if planned is not None and known is None:
        title = _("Eget tiltak")
    consent = _("samtykke: {words}").format(words=wording.consent(record.consent))
    return Cell(lead=_("Tiltak {status}").format(status=_(_STATUS[record.status])), notes=(title,)), Cell(
        record.note, notes=(consent,)
    )


def _consent(record: ConsentEntry) -> tuple[Cell, Cell]:
    heading = _("Samtykke") if record.kind == "consent" else _("Informasjon")
    who = _("{who}: {answer}").format(who=_(_WHO[record.who]), answer=_(_ANSWER[record.status]))
    return Cell(lead=heading, notes=(who,)), Cell(
        record.about, notes=_told((_("av {words}"), record.by), ("{words}", record.note))
    )


def _check(record: DatedCheck) -> tuple[Cell, Cell]:
    if record.done_on is None:
        done: tuple[str, ...] = (_("ikke gjort"),)
    else:
        done = (_("gjort {day}").format(day=wording.short_day(record.done_on)), *_told(("{words}", record.outcome)))
    return Cell(lead=_("Noe å se etter"), notes=(_(_CAUSE[record.cause]),)), Cell(record.text, notes=done)


def _handover(dossier: Dossier, record: Handover) -> tuple[Cell, Cell]:
    basis = dossier.legal.basis(record.legal_basis)
    law = f"{basis.act} {basis.section}" if basis is not None else record.legal_basis
    notes = _told((_("hjemmel: {words}"), law), (_("av {words}"), record.by))
    return Cell(lead=_("Utlevert"), notes=(record.to,)), Cell(record.what, notes=notes)


def _closure(dossier: Dossier, record: Closure) -> Iterator[tuple[date, Cell, Cell]]:
    asked = {one.id: one.text for one in dossier.profile.closing}
    criteria = tuple(f"{asked.get(name, name)} {words}" for name, words in record.criteria.items())
    closed = Cell(lead=_("Saken ble avsluttet"), notes=_told((_("av {words}"), record.by)))
    yield norwegian(record.closed_at).date(), closed, Cell(record.reason, notes=criteria)
    if record.reopened_at is not None:
        yield norwegian(record.reopened_at).date(), Cell(lead=_("Saken ble tatt opp igjen")), Cell(record.reopen_reason)


def _call(dossier: Dossier, record: Triage) -> tuple[Cell, Cell]:
    senders = {one.id: one.label for one in dossier.profile.senders}
    notes = _told(("{words}", record.reason))
    if record.called_at is not None:
        notes = (*notes, _("varslet {moment}").format(moment=wording.moment(record.called_at)))
    return Cell(lead=_("Henvendelse"), notes=_told(("{words}", senders.get(record.sender, record.sender)))), Cell(
        record.summary, notes=notes
    )


def _told(*said: tuple[str, str]) -> tuple[str, ...]:
    return tuple(pattern.format(words=words) for pattern, words in said if words.strip())
