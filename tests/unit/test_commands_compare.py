from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from assess.__main__ import main
from assess.instrument.library import Library
from assess.language import speak
from assess.places import shipped
from assess.profile.load import Profiles
from assess.register.arrivals import Arrival
from assess.register.founding import DEMONSTRATION_PASSPHRASE, Founding, found_demonstration
from assess.register.register import Register
from assess.training.demonstration import demonstration
from tests.unit.conftest import CHEAP


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration with RØSSLYNG alone, assessed twice."""
    path = tmp_path_factory.mktemp("demo") / "demo.assess"
    library = Library(shipped("instruments"))
    edition, cases = library.edition("vrb"), library.folder("vrb") / "cases"
    records = demonstration(edition, Profiles().profile("fredrikstad"), cases)
    arrivals = tuple(
        Arrival(record.case, edition, one)
        for record in records
        if record.case.reference == "RØSSLYNG"
        for one in record.assessments
    )
    with found_demonstration(path, Founding(profile="fredrikstad", organisation="kommune"), cost=CHEAP) as register:
        register.bring_in(arrivals)
    return path


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    yield
    speak("nb")


def on(register: Path, *words: str | Path) -> tuple[int, str, str]:
    """The exit code, and what was printed for the reader and about how it went."""
    with CliRunner().isolation() as (out, err, _both):
        code = main([str(word) for word in ("--register", register, *words)])
        return code, out.getvalue().decode(), err.getvalue().decode()


def told(register: Path) -> int:
    """How often the journal was told of a comparison; it holds."""
    with Register.unlock(register, DEMONSTRATION_PASSPHRASE) as opened:
        assert opened.verify().broken_at is None
        return sum(one.action == "compare" for one in opened.entries())


@pytest.mark.slow
def test_a_file_called_pdf_becomes_a_report_that_the_journal_knows(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "sammenligning.PDF"
    before = told(demo)
    code, out, err = on(demo, "compare", "RØSSLYNG/1", "RØSSLYNG/2", "-o", file)
    assert (code, out, err) == (0, "", f"Lager PDF …\nSkrev {file}.\n")
    words = re.sub(r"\s+", " ", PdfReader(file).pages[0].extract_text())
    assert "Fra RØSSLYNG/1 til RØSSLYNG/2" in words
    assert told(demo) == before + 1
    assert "sammenligning" in on(demo, "case", "copies", "RØSSLYNG")[1]


def test_another_name_becomes_text_as_before(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "sammenligning.txt"
    assert on(demo, "compare", "RØSSLYNG/1", "RØSSLYNG/2", "-o", file)[0] == 0
    assert file.read_text(encoding="utf-8").startswith("RØSSLYNG: fra vurdering 1 (17.03.2026, N3 Høy) til vurdering 2")


def test_json_and_pdf_cannot_be_one_file(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "sammenligning.pdf"
    code, _out, err = on(demo, "compare", "RØSSLYNG/1", "RØSSLYNG/2", "--json", "-o", file)
    assert code == 2
    assert err.startswith("Velg JSON eller PDF.")
    assert not file.exists()


def test_an_older_one_last_is_remarked_on(demo: Path) -> None:
    _code, _out, err = on(demo, "compare", "RØSSLYNG/2", "RØSSLYNG/1")
    assert err == "Merk: RØSSLYNG/2 er nyere enn RØSSLYNG/1.\n"
