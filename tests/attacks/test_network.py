"""The program never reaches out: its system calls are watched, and it is run where there is no network at all."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.attacks.conftest import Figures, Start
from tests.attacks.recorded_terminal import RecordedTerminal
from tests.journeys import blaklokke
from tests.journeys.terminal import Secretary, environment

STRACE = shutil.which("strace")
UNSHARE = shutil.which("unshare")

_CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)", re.MULTILINE)
_FAMILY = re.compile(r"\b[AP]F_(\w+)")
_LOCAL = {"UNIX", "LOCAL"}

pytestmark = pytest.mark.slow

needs_strace = pytest.mark.skipif(STRACE is None, reason="strace is not installed")


def reaching_out(trace: Path) -> list[str]:
    """The network calls that are not between programs of this machine: another family, or an address of one."""
    found = []
    for name, arguments in _CALL.findall(trace.read_text(errors="replace")):
        families = set(_FAMILY.findall(arguments))
        if families - _LOCAL or (
            name in {"connect", "bind", "sendto", "sendmsg"} and not families and "NULL" not in arguments
        ):
            found.append(f"{name}({arguments}")
    return found


def watched(trace: Path, command: Sequence[str]) -> list[str]:
    return [str(STRACE), "-f", "-qq", "-e", "trace=network", "-o", str(trace), *command]


@needs_strace
def test_the_watch_sees_a_program_that_does_reach_out(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    calls = (
        "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect(('127.0.0.1', 9));"
        "s.send(b'x'); t = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)"
    )
    subprocess.run(watched(trace, [sys.executable, "-c", calls]), check=True)
    assert len(reaching_out(trace)) >= 3


@needs_strace
@pytest.mark.timeout(300)
def test_a_journey_through_all_screens_and_a_pdf_makes_no_network_call(
    home: Path, tmp_path: Path, start: Start, figures: Figures
) -> None:
    trace = tmp_path / "trace"
    program = watched(trace, [sys.executable, "-m", "assess"])
    terminal = start(["--register", str(home / "r.assess")], program=program)
    walk_through_all_screens(terminal)
    assert terminal.ended(60) == 0
    found = reaching_out(trace)
    figures("network calls in a journey", made=len(found))
    assert found == []
    assert len(list((home / "rapporter").glob("*.pdf"))) == 1


@needs_strace
@pytest.mark.timeout(300)
def test_no_command_makes_a_network_call(home: Path, tmp_path: Path, figures: Figures) -> None:
    trace = tmp_path / "trace"
    made = 0
    commands = every_command(home)
    for words in commands:
        ran = subprocess.run(
            watched(trace, [sys.executable, "-m", "assess", *words]),
            env=dict(environment(home)),
            cwd=home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, (words, ran.stderr)
        found = reaching_out(trace)
        made += len(found)
        assert found == [], words
    figures("network calls of the commands", commands=len(commands), made=made)


@pytest.mark.skipif(UNSHARE is None or sys.platform != "linux", reason="unshare is not installed")
def test_everything_works_on_a_machine_without_a_network(home: Path) -> None:
    alone = [str(UNSHARE), "-n", *([] if os.geteuid() == 0 else ["-r"])]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this user may not make a machine without a network")
    ran = subprocess.run(
        [*alone, sys.executable, "-m", "assess", "demo", "--no-screens", "--dir", str(home / "demo")],
        env=dict(environment(home)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert list((home / "demo").glob("*.pdf"))


def walk_through_all_screens(terminal: RecordedTerminal) -> None:
    """From an empty machine through every step and dialog to a PDF, and out."""
    secretary = Secretary(terminal)
    blaklokke.set_up(secretary)
    blaklokke.new_case(secretary)
    blaklokke.attendance(secretary)
    terminal.see("Ny opplysning")
    terminal.send("Tegner symboler i arbeidsboka\r")
    terminal.see("Opplysning 1")
    for digit, sees in (
        ("3", "Hver deltaker"),
        ("4", "Egen vurdering"),
        ("5", "forklaring"),
        ("6", "Rettighet"),
        ("7", "tiltak"),
        ("8", "Sjekkliste"),
    ):
        terminal.press("f4", digit)
        terminal.see(sees)
    for keys, sees in (
        (("f1",), "Skjuler det dere har skrevet"),
        (("f8",), "Akutt: stopp"),
        (("ctrl+p",), "Skriv hva du vil"),
    ):
        terminal.press(*keys)
        terminal.see(sees)
        terminal.press("escape")
        terminal.settle()
    terminal.press("f5")
    terminal.see("PDF-en ligger på", within=90)
    terminal.press("ctrl+w")
    terminal.see("Nytt kontaktmøte")
    terminal.press("ctrl+q")


def every_command(home: Path) -> list[list[str]]:
    """A call of each command on a demonstration, in an order in which they succeed."""
    demo = home / "demo"
    at = ["--register", str(demo / "demo.assess")]
    case = "BLÅKLOKKE"
    return [
        ["demo", "--no-screens", "--dir", str(demo)],
        [*at, "case", "list"],
        [*at, "case", "show", case],
        [*at, "assessment", "export", case, "-o", str(home / "ut.json")],
        ["assessment", "check", str(home / "ut.json")],
        [*at, "report", case, "-o", str(home / "ut.pdf")],
        [*at, "journal", "show"],
        [*at, "journal", "verify"],
        [*at, "register", "verify"],
        [*at, "register", "doctor"],
        [*at, "register", "backup", "--to", str(home)],
        ["instrument", "list"],
        ["profile", "list"],
    ]
