from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from assess.errors import RegisterDamaged
from assess.instrument.library import Library
from assess.language import speak
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.register.founding import Founding, found
from assess.register.keeping import keeping_for
from assess.register.overview import standing_lines
from assess.register.register import Register
from assess.register.retention import block
from assess.register.store import StandingLine
from assess.screens.app import AssessApp
from assess.screens.case import CaseScreen
from assess.screens.home import HomeScreen
from assess.screens.search import SearchScreen
from assess.screens.widgets.growing_table import GrowingTable
from tests.screens.conftest import type_text
from tests.unit.conftest import CHEAP, PASSPHRASE, PEOPLE, RECOVERY, a_case

MANY = 85
"""More than home reads ahead of the cursor and than the search shows."""


@pytest.fixture
def register(tmp_path: Path) -> Register:
    speak("nb")
    path = tmp_path / "r.assess"
    profile = Profiles().profile("fredrikstad")
    with found(path, PEOPLE, RECOVERY, Founding("fredrikstad", "kommune"), cost=CHEAP) as made:
        for number in range(1, MANY + 1):
            case = a_case(number)
            made.open_case(case, keeping_for(case, profile, norwegian(made.now()).date()))
    return Register.unlock(path, PASSPHRASE)


@pytest.fixture
def app(tmp_path: Path, register: Register) -> AssessApp:
    return AssessApp(register.path, Library, Profiles, passphrase=PASSPHRASE, settings=tmp_path / "settings.json")


def table_of(app: AssessApp) -> GrowingTable:
    home = app.screen
    assert isinstance(home, HomeScreen)
    return home.query_one(GrowingTable)


def at_cursor(app: AssessApp) -> str:
    table = table_of(app)
    return str(table.get_row_at(table.cursor_row)[0])


@asynccontextmanager
async def at_home(app: AssessApp, register: Register) -> AsyncIterator[Pilot[None]]:
    """The program at home; its register is closed at the end."""
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        yield pilot
        assert app.register is not None
        app.register.close()
        register.close()


@asynccontextmanager
async def searching(app: AssessApp, register: Register) -> AsyncIterator[tuple[Pilot[None], SearchScreen]]:
    """The search, with notes shown."""
    async with at_home(app, register) as pilot:
        await press(pilot, "f9", 1)
        await press(pilot, "slash", 1)
        assert isinstance(app.screen, SearchScreen)
        yield pilot, app.screen


async def test_home_counts_every_case_and_reads_only_those_within_reach(app: AssessApp, register: Register) -> None:
    async with at_home(app, register):
        assert f"{MANY} saker" in [str(one.render()) for one in app.screen.query(Static)]
        assert 24 <= table_of(app).row_count < MANY


async def test_down_a_page_at_a_time_and_line_by_line_every_case_is_passed_once(
    app: AssessApp, register: Register
) -> None:
    async with at_home(app, register) as pilot:
        await press(pilot, "pagedown", 14)
        assert at_cursor(app) == a_case(MANY).reference
        await press(pilot, "ctrl+home", 1)
        seen = [at_cursor(app)]
        for _line in range(MANY - 1):
            await pilot.press("down")
            seen.append(at_cursor(app))
        assert seen == [one.line.reference for one in standing_lines(register, 0, MANY)]


async def test_the_last_case_is_one_key_away_and_stays_under_the_cursor(app: AssessApp, register: Register) -> None:
    async with at_home(app, register) as pilot:
        await press(pilot, "ctrl+end", 1)
        assert at_cursor(app) == a_case(MANY).reference
        table = table_of(app)
        assert table.scroll_offset.y + table.size.height - 1 == MANY
        await press(pilot, "enter", 1)
        assert isinstance(app.screen, CaseScreen)
        await press(pilot, "backspace", 1)
        assert at_cursor(app) == a_case(MANY).reference


async def test_scrolling_brings_more_cases(app: AssessApp, register: Register) -> None:
    async with at_home(app, register) as pilot:
        table = table_of(app)
        for _turn in range(9):
            table.scroll_to(y=table.max_scroll_y, animate=False)
            await pilot.pause()
        assert table.row_count == MANY
        assert table.cursor_row == 0


async def test_a_register_that_cant_be_read_while_one_scrolls_is_said_and_ends_nothing(
    app: AssessApp, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_register: Register, _start: int, _most: int) -> tuple[StandingLine, ...]:
        raise RegisterDamaged("Registeret er skadet.")

    async with at_home(app, register) as pilot:
        seen = table_of(app).row_count
        monkeypatch.setattr("assess.screens.home.standing_lines", fails)
        await press(pilot, "pagedown", 20)
        assert "Registeret er skadet." in " ".join(one.message for one in app._notifications)
        assert table_of(app).row_count == seen


async def test_a_window_that_was_made_tall_shows_more_cases_too(app: AssessApp, register: Register) -> None:
    async with at_home(app, register) as pilot:
        await pilot.resize_terminal(80, 90)
        await pilot.pause(0.1)
        await press(pilot, "pagedown", 14)
        assert at_cursor(app) == a_case(MANY).reference


async def test_a_case_that_moves_down_meanwhile_is_shown_where_it_came_first(
    app: AssessApp, register: Register
) -> None:
    async with at_home(app, register) as pilot:
        first = at_cursor(app)
        # Another window opens one that comes before the others: all of them move.
        register.open_case(a_case(0))
        await press(pilot, "ctrl+end", 1)
        table = table_of(app)
        shown = [str(table.get_row_at(row)[0]) for row in range(table.row_count)]
        assert len(shown) == len(set(shown))
        assert shown[0] == first
        assert shown[-1] == a_case(MANY).reference


async def test_search_counts_all_shows_the_first_and_finds_the_last(app: AssessApp, register: Register) -> None:
    async with searching(app, register) as (pilot, search):
        found = search.query_one(OptionList)
        assert said(search) == f"{MANY} treff"
        assert found.option_count == 50
        await type_text(pilot, f"{a_case(MANY).reference.lower()} BEKYMRING")
        await pilot.pause()
        assert said(search) == "1 treff"
        assert a_case(MANY).reference in str(found.get_option_at_index(0).prompt)
        await press(pilot, "enter", 1)
        assert isinstance(app.screen, CaseScreen)


async def test_search_tells_nothing_of_a_blocked_case_but_that_it_is(app: AssessApp, register: Register) -> None:
    block(register, Profiles().profile("fredrikstad"), a_case(3).reference, "Krav")
    async with searching(app, register) as (pilot, search):
        assert f"{a_case(3).reference}  Sperret" in [str(one.prompt) for one in search.query_one(OptionList).options]
        await type_text(pilot, "0003 navn")
        await pilot.pause()
        assert said(search) == "Fant ikke noe som passer."


async def test_search_neither_shows_nor_finds_what_is_hidden_after_it_was_read(
    app: AssessApp, register: Register
) -> None:
    async with searching(app, register) as (pilot, search):
        await type_text(pilot, "uten")
        await pilot.pause()
        assert said(search) == f"{MANY} treff"
        await press(pilot, "f9", 1)
        assert said(search) == "Fant ikke noe som passer."


async def test_search_finds_by_reference_while_notes_are_hidden(app: AssessApp, register: Register) -> None:
    async with at_home(app, register) as pilot:
        await press(pilot, "slash", 1)
        search = app.screen
        assert isinstance(search, SearchScreen)
        await type_text(pilot, a_case(MANY).reference[-4:])
        await pilot.pause()
        assert (
            str(search.query_one(OptionList).get_option_at_index(0).prompt) == f"{a_case(MANY).reference}  (skjermet)"
        )


async def press(pilot: Pilot[Any], key: str, times: int) -> None:
    for _time in range(times):
        await pilot.press(key)
        await pilot.pause(0.05)


def said(search: SearchScreen) -> str:
    return str(search.query("Words").last(Static).render())
