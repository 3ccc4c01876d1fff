"""A contact meeting with several points: cases, demonstrations, and work on the plan (Fredrikstad 4.2, 5.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from assess.casework.meeting import Agenda, Attendee, Meeting
from assess.casework.nameless import refuse_identifiers
from assess.casework.record import Instant, Name, Note, Record, ShortNote
from assess.ids import RecordId
from assess.instrument.model import Rounds
from assess.language import _


class ContactMeeting(Record):
    """One dated meeting; its points are kept beside it."""

    id: RecordId
    organisation: Name
    held_on: date
    attendees: tuple[Attendee, ...] = ()
    """Who is present; carried over to each case's assessment, where impartiality is confirmed anew."""
    deviation_reason: Note = ""
    created_at: Instant
    ended_at: Instant | None = None
    moved_on: int = 0
    """How many points were not done when it was ended, and go to the next meeting."""


class AgendaPoint(Record):
    """One point of a meeting. A demonstration or a piece of plan work is no case, and holds nothing of a person."""

    id: RecordId
    meeting_id: RecordId
    organisation: Name
    position: int
    kind: Agenda
    title: ShortNote
    case_id: RecordId | None = None
    """The case; None for what is no case."""
    assessment_id: RecordId | None = None
    """The assessment that was begun under this point."""
    note: Note = ""
    """What was said: for a demonstration what, when and where, and who is in touch with the organiser."""
    agreed: Note = ""
    """What was agreed, with who and when."""
    done_at: Instant | None = None


def continuity(now: tuple[Attendee, ...], before: tuple[Attendee, ...]) -> int:
    """How many of those present, by role and label, were in the meeting before («kontinuitet», Fredrikstad 4.2)."""
    known = {(one.role, one.label) for one in before}
    return sum((one.role, one.label) in known for one in now)


def carried_over(
    attendees: tuple[Attendee, ...], fresh_id: Callable[[], RecordId], rounds: Rounds = "agreed_only"
) -> tuple[Attendee, ...]:
    """The same people in another meeting: under ids of their own, and nobody's impartiality confirmed.

    Args:
        attendees: Who was there.
        fresh_id: Makes the ids.
        rounds: The instrument's rounds; where each party rates once, the first of each party does.
    """
    rating: set[str] = set()
    carried = []
    for one in attendees:
        rates = one.rates and not (rounds == "parties_then_agreed" and one.party in rating)
        if rates:
            rating.add(one.party)
        carried.append(one.model_copy(update={"id": fresh_id(), "impartial": False, "rates": rates}))
    return tuple(carried)


def as_meeting(contact: ContactMeeting) -> Meeting:
    """The contact meeting as its rule looks at it."""
    return Meeting(held_on=contact.held_on, attendees=contact.attendees, deviation_reason=contact.deviation_reason)


def before(meeting: ContactMeeting, meetings: Iterable[ContactMeeting]) -> ContactMeeting | None:
    """The meeting before this one; None for the first."""
    earlier = [one for one in meetings if _when(one) < _when(meeting)]
    return max(earlier, key=_when, default=None)


def after(meeting: ContactMeeting, meetings: Iterable[ContactMeeting]) -> ContactMeeting | None:
    """The next meeting that is not ended; None when there is none yet."""
    later = [one for one in meetings if one.ended_at is None and _when(one) > _when(meeting)]
    return min(later, key=_when, default=None)


def newest_first(meetings: Iterable[ContactMeeting]) -> tuple[ContactMeeting, ...]:
    """The meetings, the latest on top."""
    return tuple(sorted(meetings, key=_when, reverse=True))


def in_place(points: Iterable[AgendaPoint], meeting_id: str) -> tuple[AgendaPoint, ...]:
    """The points of one meeting, in order."""
    return tuple(
        sorted((one for one in points if one.meeting_id == meeting_id), key=lambda one: (one.position, one.id))
    )


def moved(points: tuple[AgendaPoint, ...], point_id: str, steps: int) -> tuple[AgendaPoint, ...]:
    """The points with one of them moved by steps, staying inside, and all of them numbered anew from 0."""
    order = list(points)
    at = next(number for number, one in enumerate(order) if one.id == point_id)
    order.insert(max(0, min(at + steps, len(order) - 1)), order.pop(at))
    return numbered(order)


def numbered(points: Iterable[AgendaPoint], first: int = 0) -> tuple[AgendaPoint, ...]:
    """The points in this order, each with its number."""
    return tuple(one.model_copy(update={"position": first + number}) for number, one in enumerate(points))


def left_undone(points: Iterable[AgendaPoint]) -> tuple[AgendaPoint, ...]:
    """The points that the group did not finish."""
    return tuple(one for one in points if one.done_at is None)


def taken_to(meeting: ContactMeeting, points: Iterable[AgendaPoint], there: int) -> tuple[AgendaPoint, ...]:
    """The points as points of another meeting, after the `there` points that it has; what was written follows."""
    return numbered((one.model_copy(update={"meeting_id": meeting.id}) for one in points), there)


def ticked(point: AgendaPoint, at: datetime | None) -> AgendaPoint:
    """The point done at a moment, or not done for None."""
    return point.model_copy(update={"done_at": at})


def says_something(point: AgendaPoint) -> bool:
    """Whether something was written under the point, or an assessment was begun."""
    return bool(point.note.strip() or point.agreed.strip() or point.assessment_id)


def refuse_named_agenda(texts: Iterable[str], known: Iterable[str], today: date) -> None:
    """Refuse new words of an agenda that would tell who somebody is.

    Raises:
        NotAllowed: One of them holds an identifier.
    """
    refuse_identifiers(_("agendaen"), texts, known, today)


def texts_of(card: ContactMeeting | AgendaPoint) -> tuple[str, ...]:
    """Everything that people wrote in a meeting or under a point."""
    if isinstance(card, AgendaPoint):
        return (card.title, card.note, card.agreed)
    return (card.deviation_reason, *(one.label for one in card.attendees))


def _when(meeting: ContactMeeting) -> tuple[date, datetime, str]:
    return meeting.held_on, meeting.created_at, meeting.id
