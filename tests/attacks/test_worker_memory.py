"""The report worker holds what a report says: it goes with the lock, however the lock came."""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.attacks.attacked_register import empty_register, filled, secret_arrivals, show_notes, unlock
from tests.attacks.conftest import Figures, Start
from tests.attacks.recorded_terminal import RecordedTerminal
from tests.attacks.test_memory import CLOCK, copies, memory_of
from tests.unit.conftest import PASSPHRASE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() != 0, reason="only root may read the memory of another process"
    ),
]


@pytest.fixture
def secret() -> str:
    return f"zq{secrets.token_hex(12)}"


@pytest.fixture
def register(tmp_path: Path, secret: str) -> Path:
    return filled(empty_register(tmp_path), *secret_arrivals(secret))


def children(pid: int) -> list[int]:
    """Every process that the program has started, those that only wait to be buried too."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def soon(true: Callable[[], object], within: float = 30) -> bool:
    until = time.monotonic() + within
    while not true() and time.monotonic() < until:
        time.sleep(0.05)
    return bool(true())


def to_the_meeting(terminal: RecordedTerminal, secret: str) -> None:
    terminal.see("Skriv passordfrasen")
    terminal.send(PASSPHRASE)
    terminal.press("enter")
    terminal.see("1 sak")
    terminal.settle()
    terminal.press("enter")
    terminal.see("låst 13")
    show_notes(terminal)
    terminal.press("home", "down", "enter")
    terminal.see("F4 Steg", secret)


def make_report(terminal: RecordedTerminal) -> None:
    terminal.press("f5")
    terminal.see("PDF-en ligger på", within=120)


def test_a_worker_is_started_when_a_meeting_is_opened_and_holds_nothing_before_a_report_is_asked_for(
    register: Path, start: Start, secret: str
) -> None:
    terminal = start(["--register", str(register)])
    to_the_meeting(terminal, secret)
    assert soon(lambda: children(terminal.pid))
    terminal.settle(3)
    (worker,) = children(terminal.pid)
    assert copies(memory_of(worker), secret, PASSPHRASE) == 0


@pytest.mark.timeout(240)
@pytest.mark.parametrize("lock", ["f12", "idle", "f12 in the middle of a page"])
def test_nothing_of_a_report_is_left_in_any_process_after_the_lock(
    lock: str, register: Path, start: Start, secret: str, figures: Figures, tmp_path: Path
) -> None:
    slept = tmp_path / "slept"
    terminal = start(["--register", str(register)], env={"PYTHONPATH": str(CLOCK), "SLEPT": str(slept)})
    to_the_meeting(terminal, secret)
    make_report(terminal)
    (worker,) = children(terminal.pid)
    before = copies(memory_of(worker), secret)
    if "page" in lock:
        terminal.press("f5")
        terminal.see("Lager PDF")
    if lock == "idle":
        slept.write_text("3600")
    else:
        terminal.press("f12")
    terminal.see("Skriv passordfrasen", within=20)
    terminal.settle()
    after = copies(memory_of(terminal.pid), secret)
    figures(f"report worker, {lock}", copies_in_the_worker_before=before, copies_in_the_locked_program=after)
    assert before > 0
    assert after == 0
    assert children(terminal.pid) == []
    assert not Path(f"/proc/{worker}").exists()
    unlock(terminal, sees="F4 Steg")
    if "page" in lock:
        terminal.see("ble ikke ferdig før låsen")
        assert not list((register.parent / "rapporter").glob("*.part"))
    make_report(terminal)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("how", ["ctrl+q", "SIGTERM", "SIGKILL", "ctrl+z"])
def test_the_worker_goes_with_the_program(how: str, register: Path, start: Start, secret: str) -> None:
    terminal = start(["--register", str(register)])
    to_the_meeting(terminal, secret)
    make_report(terminal)
    (worker,) = children(terminal.pid)
    if how.startswith("SIG"):
        os.kill(terminal.pid, {"SIGTERM": 15, "SIGKILL": 9}[how])
    else:
        terminal.press(how)
    assert soon(lambda: not Path(f"/proc/{worker}").exists(), within=10)
