"""Whatever the environment says: the same register, no files but our own, and words where something doesn't work."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from assess.register.key_file import keys_path
from assess.register.register import Register
from tests.attacks.attacked_register import empty_register, hostile_register, unlock
from tests.attacks.conftest import Figures, Start
from tests.journeys.terminal import environment
from tests.unit.conftest import PASSPHRASE

LOCALES: dict[str, Mapping[str, str | None]] = {
    "C": {"LC_ALL": "C"},
    "POSIX": {"LC_ALL": "POSIX"},
    "nb": {"LC_ALL": "nb_NO.UTF-8", "LANG": "nb_NO.UTF-8"},
    "tr": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "missing": {"LC_ALL": "xx_YY.UTF-8"},
    "none": {"LANG": None, "LC_ALL": None, "LC_CTYPE": None},
    "no-utf8-mode": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "latin-1-output": {"LC_ALL": "C", "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
}

WRITTEN = "Æøå İıß ğ š čáhci «–»"


def command(home: Path, words: list[str], env: Mapping[str, str | None]) -> subprocess.CompletedProcess[bytes]:
    secret = home.parent / "passordfrase"
    secret.write_text(PASSPHRASE)
    secret.chmod(0o600)
    everything: dict[str, str | None] = {**environment(home), **env, "ASSESS_PASSPHRASE_FILE": str(secret)}
    return subprocess.run(
        [sys.executable, "-m", "assess", *words],
        env={name: value for name, value in everything.items() if value is not None},
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


@pytest.mark.slow
def test_the_same_register_says_the_same_in_every_locale(home: Path, figures: Figures) -> None:
    register = hostile_register(home)
    told = {}
    for name, env in LOCALES.items():
        ran = command(home, ["--register", str(register), "assessment", "export", "BLÅKLOKKE/1"], env)
        assert ran.returncode == 0, (name, ran.stderr)
        told[name] = ran.stdout
        shown = command(home, ["--register", str(register), "case", "show", "BLÅKLOKKE"], env)
        assert shown.returncode == 0, (name, shown.stderr)
        assert b"Traceback" not in shown.stderr
    figures("locales", tried=len(told), different=len(set(told.values())) - 1)
    assert len(set(told.values())) == 1
    assert json.loads(told["C"])["case"]["reference"] == "BLÅKLOKKE"


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_what_is_typed_is_kept_letter_for_letter_in_every_locale(home: Path, tmp_path: Path, start: Start) -> None:
    empty = empty_register(tmp_path)
    kept = {}
    for name, env in LOCALES.items():
        register = home / f"{name}.assess"
        shutil.copy(empty, register)
        shutil.copy(keys_path(empty), keys_path(register))
        terminal = start(["--register", str(register)], env=env)
        unlock(terminal, sees="Ingen saker")  # a terminal without «å» shows «?»
        terminal.press("n")
        terminal.see("uten navn")
        terminal.send(WRITTEN)
        terminal.press("tab", "tab", "right", "space", "tab", "space", "tab", "right", "right", "space", "ctrl+s")
        terminal.see("Ingen vurdering")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0, name
        with Register.unlock(register, PASSPHRASE) as opened:
            kept[name] = [line.summary for line in opened.case_lines()]
    assert kept == {name: [WRITTEN] for name in LOCALES}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["dumb", "unknown", "", "vt100", "linux", "xterm-no-such"])
def test_any_kind_of_terminal_opens_the_program_or_is_told_why_not(home: Path, start: Start, kind: str) -> None:
    terminal = start(["--register", str(empty_register(home))], env={"TERM": kind, "NO_COLOR": "1"})
    unlock(terminal, sees="Ingen saker ennå")
    terminal.press("ctrl+q")
    assert terminal.ended() == 0
    assert b"Traceback" not in terminal.raw


@pytest.mark.slow
def test_no_variable_or_dotenv_file_makes_the_program_write_run_or_show_anything_else(
    home: Path, tmp_path: Path, start: Start
) -> None:
    folder, trap = tmp_path / "mappe", tmp_path / "felle"
    folder.mkdir()
    script = tmp_path / "fange"
    script.write_text(f"#!/bin/sh\ntouch {trap}/run\n")
    script.chmod(0o755)
    trap.mkdir()
    (folder / ".env").write_text(f"ASSESS_REGISTER={trap}/r.assess\nTEXTUAL_LOG={trap}/log\n")
    env: dict[str, str | None] = {
        "TEXTUAL": "devtools,debug",
        "TEXTUAL_LOG": str(trap / "log"),
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_SCREENSHOT_LOCATION": str(trap),
        "TEXTUAL_PRESS": "n,ctrl+q",
        "TEXTUAL_DEVTOOLS_HOST": "127.0.0.1",
        "TEXTUAL_DRIVER": "no.such:Driver",
        **dict.fromkeys(("PAGER", "EDITOR", "VISUAL", "BROWSER", "PYTHONBREAKPOINT", "PYTHONSTARTUP"), str(script)),
        "PYTHONFAULTHANDLER": "1",
        "PYTHONWARNINGS": "default",
        "WEASYPRINT_DLL_DIRECTORIES": str(trap),
        "SOURCE_DATE_EPOCH": "0",
    }
    register = hostile_register(home)
    terminal = start(["--register", str(register)], env=env, cwd=folder)
    unlock(terminal)
    terminal.settle(1.5)
    assert "1 sak" in terminal.words()
    terminal.press("enter")
    terminal.see("låst 13")
    terminal.press("f5")
    terminal.see("PDF-en ligger på", within=90)
    terminal.press("ctrl+q")
    assert terminal.ended() == 0
    assert list(trap.iterdir()) == []
    assert [path.name for path in folder.iterdir()] == [".env"]
    assert {path.name for path in home.iterdir()} <= {"rapporter", "config", ".local", ".cache", *_register(register)}


def _register(path: Path) -> set[str]:
    return {path.name, keys_path(path).name, f"{path.name}-wal", f"{path.name}-shm"}
