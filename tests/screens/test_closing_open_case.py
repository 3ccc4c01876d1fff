"""Closing a case: what is open in it is named and asked about, and what is written is not dropped unasked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import DataTable

from assess.casework.case import Case
from assess.casework.decision import Decision, HelpNeed
from assess.casework.follow_up import Closure, DatedCheck
from assess.instrument.edition import Edition
from assess.instrument.library import Library
from assess.language import speak
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.screens.app import AssessApp
from assess.screens.case import CaseScreen
from assess.screens.closing import ClosingScreen
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.item_list import ItemList
from tests.screens.planted import drawn
from tests.screens.test_follow_up import assessment, at_case, at_follow_up, keep, today, words, write, write_closing

pytestmark = pytest.mark.slow


@pytest.fixture
def opened(register: Register, edition: Edition) -> Case:
    return register.open_case(
        Case(
            id=register.new_id(),
            reference="F-2026-0001",
            organisation="kommune",
            opened_at=register.now(),
            phase="initial",
            age_band="a16_17",
            ideology="ikke_vurdert",
            sender="skole",
            summary="Uro på skolen",
        )
    )


@pytest.fixture
def app(register: Register, opened: Case, tmp_path: Path) -> AssessApp:
    assert opened
    return AssessApp(register.path, Library, Profiles, settings=tmp_path / "settings.json")


async def to_closing(pilot: Pilot[None], register: Register) -> ClosingScreen:
    await at_case(pilot, register)
    await pilot.press("a")
    await pilot.pause(0.2)
    assert isinstance(pilot.app.screen, ClosingScreen)
    return pilot.app.screen


def top(app: AssessApp) -> object:
    """The screen that lies over all others."""
    return app.screen


def closed(register: Register, case: Case) -> bool:
    closure = register.store.card(Closure, case.id)
    return closure is not None and closure.stands


async def test_what_is_open_is_named_and_asked_about_before_the_case_is_closed(
    app: AssessApp, register: Register, edition: Edition, opened: Case
) -> None:
    keep(register, edition, assessment(register, edition, opened, "N1"))
    async with app.run_test(size=(120, 40)) as pilot:
        page = await to_closing(pilot, register)
        said = words(page)
        assert "Nivået som står: N1 Lav" in said
        assert "! Tiltak ikke ferdig: 5.3 Samtaleoppfølging, 3 dager over fristen" in said
        assert "! Tiltak ikke ferdig: 5.7 Tverrfaglig samarbeid, 1 dag over fristen" in said
        assert "Tiltak ikke ferdig: 5.6 Mentor og EXIT, uten frist" in said
        assert "Tiltak ikke ferdig: Hemmelig turgruppe, frist" in said
        assert "! Ikke sett etter:" in said
        await pilot.press("f9")
        await pilot.pause()
        assert "Hemmelig" not in words(page)
        await pilot.press("f9")
        await write_closing(pilot, register)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        asked = " ".join(drawn(app).split())
        assert "5.3 Samtaleoppfølging, 3 dager" in asked
        assert "og 2 til" in asked
        await pilot.press("n")
        await pilot.pause()
        assert top(app) is page
        assert not closed(register, opened)
        await pilot.press("ctrl+s", "j")
        await pilot.pause(0.2)
        assert closed(register, opened)


async def test_a_case_in_which_nothing_is_open_is_closed_without_a_question(
    app: AssessApp, register: Register, edition: Edition, opened: Case
) -> None:
    calm = assessment(register, edition, opened, "N0")
    keep(register, edition, calm.model_copy(update={"measures": (), "indicators": ()}))
    async with app.run_test(size=(120, 40)) as pilot:
        await to_closing(pilot, register)
        await write_closing(pilot, register)
        await pilot.press("ctrl+s")
        await pilot.pause(0.2)
        assert closed(register, opened)


async def test_written_answers_are_not_dropped_before_somebody_says_so(app: AssessApp, register: Register) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        page = await to_closing(pilot, register)
        await write_closing(pilot, register)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        await pilot.pause()
        assert top(app) is page
        await pilot.press("escape", "j")
        await pilot.pause()
        assert isinstance(app.screen, CaseScreen)
        await pilot.press("a", "escape")
        await pilot.pause(0.1)
        assert isinstance(app.screen, CaseScreen)


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("level", ["N0", "N2", "NX"])
async def test_the_table_of_a_case_fits_eighty_columns(
    app: AssessApp, register: Register, edition: Edition, opened: Case, language: str, level: str
) -> None:
    at = register.now() - timedelta(minutes=5)
    made = assessment(register, edition, opened, "N1").model_copy(
        update={
            "decision": Decision(level=level, confidence="low", reason="x", decided_at=at),
            "help_need": HelpNeed(need="HB2"),
        }
    )
    keep(register, edition, made)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_case(pilot, register)
        speak(language)
        screen = app.screen
        assert isinstance(screen, CaseScreen)
        screen._fill()
        await pilot.pause()
        table = screen.query_one(DataTable)
        assert table.virtual_size.width <= table.size.width
        assert f"{today(register):%d.%m.%Y}" in drawn(app)
        await pilot.resize_terminal(120, 40)
        await pilot.pause(0.1)
        assert "HB2" not in drawn(app)
        speak("nb")


async def test_the_follow_up_stays_on_the_day_that_was_looked_at(
    app: AssessApp, register: Register, edition: Edition, opened: Case
) -> None:
    keep(register, edition, assessment(register, edition, opened, "N1"))
    later = DatedCheck(
        id=register.new_id(),
        case_id=opened.id,
        organisation="kommune",
        due_on=today(register) + timedelta(days=9),
        text="Ring skolen",
        cause="own",
    )
    register.store.put((later,), register.act("note-check", opened.id, opened.id))
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_follow_up(pilot, register)
        page.query_one(ItemList).go_to("k0")
        await pilot.press("enter")
        await pilot.pause(0.1)
        await pilot.press("tab")
        await write(pilot, "Ingen endring")
        await pilot.press("ctrl+s")
        await pilot.pause(0.2)
        assert top(app) is page
        assert page.at() == "k1"
        assert "Ingen endring" in words(page)
