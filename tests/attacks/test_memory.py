"""A locked program holds nothing of what was open: its own memory is read from outside."""

from __future__ import annotations

import os
import secrets
import sys
import time
from pathlib import Path

import pytest

from assess.register.vault import Vault
from tests.attacks.attacked_register import empty_register, filled, secret_arrivals, show_notes, unlock
from tests.attacks.conftest import Figures, Start
from tests.attacks.recorded_terminal import RecordedTerminal
from tests.unit.conftest import PASSPHRASE

CLOCK = Path(__file__).with_name("clock")
HARDENED = Path(__file__).with_name("hardened")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() != 0, reason="only root may read the memory of another process"
    ),
]


def memory_of(pid: int) -> bytes:
    """Everything that the process can read of its own."""
    parts = []
    with Path(f"/proc/{pid}/maps").open() as maps, Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in maps:
            place, rights, *_rest = line.split()
            if not rights.startswith("r") or "[v" in line:
                continue
            start, end = (int(part, 16) for part in place.split("-"))
            try:
                memory.seek(start)
                parts.append(memory.read(end - start))
            except OSError:  # a page that is reserved and not there
                continue
    return b"\n".join(parts)


def copies(memory: bytes, *wanted: bytes | str) -> int:
    """How many copies there are, of a text in each form that Python or a terminal may keep it in."""
    forms = [
        form
        for one in wanted
        for form in (
            [one] if isinstance(one, bytes) else [one.encode(code) for code in ("utf-8", "utf-16-le", "utf-32-le")]
        )
    ]
    return sum(memory.count(form) for form in forms)


@pytest.fixture
def secret() -> str:
    return f"zq{secrets.token_hex(12)}"


@pytest.fixture
def register(tmp_path: Path, secret: str) -> Path:
    return filled(empty_register(tmp_path), *secret_arrivals(secret))


def read_the_case(terminal: RecordedTerminal, secret: str, path: Path) -> tuple[bytes, dict[str, int]]:
    """Unlock, open the meeting and show its notes; return the key, and what the open program holds."""
    terminal.see("Skriv passordfrasen")
    terminal.send(PASSPHRASE)
    terminal.settle()
    typed = copies(memory_of(terminal.pid), PASSPHRASE)
    terminal.press("enter")
    terminal.see("1 sak")
    terminal.settle()
    terminal.press("enter")
    terminal.see("låst 13")
    show_notes(terminal)
    terminal.press("home", "down", "enter")
    terminal.see("F4 Steg", secret)
    terminal.settle()
    key = Vault.read(path).unlock(PASSPHRASE).data_key.reveal()
    memory = memory_of(terminal.pid)
    return key, {"text": copies(memory, secret), "key": copies(memory, key), "passphrase": typed}


def tell_and_check(
    figures: Figures, what: str, before: dict[str, int], memory: bytes, wanted: dict[str, bytes | str]
) -> None:
    after = {name: copies(memory, one) for name, one in wanted.items()}
    figures(
        f"memory after {what}",
        **{f"copies_of_the_{name}_before": number for name, number in before.items()},
        **{f"copies_of_the_{name}_after": number for name, number in after.items()},
    )
    assert min(before.values()) > 0, before
    assert after == dict.fromkeys(after, 0)


def test_nothing_of_an_open_case_is_left_in_memory_after_f12(
    register: Path, start: Start, secret: str, figures: Figures
) -> None:
    terminal = start(["--register", str(register)])
    key, before = read_the_case(terminal, secret, register)
    pid = terminal.pid
    terminal.press("f12")
    terminal.see("Skriv passordfrasen")
    terminal.settle()
    assert terminal.pid == pid
    memory = memory_of(pid)
    tell_and_check(figures, "F12", before, memory, {"text": secret, "key": key, "passphrase": PASSPHRASE})
    unlock(terminal, sees="F4 Steg")


def test_nothing_is_left_in_memory_when_nobody_was_there_for_too_long(
    register: Path, start: Start, secret: str, figures: Figures, tmp_path: Path
) -> None:
    slept = tmp_path / "slept"
    env = {"PYTHONPATH": str(CLOCK), "SLEPT": str(slept)}
    terminal = start(["--register", str(register)], env=env)
    key, before = read_the_case(terminal, secret, register)
    slept.write_text("3600")
    terminal.see("Skriv passordfrasen", within=15)
    terminal.settle()
    memory = memory_of(terminal.pid)
    tell_and_check(figures, "the idle lock", before, memory, {"text": secret, "key": key, "passphrase": PASSPHRASE})


def test_nothing_is_left_in_the_memory_of_a_program_that_was_put_away_with_ctrl_z(
    register: Path, start: Start, secret: str, figures: Figures, home: Path
) -> None:
    shell = start([], program=("bash", "--norc", "--noprofile", "-i"), env={"PS1": "skall> "})
    shell.see("skall>")
    shell.send(f"{sys.executable} -m assess --register {register}\r")
    shell.see("Skriv passordfrasen")
    pid = int(Path(f"/proc/{shell.pid}/task/{shell.pid}/children").read_text().split()[0])
    shell.pid = pid
    terminal = shell
    key, before = read_the_case(terminal, secret, register)
    terminal.press("ctrl+z")
    until = time.monotonic() + 15
    while _state(pid) != "T" and time.monotonic() < until:
        terminal.read(0.1)
    assert _state(pid) == "T"
    memory = memory_of(pid)
    tell_and_check(figures, "ctrl+z", before, memory, {"text": secret, "key": key, "passphrase": PASSPHRASE})
    assert secret not in terminal.screen()
    terminal.send("fg\r")
    unlock(terminal, sees="F4 Steg")
    os.kill(pid, 9)


def test_a_crash_leaves_no_core_and_others_may_not_look_in(
    register: Path, start: Start, home: Path, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    terminal = start(["--register", str(register)], env={"PYTHONPATH": str(HARDENED), "TOLD": str(told)})
    terminal.see("Skriv passordfrasen")
    limits = Path(f"/proc/{terminal.pid}/limits").read_text().splitlines()
    terminal.press("ctrl+q")
    assert terminal.ended() == 0
    assert [line.split()[4:6] for line in limits if line.startswith("Max core file size")] == [["0", "0"]]
    assert told.read_text() == "dumpable 0"


def _state(pid: int) -> str:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(line.split()[1] for line in lines if line.startswith("State:"))
