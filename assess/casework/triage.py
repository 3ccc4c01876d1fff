"""The first call: some questions, an outcome, and never a level."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated

from pydantic import StringConstraints

from assess.casework.nameless import refuse_identifiers
from assess.casework.record import Instant, Name, Note, Record, ShortNote
from assess.errors import NotAllowed
from assess.ids import RecordId
from assess.instrument.model import Instrument
from assess.instrument.text import Code, Slug, Version
from assess.language import _


class Triage(Record):
    """One first call. Kept for a while whatever comes of it, so that repeated calls can be recognised."""

    id: RecordId
    organisation: Name
    taken_at: Instant
    instrument: Slug
    version: Version
    edition_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{0,64}$")]
    """SHA-256 of the instrument with its locales, as `assess.instrument.edition` has it."""
    sender: Name = ""
    """The id of a kind of sender of the profile; empty when unknown."""
    channel: ShortNote = ""
    """How it came: telephone, e-mail, a conversation."""
    summary: Note = ""
    """What the concern is, without names."""
    answers: dict[Name, Code] = {}
    notes: dict[Name, Note] = {}
    """Words by item."""
    outcome: Code | None = None
    """What people decided; None until they have."""
    reason: Note = ""
    called_at: Instant | None = None
    """When 112, 113 or the police were called, when an answer was acute."""
    case_id: RecordId | None = None
    """The case or anonymous discussion that it led to."""
    due_on: date
    """The last day that it is kept, when no case came of it."""
    ended_at: Instant | None = None


def answered(triage: Triage, instrument: Instrument, item: str, code: str | None) -> Triage:
    """Return the call with this answer to an item, or without one for None.

    Raises:
        NotAllowed: The call is ended, or the item's scale has no such code.
    """
    _refuse_ended(triage)
    found = instrument.items_by_id.get(item)
    if found is None or (code is not None and code not in instrument.scale_of(item).codes()):
        raise NotAllowed(_("Verktøyet har ikke noe som heter «{name}».").format(name=code or item))
    answers = {name: kept for name, kept in triage.answers.items() if name != item}
    return triage.model_copy(update={"answers": answers if code is None else {**answers, item: code}})


def noted(triage: Triage, item: str, text: str) -> Triage:
    """Return the call with these words beside an item; empty words take the note away.

    Raises:
        NotAllowed: The call is ended.
    """
    _refuse_ended(triage)
    notes = {name: kept for name, kept in triage.notes.items() if name != item}
    return triage.model_copy(update={"notes": {**notes, item: text} if text.strip() else notes})


def told(triage: Triage, **changes: object) -> Triage:
    """Return the call with other words about it: who sent it, how it came, the summary or the reason.

    Raises:
        NotAllowed: The call is ended.
    """
    _refuse_ended(triage)
    return triage.model_copy(update=changes)


def decided(triage: Triage, instrument: Instrument, outcome: str) -> Triage:
    """Return the call with the outcome that people chose.

    Raises:
        NotAllowed: The call is ended, or the instrument has no such outcome.
    """
    _refuse_ended(triage)
    if outcome not in {choice.code for choice in instrument.outcomes[0].choices()}:
        raise NotAllowed(_("Verktøyet har ikke noe som heter «{name}».").format(name=outcome))
    return triage.model_copy(update={"outcome": outcome})


def ended(triage: Triage, at: datetime) -> Triage:
    """Return the call ended: the outcome is chosen, and why.

    Raises:
        NotAllowed: There is no outcome, or no reason for it.
    """
    if triage.outcome is None:
        raise NotAllowed(_("Velg veien videre først."), _("Den velges av dere, aldri av verktøyet."))
    if not triage.reason.strip():
        raise NotAllowed(_("Skriv hvorfor dere valgte denne veien."), _("Én setning er nok."))
    return triage.model_copy(update={"ended_at": at})


def taken_up(triage: Triage) -> Triage:
    """Return an ended call open again.

    Raises:
        NotAllowed: A case or a discussion came of it.
    """
    refuse_linked(triage)
    return triage.model_copy(update={"ended_at": None})


def refuse_linked(triage: Triage) -> None:
    """Refuse with `NotAllowed` when a case or a discussion has come of the call."""
    if triage.case_id is not None:
        raise NotAllowed(_("Henvendelsen har blitt en sak eller en drøfting."), _("Skriv videre der."))


def in_order(triages: Iterable[Triage]) -> tuple[Triage, ...]:
    """Open calls on top, then the others, both newest first."""
    newest = sorted(triages, key=lambda one: (one.taken_at, one.id), reverse=True)
    return tuple(sorted(newest, key=lambda one: one.ended_at is not None))


def earlier_of_same(triage: Triage, triages: Iterable[Triage]) -> tuple[Triage, ...]:
    """The calls before this one from the same kind of sender, newest first; none while the sender is unknown.

    The kind of sender is all there is to recognise a repeated call by: whom it was about is never kept.
    """
    return tuple(
        one
        for one in sorted(triages, key=lambda one: (one.taken_at, one.id), reverse=True)
        if triage.sender and one.sender == triage.sender and (one.taken_at, one.id) < (triage.taken_at, triage.id)
    )


def past_due(triage: Triage, today: date) -> bool:
    """Whether the last day that it is kept has passed. One that led to a case is kept as long as the case."""
    return triage.case_id is None and triage.due_on < today


def refuse_named_triage(triage: Triage, before: Triage | None, today: date) -> None:
    """Refuse new words that would tell whom the call is about.

    Raises:
        NotAllowed: One of them holds an identifier.
    """
    known = _texts(before) if before is not None else ()
    refuse_identifiers(_("førstevurderingen"), _texts(triage), known, today)


def _texts(triage: Triage) -> tuple[str, ...]:
    return (triage.channel, triage.summary, triage.reason, *triage.notes.values())


def _refuse_ended(triage: Triage) -> None:
    if triage.ended_at is not None:
        raise NotAllowed(_("Førstevurderingen er avsluttet."), _("Ta den opp igjen for å endre den."))
