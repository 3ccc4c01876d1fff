"""Copies of reports: numbered, recognised, told of, and removed; and PDFs that carry their assessment back."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from assess.__main__ import main
from assess.casework.deeds.convening import Convene
from assess.errors import ImportRefused
from assess.instrument.library import Library
from assess.places import shipped
from assess.profile.load import Profiles
from assess.register.arrivals import Arrival
from assess.register.founding import DEMONSTRATION_PASSPHRASE, Founding, found_demonstration
from assess.register.key_file import keys_path
from assess.register.register import Register
from assess.register.report_copies import LEFT_LYING, copies_of, left_lying, lying
from assess.reports.carried import attached_json, pages_of, read_pdf
from assess.reports.check import check
from assess.reports.content import build
from assess.reports.issue import Order, gather
from assess.reports.render import pdf_bytes
from assess.reports.request import FullReport
from assess.training.demonstration import demonstration
from tests.unit.conftest import CHEAP

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # WeasyPrint leaves its profile open


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.assess"
    library = Library(shipped("instruments"))
    edition = library.edition("vrb")
    records = demonstration(edition, Profiles().profile("fredrikstad"), library.folder("vrb") / "cases")
    with found_demonstration(path, Founding("fredrikstad", "kommune"), cost=CHEAP) as register:
        register.bring_in(tuple(Arrival(record.case, edition, one) for record in records for one in record.assessments))
    return path


@pytest.fixture
def demo(made: Path, tmp_path: Path) -> Path:
    path = tmp_path / "register" / "demo.assess"
    path.parent.mkdir()
    for file in (made, keys_path(made)):
        shutil.copy(file, path.parent / file.name)
    return path


@pytest.fixture
def register(demo: Path) -> Iterator[Register]:
    with Register.unlock(demo, DEMONSTRATION_PASSPHRASE) as opened:
        yield opened


def on(demo: Path, *words: object) -> tuple[int, str, str]:
    """The exit code, and what was printed for the reader and about how it went."""
    with CliRunner().isolation() as (out, err, _both):
        code = main(["--register", str(demo), *map(str, words)])
        return code, out.getvalue().decode(), err.getvalue().decode()


def test_each_recipient_gets_a_numbered_copy_that_says_whose_it_is(demo: Path) -> None:
    code, out, _err = on(
        demo, "report", "HESTEHOV", "--variant", "one-page", "--recipient", "Politiet", "--recipient", "Skolen"
    )
    folder = demo.parent / "rapporter"
    assert code == 0
    assert out == f"Skrev {folder / 'HESTEHOV-1.pdf'}.\nSkrev {folder / 'HESTEHOV-1-2.pdf'}.\n"
    for name, words in (
        ("HESTEHOV-1", "Eksemplar 1 av 2, til Politiet"),
        ("HESTEHOV-1-2", "Eksemplar 2 av 2, til Skolen"),
    ):
        file = folder / f"{name}.pdf"
        assert all(words in page for page in pages_of(file.read_bytes(), file))
    _code, out, _err = on(demo, "case", "copies", "HESTEHOV")
    assert out.count("ligger i mappen") == 2
    assert "1/2   Politiet" in out
    assert "2/2   Skolen" in out


def test_several_recipients_are_not_put_into_one_file_and_none_is_written(demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "ut.pdf"
    out.write_bytes(b"%PDF-1.7 en annen")
    both = ("--recipient", "Politiet", "--recipient", "Skolen")
    for force in ((), ("--force",)):
        code, _out, err = on(demo, "report", "HESTEHOV", "-o", out, *force, *both)
        assert code == 2
        assert "Flere eksemplarer får hvert sitt navn. Bruk dem uten -o." in err
    assert out.read_bytes() == b"%PDF-1.7 en annen"
    assert not (demo.parent / "rapporter").exists()


def test_the_help_says_that_each_recipient_gets_a_file_and_that_o_is_not_for_several(demo: Path) -> None:
    _code, out, _err = on(demo, "report", "--help")
    words = " ".join(out.split())
    assert "da får hver sin egen nummererte fil i «rapporter», og -o kan ikke brukes." in words


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps no mode bits")
def test_the_folder_of_reports_is_the_users_own_also_when_it_was_open_before(demo: Path) -> None:
    folder = demo.parent / "rapporter"
    folder.mkdir(mode=0o755)
    on(demo, "report", "HESTEHOV", "--variant", "one-page")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "HESTEHOV-1.pdf").stat().st_mode) == 0o600


def test_removing_takes_the_files_and_keeps_the_list(demo: Path) -> None:
    on(demo, "report", "HESTEHOV", "--variant", "one-page")
    changed = demo.parent / "rapporter" / "HESTEHOV-1-2.pdf"
    on(demo, "report", "HESTEHOV", "--variant", "one-page")
    changed.write_bytes(changed.read_bytes() + b" ")
    assert on(demo, "case", "copies", "--remove")[1] == "Filer som er slettet: 1.\n"
    assert [one.name for one in changed.parent.iterdir()] == [changed.name]
    _code, out, _err = on(demo, "case", "copies", "HESTEHOV")
    assert out.count("er ikke i mappen") == 2


def test_a_file_is_asked_about_once_it_has_lain_there_for_a_day(demo: Path) -> None:
    on(demo, "report", "HESTEHOV", "--variant", "one-page")
    with Register.unlock(demo, DEMONSTRATION_PASSPHRASE) as register:
        assert len(lying(register)) == 1
        assert left_lying(register) == ()
        made_at = lying(register)[0].copy.made_at
        register._clock = lambda: made_at + LEFT_LYING - timedelta(seconds=1)
        assert left_lying(register) == ()
        register._clock = lambda: made_at + LEFT_LYING
        assert len(left_lying(register)) == 1


def test_a_file_that_was_written_here_is_known_again_and_its_mark_holds(demo: Path) -> None:
    on(demo, "report", "HESTEHOV", "--variant", "one-page")
    code, out, _err = on(demo, "report", "--check", demo.parent / "rapporter" / "HESTEHOV-1.pdf")
    assert code == 0
    assert "Filen er akkurat slik registeret skrev den: HESTEHOV/1, på én side, eksemplar 1 av 1" in out
    assert "Registeret ville skrevet nøyaktig den samme filen nå." in out
    assert "Journalen stemmer med merket på sidene." in out


@pytest.mark.slow
def test_one_changed_digit_is_found_and_the_page_is_named(demo: Path, tmp_path: Path) -> None:
    on(demo, "report", "RØSSLYNG/2")
    written = (demo.parent / "rapporter" / "RØSSLYNG-2.pdf").read_bytes()
    with Register.unlock(demo, DEMONSTRATION_PASSPHRASE) as register:
        case, assessment = register.assessment_called("RØSSLYNG/2")
        (copy,) = copies_of(register, case.id)
        moved = assessment.meeting.model_copy(update={"held_on": assessment.meeting.held_on.replace(day=16)})
        changed = assessment.model_copy(update={"meeting": moved})
        dossier = gather(register, Order(case, changed), copy.anchor).dossier(Profiles())
        asked = gather(register, Order(case, assessment), copy.anchor).request()
        forged = pdf_bytes(build(dataclasses.replace(dossier, printed_on=copy.printed_on), asked))
    file = tmp_path / "endret.pdf"
    file.write_bytes(forged)
    assert len(forged) == pytest.approx(len(written), rel=0.01)
    code, out, _err = on(demo, "report", "--check", file)
    assert code == 1
    assert "Filen er IKKE slik registeret skrev den. Den bærer merket til RØSSLYNG/2" in out
    assert re.search(r"Ordene er andre enn registerets på side 1, [0-9, ]*\d+\.", out)
    assert "Journalen stemmer med merket på sidene." in out


@pytest.mark.slow
def test_changed_data_inside_an_unchanged_report_is_found_and_named(demo: Path, tmp_path: Path) -> None:
    on(demo, "report", "RØSSLYNG/2")
    with Register.unlock(demo, DEMONSTRATION_PASSPHRASE) as register:
        case, assessment = register.assessment_called("RØSSLYNG/2")
        (copy,) = copies_of(register, case.id)
        gathered = gather(register, Order(case, assessment), copy.anchor)
        dossier, asked = gathered.dossier(Profiles()), gathered.request()
        assert isinstance(asked, FullReport)
        lies = dataclasses.replace(asked, attached=asked.attached.replace("Mentor", "Mentar"))
        forged = pdf_bytes(build(dataclasses.replace(dossier, printed_on=copy.printed_on), lies))
    file = tmp_path / "endret.pdf"
    file.write_bytes(forged)
    code, out, _err = on(demo, "report", "--check", file)
    assert code == 1
    assert "Ordene på sidene er registerets, men vurderingen som følger med som data, er en annen." in out


def test_a_single_changed_byte_is_found_even_where_no_word_changed(demo: Path, tmp_path: Path) -> None:
    on(demo, "report", "HESTEHOV", "--variant", "one-page")
    file = tmp_path / "endret.pdf"
    file.write_bytes((demo.parent / "rapporter" / "HESTEHOV-1.pdf").read_bytes() + b"\n")
    code, out, _err = on(demo, "report", "--check", file)
    assert code == 1
    assert "Filen er IKKE slik registeret skrev den." in out


def test_another_registers_file_is_not_this_ones(demo: Path, made: Path, tmp_path: Path) -> None:
    on(demo, "report", "HESTEHOV", "--variant", "one-page")
    other = tmp_path / "annet" / "demo.assess"
    other.parent.mkdir()
    for one in (made, keys_path(made)):
        shutil.copy(one, other.parent / one.name)
    code, out, _err = on(other, "report", "--check", demo.parent / "rapporter" / "HESTEHOV-1.pdf")
    assert code == 1
    assert "Dette registeret har ikke skrevet filen." in out
    assert "Journalen stemmer ikke med merket på sidene" in out


def test_an_assessment_that_changed_since_is_said_to_have(demo: Path) -> None:
    with Register.unlock(demo, DEMONSTRATION_PASSPHRASE) as register:
        case, draft = register.assessment_called("TYTTEBÆR")
        assert draft.state == "draft"
    on(demo, "report", "TYTTEBÆR", "--variant", "one-page")
    file = demo.parent / "rapporter" / f"TYTTEBÆR-{draft.number}.pdf"
    with Register.unlock(demo, DEMONSTRATION_PASSPHRASE) as register:
        held_on = draft.meeting.held_on - timedelta(days=1)
        register.do(draft, Convene(draft.meeting.model_copy(update={"held_on": held_on})))
        found = check(register, Profiles(), file, read_pdf(file), pdf_bytes)
    assert found.unchanged
    assert not found.answered
    assert not found.holds
    assert case.reference == "TYTTEBÆR"


def test_what_is_no_pdf_is_refused_in_words(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(b"noe annet")
    assert on(demo, "report", "--check", file)[::2] == (1, f"{file} er ikke en PDF.\n")
    file.write_bytes(b"%PDF-1.7\nbroken")
    assert on(demo, "report", "--check", file)[::2] == (1, f"{file} er skadet og kan ikke leses.\n")
    assert on(demo, "report", "--check", tmp_path / "ingen.pdf")[0] == 1


def test_the_full_report_carries_the_assessment_which_goes_in_and_out_again_byte_for_byte(
    demo: Path, tmp_path: Path
) -> None:
    on(demo, "report", "RØSSLYNG/2")
    file = demo.parent / "rapporter" / "RØSSLYNG-2.pdf"
    carried = attached_json(file.read_bytes(), file)
    empty = tmp_path / "tomt" / "demo.assess"
    empty.parent.mkdir()
    found_demonstration(empty, Founding("fredrikstad", "kommune"), cost=CHEAP).close()
    assert on(empty, "assessment", "import", file)[::2] == (0, "")
    code, out, _err = on(empty, "assessment", "export", "RØSSLYNG/2")
    assert code == 0
    assert out == carried
    assert on(demo, "assessment", "export", "RØSSLYNG/2")[1] == carried


@pytest.mark.slow
@pytest.mark.parametrize("variant", ["one-page", "access", "plain", "comparison"])
def test_every_other_report_carries_nothing(demo: Path, variant: str) -> None:
    more = ("--read",) if variant == "access" else ()
    assert on(demo, "report", "RØSSLYNG/2", "--variant", variant, *more)[0] == 0
    file = demo.parent / "rapporter" / "RØSSLYNG-2.pdf"
    assert PdfReader(file).attachments == {}
    with pytest.raises(ImportRefused, match="har ingen vurdering med seg"):
        attached_json(file.read_bytes(), file)


def test_options_of_another_variant_are_refused_and_nothing_is_written(demo: Path) -> None:
    code, _out, err = on(demo, "report", "MYRULL", "--withhold", "3")
    assert code == 2
    assert err.startswith("--withhold hører ikke til --variant full.")
    code, _out, err = on(demo, "report", "MYRULL", "--variant", "handover", "--to", "politi")
    assert code == 2
    assert "--basis, --reason mangler" in err
    assert on(demo, "report")[0] == 2
    assert not (demo.parent / "rapporter").exists()
