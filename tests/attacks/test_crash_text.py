"""An error in the program's own code says no more than its class and place, wherever it comes from."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from assess.register.register import Register
from tests.attacks.attacked_register import hostile_register, unlock
from tests.attacks.conftest import Figures, Start
from tests.unit.conftest import PASSPHRASE

CRASH = Path(__file__).with_name("crash")

PLACES = {
    "assess.screens.home:HomeScreen.action_new_case": ("n",),
    "assess.screens.search:_hits": ("/",),
    "assess.screens.help:HelpScreen.compose": ("f1",),
    "assess.screens.case:CaseScreen._cells": ("enter",),
    "assess.screens.meeting.meeting:MeetingScreen.on_mount": ("enter", "enter"),
    "assess.screens.meeting.attendance:AttendanceStep.show": ("enter", "home", "down", "enter"),
    "assess.register.register:Register.do": ("enter", "home", "down", "enter", "h"),
    "assess.screens.emergency:EmergencyScreen._show": ("f8",),
    "assess.reports.content:build": ("enter", "f5"),
    "assess.reports.file:write_whole": ("enter", "f5"),
    "assess.register.journal:Journal.append": ("enter", "f5"),
}
"""Functions that burst, and the keys that lead from home to them."""


def holding(folder: Path, planted: str) -> list[str]:
    """The files that the planted name stands in."""
    forms = [planted.encode(code) for code in ("utf-8", "utf-16-le", "utf-32-le")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(form in path.read_bytes() for form in forms)]


@pytest.mark.slow
def test_the_search_finds_the_name_when_the_program_tells_of_errors_as_its_library_does(
    home: Path, tmp_path: Path, start: Start
) -> None:
    planted = f"Hemmelig{secrets.token_hex(8)}"
    (tmp_path / "navn").write_text(planted)
    now = tmp_path / "now"
    env = {"PYTHONPATH": str(CRASH), "CRASH_AT": next(iter(PLACES)), "CRASH_NAME": str(tmp_path / "navn")}
    terminal = start(
        ["--register", str(hostile_register(home))], env={**env, "CRASH_NOW": str(now), "CRASH_UNSAFE": "1"}
    )
    unlock(terminal)
    now.touch()
    terminal.press("n")
    assert terminal.ended(within=15) == 1
    assert planted.encode() in terminal.raw


@pytest.mark.slow
@pytest.mark.parametrize("at", PLACES)
def test_an_error_anywhere_leaves_no_name_on_the_screen_or_in_a_file(
    at: str, home: Path, tmp_path: Path, start: Start, figures: Figures
) -> None:
    register = hostile_register(home)
    planted = f"Hemmelig{secrets.token_hex(8)}"
    name, now = tmp_path / "navn", tmp_path / "now"
    name.write_text(planted)
    env = {"PYTHONPATH": str(CRASH), "CRASH_AT": at, "CRASH_NAME": str(name), "CRASH_NOW": str(now)}
    terminal = start(["--register", str(register)], env=env)
    unlock(terminal)
    terminal.settle()
    *way, last = PLACES[at]
    for key in way:
        terminal.press(key)
        terminal.settle(0.4)
    now.touch()
    terminal.press(last)
    code = terminal.ended(within=15)
    after = bytes(terminal.raw)
    figures("errors with a planted name", tried=1, leaked=after.count(planted.encode()) + len(holding(home, planted)))
    assert planted.encode() not in after
    assert holding(home, planted) == []
    assert b"Traceback" not in after
    assert code is not None, terminal.screen()
    assert code != 0
    assert "uventet feil" in after[after.rindex(b"\x1b[?1049l") :].decode()
    with Register.unlock(register, PASSPHRASE) as opened:
        assert len(opened.case_lines()) == 1
        assert opened.verify().broken_at is None
