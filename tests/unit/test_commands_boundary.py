from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from assess.__main__ import main
from assess.commands.output import as_json, columns, escaped, shown
from assess.commands.program import program
from assess.commands.workplace import Workplace
from assess.language import speak

HEAVY = ("textual", "pydantic", "sqlite_utils", "sqlcipher3", "weasyprint", "jinja2", "yaml", "cryptography")


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for name in ("ASSESS_REGISTER", "ASSESS_PASSPHRASE_FILE", "ASSESS_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    yield
    speak("nb")


def run(*words: str | Path) -> tuple[int, str, str]:
    """The exit code, and what was printed for the reader and about how it went."""
    with CliRunner().isolation() as (out, err, _both):
        code = main([str(word) for word in words])
        return code, out.getvalue().decode(), err.getvalue().decode()


def commands(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command there is, with the words that call it."""
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        found = group.get_command(ctx, name)
        assert found is not None
        yield (*words, name), found
        if isinstance(found, click.Group):
            yield from commands(found, (*words, name))


ALL = dict(commands(program))


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_version_and_help_import_nothing_heavy(option: str) -> None:
    script = (
        "import sys; from assess.__main__ import main; "
        f"code = main(['{option}']); print([name for name in {HEAVY!r} if name in sys.modules], code, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == "[] 0\n"


def test_a_plugin_that_happens_to_be_installed_never_sees_a_record(tmp_path: Path) -> None:
    told = tmp_path / "seen"
    (tmp_path / "nosy.py").write_text(f"open({str(told)!r}, 'w').close()\nplugin = None\n", encoding="utf-8")
    about = tmp_path / "nosy-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: nosy\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text("[pydantic]\nnosy = nosy:plugin\n", encoding="utf-8")
    script = "import sys; from assess.__main__ import main; sys.exit(main(['instrument', 'list']))"
    environment = {name: value for name, value in os.environ.items() if name != "PYDANTIC_DISABLE_PLUGINS"}
    environment["PYTHONPATH"] = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert "vrb" in done.stdout
    assert not told.exists()


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_command_explains_itself_with_an_example_of_it(words: tuple[str, ...]) -> None:
    code, out, _err = run(*words, "--help")
    lines = out.splitlines()
    assert code == 0
    assert lines[0].startswith(f"Bruk: assess {' '.join(words)} ")
    example = lines[lines.index("Eksempel:") + 1].strip()
    assert words[0] in example.split()
    assert words[-1] in example.split() or isinstance(ALL[words], click.Group)
    for english in ("Usage", "Options", "Commands", "Show this", "OPTIONS", "ARGS"):
        assert english not in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sak"], "Det finnes ingen kommando som heter «sak».\nSe «assess --help».\n"),
        (["instrument", "chek"], "Det finnes ingen kommando som heter «chek». Mente dere check?"),
        (["--regster", "x"], "Det finnes ikke noe valg som heter --regster. Mente dere --register?"),
        (["compare", "A"], "B mangler.\nSe «assess compare --help».\n"),
        (["case", "list", "nå"], "Dette hører ikke til kommandoen: nå\nSe «assess case list --help».\n"),
        (["report", "X", "--lang", "fr"], "--lang må være en av disse: nb, en."),
        (["report", "-o"], "Valget -o mangler en verdi."),
        (["journal", "show", "--since", "-3"], "--since må være et helt tall som ikke er mindre enn 0."),
        (["--instruments", "finnes/ikke", "instrument", "list"], "Det er ingen mappe på finnes/ikke."),
        (["register", "init"], "--profile mangler."),
    ],
)
def test_wrong_use_is_said_in_plain_words_and_ends_with_2(words: list[str], said: str) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err.startswith(said)


def test_a_noun_alone_shows_its_verbs_and_ends_with_2() -> None:
    code, out, err = run("instrument")
    assert (code, out) == (2, "")
    assert "Kommandoer:" in err


def test_without_a_terminal_the_screens_are_refused_in_a_sentence() -> None:
    code, out, err = run()
    assert (code, out) == (2, "")
    assert err.startswith("Skjermbildene trenger en terminal.")


def test_an_error_nobody_foresaw_tells_its_place_and_nothing_of_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_workplace: Workplace) -> None:
        secret = "Kari Nordmann"
        raise KeyError(secret)

    monkeypatch.setattr(Workplace, "library", broken)
    code, out, err = run("instrument", "list")
    assert (code, out) == (1, "")
    assert "KeyError" in err
    assert "assess/commands/instrument.py:" in err
    assert "Kari" not in err
    assert "Traceback" not in err
    assert len(err.splitlines()) == 1


def test_an_interruption_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_workplace: Workplace) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Workplace, "library", interrupted)
    assert run("instrument", "list") == (130, "", "\nAvbrutt.\n")


def test_the_language_is_chosen_by_the_environment_or_the_option(monkeypatch: pytest.MonkeyPatch) -> None:
    _code, norwegian, _err = run("instrument", "list")
    monkeypatch.setenv("ASSESS_LANGUAGE", "en")
    _code, english, _err = run("instrument", "list")
    _code, chosen, _err = run("--language", "nb", "instrument", "list")
    assert norwegian == chosen != english


def test_a_terminal_without_our_letters_gets_question_marks_not_an_error() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assess", "--help"],
        capture_output=True,
        check=True,
        env={"PYTHONIOENCODING": "latin-1", "PATH": "", "PYTHONPATH": ":".join(sys.path)},
    )
    assert done.stdout.startswith(b"Bruk: assess [VALG] [KOMMANDO] ?\n")
    assert "kontaktmøtet".encode("latin-1") in done.stdout


def test_a_reader_that_leaves_early_is_no_error() -> None:
    shell = f'"{sys.executable}" -m assess instrument schema | head -c 1; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode in {0, 1}


def test_what_would_steer_a_terminal_is_shown_as_replaced() -> None:
    assert shown("a\x1b[31mb\u202ec\x9bd\ne\tf") == "a�[31mb�c�d\ne\tf"


def test_json_keeps_its_meaning_and_holds_nothing_invisible() -> None:
    text = as_json({"b": "\x9b1m\u202e", "a": ["æ"]})
    assert text == '{\n "a": [\n  "æ"\n ],\n "b": "\\u009b1m\\u202e"\n}\n'
    assert escaped(text) == text


def test_columns_line_up_and_keep_each_cell_on_one_line() -> None:
    assert columns([("a", "b"), ("ccc", "d\ne")]) == "a    b\nccc  d e"
