from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from assess.__main__ import main
from assess.language import speak


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    yield
    speak("nb")


def run(*words: str | Path) -> tuple[int, str, str]:
    """The exit code, and what was printed for the reader and about how it went."""
    with CliRunner().isolation() as (out, err, _both):
        code = main([str(word) for word in words])
        return code, out.getvalue().decode(), err.getvalue().decode()


@pytest.mark.slow
def test_a_form_is_written_without_any_register_and_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "skjema.pdf"
    code, out, err = run("instrument", "form", "triage", "-o", file)
    assert (code, out) == (0, f"Skrev {file}.\n")
    assert err == "I dette verktøyet vurderer ingen alene først. Skjemaet er til å fylle ut sammen.\nLager PDF …\n"
    assert PdfReader(file).get_fields() is None
    assert list(tmp_path.iterdir()) == [file]
    assert os.name != "posix" or stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.slow
def test_a_fillable_form_has_a_field_for_each_item(tmp_path: Path) -> None:
    file = tmp_path / "skjema.pdf"
    assert run("instrument", "form", "triage", "-o", file, "--fillable", "--lang", "en")[0] == 0
    read = PdfReader(file)
    assert {f"T{number}" for number in range(1, 13)} <= set(read.get_fields() or {})
    assert str(read.root_object["/Lang"]) == "en"


def test_a_file_that_is_there_is_only_replaced_when_asked_to(tmp_path: Path) -> None:
    file = tmp_path / "skjema.pdf"
    file.write_bytes(b"noe annet")
    code, _out, err = run("instrument", "form", "triage", "-o", file)
    assert code == 1
    assert "finnes fra før" in err
    assert file.read_bytes() == b"noe annet"


def test_a_form_needs_a_file_and_an_instrument(tmp_path: Path) -> None:
    assert run("instrument", "form", "triage")[0] == 2
    code, _out, err = run("instrument", "form", "vrbb", "-o", tmp_path / "x.pdf")
    assert code == 1
    assert err == "Det finnes ikke noe verktøy som heter «vrbb». Mente dere «vrb»?\n"
