"""The help that is kept says what the command itself would say."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Sequence

import pytest

from assess.__main__ import main
from assess.commands.boundary import run
from assess.commands.kept_help import path_of
from assess.language import LANGUAGES, SOURCE, speak


def said(monkeypatch: pytest.MonkeyPatch, words: Sequence[str]) -> str:
    """What the command line prints when nothing is kept."""
    out = io.StringIO()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", out)
        assert run(words) == 0
    return out.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_kept_help_is_what_the_command_itself_would_say(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("ASSESS_LANGUAGE", language)
    assert said(monkeypatch, ["--help"]) == path_of(language).read_text(encoding="utf-8")
    speak(SOURCE)


@pytest.mark.parametrize("columns", ["80", "200"])
def test_the_kept_help_is_said_where_there_is_room(
    columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert main(["--help"]) == 0
    assert capsys.readouterr().out == path_of(SOURCE).read_text(encoding="utf-8")


def test_a_narrow_terminal_gets_help_of_its_own_width(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert main(["--help"]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 50


def test_help_imports_nothing_that_parses_words() -> None:
    script = "import sys; from assess.__main__ import main; main(['--help']); sys.exit('click' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
