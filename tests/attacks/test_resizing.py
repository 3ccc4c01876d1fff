"""A terminal of any size, and one that is pulled about."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.attacks.attacked_register import hostile_register, unlock
from tests.attacks.conftest import Figures, Start
from tests.attacks.payloads import too_wide


@pytest.mark.slow
def test_a_terminal_that_is_too_small_says_so_and_shows_the_program_once_it_is_larger(home: Path, start: Start) -> None:
    terminal = start(["--register", str(hostile_register(home))], size=(20, 5))
    terminal.see("Vinduet er for lite")
    for columns, lines in ((40, 10), (59, 24), (80, 17)):
        terminal.resize(columns, lines)
        terminal.see("er for lite", f"{columns} × {lines}")
    terminal.resize(300, 100)
    terminal.see("Skriv passordfrasen")
    assert too_wide(terminal.raw[-100_000:], 300) == []
    terminal.press("ctrl+q")
    assert terminal.ended() == 0


@pytest.mark.slow
def test_two_hundred_resizes_while_keys_are_pressed_lose_and_break_nothing(
    home: Path, start: Start, figures: Figures
) -> None:
    chance = random.Random(3)  # noqa: S311  the same storm each time
    terminal = start(["--register", str(hostile_register(home))])
    unlock(terminal)
    terminal.press("enter")
    terminal.see("låst 13")
    terminal.press("home", "down", "enter")
    terminal.see("F4 Steg")
    sizes = [(20, 5), (40, 10), (80, 24), (300, 100), (1, 1), (79, 24), (120, 40)]
    for number in range(200):
        columns, lines = chance.choice(sizes) if number % 2 else (chance.randint(1, 320), chance.randint(1, 110))
        terminal.resize(columns, lines)
        if number % 5 == 0:
            terminal.press(chance.choice(("f3", "f2", "tab", "down", "f9")))
        terminal.read(0.02)
        assert terminal.alive(), number
    terminal.resize(120, 40)
    terminal.settle(0.5, 20)
    terminal.see("BLÅKLOKKE/2", "F8 Akutt")
    before = len(terminal.raw)
    terminal.press("f1")
    terminal.settle(0.3)
    assert too_wide(terminal.raw[before:], 120) == []
    terminal.press("ctrl+q")
    assert terminal.ended() == 0
    figures("resizes", tried=200, crashes=0)
