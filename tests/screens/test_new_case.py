"""«Ny sak»: what is filled in is not dropped without asking."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from assess.instrument.library import Library
from assess.language import speak, spoken
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.screens.app import AssessApp
from assess.screens.home import HomeScreen
from assess.screens.new_case import NewCaseScreen
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.prompt_text import TextLine
from tests.screens.conftest import type_text

pytestmark = pytest.mark.slow


@pytest.fixture
def app(register: Register, tmp_path: Path) -> AssessApp:
    return AssessApp(register.path, Library, Profiles, settings=tmp_path / "settings.json")


async def new_case(pilot: Pilot[None], register: Register) -> NewCaseScreen:
    assert isinstance(pilot.app, AssessApp)
    await pilot.pause()
    pilot.app.enter(register)
    await pilot.pause(0.1)
    await pilot.press("n")
    await pilot.pause(0.1)
    assert isinstance(pilot.app.screen, NewCaseScreen)
    return pilot.app.screen


@pytest.mark.parametrize("key", ["escape", "f10"])
async def test_a_key_that_would_drop_what_is_written_asks_first(app: AssessApp, register: Register, key: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await new_case(pilot, register)
        screen: Screen[object] = app.screen
        await type_text(pilot, "Uro")
        await pilot.press(key)
        await pilot.pause(0.1)
        assert isinstance(app.screen, Confirm)
        await pilot.press("escape")
        await pilot.pause(0.1)
        assert app.screen == screen
        assert screen.query_one("#summary", TextLine).line == "Uro"
        assert spoken() == "nb"
        await pilot.press(key, "j")
        await pilot.pause(0.2)
        assert isinstance(app.screen, HomeScreen)
        assert spoken() == ("nb" if key == "escape" else "en")
    speak("nb")


async def test_a_choice_alone_is_asked_about_too(app: AssessApp, register: Register) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await new_case(pilot, register)
        screen.query_one("#age", Choice).value = "a16_17"
        await pilot.press("escape")
        await pilot.pause(0.1)
        assert isinstance(app.screen, Confirm)


@pytest.mark.parametrize("key", ["escape", "f10"])
async def test_an_empty_page_is_left_without_a_word(app: AssessApp, register: Register, key: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await new_case(pilot, register)
        await pilot.press(key)
        await pilot.pause(0.2)
        assert isinstance(app.screen, HomeScreen)
    speak("nb")


async def test_the_language_key_asks_before_it_drops_any_other_dialog_with_words_in_it(
    app: AssessApp, register: Register
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.enter(register)
        await pilot.pause(0.1)
        await pilot.press("slash")
        await pilot.pause(0.1)
        search: Screen[object] = app.screen
        await type_text(pilot, "ord")
        await pilot.press("f10")
        await pilot.pause(0.1)
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        await pilot.pause(0.1)
        assert app.screen == search
    speak("nb")
