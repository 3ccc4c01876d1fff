from __future__ import annotations

import json
import os
import re
import shutil
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
from assess.register.founding import DEMONSTRATION_PASSPHRASE, Founding, found, found_demonstration
from assess.register.key_file import keys_path
from assess.register.register import Register
from assess.training.demonstration import demonstration
from tests.unit.conftest import CHEAP, PASSPHRASE, PEOPLE, RECOVERY

FOUNDING = Founding(profile="fredrikstad", organisation="kommune")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration without its PDF."""
    path = tmp_path_factory.mktemp("demo") / "demo.assess"
    library = Library(shipped("instruments"))
    edition, cases = library.edition("vrb"), library.folder("vrb") / "cases"
    records = demonstration(edition, Profiles().profile("fredrikstad"), cases)
    arrivals = tuple(Arrival(record.case, edition, one) for record in records for one in record.assessments)
    with found_demonstration(path, FOUNDING, cost=CHEAP) as register:
        register.bring_in(arrivals)
    return path


@pytest.fixture
def demo(made: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "demo.assess"
    for file in (made, keys_path(made)):
        shutil.copy(file, copy.parent / file.name)
    return copy


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "annet.assess"
    found_demonstration(path, FOUNDING, cost=CHEAP).close()
    return path


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path, secret = tmp_path / "saker.assess", tmp_path / "passord"
    found(path, PEOPLE, RECOVERY, FOUNDING, cost=CHEAP).close()
    secret.write_text(f"{PASSPHRASE}\nnoe annet\n", encoding="utf-8")
    secret.chmod(0o600)
    monkeypatch.setenv("ASSESS_PASSPHRASE_FILE", str(secret))
    return path


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
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


def on(register: Path, *words: str | Path) -> tuple[int, str, str]:
    return run("--register", register, *words)


def state(register: Path) -> tuple[object, ...]:
    """Every case in a line, and what was done but for looking."""
    with Register.unlock(register, DEMONSTRATION_PASSPHRASE) as opened:
        looking = {"unlock", "view"}
        return [entry for entry in opened.entries() if entry.action not in looking], opened.case_lines()


def done(register: Path) -> list[str]:
    """What was done, as the journal calls it, but for opening the register."""
    _code, out, _err = on(register, "journal", "show", "--json")
    return [entry["action"] for entry in json.loads(out)["entries"] if entry["action"] != "unlock"]


def test_cases_are_listed_and_shown(demo: Path) -> None:
    code, out, _err = on(demo, "case", "list")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[1:]] == sorted(
        ["BLÅKLOKKE", "HESTEHOV", "MYRULL", "RØSSLYNG", "TYTTEBÆR"]
    )
    code, out, _err = on(demo, "case", "show", "røsslyng")
    assert code == 0
    assert "RØSSLYNG/1  17.03.2026  låst      N3 Høy" in out
    assert "RØSSLYNG/2  15.09.2026  låst      N2 Moderat" in out


def test_json_is_sorted_indented_and_whole(demo: Path) -> None:
    _code, out, _err = on(demo, "case", "list", "--json")
    listed = json.loads(out)
    assert out == json.dumps(listed, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert listed[0]["reference"] == "BLÅKLOKKE"
    _code, out, _err = on(demo, "case", "show", "RØSSLYNG", "--json")
    assert [one["level"] for one in json.loads(out)["assessments"]] == ["N3", "N2"]


def test_an_unknown_case_is_told_with_where_to_look(demo: Path) -> None:
    assert on(demo, "case", "show", "F-2026-0001") == (
        1,
        "",
        "Registeret har ingen sak som heter F-2026-0001. Se «assess case list».\n",
    )


def test_the_comparison_counts_known_to_unknown_apart(demo: Path) -> None:
    code, out, err = on(demo, "compare", "RØSSLYNG/1", "RØSSLYNG/2")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == "RØSSLYNG: fra vurdering 1 (17.03.2026, N3 Høy) til vurdering 2 (15.09.2026, N2 Moderat)"
    assert lines[2:10] == [
        "0   Økt, eller styrke svekket",
        "1   Fra kjent til ukjent",
        "3   Fra ukjent til kjent",
        "22  Redusert, eller styrke økt",
        "8   Uendret",
        "0   Fortsatt ukjent",
        "0   Ikke sammenlignbar",
        "Mellom kjent og ukjent i alt: 4",
    ]
    assert "  D2 Deltar i nettmiljøer som fremmer vold  2 Tydelig til stede  →  U Ukjent – bør avklares" in lines


def test_the_comparison_as_data_and_as_a_file(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "sammenligning.json"
    code, out, _err = on(demo, "compare", "RØSSLYNG/1", "RØSSLYNG/2", "--json", "-o", file)
    found = json.loads(file.read_text(encoding="utf-8"))
    assert (code, out) == (0, "")
    assert (found["counts"]["eased"], found["counts"]["unchanged"], len(found["items"])) == (22, 8, 34)
    assert on(demo, "compare", "RØSSLYNG/1", "RØSSLYNG/2", "-o", file)[0] == 1
    assert json.loads(file.read_text(encoding="utf-8")) == found


def test_two_cases_are_not_compared(demo: Path) -> None:
    code, out, err = on(demo, "compare", "MYRULL/1", "RØSSLYNG/2")
    assert (code, out) == (1, "")
    assert err == "MYRULL/1 og RØSSLYNG/2 gjelder to ulike saker.\n"


def test_out_and_in_and_out_again_gives_the_same_bytes(demo: Path, other: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"{label.replace('/', '-')}.json" for label in ("RØSSLYNG/1", "RØSSLYNG/2", "TYTTEBÆR/1")]
    for file in files:
        assert on(demo, "assessment", "export", "/".join(file.stem.split("-")), "-o", file)[0] == 0
    code, out, _err = on(other, "assessment", "import", *files)
    assert code == 0
    assert out.splitlines() == ["Hentet inn RØSSLYNG/1.", "Hentet inn RØSSLYNG/2.", "Hentet inn TYTTEBÆR/1."]
    for file in files:
        _code, again, _err = on(other, "assessment", "export", "/".join(file.stem.split("-")))
        assert again.encode() == file.read_bytes()


def test_a_file_that_leaves_is_private_and_told_to_the_journal(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "ut.json"
    on(demo, "assessment", "export", "MYRULL", "-o", file)
    assert done(demo)[-1] == "export-assessment"
    assert os.name != "posix" or file.stat().st_mode & 0o777 == 0o600


def test_one_wrong_code_and_nothing_is_imported(demo: Path, other: Path, tmp_path: Path) -> None:
    right, wrong = tmp_path / "rett.json", tmp_path / "galt.json"
    on(demo, "assessment", "export", "RØSSLYNG/1", "-o", right)
    on(demo, "assessment", "export", "RØSSLYNG/2", "-o", wrong)
    on(other, "assessment", "import", right)
    before = state(other), on(other, "assessment", "export", "RØSSLYNG/1")[1]
    bundle = json.loads(wrong.read_text(encoding="utf-8"))
    bundle["assessment"]["ratings"][0]["code"] = "9"
    item = bundle["assessment"]["ratings"][0]["item"]
    wrong.write_text(json.dumps(bundle), encoding="utf-8")
    on(demo, "assessment", "export", "MYRULL", "-o", tmp_path / "myrull.json")
    held = state(other)
    code, out, err = on(other, "assessment", "import", tmp_path / "myrull.json", wrong)
    assert (code, out) == (1, "")
    assert f"{wrong}: assessment.ratings[0].code: «9» er ikke et svar på forhold {item}" in err.splitlines()
    assert err.endswith("Ingenting er hentet inn.\n")
    assert state(other) == held
    assert on(other, "assessment", "export", "RØSSLYNG/1")[1] == before[1]
    assert on(other, "assessment", "check", wrong)[0] == 1


def test_files_that_do_not_fit_each_other_are_all_refused(demo: Path, other: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    on(demo, "assessment", "export", "MYRULL", "-o", first)
    second.write_bytes(first.read_bytes())
    held = state(other)
    code, _out, err = on(other, "assessment", "import", first, second)
    assert code == 1
    assert err == "Vurdering MYRULL/1 finnes fra før. Ingenting er hentet inn.\n"
    assert state(other) == held


def test_another_case_of_the_same_name_stops_the_whole_import(demo: Path, other: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    on(demo, "assessment", "export", "RØSSLYNG/1", "-o", first)
    on(demo, "assessment", "export", "RØSSLYNG/2", "-o", second)
    bundle = json.loads(second.read_text(encoding="utf-8"))
    bundle["case"]["summary"] = "En helt annen sak."
    second.write_text(json.dumps(bundle), encoding="utf-8")
    held = state(other)
    code, _out, err = on(other, "assessment", "import", first, second)
    assert code == 1
    assert err == "Det finnes en annen sak som heter RØSSLYNG. Ingenting er hentet inn.\n"
    assert state(other) == held


def test_invented_cases_never_come_into_a_real_register(demo: Path, real: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    on(demo, "assessment", "export", "MYRULL", "-o", file)
    code, _out, err = on(real, "assessment", "import", file)
    assert code == 1
    assert err.startswith("Øvingssaker og virkelige saker holdes alltid fra hverandre.")
    assert on(real, "case", "list")[1] == "Registeret har ingen saker ennå.\n"


def test_the_schema_describes_the_files(demo: Path) -> None:
    code, out, _err = run("assessment", "--schema")
    schema = json.loads(out)
    assert code == 0
    assert set(schema["properties"]) == {"format", "program", "kind", "case", "assessment", "edition"}
    _code, out, _err = on(demo, "assessment", "export", "MYRULL")
    assert set(json.loads(out)) == set(schema["properties"])


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # WeasyPrint leaves its colour profile open
def test_the_report_gets_a_neutral_name_and_is_told_to_the_journal_before_its_head_is_printed(demo: Path) -> None:
    file = demo.parent / "rapporter" / "HESTEHOV-1.pdf"
    assert on(demo, "report", "HESTEHOV")[:2] == (0, f"Skrev {file}.\n")
    assert done(demo)[-2:] == ["report", "report-written"]
    first_page = PdfReader(file).pages[0].extract_text()
    assert "ØVING" in first_page
    printed = re.search(r"Journal ?[0-9]+:[0-9a-f]{4}( ?[0-9a-f]{4}){3}", " ".join(first_page.split()))
    assert printed is not None
    assert on(demo, "journal", "verify", "--anchor", printed[0])[0] == 0
    wrong = printed[0][:-1] + ("0" if printed[0][-1] != "0" else "1")
    assert on(demo, "journal", "verify", "--anchor", wrong)[0] == 1
    told = json.loads(on(demo, "journal", "show", "--json")[1])["entries"]
    assert [entry["action"] for entry in told if f" {entry['seq']}:" in printed[0]] == ["report"]


def test_a_report_is_never_written_over_without_being_asked_to(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF- noe annet")
    code, _out, err = on(demo, "report", "MYRULL", "-o", file)
    assert code == 1
    assert err == (
        f"{file} finnes fra før. Ingenting er skrevet. Velg et annet navn, eller bruk --force for å erstatte filen.\n"
    )
    assert file.read_bytes() == b"%PDF- noe annet"
    code, _out, err = on(demo, "report", "MYRULL", "-o", tmp_path / "finnes" / "ikke.pdf")
    assert code == 1
    assert err.startswith(f"Mappen {tmp_path / 'finnes'} finnes ikke.")
    assert "report" not in done(demo)


def test_the_doctor_reads_the_settings_back(demo: Path) -> None:
    code, out, _err = on(demo, "register", "doctor")
    assert code == 0
    assert "synchronous             2" in out
    assert out.endswith("Alt er i orden.\n")
    _code, out, _err = on(demo, "register", "doctor", "--json")
    data = json.loads(out)
    assert (data["sound"], data["wrong_settings"], data["kind"]) == (True, {}, "demonstration")


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps no mode bits")
def test_the_doctor_sees_a_file_that_others_may_open(demo: Path) -> None:
    keys_path(demo).chmod(0o644)
    code, out, _err = on(demo, "register", "doctor")
    assert code == 1
    assert f"{keys_path(demo)} (0644): andre kan åpne filen; bruk «chmod 600»" in out


def test_the_register_and_the_journal_are_read_through(demo: Path) -> None:
    assert on(demo, "register", "verify")[1].startswith("Lest: 6 vurderinger. Feil: 0.\n")
    code, out, _err = on(demo, "journal", "verify")
    assert code == 0
    assert out.startswith("Journalen er hel: 9 føringer.")


def test_the_journal_shows_who_did_what_but_not_what_was_said(demo: Path) -> None:
    _code, out, _err = on(demo, "journal", "show", "--since", "1", "--limit", "2")
    lines = out.splitlines()
    assert [line.split()[0] for line in lines[:3]] == ["Nr.", "2", "3"]
    assert lines[1].endswith("import  BLÅKLOKKE")
    assert "Det er flere føringer: bruk --since 3." in lines
    assert "ratings" not in on(demo, "journal", "show", "--json")[1]
