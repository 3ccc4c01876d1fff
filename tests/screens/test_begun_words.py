"""What somebody has begun to write in a dialog: kept, or asked about, before it can go."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from assess.casework.decision import Indicator
from assess.casework.deeds.deciding import Watch
from assess.instrument.library import Library
from assess.profile.load import Profiles
from assess.screens.app import AssessApp
from assess.screens.emergency import EmergencyScreen
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.formulation_indicators import IndicatorForm
from assess.screens.meeting.meeting import MeetingScreen
from assess.screens.widgets.confirm import Confirm
from tests.screens.conftest import OpenMeeting, put_text


def calls(desk: Desk) -> list[tuple[str, str, str]]:
    kept = desk.register.assessment(desk.assessment.id).calls
    return [(one.whom, one.by, one.note) for one in kept]


def top(pilot: Pilot[None]) -> object:
    """The screen that lies over all others."""
    return pilot.app.screen


def fields(pilot: Pilot[None]) -> list[str]:
    return [field.value for field in pilot.app.screen.query(Input)]


@pytest.mark.slow
@pytest.mark.parametrize("key", ["escape", "f8"])
async def test_a_call_that_was_begun_is_noted_when_the_acute_page_is_left_and_written_on_later(
    desk: Desk, meeting_app: OpenMeeting, key: str
) -> None:
    app = meeting_app("meeting")
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(EmergencyScreen(app.meeting))
        await pilot.press("n")
        await put_text(pilot, "Operasjonssentralen")
        await pilot.press("enter")
        await put_text(pilot, "Politiet")
        await pilot.press(key)
        await pilot.pause()
        assert top(pilot) is app.meeting
        assert calls(desk) == [("Operasjonssentralen", "Politiet", "")]
        revision = desk.assessment.revision
        await app.push_screen(EmergencyScreen(app.meeting))
        await pilot.pause()
        assert fields(pilot) == ["Operasjonssentralen", "Politiet", ""]
        await pilot.press(key)
        await pilot.pause()
        assert desk.assessment.revision == revision
        await app.push_screen(EmergencyScreen(app.meeting))
        await pilot.press("n", "enter", "enter")
        await put_text(pilot, "Patrulje sendt")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert calls(desk) == [("Operasjonssentralen", "Politiet", "Patrulje sendt")]
        assert fields(pilot) == ["", "", ""]


async def test_an_acute_page_with_nothing_written_notes_nothing(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("meeting")
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(EmergencyScreen(app.meeting))
        await pilot.press("n", "escape")
        await pilot.pause()
        assert top(pilot) is app.meeting
    assert calls(desk) == []


async def test_a_call_that_was_begun_is_noted_when_the_program_locks(desk: Desk, tmp_path: Path) -> None:
    app = AssessApp(desk.register.path, Library, Profiles, settings=tmp_path / "settings.json")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.enter(desk.register)
        await pilot.pause(0.1)
        meeting = MeetingScreen(desk, exercise=False)
        await app.push_screen(meeting)
        await pilot.press("f9")
        await app.push_screen(EmergencyScreen(meeting))
        await pilot.press("n")
        await put_text(pilot, "112")
        await pilot.press("f12")
        await pilot.pause()
    assert app.locked
    assert calls(desk) == [("112", "", "")]


@pytest.mark.parametrize(("answer", "left"), [("n", False), ("j", True)])
async def test_a_sign_that_is_half_written_is_not_dropped_before_somebody_says_so(
    desk: Desk, meeting_app: OpenMeeting, answer: str, *, left: bool
) -> None:
    app = meeting_app("formulation")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("plus")
        await pilot.pause()
        await put_text(pilot, "Kjøper våpen")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press(answer)
        await pilot.pause()
        assert isinstance(app.screen, IndicatorForm) != left
        assert left or "Kjøper våpen" in fields(pilot)


async def test_a_sign_that_was_only_looked_at_is_left_without_a_question(desk: Desk, meeting_app: OpenMeeting) -> None:
    new = Indicator(id=desk.new_id(), direction="lower", text="Går på skolen", who="Skolen")
    desk.do(Watch(new))
    app = meeting_app("formulation", f"indicator {new.id}")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, IndicatorForm)
        await pilot.press("escape")
        await pilot.pause()
        assert top(pilot) is app.meeting
