from __future__ import annotations

from pathlib import Path

import pytest

from assess.casework.case import Case
from assess.instrument.library import Library
from assess.language import speak
from assess.profile.load import Profiles
from assess.register.founding import Founding, found
from assess.register.register import Register
from assess.register.slot import NewUser
from assess.screens.app import AssessApp
from assess.screens.case import CaseScreen
from assess.screens.home import HomeScreen
from tests.screens.conftest import type_text
from tests.unit.conftest import CHEAP, OTHER_PASSPHRASE, PASSPHRASE, PEOPLE, RECOVERY, a_case


@pytest.fixture
def register(tmp_path: Path) -> Register:
    speak("nb")
    path = tmp_path / "r.assess"
    with found(path, PEOPLE, RECOVERY, Founding("fredrikstad", "kommune"), cost=CHEAP) as made:
        made.open_case(a_case())
    return Register.unlock(path, PASSPHRASE)


def app(tmp_path: Path, passphrase: str = PASSPHRASE) -> AssessApp:
    path = tmp_path / "r.assess"
    return AssessApp(path, Library, Profiles, passphrase=passphrase, settings=tmp_path / "settings.json")


def views(register: Register) -> list[tuple[str, object, str]]:
    return [
        (entry.actor, (entry.body or {}).get("purpose"), entry.case_id or "")
        for entry in register.entries()
        if entry.action == "view"
    ]


async def test_opening_a_case_and_a_meeting_is_told_with_who_and_what_for(tmp_path: Path, register: Register) -> None:
    case: Case = a_case()
    opened = app(tmp_path)
    async with opened.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(opened.screen, CaseScreen)
        await pilot.press("n")
        await pilot.pause()
        assert opened.register is not None
        told = views(opened.register)
        me = opened.register.ring.user
        opened.register.close()
    assert told == [(me, "case", case.id), (me, "meeting", case.id)]
    register.close()


async def test_a_search_that_ends_in_a_case_is_told_too(tmp_path: Path, register: Register) -> None:
    opened = app(tmp_path)
    async with opened.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("slash")
        await pilot.pause()
        await type_text(pilot, "0042")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert opened.register is not None
        assert [purpose for _who, purpose, _case in views(opened.register)] == ["case"]
        opened.register.close()
    register.close()


async def test_a_keyholder_who_reads_no_cases_sees_none_and_is_told_so(tmp_path: Path) -> None:
    speak("nb")
    path = tmp_path / "r.assess"
    people = (PEOPLE[0], NewUser("vakt", ("keyholder",), OTHER_PASSPHRASE))
    with found(path, people, RECOVERY, Founding("fredrikstad", "kommune"), cost=CHEAP) as made:
        made.open_case(a_case())
    opened = app(tmp_path, OTHER_PASSPHRASE)
    async with opened.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        home = opened.screen
        assert isinstance(home, HomeScreen)
        said = "\n".join(str(one.render()) for one in home.query("Static") if one.display)
        assert "vakt (nøkkelholder). Den rollen leser ikke saker." in said
        assert "F-2026-0042" not in said.replace("Oppbevaring", "")
        await pilot.press("n")
        await pilot.pause()
        assert opened.screen is home
        assert opened.register is not None
        assert [entry.action for entry in opened.register.entries()][-1] == "denied"
        opened.register.close()


async def test_home_says_that_no_backup_was_ever_verified(tmp_path: Path, register: Register) -> None:
    opened = app(tmp_path)
    async with opened.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        said = "\n".join(str(one.render()) for one in opened.screen.query("Static"))
        assert "Siste kontrollerte sikkerhetskopi: aldri" in said
        assert opened.register is not None
        opened.register.close()
    register.close()
