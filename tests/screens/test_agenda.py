"""A contact meeting with several points on the screen: cases, demonstrations, plan work, and who is there."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import DataTable, Static

from assess.casework.agenda import AgendaPoint, ContactMeeting
from assess.casework.case import Case
from assess.casework.deeds.planning import SetReview
from assess.instrument.library import Library
from assess.language import speak
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.register.agenda import contact_meetings, keep_points, points_of, suggested
from assess.register.register import Register
from assess.screens.agenda import AgendaScreen
from assess.screens.agenda_list import AgendaListScreen
from assess.screens.agenda_people import AgendaPeopleScreen
from assess.screens.agenda_words import case_lines
from assess.screens.app import AssessApp
from assess.screens.local_time import day_text
from assess.screens.meeting.attendance_roles import RolesScreen
from assess.screens.meeting.meeting import MeetingScreen
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.item_picker import ItemPicker
from tests.screens.conftest import put_text, type_text
from tests.screens.planted import drawn
from tests.unit.conftest import record_id
from tests.unit.test_agenda import a_line

pytestmark = pytest.mark.slow

SIZES = [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)]
ROLES = ("sekretær for", "slt", "skole –", "forebyggende", "radikaliserings")


@pytest.fixture
def app(register: Register, tmp_path: Path) -> AssessApp:
    return AssessApp(register.path, Library, Profiles, settings=tmp_path / "settings.json")


def put_case(register: Register, number: int, phase: str = "initial") -> Case:
    data = {
        "id": register.new_id(),
        "reference": f"F-2026-{number:04d}",
        "organisation": "kommune",
        "opened_at": register.now(),
        "phase": phase,
        "age_band": "ukjent",
        "ideology": "ingen",
        "sender": "skole",
        "summary": f"Skjultsak {number}",
    }
    return register.open_case(Case.model_validate(data))


async def to_meetings(pilot: Pilot[None], register: Register) -> AgendaListScreen:
    """Go from home to the meetings by the key for it, with words shown."""
    assert isinstance(pilot.app, AssessApp)
    await pilot.pause()
    pilot.app.enter(register)
    await pilot.pause(0.1)
    await pilot.press("m", "f9")
    await pilot.pause(0.1)
    assert isinstance(pilot.app.screen, AgendaListScreen)
    return pilot.app.screen


async def to_agenda(pilot: Pilot[None], register: Register) -> AgendaScreen:
    """Begin a meeting."""
    await to_meetings(pilot, register)
    await pilot.press("n")
    await pilot.pause(0.1)
    assert isinstance(pilot.app.screen, AgendaScreen)
    return pilot.app.screen


async def seat(pilot: Pilot[None], *roles: str) -> None:
    """Enter people by role from the agenda, and come back to it."""
    await pilot.press("h")
    await pilot.pause()
    assert isinstance(pilot.app.screen, RolesScreen), "nobody is entered, so they are asked for at once"
    for role in roles:
        await put_text(pilot, role)
        await pilot.press("enter")
    await pilot.press("escape", "backspace")
    await pilot.pause(0.1)
    assert isinstance(pilot.app.screen, AgendaScreen)


def the_meeting(register: Register) -> ContactMeeting:
    return contact_meetings(register)[0]


def points(register: Register) -> tuple[AgendaPoint, ...]:
    return points_of(register, the_meeting(register))


def titles(register: Register) -> list[str]:
    return [one.title for one in points(register)]


def rows(page: AgendaListScreen) -> list[list[str]]:
    table = page.query_one(DataTable)
    return [[str(cell) for cell in table.get_row_at(number)] for number in range(table.row_count)]


async def test_no_meeting_yet_says_what_to_do(app: AssessApp, register: Register) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        page = await to_meetings(pilot, register)
        assert "Trykk n" in str(page.query_one("#empty", Static).render())


@pytest.mark.parametrize("size", SIZES)
async def test_an_agenda_of_three_points_takes_eight_keys_beside_the_titles(
    app: AssessApp, register: Register, size: tuple[int, int]
) -> None:
    put_case(register, 1)
    keys = 0
    async with app.run_test(size=size) as pilot:
        await to_meetings(pilot, register)

        async def press(*each: str) -> None:
            nonlocal keys
            keys += len(each)
            await pilot.press(*each)
            await pilot.pause()

        await press("n", "s")
        assert isinstance(app.screen, ItemPicker)
        await press("space", "enter", "m")
        await put_text(pilot, "Torget lørdag")
        await press("enter", "p")
        await put_text(pilot, "Rullering")
        await press("enter")
        seen = drawn(app)
        for words in ("1. F-2026-0001", "2. Torget", "3. Rullering", "0 av 3 ferdig"):
            assert words in seen.replace("  ", " ")
    assert [(one.kind, one.title) for one in points(register)] == [
        ("case", "F-2026-0001"),
        ("demonstration", "Torget lørdag"),
        ("planning", "Rullering"),
    ]
    assert keys == 8


async def test_what_is_unfinished_is_offered_first_and_a_case_once_only(app: AssessApp, register: Register) -> None:
    put_case(register, 1)
    late = put_case(register, 2)
    put_case(register, 3, "anonymous")
    begun = register.start(late, Library().edition("vrb"), norwegian(register.now()).date())
    register.do(begun, SetReview(norwegian(register.now()).date() - timedelta(days=3)))
    async with app.run_test(size=(80, 24)) as pilot:
        await to_agenda(pilot, register)
        await pilot.press("s")
        await pilot.pause()
        assert "anonym" in drawn(app), "anonymous discussions may be on the agenda too"
        await pilot.press("space", "enter")
        await pilot.pause()
        assert titles(register) == ["F-2026-0002"], "the unfinished one stood first"
        await pilot.press("s", "space", "down", "space", "enter")
        await pilot.pause()
        assert titles(register) == ["F-2026-0002", "F-2026-0001", "F-2026-0003"]
        await pilot.press("s")
        await pilot.pause()
        assert isinstance(app.screen, AgendaScreen), "there are no more"


def test_overdue_reviews_stand_on_top_under_a_heading_of_their_own() -> None:
    speak("nb")
    today = date(2026, 11, 20)
    lines = suggested((a_line(1, "locked", date(2027, 1, 1)), a_line(2, "locked", date(2026, 11, 1))), today)
    shown = [(one.item, one.text, one.note) for one in case_lines(lines, today)]
    assert shown == [
        ("", "Ny vurdering er over tiden", ""),
        (record_id(2), "F-2026-0002", "01.11.2026"),
        ("", "Andre saker", ""),
        (record_id(1), "F-2026-0001", "01.01.2027"),
    ]


@pytest.mark.parametrize("size", SIZES)
async def test_a_case_opens_with_the_people_of_the_meeting_and_coming_back_lands_on_its_point(
    app: AssessApp, register: Register, size: tuple[int, int]
) -> None:
    cases = [put_case(register, number) for number in (1, 2)]
    async with app.run_test(size=size) as pilot:
        page = await to_agenda(pilot, register)
        await seat(pilot, *ROLES)
        assert "Oppfylt" in drawn(app)
        await pilot.press("s", "space", "down", "space", "enter", "enter")
        await pilot.pause(0.2)
        top = app.screen
        assert isinstance(top, MeetingScreen)
        meeting = top.desk.assessment.meeting
        assert [one.role for one in meeting.attendees] == [
            "sekretaer",
            "slt",
            "skole",
            "politi",
            "radikaliseringskontakt",
        ]
        assert not any(one.impartial for one in meeting.attendees)
        assert app.private, "words are hidden when a case is opened"
        assert not page.anonymous, "an ordinary case may say what it must"
        await pilot.press("ctrl+w")
        await pilot.pause(0.1)
        assert app.screen is page
        opened = points(register)[1]
        assert (opened.case_id, page.at()) == (cases[1].id, opened.id)
        assert opened.assessment_id == top.desk.assessment.id
        assert opened.done_at is None
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert isinstance(app.screen, MeetingScreen)
        assert len(register.assessments_of(cases[1].id)) == 1


async def test_a_case_with_an_unsigned_draft_says_that_it_is_opened(app: AssessApp, register: Register) -> None:
    case = put_case(register, 1)
    day = norwegian(register.now()).date() - timedelta(days=40)
    register.start(case, Library().edition("vrb"), day)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_agenda(pilot, register)
        await pilot.press("s", "space", "enter")
        await pilot.pause(0.1)
        words = str(app.screen.query_one("#point-words", Static).render())
        assert f"utkast fra {day_text(day)}" in words
        assert "begynner" not in words


async def test_what_is_said_under_a_point_is_kept_as_it_is_written(app: AssessApp, register: Register) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_agenda(pilot, register)
        await pilot.press("m")
        await put_text(pilot, "Torget")
        await pilot.press("enter", "enter")
        await type_text(pilot, "Lør kl 12")
        await pilot.press("tab")
        await type_text(pilot, "Slt ringer")
        await pilot.press("escape")
        await pilot.pause()
        (point,) = points(register)
        assert (point.note, point.agreed) == ("Lør kl 12", "Slt ringer")
        await pilot.press("f")
        await pilot.pause()
        (done,) = points(register)
        assert done.done_at is not None
        assert done.note == "Lør kl 12"


async def test_no_person_is_kept_on_the_agenda(app: AssessApp, register: Register) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_agenda(pilot, register)
        await pilot.press("m")
        await put_text(pilot, "Ring 412 34 567")
        await pilot.press("enter")
        await pilot.pause()
        assert titles(register) == ["Ring [fjernet]"]
        await pilot.press("enter")
        await type_text(pilot, "se zigne@example.org")
        await pilot.press("escape")
        await pilot.pause()
        assert points(register)[0].note == "se [fjernet]"


async def test_points_are_moved_and_taken_out_and_asked_about_when_words_stand_there(
    app: AssessApp, register: Register
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_agenda(pilot, register)
        for title in ("En", "To", "Tre"):
            await pilot.press("p")
            await put_text(pilot, title)
            await pilot.press("enter")
            await pilot.pause()
        await pilot.press("o", "o")
        await pilot.pause()
        assert titles(register) == ["Tre", "En", "To"]
        await pilot.press("n")
        await pilot.pause()
        assert titles(register) == ["En", "Tre", "To"]
        keep_points(register, (points(register)[1].model_copy(update={"note": "Noe"}),))
        await pilot.press("down", "delete")
        await pilot.pause()
        assert titles(register) == ["En", "Tre"], "nothing stood under it"
        await pilot.press("f10")
        await pilot.pause(0.2)
        await pilot.press("end", "delete")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        assert titles(register) == ["En", "Tre"]
        await pilot.press("delete", "j")
        await pilot.pause()
        assert titles(register) == ["En"]
    speak("nb")


async def test_ending_moves_what_is_left_and_the_next_meeting_says_how_many_were_there(
    app: AssessApp, register: Register
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_agenda(pilot, register)
        await seat(pilot, *ROLES)
        await pilot.press("p")
        await put_text(pilot, "Uferdig")
        await pilot.press("enter", "a")
        await pilot.pause()
        assert "Ett punkt er ikke ferdig" in drawn(app)
        await pilot.press("j")
        await pilot.pause(0.1)
        page = app.screen
        assert isinstance(page, AgendaListScreen)
        assert rows(page)[0][1:] == ["0 av 1 ferdig", "første møte", "avsluttet"]
        await pilot.press("n")
        await pilot.pause(0.1)
        assert "5 av 5 var med sist" in " ".join(drawn(app).split())
        assert titles(register) == ["Uferdig"]
        await pilot.press("h")
        await pilot.pause(0.1)
        assert isinstance(app.screen, AgendaPeopleScreen)
        assert drawn(app).count("bekreftes i hver sak") == len(ROLES) + 1, "in each row, and in the words below"
        assert "ikke ennå" not in drawn(app)
        await pilot.press("down", "delete", "n")
        await put_text(pilot, "nav –")
        await pilot.press("enter", "escape", "backspace")
        await pilot.pause(0.1)
        assert "4 av 5 var med sist" in " ".join(drawn(app).split())
        await pilot.press("backspace")
        await pilot.pause(0.1)
        assert isinstance(app.screen, AgendaListScreen)
        assert rows(app.screen)[0][2] == "4 av 5 var med sist"
        assert rows(app.screen)[1][3] == "avsluttet, 1 flyttet"
        await pilot.press("down", "enter")
        await pilot.pause(0.1)
        assert "1 punkt ble flyttet til neste møte" in " ".join(drawn(app).split())


async def test_an_ended_meeting_is_only_read(app: AssessApp, register: Register) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_agenda(pilot, register)
        await pilot.press("p")
        await put_text(pilot, "Rullering")
        await pilot.press("enter", "f", "a", "j")
        await pilot.pause(0.1)
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert isinstance(app.screen, AgendaScreen)
        before = points(register)
        await pilot.press("f", "delete", "p", "m", "s", "o")
        await pilot.pause()
        assert isinstance(app.screen, AgendaScreen)
        assert points(register) == before


async def test_one_role_twice_gets_a_name_and_only_one_is_the_secretary(app: AssessApp, register: Register) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_agenda(pilot, register)
        await pilot.press("h")
        await pilot.pause()
        for role in ("sekretær for", "skole –", "skole –"):
            await put_text(pilot, role)
            await pilot.press("enter")
        await put_text(pilot, "Skole 2")
        await pilot.press("enter", "escape", "s", "up", "up", "l", "down", "l", "d")
        await put_text(pilot, "24.12.2026")
        await pilot.press("enter")
        await pilot.pause()
        meeting = the_meeting(register)
        assert [(one.role, one.label, one.secretary) for one in meeting.attendees] == [
            ("sekretaer", "", False),
            ("skole", "", False),
            ("skole", "Skole 2", True),
        ]
        assert [one.leads for one in meeting.attendees] == [False, True, False], "only one leads"
        assert meeting.held_on.isoformat() == "2026-12-24"


async def test_people_are_changed_as_in_a_case_but_anybody_may_rate(app: AssessApp, register: Register) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_agenda(pilot, register)
        await pilot.press("h")
        await pilot.pause()
        for role in ("sekretær for", "skole –", "forebyggende"):
            await put_text(pilot, role)
            await pilot.press("enter")
        await pilot.press("escape", "v", "up", "v", "l", "s", "b")
        await put_text(pilot, "Rektor")
        await pilot.press("enter", "up", "delete")
        await pilot.pause()
        assert [
            (one.role, one.label, one.secretary, one.leads, one.rates) for one in the_meeting(register).attendees
        ] == [
            ("skole", "Rektor", True, True, False),
            ("politi", "", False, False, False),
        ]


@pytest.mark.parametrize("size", SIZES)
async def test_f9_hides_every_word_of_the_agenda(app: AssessApp, register: Register, size: tuple[int, int]) -> None:
    put_case(register, 1)
    async with app.run_test(size=size) as pilot:
        await to_agenda(pilot, register)
        await pilot.press("s", "space", "enter", "m")
        await put_text(pilot, "Skjulttittel")
        await pilot.press("enter", "enter")
        await type_text(pilot, "Skjultnotat")
        await pilot.press("escape")
        await pilot.pause()
        assert "Skjultnotat" in drawn(app)
        await pilot.press("f9")
        await pilot.pause()
        hidden = drawn(app)
        await pilot.press("up")
        await pilot.pause()
        hidden += drawn(app)
        assert "Skjultnotat" not in hidden
        assert "Skjulttittel" not in hidden
        assert "Skjultsak" not in hidden
        assert "F-2026-0001" in hidden
        await pilot.press("f9")
        await pilot.pause()
        assert "Skjultsak 1" in drawn(app)
