from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from assess.language import speak
from assess.register.founding import Founding, found
from assess.register.register import Register
from assess.register.session import now
from assess.register.tries import note_wrong_try
from assess.screens.terminal import SafeApp
from assess.screens.unlock import UnlockScreen
from tests.screens.conftest import put_text
from tests.unit.conftest import CHEAP, OTHER_PASSPHRASE, PASSPHRASE, PEOPLE, RECOVERY


class UnlockApp(SafeApp[None]):
    """The locked register; whoever gets in is kept."""

    def __init__(self, path: Path, last_user: str = "") -> None:
        super().__init__()
        self.unlock = UnlockScreen(path, last_user)
        self.entered: Register | None = None
        self.said = self.typed = ""
        self.waits = False

    def on_mount(self) -> None:
        super().on_mount()
        self.push_screen(self.unlock)

    def enter(self, register: Register) -> None:
        self.entered = register


@pytest.fixture
def path(tmp_path: Path) -> Path:
    speak("nb")
    path = tmp_path / "r.assess"
    found(path, PEOPLE, RECOVERY, Founding("fredrikstad", "kommune"), cost=CHEAP).close()
    return path


async def tried(app: UnlockApp, passphrase: str, *first: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*first)
        await put_text(pilot, passphrase)
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        app.said = str(app.unlock.query_one("#said", Static).render())
        field = app.unlock.query_one("#passphrase", Input)
        app.typed, app.waits = field.value, field.disabled
        if app.entered is not None:
            app.entered.close()


async def test_the_first_user_gets_in_with_the_passphrase_alone(path: Path) -> None:
    app = UnlockApp(path)
    await tried(app, PASSPHRASE)
    assert app.entered is not None
    assert app.entered.ring.name == "sekretær"


async def test_the_passphrase_is_gone_from_the_field_once_it_has_been_tried(path: Path) -> None:
    app = UnlockApp(path)
    await tried(app, PASSPHRASE)
    assert app.entered is not None
    assert app.typed == ""


async def test_whoever_was_here_last_is_chosen_already(path: Path) -> None:
    app = UnlockApp(path, last_user="slt")
    await tried(app, OTHER_PASSPHRASE)
    assert app.entered is not None
    assert app.entered.ring.name == "slt"


async def test_another_user_is_chosen_by_keyboard(path: Path) -> None:
    app = UnlockApp(path)
    await tried(app, OTHER_PASSPHRASE, "shift+tab", "right", "space")
    assert app.entered is not None
    assert app.entered.ring.name == "slt"


async def test_the_recovery_key_opens_whoever_is_chosen(path: Path) -> None:
    app = UnlockApp(path)
    await tried(app, RECOVERY.text)
    assert app.entered is not None
    assert app.entered.ring.user == "recovery"


async def test_a_wrong_passphrase_is_said_and_asked_for_again(path: Path) -> None:
    app = UnlockApp(path)
    await tried(app, "noe helt annet enn det")
    assert app.entered is None
    assert app.said.startswith("Passordfrasen åpner ikke registeret. Registeret er ikke rørt.")
    assert (app.typed, app.waits) == ("", False)


async def test_after_many_wrong_tries_the_field_waits(path: Path) -> None:
    for seconds in range(5):
        note_wrong_try(path, now() - timedelta(seconds=5 - seconds))
    app = UnlockApp(path)
    await tried(app, PASSPHRASE)
    assert app.entered is None
    assert "Vent " in app.said
    assert app.waits
