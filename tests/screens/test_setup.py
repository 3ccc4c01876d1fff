from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from assess.language import speak
from assess.profile.load import Profiles
from assess.register.key_file import keys_path
from assess.register.recovery import RecoveryKey
from assess.register.register import Register
from assess.register.vault import Vault
from assess.screens.setup import SetupScreen
from assess.screens.terminal import SafeApp
from tests.screens.conftest import put_text
from tests.unit.conftest import CHEAP

FIRST, SECOND = "blank elv over stein", "granbar og svart kaffe"
KEY = RecoveryKey.new()


class SetupApp(SafeApp[None]):
    """The first start; what it ends in is kept."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.setup = SetupScreen(path, Profiles(), cost=CHEAP, recovery=lambda: KEY)
        self.entered: Register | None = None

    def on_mount(self) -> None:
        super().on_mount()
        self.push_screen(self.setup)

    def enter(self, register: Register) -> None:
        self.entered = register

    def shown(self) -> str:
        return "\n".join(str(one.render()) for one in self.setup.query(Static) if one.display)


@pytest.fixture
def app(tmp_path: Path) -> SetupApp:
    speak("nb")
    return SetupApp(tmp_path / "r.assess")


async def keyholder(pilot: Pilot[None], passphrase: str, name: str = "") -> None:
    if name:
        await put_text(pilot, name)
        await pilot.press("enter")
    for _time in range(2):
        await put_text(pilot, passphrase)
        await pilot.press("enter")
    await pilot.pause()


async def both_keyholders(pilot: Pilot[None]) -> None:
    await pilot.press("1")
    await pilot.pause()
    await keyholder(pilot, FIRST)
    await keyholder(pilot, SECOND, "leder")


async def test_the_register_is_made_once_the_recovery_key_is_typed_back_from_paper(app: SetupApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await both_keyholders(pilot)
        assert KEY.text in app.shown()
        await pilot.press("enter")
        await pilot.pause()
        assert KEY.text not in app.shown()
        assert not keys_path(app.setup._path).exists()
        await put_text(pilot, KEY.text.lower().replace("-", " "))
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
    assert app.entered is not None
    app.entered.close()
    vault = Vault.read(app.entered.path)
    assert [(slot.user, slot.roles) for slot in vault.slots] == [
        ("sekretær", ("secretary", "keyholder")),
        ("leder", ("keyholder",)),
        ("gjenoppretting", ("keyholder",)),
    ]
    for passphrase in (FIRST, SECOND, KEY.text):
        Register.unlock(app.entered.path, passphrase).close()


async def test_another_key_than_the_one_shown_makes_no_register(app: SetupApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await both_keyholders(pilot)
        await pilot.press("enter")
        await put_text(pilot, RecoveryKey.new().text)
        await pilot.press("enter")
        await pilot.pause()
        assert "Det er ikke den samme nøkkelen." in app.shown()
        assert list(app.setup._path.parent.iterdir()) == []
        await pilot.press("escape")
        await pilot.pause()
        assert KEY.text in app.shown()
    assert app.entered is None


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("kort", "kort", "Passordfrasen er for kort"),
        pytest.param("passord1234567", "passord1234567", "lett å gjette", marks=pytest.mark.slow),
        ("sekretær sekretær 2026", "sekretær sekretær 2026", "lett å gjette"),
        pytest.param("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa", "gjentar de samme tegnene", marks=pytest.mark.slow),
        (FIRST, FIRST + " ", "ikke like"),
    ],
)
async def test_a_weak_or_mistyped_passphrase_is_said_in_words(app: SetupApp, first: str, second: str, why: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1")
        await pilot.pause()
        await put_text(pilot, first)
        await pilot.press("enter")
        if first != second:
            await put_text(pilot, second)
            await pilot.press("enter")
        await pilot.pause()
        assert why in app.shown()


@pytest.mark.slow
async def test_the_second_keyholder_is_another_person_with_another_passphrase(app: SetupApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1")
        await pilot.pause()
        await keyholder(pilot, FIRST)
        await keyholder(pilot, SECOND, "sekretær")
        assert "To brukere kan ikke ha samme navn." in app.shown()
        await pilot.press("escape")
        await pilot.pause()
        await keyholder(pilot, FIRST)
        await keyholder(pilot, FIRST, "leder")
        assert "Hver bruker må ha sin egen passordfrase." in app.shown()


async def test_capitals_throughout_ask_about_caps_lock(app: SetupApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1")
        await pilot.pause()
        await pilot.press("A", "B", "C")
        await pilot.pause()
        assert "Er Caps Lock på?" in app.shown()
        await pilot.press("d")
        await pilot.pause()
        assert "Er Caps Lock på?" not in app.shown()
