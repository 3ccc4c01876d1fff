"""A contact meeting with several points: who is carried over, what is moved, and what is never written there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assess.casework.agenda import (
    AgendaPoint,
    ContactMeeting,
    after,
    before,
    carried_over,
    in_place,
    left_undone,
    moved,
    newest_first,
    says_something,
    taken_to,
    ticked,
)
from assess.casework.case import Case
from assess.casework.follow_up import Closure
from assess.errors import AccessDenied, NotAllowed
from assess.ids import RecordId
from assess.instrument.edition import Edition
from assess.language import speak
from assess.profile.model import Profile
from assess.register.agenda import (
    begin_point,
    cases_for_agenda,
    contact_meetings,
    end_meeting,
    is_overdue,
    keep_meeting,
    keep_points,
    open_meeting,
    points_of,
    put_cases_on_agenda,
    put_on_agenda,
    suggested,
    take_off_agenda,
    tick_signed,
    waiting_draft,
)
from assess.register.erasure import erase
from assess.register.following import note_follow_up
from assess.register.keeping import keeping_for
from assess.register.register import Register
from assess.register.retention import block
from assess.register.store import CaseLine
from assess.screens.agenda_words import case_words, moved_words, state_words
from assess.screens.local_time import day_text
from tests.unit.conftest import (
    COORDINATOR,
    NOW,
    OFFICER,
    SECRETARY,
    a_case,
    attendee,
    begun,
    finished,
    record_id,
    signed,
)

PEOPLE = (
    attendee(SECRETARY, secretary=True, rates=False),
    attendee(COORDINATOR, label="SLT Nord"),
    attendee(OFFICER, "politi", leads=True),
)


def contact(number: int = 1, **more: object) -> ContactMeeting:
    """A meeting; those with a higher number are later."""
    data = {
        "id": record_id(700 + number),
        "organisation": "kommune",
        "held_on": date(2026, 11, number),
        "created_at": NOW,
        "attendees": PEOPLE,
    }
    return ContactMeeting.model_validate({**data, **more})


def a_point(number: int = 1, **more: object) -> AgendaPoint:
    """A point of the first meeting."""
    data = {
        "id": record_id(800 + number),
        "meeting_id": record_id(701),
        "organisation": "kommune",
        "position": number,
        "kind": "planning",
        "title": f"Punkt {number}",
    }
    return AgendaPoint.model_validate({**data, **more})


def a_line(number: int, state: str | None, review_on: date | None, due_on: date | None = None) -> CaseLine:
    return CaseLine(
        case_id=record_id(number),
        reference=f"F-2026-{number:04d}",
        summary="",
        phase="initial",
        assessment_id=None,
        number=None,
        state=state,
        held_on=None,
        review_on=review_on,
        due_on=review_on if state == "locked" else due_on,
        level=None,
        standing=state == "locked",
        need=None,
        measures=0,
        next_deadline=None,
        assessments=0,
    )


def ids(numbers: int = 9) -> list[RecordId]:
    return [record_id(9000 + number) for number in range(numbers)]


def test_the_same_people_come_over_under_new_ids_and_nobody_is_impartial_yet() -> None:
    fresh = iter(ids())
    carried = carried_over(PEOPLE, lambda: next(fresh))
    assert [one.id for one in carried] == ids()[:3]
    assert not any(one.impartial for one in carried)
    kept = {"id", "impartial"}
    assert [one.model_dump(exclude=kept) for one in carried] == [one.model_dump(exclude=kept) for one in PEOPLE]


def test_where_each_party_rates_once_the_first_of_each_party_does() -> None:
    four = (*PEOPLE, attendee(record_id(8)), attendee(record_id(9), "politi"))
    fresh = iter(ids())
    rates = [one.rates for one in carried_over(four, lambda: next(fresh), "parties_then_agreed")]
    assert rates == [False, True, True, False, False]


def test_meetings_know_the_one_before_and_the_next_that_is_not_ended() -> None:
    meetings = (contact(3), contact(1), contact(2), contact(4, ended_at=NOW))
    assert [one.held_on.day for one in newest_first(meetings)] == [4, 3, 2, 1]
    assert before(contact(2), meetings) == contact(1)
    assert before(contact(1), meetings) is None
    assert after(contact(2), meetings) == contact(3)
    assert after(contact(3), meetings) is None, "the fourth is ended"


def test_a_point_moves_up_and_down_and_stops_at_the_ends() -> None:
    points = tuple(a_point(number) for number in (1, 2, 3))
    for steps, order in ((-1, (1, 3, 2)), (-9, (3, 1, 2)), (1, (1, 2, 3))):
        after_moving = moved(points, record_id(803), steps)
        assert [one.id for one in after_moving] == [record_id(800 + number) for number in order]
        assert [one.position for one in after_moving] == [0, 1, 2]


def test_what_is_left_undone_follows_to_another_meeting_with_its_words() -> None:
    points = (a_point(1, note="Torget lørdag"), ticked(a_point(2), NOW), a_point(3))
    there = taken_to(contact(2), left_undone(points), 4)
    assert [(one.id, one.position, one.note) for one in there] == [
        (record_id(801), 4, "Torget lørdag"),
        (record_id(803), 5, ""),
    ]
    assert in_place((*there, *points), contact(2).id) == there


def test_a_point_says_something_once_a_word_or_an_assessment_stands_under_it() -> None:
    assert not says_something(a_point(note=" \n"))
    assert says_something(a_point(agreed="Slt ringer"))
    assert says_something(a_point(assessment_id=record_id(1)))


def test_overdue_reviews_are_suggested_first_then_unfinished_ones_then_by_review() -> None:
    today = date(2026, 11, 20)
    lines = (
        a_line(1, "locked", date(2027, 1, 1)),
        a_line(2, None, None),
        a_line(3, "draft", None),
        a_line(4, "locked", date(2026, 11, 19)),
        a_line(5, "locked", date(2026, 10, 1)),
    )
    order = [one.reference[-1] for one in suggested(lines, today)]
    assert order == ["5", "4", "3", "1", "2"]


def test_a_review_stays_overdue_while_the_new_assessment_is_a_draft() -> None:
    day = date(2026, 11, 19)
    assert is_overdue(a_line(1, "draft", day, due_on=day), date(2026, 11, 20))
    assert not is_overdue(a_line(1, "draft", day), date(2026, 11, 20)), "nothing was signed that says so"


def test_a_new_meeting_has_the_people_of_the_last_and_what_ended_meetings_left(register: Register) -> None:
    first = keep_meeting(register, open_meeting(register).model_copy(update={"attendees": PEOPLE}))
    done = put_on_agenda(register, first, "planning", "Rullering")
    left = put_on_agenda(register, first, "demonstration", "Torget")
    keep_points(register, (ticked(done, register.now()),))
    assert end_meeting(register, first) is None
    assert points_of(register, first) == (ticked(done, points_of(register, first)[0].done_at), left)

    second = open_meeting(register)
    assert [(one.role, one.label) for one in second.attendees] == [(one.role, one.label) for one in PEOPLE]
    assert not {one.id for one in second.attendees} & {one.id for one in PEOPLE}
    assert not any(one.impartial for one in second.attendees)
    assert [one.title for one in points_of(register, second)] == ["Torget"]
    assert [one.title for one in points_of(register, first)] == ["Rullering"]
    speak("nb")
    ended = next(one for one in contact_meetings(register) if one.id == first.id)
    assert moved_words(ended, points_of(register, first)) == "1 punkt ble flyttet til neste møte."
    assert state_words(ended, points_of(register, first)) == "avsluttet, 1 flyttet"


def test_ending_a_meeting_moves_what_is_left_to_the_next_that_is_planned(register: Register) -> None:
    first = open_meeting(register)
    put_on_agenda(register, first, "planning", "Uferdig")
    second = open_meeting(register)
    assert points_of(register, second) == (), "a meeting that goes on keeps its points"
    put_on_agenda(register, second, "planning", "Sto der fra før")
    assert end_meeting(register, first) == second
    assert [one.title for one in points_of(register, second)] == ["Sto der fra før", "Uferdig"]
    assert points_of(register, first) == ()


def test_no_text_of_the_agenda_may_say_who_somebody_is(register: Register) -> None:
    meeting = open_meeting(register)
    point = put_on_agenda(register, meeting, "demonstration", "Torget")
    for words in ("Arrangør: 412 34 567", "født 12.03.2009"):
        with pytest.raises(NotAllowed, match="agendaen"):
            keep_points(register, (point.model_copy(update={"note": words}),))
    with pytest.raises(NotAllowed, match="agendaen"):
        put_on_agenda(register, meeting, "planning", "Ring 412 34 567")
    with pytest.raises(NotAllowed, match="agendaen"):
        keep_meeting(register, meeting.model_copy(update={"deviation_reason": "Se zigne@example.org"}))
    with pytest.raises(NotAllowed, match="tittel"):
        put_on_agenda(register, meeting, "planning", "  ")
    assert points_of(register, meeting) == (point,)


def test_cases_are_put_up_once_each_and_a_blocked_one_not_at_all(
    register: Register, case: Case, profile: Profile
) -> None:
    other = a_case(43)
    for one in (case, other):
        register.open_case(one, keeping_for(one, profile, NOW.date()))
    meeting, today = open_meeting(register), NOW.date()
    lines = cases_for_agenda(register, meeting, today)
    assert [one.case_id for one in lines] == [case.id, other.id]
    (point,) = put_cases_on_agenda(register, meeting, lines[:1])
    assert (point.case_id, point.title, point.position) == (case.id, case.reference, 0)
    assert put_cases_on_agenda(register, meeting, lines[:1]) == ()
    block(register, profile, other.reference, "Innsigelse")
    assert cases_for_agenda(register, meeting, today) == ()
    with pytest.raises(NotAllowed, match="sperret"):
        put_cases_on_agenda(register, meeting, lines)
    assert points_of(register, meeting) == (point,)


def test_opening_a_case_begins_its_assessment_with_the_meetings_people(
    register: Register, case: Case, edition: Edition
) -> None:
    register.open_case(case)
    meeting = open_meeting(register)
    meeting = keep_meeting(
        register, meeting.model_copy(update={"attendees": PEOPLE, "deviation_reason": "Politiet er syke"})
    )
    (point,) = put_cases_on_agenda(register, meeting, cases_for_agenda(register, meeting, NOW.date()))
    found = begin_point(register, meeting, point, case, edition)
    assert found.meeting.held_on == meeting.held_on
    assert found.meeting.deviation_reason == "Politiet er syke"
    assert [(one.role, one.label, one.secretary, one.impartial) for one in found.meeting.attendees] == [
        (one.role, one.label, one.secretary, False) for one in PEOPLE
    ]
    assert not {one.id for one in found.meeting.attendees} & {one.id for one in PEOPLE}
    (kept,) = points_of(register, meeting)
    assert kept.assessment_id == found.id
    assert begin_point(register, meeting, kept, case, edition) == found, "it is opened, not begun again"
    assert len(register.assessments_of(case.id)) == 1


def test_people_who_are_entered_after_the_case_was_opened_come_over_too(
    register: Register, case: Case, edition: Edition
) -> None:
    register.open_case(case)
    meeting = open_meeting(register)
    (point,) = put_cases_on_agenda(register, meeting, cases_for_agenda(register, meeting, NOW.date()))
    assert begin_point(register, meeting, point, case, edition).meeting.attendees == ()
    meeting = keep_meeting(register, meeting.model_copy(update={"attendees": PEOPLE}))
    (point,) = points_of(register, meeting)
    assert len(begin_point(register, meeting, point, case, edition).meeting.attendees) == len(PEOPLE)


def test_an_unfinished_assessment_is_gone_on_with_and_its_people_stand(
    register: Register, case: Case, edition: Edition
) -> None:
    register.open_case(case)
    draft = register.start(case, edition, NOW.date())
    meeting = keep_meeting(register, open_meeting(register).model_copy(update={"attendees": PEOPLE}))
    (point,) = put_cases_on_agenda(register, meeting, cases_for_agenda(register, meeting, NOW.date()))
    assert waiting_draft(register, point) == draft
    found = begin_point(register, meeting, point, case, edition)
    assert found.id == draft.id
    (begun_under,) = points_of(register, meeting)
    assert waiting_draft(register, begun_under) is None
    assert len(found.meeting.attendees) == len(PEOPLE), "nobody was entered in it"
    take_off_agenda(register, point)
    (again,) = put_cases_on_agenda(register, meeting, cases_for_agenda(register, meeting, NOW.date()))
    assert begin_point(register, meeting, again, case, edition).meeting.attendees == found.meeting.attendees


def test_a_closed_case_is_not_offered_until_it_is_taken_up_again(register: Register, case: Case) -> None:
    register.open_case(case)
    meeting = open_meeting(register)
    data = {"case_id": case.id, "organisation": "kommune", "closed_at": NOW, "criteria": {}, "reason": "Ferdig"}
    closure = Closure.model_validate({**data, "by": "SLT"})
    note_follow_up(register, case, closure)
    assert cases_for_agenda(register, meeting, NOW.date()) == ()
    note_follow_up(register, case, closure.model_copy(update={"reopened_at": NOW, "reopen_reason": "Nytt"}))
    assert [one.case_id for one in cases_for_agenda(register, meeting, NOW.date())] == [case.id]


def test_a_case_says_whether_it_is_begun_or_an_older_draft_is_opened(case: Case, edition: Edition) -> None:
    speak("nb")
    point, line, today = a_point(kind="case", case_id=case.id), a_line(42, None, None), date(2026, 11, 20)
    draft = begun(case, edition)
    assert "begynner vurderingen" in case_words(point, line, "", today)
    words = case_words(point, line, "", today, draft=draft)
    assert "begynner" not in words
    assert f"utkast fra {day_text(draft.meeting.held_on)}" in words
    assert "ikke dem som er til stede her" in words
    empty = draft.model_copy(update={"meeting": draft.meeting.model_copy(update={"attendees": ()})})
    assert "dem som er til stede her, følger med" in case_words(point, line, "", today, draft=empty)
    assert "Saken er avsluttet." in case_words(point, line, "", today, closed=True)


def test_a_case_is_done_when_its_assessment_is_signed(register: Register, case: Case, edition: Edition) -> None:
    register.open_case(case)
    ready = finished(case, edition)
    locked = signed(ready, edition.instrument, COORDINATOR, OFFICER)
    register.store.bring_in((), (edition,), ((locked, register.act("import", locked.id, case.id)),))
    meeting = open_meeting(register)
    (point,) = put_cases_on_agenda(register, meeting, cases_for_agenda(register, meeting, NOW.date()))
    assert tick_signed(register, (point,)) == (point,), "nothing is begun under it"
    begun_under = keep_points(register, (point.model_copy(update={"assessment_id": locked.id}),))
    (done,) = tick_signed(register, begun_under)
    assert done.done_at is not None
    assert points_of(register, meeting) == (done,)


def test_erasing_a_case_takes_its_points_and_leaves_the_meeting(
    register: Register, case: Case, profile: Profile
) -> None:
    register.open_case(case, keeping_for(case, profile, NOW.date()))
    meeting = open_meeting(register)
    put_cases_on_agenda(register, meeting, cases_for_agenda(register, meeting, NOW.date()))
    plan = put_on_agenda(register, meeting, "planning", "Rullering")
    block(register, profile, case.reference, "Skal slettes")
    erase(register, case.reference, profile.disposal_rules[0].model_copy(update={"decided": "Rådet, 1. juni"}))
    assert points_of(register, meeting) == (plan,)
    assert contact_meetings(register) == (meeting,)


def test_the_journal_hears_of_the_agenda_and_never_of_its_words(register: Register, case: Case) -> None:
    register.open_case(case)
    meeting = open_meeting(register)
    put_cases_on_agenda(register, meeting, cases_for_agenda(register, meeting, NOW.date()))
    put_on_agenda(register, meeting, "planning", "Skjult tittel")
    end_meeting(register, meeting)
    told = [(entry.action, entry.case_id, entry.body) for entry in register.entries()[-4:]]
    assert told == [
        ("open-meeting", "", {}),
        ("note-point", case.id, {}),
        ("note-point", "", {}),
        ("end-meeting", "", {}),
    ]


def test_only_a_secretary_changes_the_agenda(register: Register) -> None:
    meeting = open_meeting(register)
    register.ring = replace(register.ring, roles=("participant",))
    assert contact_meetings(register) == (meeting,)
    for change in (
        lambda: put_on_agenda(register, meeting, "planning", "Rullering"),
        lambda: end_meeting(register, meeting),
        lambda: open_meeting(register),
        lambda: keep_meeting(register, meeting),
    ):
        with pytest.raises(AccessDenied):
            change()
