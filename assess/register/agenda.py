"""Contact meetings with several points, in an open register. The journal hears of each change, never of the words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assess.casework.agenda import (
    AgendaPoint,
    ContactMeeting,
    after,
    carried_over,
    in_place,
    left_undone,
    newest_first,
    refuse_named_agenda,
    taken_to,
    texts_of,
    ticked,
)
from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.deeds.convening import Convene
from assess.casework.follow_up import Closure
from assess.casework.meeting import Agenda
from assess.errors import NotAllowed
from assess.instrument.edition import Edition
from assess.language import _
from assess.norwegian_time import norwegian
from assess.register.register import Register
from assess.register.store import CaseLine


def contact_meetings(register: Register) -> tuple[ContactMeeting, ...]:
    """Every contact meeting, the latest on top.

    Raises:
        AccessDenied: No role of the user allows it.
    """
    register.require("read")
    return newest_first(register.store.cards(ContactMeeting))


def points_of(register: Register, meeting: ContactMeeting) -> tuple[AgendaPoint, ...]:
    """A meeting's points in order.

    Raises:
        AccessDenied: No role of the user allows it.
    """
    register.require("read")
    return in_place(register.store.cards(AgendaPoint), meeting.id)


def open_meeting(register: Register) -> ContactMeeting:
    """Begin a contact meeting today, with the people of the last one and the points that ended meetings left undone.

    Raises:
        AccessDenied: No role of the user allows it.
    """
    register.require("run_case")
    known = contact_meetings(register)
    meeting = ContactMeeting(
        id=register.new_id(),
        organisation=register.organisation,
        held_on=norwegian(register.now()).date(),
        attendees=carried_over(known[0].attendees, register.new_id) if known else (),
        created_at=register.now(),
    )
    over = {one.id for one in known if one.ended_at is not None}
    waiting = [one for one in register.store.cards(AgendaPoint) if one.meeting_id in over]
    points = taken_to(meeting, left_undone(sorted(waiting, key=lambda one: one.position)), 0)
    register.store.put((meeting, *points), register.act("open-meeting", meeting.id))
    return meeting


def keep_meeting(register: Register, meeting: ContactMeeting) -> ContactMeeting:
    """Keep a meeting as it is now.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: A text holds an identifier; nothing was kept.
    """
    register.require("run_case")
    kept = register.store.card(ContactMeeting, meeting.id)
    known = texts_of(kept) if kept is not None else ()
    refuse_named_agenda(texts_of(meeting), known, register.now().date())
    register.store.put((meeting,), register.act("note-meeting", meeting.id))
    return meeting


def put_on_agenda(register: Register, meeting: ContactMeeting, kind: Agenda, title: str) -> AgendaPoint:
    """Put something that is no case last on a meeting's agenda.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: The title says nothing or holds an identifier.
    """
    if not title.strip():
        raise NotAllowed(_("Et punkt må ha en tittel."))
    return keep_points(register, (_new_point(register, meeting, kind, title.strip(), 0),))[0]


def put_cases_on_agenda(
    register: Register, meeting: ContactMeeting, cases: Iterable[CaseLine]
) -> tuple[AgendaPoint, ...]:
    """Put cases last on a meeting's agenda, by their references; one that is there already is left out.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: One of the cases is blocked; nothing was kept.
    """
    taken = {one.case_id for one in points_of(register, meeting)}
    new = [line for line in cases if line.case_id not in taken]
    return keep_points(
        register,
        tuple(
            _new_point(register, meeting, "case", line.reference, number, line.case_id)
            for number, line in enumerate(new)
        ),
    )


def cases_for_agenda(register: Register, meeting: ContactMeeting, today: date) -> tuple[CaseLine, ...]:
    """The cases that may be put on a meeting's agenda: overdue reviews first, then unfinished ones, then by review.

    A closed case is none of them until it is taken up again.

    Raises:
        AccessDenied: No role of the user allows it.
    """
    taken = {one.case_id for one in points_of(register, meeting)}
    taken |= closed_cases(register)
    free = [one for one in register.case_lines() if one.case_id not in taken and _is_usable(register, one.case_id)]
    return suggested(free, today)


def closed_cases(register: Register) -> frozenset[str]:
    """The cases that are closed now.

    Raises:
        AccessDenied: No role of the user allows it.
    """
    register.require("read")
    return frozenset(one.case_id for one in register.store.cards(Closure) if one.stands)


def waiting_draft(register: Register, point: AgendaPoint) -> Assessment | None:
    """The unsigned assessment that a point would open instead of beginning one; None when it begins one or has its own.

    Raises:
        AccessDenied: No role of the user allows it.
    """
    if point.case_id is None or point.assessment_id is not None or not _is_usable(register, point.case_id):
        return None
    return _last_draft(register, point.case_id)


def keep_points(register: Register, points: tuple[AgendaPoint, ...]) -> tuple[AgendaPoint, ...]:
    """Keep points as they are now, all of them or none.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: A text holds an identifier, or a case is blocked; nothing was kept.
    """
    kept = {one.id: one for one in register.store.cards(AgendaPoint)}
    for one in points:
        register.require("run_case", one.case_id or "")
        known = texts_of(kept[one.id]) if one.id in kept else ()
        refuse_named_agenda(texts_of(one), known, register.now().date())
    if points:
        # A single point's entry goes with its case; one about several says only which meeting.
        about = (points[0].id, points[0].case_id or "") if len(points) == 1 else (points[0].meeting_id, "")
        register.store.put(points, register.act("note-point", *about))
    return points


def take_off_agenda(register: Register, point: AgendaPoint) -> None:
    """Take a point off its agenda, with what was written under it; an assessment stays with its case.

    Raises:
        AccessDenied: No role of the user allows it.
    """
    register.require("run_case")
    register.store.take_out(AgendaPoint, point.id, register.act("drop-point", point.id, point.case_id or ""))


def begin_point(
    register: Register, meeting: ContactMeeting, point: AgendaPoint, case: Case, edition: Edition
) -> Assessment:
    """The assessment under a case's point: the one it has, else the case's unfinished one, else a new one.

    One where nobody is entered gets the meeting's people, each to be confirmed impartial in this case.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: The case is blocked.
    """
    register.require("run_case", case.id)
    found = _assessment_under(register, meeting, point, case, edition)
    if found.state == "locked" or found.meeting.attendees or not meeting.attendees:
        return found
    people = carried_over(meeting.attendees, register.new_id, register.edition(found).instrument.rounds)
    reason = found.meeting.deviation_reason or meeting.deviation_reason
    convened = found.meeting.model_copy(update={"attendees": people, "deviation_reason": reason})
    return register.do(found, Convene(convened))


def tick_signed(register: Register, points: Iterable[AgendaPoint]) -> tuple[AgendaPoint, ...]:
    """Mark as done the points whose assessment is signed by now, and return all of them as they stand.

    Raises:
        AccessDenied: No role of the user allows it.
    """
    found = tuple(points)
    signed = tuple(
        ticked(one, register.now())
        for one in found
        if one.done_at is None and one.assessment_id is not None and _is_signed(register, one.assessment_id)
    )
    if signed:
        register.store.put(signed, register.act("tick-points", signed[0].meeting_id))
    new = {one.id: one for one in signed}
    return tuple(new.get(one.id, one) for one in found)


def end_meeting(register: Register, meeting: ContactMeeting) -> ContactMeeting | None:
    """End a meeting; what is undone goes to the next one, or waits for it. Returns the next, if there is one.

    Raises:
        AccessDenied: No role of the user allows it.
    """
    register.require("run_case")
    next_one = after(meeting, contact_meetings(register))
    points: tuple[AgendaPoint, ...] = ()
    if next_one is not None:
        there = max((one.position for one in points_of(register, next_one)), default=-1) + 1
        points = taken_to(next_one, left_undone(points_of(register, meeting)), there)
    left = len(left_undone(points_of(register, meeting)))
    over = meeting.model_copy(update={"ended_at": register.now(), "moved_on": left})
    register.store.put((over, *points), register.act("end-meeting", meeting.id))
    return next_one


def suggested(lines: Iterable[CaseLine], today: date) -> tuple[CaseLine, ...]:
    """The cases to choose from: overdue reviews first, then unfinished ones, then by next review."""
    return tuple(
        sorted(lines, key=lambda one: (not is_overdue(one, today), one.state != "draft", _due(one), one.reference))
    )


def is_overdue(line: CaseLine, today: date) -> bool:
    """Whether the case's next assessment should have been made; a draft is none until it is signed."""
    return line.due_on is not None and line.due_on < today


def _due(line: CaseLine) -> date:
    return line.review_on or date.max


def _is_signed(register: Register, assessment_id: str) -> bool:
    found = register.store.assessment(assessment_id)
    return found is not None and found.state == "locked"


def _new_point(
    register: Register, meeting: ContactMeeting, kind: Agenda, title: str, number: int, case_id: str | None = None
) -> AgendaPoint:
    first = max((one.position for one in points_of(register, meeting)), default=-1) + 1
    return AgendaPoint(
        id=register.new_id(),
        meeting_id=meeting.id,
        organisation=register.organisation,
        position=first + number,
        kind=kind,
        title=title,
        case_id=case_id,
    )


def _is_usable(register: Register, case_id: str) -> bool:
    try:
        register.blocked.refuse(case_id)
    except NotAllowed:
        return False
    return True


def _last_draft(register: Register, case_id: str) -> Assessment | None:
    drafts = [one for one in register.assessments_of(case_id) if one.state == "draft"]
    return drafts[-1] if drafts else None


def _assessment_under(
    register: Register, meeting: ContactMeeting, point: AgendaPoint, case: Case, edition: Edition
) -> Assessment:
    if point.assessment_id is not None:
        return register.assessment(point.assessment_id)
    found = _last_draft(register, case.id) or register.start(case, edition, meeting.held_on)
    keep_points(register, (point.model_copy(update={"assessment_id": found.id}),))
    return found
