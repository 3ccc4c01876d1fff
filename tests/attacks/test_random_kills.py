"""A battery that dies at any moment while somebody types: what the screen called saved is there."""

from __future__ import annotations

import random
import re
import shutil
import time
from pathlib import Path

import pytest

from assess.register.key_file import keys_path
from assess.register.register import Register
from tests.attacks.attacked_register import hostile_register, unlock
from tests.attacks.conftest import Figures, Start
from tests.attacks.recorded_terminal import unstyled
from tests.unit.conftest import PASSPHRASE

KILLS = 15
_SAVED = re.compile(r"Lagret \d\d:\d\d:\d\d")
# A line of the list is drawn only once it is kept, and ends with what is missing; what stands in the field may not be.
_LISTED = re.compile(r"drep(\d+)slutt +\?")


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", [1, 2])
def test_what_the_screen_called_saved_outlives_a_kill_at_any_moment(
    home: Path, tmp_path: Path, start: Start, figures: Figures, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311  the same moments each time
    whole = hostile_register(tmp_path)
    promised = lost = 0
    for number in range(KILLS):
        folder = home / str(number)
        folder.mkdir()
        register = folder / whole.name
        shutil.copy(whole, register)
        shutil.copy(keys_path(whole), keys_path(register))
        saved = type_until_killed(start, register, chance)
        with Register.unlock(register, PASSPHRASE) as opened:
            kept = {
                one.seen.removeprefix("drep").removesuffix("slutt")
                for one in opened.assessment_called("BLÅKLOKKE/2")[1].observations
            }
            assert opened.verify().broken_at is None
            assert opened.faults() == []
        missing = saved - kept
        promised += len(saved)
        lost += len(missing)
        assert missing == set(), number
    figures("random kills of the program", tried=KILLS, answers_called_saved=promised, lost=lost)
    assert promised > KILLS


def type_until_killed(start: Start, register: Path, chance: random.Random) -> set[str]:
    """Write observations until a moment that chance chooses; return those that the screen called saved."""
    terminal = start(["--register", str(register)])
    unlock(terminal)
    terminal.press("enter")
    terminal.see("låst 13")
    terminal.press("home", "f9")
    terminal.settle()
    terminal.press("down", "enter")
    terminal.see("F4 Steg")
    terminal.settle()
    terminal.press("f4", "2")
    terminal.see("Ny opplysning")
    terminal.settle()
    terminal.press("n")
    begun = len(terminal.raw)
    until = time.monotonic() + chance.uniform(0.05, 3)
    count = 0
    while time.monotonic() < until:
        terminal.send(f"drep{count}slutt\r")
        count += 1
        terminal.read(chance.uniform(0.01, 0.2))
    terminal.kill()
    terminal.ended()
    drawn = unstyled(terminal.raw[begun:])
    saves = [found.end() for found in _SAVED.finditer(drawn)]
    if not saves:
        return set()
    return {found[1] for found in _LISTED.finditer(drawn)}
