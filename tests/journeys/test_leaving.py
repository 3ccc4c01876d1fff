"""Leaving the program in every way there is, wherever one stands, in a real terminal: nothing is lost."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminal", allow_module_level=True)

from assess.casework.case import Case
from assess.instrument.library import Library
from assess.register.founding import Founding, found
from assess.register.register import Register
from assess.register.slot import KeyCost
from tests.journeys.terminal import PseudoTerminal, Secretary, program
from tests.unit.conftest import PASSPHRASE, PEOPLE, RECOVERY

pytestmark = pytest.mark.slow

PLANTED = "BLÅBÆRTUE"
"""A word that stands in the case and nowhere else."""

WRITTEN = "HALVSKREVET"
"""What somebody is writing when the program ends."""

SHOWS_PROGRAM, LEAVES_PROGRAM, BLANK = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[2J\x1b[H"


@dataclass(frozen=True)
class Point:
    """Somewhere in the program: the keys that lead there from home, each with what is then seen."""

    way: tuple[tuple[str, str], ...] = ()
    writes: bool = False
    """Whether a text is being written there that must be kept."""


_CASE = ("enter", "(skjermet)")
_MEETING = (_CASE, ("f9", PLANTED), ("enter", "Hvem er til stede?"))
_LEDGER = (*_MEETING, ("f3", "Ny opplysning"))
_FORMULATION = (*_LEDGER, ("f3", "Egen vurdering"), ("f3", "Drøfting"), ("f3", "Gruppas forklaring"))

POINTS = {
    "home": Point(),
    "new case": Point((("n", "Én linje, uten navn"),)),
    "help at home": Point((("f1", "Oversikten viser sakene"),)),
    "search": Point((("/", "1 treff"),)),
    "palette": Point((("ctrl+p", "Skriv hva du vil gjøre"),)),
    "emergency": Point((("f8", "Akutt: stopp møtet"),)),
    "case": Point((_CASE,)),
    "question": Point((_CASE, ("n", "uferdig vurdering"))),
    "meeting": Point(_MEETING),
    "roles": Point((*_MEETING, ("n", "Skriv litt av rollen"))),
    "writing an observation": Point(_LEDGER, writes=True),
    "writing an explanation": Point((*_FORMULATION, ("enter", "Til lista")), writes=True),
    "help while writing": Point((*_FORMULATION, ("enter", "Til lista"), ("f1", "Kontaktmøtet har åtte steg"))),
    "level": Point((*_FORMULATION, ("f3", "Rettighetskontroll"))),
}
"""Where the program is left from; the fifteenth is the locked register."""

WAYS = {
    "hangup": signal.SIGHUP,
    "kill": signal.SIGTERM,
    "ctrl+c": signal.SIGINT,
    "quit": signal.SIGQUIT,
    "closed": None,
}
"""How: a signal, or the terminal being taken away."""

QUICK = {("writing an explanation", "kill"), ("help at home", "hangup"), ("roles", "closed")}
"""The ones that are tried each time; the others are in the slow set."""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with one case, and an assessment of it that has just begun."""
    folder = tmp_path_factory.mktemp("leaving")
    founding = Founding("fredrikstad", "kommune")
    with found(folder / "r.assess", PEOPLE, RECOVERY, founding, cost=KeyCost(1024, 1, 1)) as register:
        case = register.open_case(
            Case(
                id=register.new_id(),
                reference="F-2026-0001",
                organisation="kommune",
                opened_at=register.now(),
                phase="initial",
                age_band="a16_17",
                ideology="ikke_vurdert",
                sender="skole",
                summary=f"{PLANTED} i klasserommet",
            )
        )
        register.start(case, Library().edition("vrb"), register.now().date())
    return folder


@pytest.fixture
def register(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "register")
    return tmp_path / "register" / "r.assess"


@pytest.fixture
def terminal(register: Path, tmp_path: Path) -> Iterator[PseudoTerminal]:
    opened = PseudoTerminal(register, tmp_path)
    yield opened
    opened.destroy()


def unlock(secretary: Secretary) -> None:
    secretary.see("Skriv passordfrasen")
    secretary.write(PASSPHRASE)
    secretary.press("enter")


def go_to(secretary: Secretary, point: Point) -> None:
    unlock(secretary)
    secretary.see("1 sak")
    for key, seen in point.way:
        secretary.press(key)
        secretary.see(seen)
    if point.writes:
        secretary.write(WRITTEN)
        secretary.see(WRITTEN)


def words_of(register: Path) -> str:
    with Register.unlock(register, PASSPHRASE) as opened:
        return opened.assessment_called("F-2026-0001/1")[1].model_dump_json()


def left(output: bytes) -> bytes:
    """What was drawn after the program's last screen; empty while that screen is still shown."""
    return output[output.rindex(SHOWS_PROGRAM) :].partition(LEAVES_PROGRAM)[2]


def leave(terminal: PseudoTerminal, way: str) -> None:
    """Leave, and see that it ends in order within two seconds."""
    number = WAYS[way]
    terminal.screen()
    if number is None:
        terminal.close_window()
        assert terminal.gone(within=2) is not None  # whatever the code: Python's own last words find no terminal either
        return
    terminal.signal(number)
    assert terminal.gone(within=2) == 128 + number
    terminal.screen()
    assert left(terminal.output)
    last_screen = terminal.output[terminal.output.rindex(SHOWS_PROGRAM) :]
    assert BLANK in last_screen.partition(LEAVES_PROGRAM)[0]
    assert PLANTED.encode() not in left(terminal.output)


@pytest.mark.parametrize(
    ("point", "way"),
    [
        pytest.param(point, way, marks=() if (point, way) in QUICK else pytest.mark.slow)
        for point in POINTS
        for way in WAYS
    ],
)
def test_whatever_ends_the_program_it_ends_in_order_and_keeps_what_is_being_written(
    terminal: PseudoTerminal, register: Path, point: str, way: str
) -> None:
    go_to(Secretary(terminal), POINTS[point])
    leave(terminal, way)
    assert (WRITTEN in words_of(register)) == POINTS[point].writes


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_locked_register_is_left_as_fast(terminal: PseudoTerminal, way: str) -> None:
    secretary = Secretary(terminal)
    secretary.see("Skriv passordfrasen")
    secretary.write("halv")
    leave(terminal, way)


@pytest.mark.slow
def test_a_program_that_nobody_touches_keeps_no_processor_busy(terminal: PseudoTerminal) -> None:
    go_to(Secretary(terminal), POINTS["meeting"])
    time.sleep(1)
    terminal.screen()
    before = terminal.processor_seconds
    time.sleep(4)
    assert terminal.processor_seconds - before < 0.2


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Secretary]:
    terminal = PseudoTerminal(tmp_path, tmp_path, within=["bash", "--norc", "--noprofile", "-i"])
    secretary = Secretary(terminal)
    secretary.write("PS1='skall> '\r")
    secretary.see("skall> ")
    yield secretary
    terminal.destroy()


def start(shell: Secretary, register: Path) -> int:
    """Start the program from the shell and unlock it; return the process."""
    shell.write(f"clear; {' '.join(program(register))}\r")
    unlock(shell)
    shell.see("1 sak")
    return running(register)


def running(register: Path) -> int:
    found = [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdecimal() and str(register).encode() in _command_line(entry)
    ]
    assert len(found) == 1
    return found[0]


def _command_line(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


def state(process: int) -> str:
    return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]


def copies_in_memory(process: int, word: str) -> int:
    """How often a word stands in a process's memory, in any of the ways in which Python and SQLite keep text."""
    found = 0
    spellings = {word.encode(code) for code in ("utf-8", "latin-1", "utf-16-le", "utf-32-le")}
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text(encoding="utf-8").splitlines():
            span, rights = line.split()[:2]
            start, end = (int(part, 16) for part in span.split("-"))
            if "r" in rights:
                try:
                    memory.seek(start)
                    held = memory.read(end - start)
                except (OSError, OverflowError, ValueError):
                    continue  # the kernel's own pages
                found += sum(held.count(spelling) for spelling in spellings)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_ctrl_z_leaves_a_stopped_job_that_holds_nothing_of_the_case_and_fg_asks_for_the_passphrase(
    shell: Secretary, register: Path
) -> None:
    process = start(shell, register)
    for key, seen in (*_LEDGER,):
        shell.press(key)
        shell.see(seen)
    shell.write(f"{PLANTED} og {WRITTEN}")
    shell.see(WRITTEN)
    shell.press("ctrl+z")
    shell.see("Stopped", "skall>")
    until = time.monotonic() + 5
    while state(process) != "T" and time.monotonic() < until:
        time.sleep(0.05)
    assert state(process) == "T"
    assert PLANTED not in shell.terminal.screen()
    assert copies_in_memory(os.getpid(), PLANTED) > 0
    assert copies_in_memory(process, PLANTED) == 0
    assert copies_in_memory(process, PASSPHRASE) == 0
    shell.write("clear; jobs\r")
    shell.see("[1]+ Stopped")
    shell.write("clear; bg\r")
    shell.see("assess --register")
    shell.write("clear; echo $((6*7)); jobs\r")
    shell.see("42", "[1]+ Stopped")
    assert WRITTEN in words_of(register)
    shell.write("fg\r")
    unlock(shell)
    shell.see("Opplysninger", "Skjermet – F9 viser", "(skjermet)")
    shell.press("ctrl+q")
    shell.see("skall>")


@pytest.mark.slow
@pytest.mark.parametrize("locked", [False, True])
def test_a_stop_signal_from_outside_is_a_stopped_job_too(shell: Secretary, register: Path, *, locked: bool) -> None:
    if locked:
        shell.write(f"clear; {' '.join(program(register))}\r")
        shell.see("Skriv passordfrasen")
        process = running(register)
    else:
        process = start(shell, register)
    os.kill(process, signal.SIGTSTP)
    shell.see("Stopped", "skall>")
    shell.write("fg\r")
    unlock(shell)
    shell.see("1 sak")


@pytest.mark.slow
def test_where_no_shell_could_fetch_it_back_ctrl_z_locks_and_stops_nothing(terminal: PseudoTerminal) -> None:
    secretary = Secretary(terminal)
    go_to(secretary, POINTS["meeting"])
    secretary.press("ctrl+z")
    assert PLANTED not in secretary.see("Skriv passordfrasen")
    unlock(secretary)
    assert "Stopped" not in secretary.see("Hvem er til stede?")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_memory_of_a_locked_program_holds_nothing_of_the_case(shell: Secretary, register: Path) -> None:
    process = start(shell, register)
    shell.press("enter")
    shell.see("(skjermet)")
    shell.press("f9")
    shell.see(PLANTED)
    shell.press("f12")
    shell.see("Skriv passordfrasen")
    assert running(register) == process
    assert copies_in_memory(process, PLANTED) == 0
    assert copies_in_memory(process, PASSPHRASE) == 0
