from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import DataTable, Static

from assess.casework.case import Case
from assess.errors import NotAllowed
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.register.cards import Keeping, Receipt
from assess.register.keeping import keeping_for
from assess.register.register import Register
from assess.screens.asking import AskingScreen
from assess.screens.retention import RetentionScreen
from assess.screens.terminal import SafeApp
from tests.screens.conftest import type_text

pytestmark = pytest.mark.slow


class RetentionApp(SafeApp[None]):
    """Nothing but the deadlines."""

    def __init__(self, register: Register, profiles: Profiles) -> None:
        super().__init__()
        self.page = RetentionScreen(register, profiles)

    def on_mount(self) -> None:
        super().on_mount()
        self.push_screen(self.page)

    def said(self) -> str:
        """What stands over the table, in one piece."""
        return "\n".join(str(one.render()) for one in self.page.query(Static))

    def asks(self) -> bool:
        """Whether a page with a question lies on top."""
        return isinstance(self.screen, AskingScreen)


@pytest.fixture
def app(register: Register) -> RetentionApp:
    """Three cases: one late, one soon, one that has time."""
    profile, today = Profiles().profile("fredrikstad"), norwegian(register.now()).date()
    for number, days in ((1, 300), (2, -12), (3, 20)):
        case = Case(
            id=register.new_id(),
            reference=f"F-2026-000{number}",
            organisation="kommune",
            opened_at=register.now(),
            phase="initial",
            age_band="a16_17",
            ideology="ikke_vurdert",
            sender="skole",
            summary="Hemmelig linje",
        )
        card = keeping_for(case, profile, today).model_copy(update={"due_on": today + timedelta(days=days)})
        register.open_case(case, card)
    return RetentionApp(register, Profiles())


def card(register: Register, reference: str) -> Keeping:
    case = register.store.case_called(reference)
    assert case is not None
    found = register.store.card(Keeping, case.id)
    assert found is not None
    return found


def rows(app: RetentionApp) -> list[list[str]]:
    table = app.page.query_one(DataTable)
    return [[str(cell) for cell in table.get_row_at(number)] for number in range(table.row_count)]


async def answered(pilot: Pilot[None], *lines: str) -> None:
    """Write the lines into the fields that are asked for, one after the other."""
    await pilot.pause()
    for line in lines:
        await type_text(pilot, line)
        await pilot.press("enter")
    await pilot.pause()


async def test_what_is_late_stands_first_and_says_so_in_words_at_80_by_24(app: RetentionApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert [[row[0], row[2]] for row in rows(app)] == [
            ["F-2026-0002", "12 dager over fristen"],
            ["F-2026-0003", "om 20 dager"],
            ["F-2026-0001", "om 300 dager"],
        ]
        assert "3 saker, 1 over fristen" in app.said()
        assert "F-2026-0002 skulle vært fornyet eller slettet innen" in app.said()
        assert "Hemmelig" not in app.said()
        table = app.page.query_one(DataTable)
        assert table.virtual_size.width <= 80
        assert table.region.bottom <= 24


async def test_enter_renews_with_a_reason_and_without_one_says_why_not(app: RetentionApp, register: Register) -> None:
    before = card(register, "F-2026-0002")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await answered(pilot, "")
        assert card(register, "F-2026-0002") == before
        await pilot.press("enter")
        await answered(pilot, "varer ut ret")
        after = card(register, "F-2026-0002")
        assert after.renewals[0].reason == "varer ut ret"
        assert after.due_on > before.due_on
        assert rows(app)[0][0] == "F-2026-0003"


async def test_escape_leaves_a_question_and_changes_nothing(app: RetentionApp, register: Register) -> None:
    before = register.head()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for key in ("enter", "b", "u", "a"):
            await pilot.press(key)
            await pilot.pause()
            assert app.asks(), key
            await pilot.press("escape")
            await pilot.pause()
        assert not app.asks()
    assert register.head() == before


async def test_a_closed_case_asks_who_agrees(app: RetentionApp, register: Register) -> None:
    closed = card(register, "F-2026-0002").model_copy(update={"rule": "avsluttet"})
    register.store.put((closed,), register.act("test"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await answered(pilot, "trengs", "slt")
        assert card(register, "F-2026-0002").renewals[0].reason == "trengs"


async def test_a_case_that_is_not_blocked_is_not_erased_from_the_screen(app: RetentionApp, register: Register) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("s")
        await pilot.pause()
        assert not app.asks()
        assert any("ikke sperret" in str(one.message) for one in app._notifications)
    assert len(register.references()) == 3


async def test_a_keyholder_who_says_why_uses_a_blocked_case_in_this_window(
    app: RetentionApp, register: Register
) -> None:
    case_id = next(line.case_id for line in register.case_lines() if line.reference == "F-2026-0002")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("b")
        await answered(pilot, "ber om sletting")
        with pytest.raises(NotAllowed):
            register.case(case_id)
        await pilot.press("v")
        await answered(pilot, "innsyn i dag")
        assert register.case(case_id).reference == "F-2026-0002"
        assert rows(app)[0][2] == "sperret"
        assert [entry.action for entry in register.entries()][-1] == "open-blocked"


@pytest.mark.slow
async def test_a_case_is_blocked_archived_and_erased_with_its_reference_typed_back(
    app: RetentionApp, register: Register, tmp_path: Path
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("b")
        await answered(pilot, "ber om sletting")
        assert card(register, "F-2026-0002").block_reason == "ber om sletting"
        assert rows(app)[0][2] == "sperret"

        await pilot.press("a")
        await answered(pilot, str(tmp_path), "f-2026-0002")
        assert (tmp_path / "F-2026-0002-arkiv.zip").is_file()
        assert rows(app)[0][2] == "sperret, arkivert"

        await pilot.press("s")
        await answered(pilot, "F-2026-0003")
        assert "F-2026-0002" in register.references(), "another reference was typed"

        await pilot.press("s")
        await answered(pilot, "F-2026-0002")
        assert register.references() == ("F-2026-0001", "F-2026-0003")
        assert len(register.store.cards(Receipt)) == 1
        assert app.asks(), "the receipt is shown"
        await pilot.press("escape")
        await pilot.pause()
        assert [row[0] for row in rows(app)] == ["F-2026-0003", "F-2026-0001"]


async def test_the_keys_are_those_that_the_role_allows(app: RetentionApp, register: Register) -> None:
    register.ring = replace(register.ring, roles=("secretary",))
    assert [entry.key for entry in app.page.own_keys()] == ["↵", "b", "⌫"]
    register.ring = replace(register.ring, roles=("keyholder",))
    assert [entry.key for entry in app.page.own_keys()] == ["↵", "b", "u", "v", "s", "⌫"]


async def test_somebody_who_may_not_sees_why(app: RetentionApp, register: Register) -> None:
    register.ring = replace(register.ring, roles=("reader",))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Din rolle kan ikke forlenge lagringen" in app.said()
        assert rows(app) == []
