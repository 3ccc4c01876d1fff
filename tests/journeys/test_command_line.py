"""The command line as somebody at a real terminal, or a script without one, meets it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminal", allow_module_level=True)

import pexpect

pytestmark = pytest.mark.slow

PASSPHRASE = "blåbær på tørr kvist"
OTHER_PASSPHRASE = "blåklokke under steinrøysa"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ASSESS_")}
    return {**kept, "XDG_CONFIG_HOME": str(tmp_path / "c"), "XDG_DATA_HOME": str(tmp_path / "d"), "TERM": "xterm"}


def terminal(words: list[str], home: dict[str, str]) -> pexpect.spawn[str]:
    return pexpect.spawn(
        sys.executable, ["-m", "assess", *words], env=home, encoding="utf-8", timeout=30, preexec_fn=interruptible
    )


def interruptible() -> None:
    """Let Ctrl-C reach the program also where the tests run with it ignored, as a shell's background jobs do."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def script(words: list[str], home: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assess", *words]
    return subprocess.run(
        command, env=home, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False
    )


def test_a_register_is_made_and_opened_at_the_terminal_without_showing_the_passphrase(
    tmp_path: Path, home: dict[str, str]
) -> None:
    register = tmp_path / "saker.assess"
    seen = ""
    with terminal(["--register", str(register), "register", "init", "--profile", "fredrikstad"], home) as child:
        said = [
            ("Nøkkelholder 1", ""),
            *(("Ny passordfrase", PASSPHRASE), ("en gang til", "noe helt annet her")),
            *(("Ny passordfrase", "kort"), ("en gang til", "kort")),
            *(("Ny passordfrase", PASSPHRASE), ("en gang til", PASSPHRASE)),
            ("Nøkkelholder 2", "Leder"),
            *(("Ny passordfrase", OTHER_PASSPHRASE), ("en gang til", OTHER_PASSPHRASE)),
        ]
        for question, answer in said:
            child.expect(question)
            seen += child.before + child.after
            child.sendline(answer)
        child.expect("([0-9A-Z]{4}-){6}[0-9A-Z]{4}")
        key = child.after
        for typed in (key[:-1], key.lower().replace("-", " ")):
            child.expect("Skriv den inn igjen fra papiret")
            seen += child.before
            child.sendline(typed)
        child.expect(pexpect.EOF)
        seen += child.before
    assert child.exitstatus == 0
    for words in ("De to var ikke like. Prøv igjen.", "Passordfrasen er for kort", "Det er ikke den samme."):
        assert words in seen
    assert "kvist" not in seen
    assert "steinrøysa" not in seen
    with terminal(["--register", str(register), "case", "list"], home) as child:
        child.expect("Passordfrase")
        child.sendline(PASSPHRASE)
        child.expect("Registeret har ingen saker ennå.")
        child.expect(pexpect.EOF)
    assert child.exitstatus == 0
    with terminal(["--register", str(register), "register", "users", "list"], home) as child:
        child.expect("Passordfrase")
        child.sendline(key)
        child.expect("leder")
        child.expect(pexpect.EOF)
    assert child.exitstatus == 0


def test_an_interruption_at_the_question_ends_with_130_and_makes_nothing(tmp_path: Path, home: dict[str, str]) -> None:
    register = tmp_path / "saker.assess"
    with terminal(["--register", str(register), "register", "init", "--profile", "fredrikstad"], home) as child:
        child.expect("Nøkkelholder 1")
        child.sendline("")
        child.expect("Ny passordfrase")
        child.sendintr()
        child.expect("Avbrutt.")
        child.expect(pexpect.EOF)
    assert child.exitstatus == 130
    assert not list(tmp_path.glob("saker*"))


def test_a_script_makes_the_demonstration_and_reads_it(tmp_path: Path, home: dict[str, str]) -> None:
    made = script(["demo", "--dir", str(tmp_path / "øving")], home)
    assert made.returncode == 0
    register, report = (Path(line.split(": ", 1)[1]) for line in made.stdout.splitlines()[:2])
    assert report.read_bytes().startswith(b"%PDF-")
    listed = script(["--register", str(register), "case", "list"], home)
    assert listed.returncode == 0
    assert "BLÅKLOKKE" in listed.stdout
    told = json.loads(script(["--register", str(register), "register", "doctor", "--json"], home).stdout)
    assert (told["wrong_settings"], told["settings"]["cipher_memory_security"]) == ({}, "1")


def test_without_a_terminal_nothing_is_asked_and_nothing_hangs(tmp_path: Path, home: dict[str, str]) -> None:
    done = script(["--register", str(tmp_path / "saker.assess"), "register", "init", "--profile", "oslo"], home)
    assert done.returncode == 2
    assert done.stderr.startswith("Dette må gjøres av noen ved en terminal.")
    assert not list(tmp_path.glob("saker*"))
    assert script([], home).returncode == 2
