from __future__ import annotations

from datetime import date

import pytest
from textual.widgets import Static

from assess.casework.deeds.convening import Convene
from assess.casework.deeds.deed import renewed
from assess.casework.deeds.rating import Rate
from assess.casework.meeting import Meeting, attendance
from assess.casework.rating import Rating
from assess.errors import NotAllowed
from assess.instrument.edition import Edition
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.screens.meeting.attendance_table import AttendeeTable
from assess.screens.meeting.attendance_words import impartial_words, party_words, rule_words
from assess.screens.meeting.desk import Desk
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.prompt_text import PromptText, TextLine
from tests.screens.conftest import MeetingApp, OpenMeeting, type_text

SIZES = [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)]


def kept(register: Register, desk: Desk) -> Meeting:
    return register.assessment(desk.assessment.id).meeting


def rule_shown(app: MeetingApp) -> str:
    return str(app.pane.query_one("#rule", Static).content)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_whole_group_is_entered_by_typing_a_little_of_each_role(
    register: Register, empty_desk: Desk, size: tuple[int, int]
) -> None:
    app = MeetingApp(empty_desk, "meeting")
    async with app.run_test(size=size) as pilot:
        await pilot.press("n")
        for typed in ("sek", "slt", "skole", "fore", "rad"):
            await type_text(pilot, typed)
            await pilot.press("enter")
        await pilot.press("escape", "H", "j")
        await pilot.pause()
        meeting = kept(register, empty_desk)
        assert [one.role for one in meeting.attendees] == [
            "sekretaer",
            "slt",
            "skole",
            "politi",
            "radikaliseringskontakt",
        ]
        assert [(one.secretary, one.rates) for one in meeting.attendees] == [(True, False)] + [(False, True)] * 4
        assert all(one.impartial for one in meeting.attendees)
        assert rule_shown(app) == "✓ Oppfylt: 2 fra kommunen, 2 fra politiet og sekretær fra kommunen."


async def test_the_secretary_is_suggested_first_while_there_is_none(register: Register, empty_desk: Desk) -> None:
    app = MeetingApp(empty_desk, "meeting")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "enter", "enter", "escape")
        await pilot.pause()
        first, second = kept(register, empty_desk).attendees[0], kept(register, empty_desk).attendees[1:]
        assert first.secretary
        assert not first.rates
        assert not any(one.secretary for one in second)


@pytest.mark.slow
async def test_a_second_one_of_a_role_is_asked_for_words_of_its_own(register: Register, empty_desk: Desk) -> None:
    app = MeetingApp(empty_desk, "meeting")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        await type_text(pilot, "nav")
        await pilot.press("enter")
        await type_text(pilot, "nav")
        await pilot.press("enter")
        await type_text(pilot, "NAV ungdom")
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert [(one.role, one.label) for one in kept(register, empty_desk).attendees] == [
            ("nav", ""),
            ("nav", "NAV ungdom"),
        ]


async def test_keys_settle_secretary_impartiality_and_rating_for_one(
    register: Register, desk: Desk, meeting_app: OpenMeeting
) -> None:
    async with meeting_app("meeting").run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "s", "h")
        await pilot.pause()
        before, slt, *_others = kept(register, desk).attendees
        assert (slt.secretary, slt.rates, slt.impartial) == (True, False, False)
        assert (before.secretary, before.rates) == (False, True)
        await pilot.press("v", "h")
        await pilot.pause()
        slt = kept(register, desk).attendees[1]
        assert (slt.rates, slt.impartial) == (True, True)


async def test_confirming_everybody_asks_aloud_first(register: Register, desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("meeting")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h", "H")
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        await pilot.pause()
        assert not kept(register, desk).attendees[0].impartial
        await pilot.press("H", "j")
        await pilot.pause()
        assert all(one.impartial for one in kept(register, desk).attendees)


async def test_a_missing_party_is_named_and_asks_why_the_meeting_goes_on(
    register: Register, desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("meeting")
    async with app.run_test(size=(80, 24)) as pilot:
        assert not app.pane.query_one("#deviation").display
        await pilot.press("end", "down", "down", "down", "down", "delete", "j")
        await pilot.pause()
        assert [one.role for one in kept(register, desk).attendees] == ["sekretaer", "slt", "skole", "politi"]
        assert rule_shown(app) == (
            "! Ikke oppfylt: mangler 1 fra politiet. "
            "Til stede: 2 fra kommunen, 1 fra politiet og sekretær fra kommunen."
        )
        deviation = app.pane.query_one("#deviation", PromptText)
        assert deviation.display
        deviation.focus_text()
        await type_text(pilot, "Haster")
        app.pane.leave()
        assert kept(register, desk).deviation_reason == "Haster"


async def test_one_who_has_rated_stays_in_the_meeting(register: Register, desk: Desk, meeting_app: OpenMeeting) -> None:
    rater = desk.assessment.meeting.attendees[1].id
    desk.do(Rate(Rating(round="individual", rater=rater, item="A1", code="1", given_at=desk.now())))
    app = meeting_app("meeting")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "delete")
        await pilot.pause()
        assert app.screen is app.meeting
        assert kept(register, desk).attendee(rater) is not None
        await pilot.press("v", "s")
        await pilot.pause()
        slt = kept(register, desk).attendee(rater)
        assert slt is not None
        assert (slt.rates, slt.secretary) == (True, True)


@pytest.mark.parametrize("size", SIZES)
async def test_day_agenda_and_phase_are_kept_and_a_wrong_day_is_not(
    register: Register, desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    before = desk.assessment.meeting.held_on
    app = meeting_app("meeting")
    async with app.run_test(size=size) as pilot:
        day = app.pane.query_one("#day", TextLine)
        day.focus()
        day.value = "31.02.2026"
        await pilot.press("enter")
        await pilot.pause()
        assert kept(register, desk).held_on == before
        assert day.value == "31.02.2026"
        day.value = "2026-11-19"
        await pilot.press("tab", "down", "space", "delete", "tab", "down", "space")
        await pilot.pause()
        meeting = kept(register, desk)
        assert meeting.held_on == date(2026, 11, 19)
        assert day.value == "19.11.2026"
        assert (meeting.agenda, meeting.phase) == ("demonstration", "follow_up")


async def test_letters_written_in_a_field_change_nobody(
    register: Register, desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("meeting")
    async with app.run_test(size=(80, 24)) as pilot:
        before = kept(register, desk)
        app.pane.query_one("#day", TextLine).focus()
        await type_text(pilot, "shvnbH")
        await pilot.pause()
        assert app.screen is app.meeting
        assert kept(register, desk) == before


async def test_a_click_on_a_key_in_the_bar_does_what_the_key_does(
    register: Register, desk: Desk, meeting_app: OpenMeeting
) -> None:
    async with meeting_app("meeting").run_test(size=(120, 40)) as pilot:
        await pilot.click("KeyBar", offset=(19, 0))
        await pilot.pause()
        assert not kept(register, desk).attendees[0].secretary


async def test_a_locked_meeting_can_only_be_read(register: Register, desk: Desk, meeting_app: OpenMeeting) -> None:
    before = kept(register, desk)
    desk.assessment = renewed(desk.assessment, state="locked", locked_at=desk.now())
    app = meeting_app("meeting")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "s", "h", "H", "v", "b", "delete")
        await pilot.pause()
        assert app.screen is app.meeting
        assert kept(register, desk) == before
        assert app.pane.own_keys() == []
        assert app.pane.query_one("#day", TextLine).disabled


async def test_the_cursor_comes_back_to_the_same_participant(desk: Desk, meeting_app: OpenMeeting) -> None:
    third = desk.assessment.meeting.attendees[2].id
    app = meeting_app("meeting", third)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.pane.query_one(AttendeeTable).person == third
        assert app.pane.at() == third


def test_the_rule_is_told_in_words_for_every_way_it_can_fail(desk: Desk) -> None:
    profile, five = desk.profile, desk.assessment.meeting.attendees
    nobody = Meeting(held_on=date(2026, 11, 19))
    assert rule_words(nobody, profile) == (
        "Ikke oppfylt: mangler 2 fra kommunen, 2 fra politiet og sekretær fra kommunen. Til stede: ingen."
    )
    assert impartial_words(nobody, profile) == ""
    no_secretary = nobody.model_copy(update={"attendees": five[1:]})
    assert not attendance(no_secretary, profile.meeting_rule).met
    assert rule_words(no_secretary, profile) == (
        "Ikke oppfylt: mangler sekretær fra kommunen. Til stede: 2 fra kommunen og 2 fra politiet."
    )
    doubtful = (five[0].model_copy(update={"impartial": False}), *five[1:])
    one_open = nobody.model_copy(update={"attendees": doubtful})
    assert impartial_words(one_open, profile) == (
        "Habiliteten er ikke bekreftet for: Sekretær for koordineringsgruppa."
    )
    assert party_words(profile, "spesialisthelse") == "Spesialisthelsetjenesten"


async def test_one_leads_the_meeting_and_rates_last(register: Register, desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("meeting")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "l", "down", "l")
        await pilot.pause()
        assert [one.role for one in kept(register, desk).attendees if one.leads] == ["skole"]
        assert str(app.pane.query_one("#leader", Static).content) == "Skole leder møtet og vurderer sist."
        await pilot.press("l")
        await pilot.pause()
        assert not any(one.leads for one in kept(register, desk).attendees)
        assert not app.pane.query_one("#leader", Static).display


@pytest.fixture
def parties_desk(register: Register, empty_desk: Desk, edition: Edition) -> Desk:
    """A meeting with an instrument where one of each party rates; nobody is entered yet."""
    parties = Edition(instrument=edition.instrument.model_copy(update={"rounds": "parties_then_agreed"}))
    started = register.start(empty_desk.case, parties, norwegian(register.now()).date())
    return Desk(register, empty_desk.case, started, Profiles())


@pytest.mark.slow
async def test_where_each_party_rates_only_its_first_one_does_until_another_is_chosen(
    register: Register, parties_desk: Desk
) -> None:
    app = MeetingApp(parties_desk, "meeting")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        for typed in ("sek", "slt", "skole", "fore", "rad"):
            await type_text(pilot, typed)
            await pilot.press("enter")
        await pilot.press("escape")
        await pilot.pause()
        assert [one.role for one in kept(register, parties_desk).raters()] == ["slt", "politi"]
        await pilot.press("v")
        await pilot.pause()
        assert [one.role for one in kept(register, parties_desk).raters()] == ["slt", "radikaliseringskontakt"]
        await pilot.press("up", "up", "up", "up", "s")
        await pilot.pause()
        assert [one.role for one in kept(register, parties_desk).raters()] == ["slt", "radikaliseringskontakt"]
        await pilot.press("down", "s")
        await pilot.pause()
        assert [one.role for one in kept(register, parties_desk).raters()] == ["radikaliseringskontakt"]


@pytest.mark.slow
async def test_whoever_has_rated_for_a_party_is_not_replaced(register: Register, parties_desk: Desk) -> None:
    app = MeetingApp(parties_desk, "meeting")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        for typed in ("slt", "skole"):
            await type_text(pilot, typed)
            await pilot.press("enter")
        await pilot.press("escape")
        await pilot.pause()
        rater = kept(register, parties_desk).raters()[0].id
        own = Rating(round="individual", rater=rater, item="A1", code="1", given_at=parties_desk.now())
        parties_desk.do(Rate(own))
        await pilot.press("end", "v")
        await pilot.pause()
        assert [one.id for one in kept(register, parties_desk).raters()] == [rater]


def test_two_raters_of_one_party_are_refused_where_each_party_rates(desk: Desk, parties_desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="hver part én egen vurdering"):
        parties_desk.do(Convene(desk.assessment.meeting))
