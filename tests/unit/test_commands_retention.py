from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from assess.casework.follow_up import ConsentEntry
from assess.commands import retention
from assess.commands.workplace import Workplace
from assess.errors import AssessError
from assess.instrument.library import Library
from assess.language import speak
from assess.norwegian_time import norwegian
from assess.places import shipped
from assess.profile.load import Profiles, examine_profile
from assess.register.arrivals import Arrival
from assess.register.following import note_follow_up
from assess.register.founding import DEMONSTRATION_PASSPHRASE, Founding, found_demonstration
from assess.register.register import Register
from assess.reports.carried import attached_json, pages_of
from assess.training.demonstration import demonstration
from tests.unit.conftest import CHEAP

FOUNDING = Founding(profile="fredrikstad", organisation="kommune")
REFUSED, WRONG_USE = 1, 2


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A demonstration with one case that has two assessments."""
    path = tmp_path / "demo.assess"
    library = Library(shipped("instruments"))
    edition, cases = library.edition("vrb"), library.folder("vrb") / "cases"
    records = demonstration(edition, Profiles().profile("fredrikstad"), cases)
    (wanted,) = (record for record in records if record.case.reference == "RØSSLYNG")
    with found_demonstration(path, FOUNDING, cost=CHEAP) as register:
        register.bring_in(tuple(Arrival(wanted.case, edition, one) for one in wanted.assessments))
    return path


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    yield
    speak("nb")


def on(path: Path, *words: str | Path, profiles: Path | None = None) -> tuple[int, str, str]:
    """The exit code, what was printed for the reader, and what about how it went or why it didn't."""
    workplace = Workplace(named_register=path, profiles=profiles)
    result = CliRunner().invoke(retention.command, [str(word) for word in words], obj=workplace)
    if result.exception is None or isinstance(result.exception, SystemExit):
        return result.exit_code, result.stdout, result.stderr
    assert isinstance(result.exception, AssessError), result.exception
    return REFUSED, result.stdout, str(result.exception)


def references(path: Path) -> Sequence[str]:
    with Register.unlock(path, DEMONSTRATION_PASSPHRASE) as register:
        return register.references()


def decided(folder: Path) -> Path:
    """A folder with a profile of one's own in which the disposal rule has been decided."""
    text = (shipped("profiles") / "fredrikstad.yaml").read_text(encoding="utf-8")
    assert "decided: null" in text
    folder.mkdir()
    wanted = text.replace("decided: null", "decided: Kommunestyret 1. desember 2026")
    (folder / "fredrikstad.yaml").write_text(wanted, encoding="utf-8")
    (folder / "legal").symlink_to(shipped("profiles") / "legal")
    return folder


def test_the_list_says_what_must_happen_by_when(demo: Path) -> None:
    code, out, _err = on(demo, "list")
    assert code == 0
    assert out.startswith("RØSSLYNG  under_arbeid  sk")
    (only,) = json.loads(on(demo, "list", "--json")[1])
    assert (only["reference"], only["rule"], only["archived_at"]) == ("RØSSLYNG", "under_arbeid", None)


def test_a_case_is_renewed_blocked_and_unblocked_each_with_a_reason(demo: Path) -> None:
    assert "skal fornyes eller slettes innen" in on(demo, "renew", "røsslyng", "--reason", "Trengs ennå")[1]
    assert on(demo, "block", "røsslyng", "--reason", "Ber om sletting")[1] == "RØSSLYNG er sperret.\n"
    assert "sperret siden" in on(demo, "list")[1]
    assert "skal fornyes" in on(demo, "unblock", "RØSSLYNG", "--reason", "Trukket")[1]
    for verb in ("renew", "block", "unblock"):
        code, _out, err = on(demo, verb, "RØSSLYNG")
        assert code == WRONG_USE
        assert "Si hvorfor med --reason" in err


@pytest.mark.slow
def test_the_whole_way_out_block_archive_erase_and_a_receipt(demo: Path, tmp_path: Path) -> None:
    out_folder = tmp_path / "arkiv"
    out_folder.mkdir()
    with Register.unlock(demo, DEMONSTRATION_PASSPHRASE) as register:
        told = ConsentEntry(
            id=register.new_id(),
            case_id=register.case_called("RØSSLYNG").id,
            organisation="kommune",
            who="guardians",
            kind="information",
            about="Foresatte fikk vite om møtet",
            status="told",
            happened_on=norwegian(register.now()).date(),
            noted_at=register.now(),
        )
        note_follow_up(register, register.case_called("RØSSLYNG"), told)
    on(demo, "block", "RØSSLYNG", "--reason", "Ber om sletting")
    code, out, err = on(demo, "archive", "RØSSLYNG", "--to", out_folder)
    assert code == 0
    assert "blir ikke kryptert" in err
    assert out.startswith(f"Skrev {out_folder / 'RØSSLYNG-arkiv.zip'}, og leste den tilbake: 9 deler.")
    with zipfile.ZipFile(out_folder / "RØSSLYNG-arkiv.zip") as file:
        pdf = file.read("RØSSLYNG-2.pdf")
        data = file.read("RØSSLYNG-2.json")
    words = " ".join(" ".join(pages_of(pdf, demo)).split())
    assert "Foresatte fikk vite om møtet" in words
    assert "Endring fra vurdering 1" in words
    assert attached_json(pdf, demo).encode() == data

    code, out, err = on(demo, "erase", "RØSSLYNG", "--archived", "--receipt", out_folder, "--yes")
    assert code == 0, err
    assert "RØSSLYNG med 2 vurderinger" in err
    assert "Arkivuttak" in out
    assert references(demo) == ()
    (receipt,) = out_folder.glob("kvittering-*.json")
    assert json.loads(receipt.read_text())["reference"] == "RØSSLYNG"
    assert "RØSSLYNG" not in receipt.name


def test_erasing_without_archive_or_rule_is_refused_and_nothing_goes(demo: Path) -> None:
    on(demo, "block", "RØSSLYNG", "--reason", "Ber om sletting")
    assert "ikke arkivert" in on(demo, "erase", "RØSSLYNG", "--archived", "--yes")[2]
    code, _out, err = on(demo, "erase", "RØSSLYNG", "--rule", "lokal_kassasjon", "--yes")
    assert code == REFUSED
    assert "«lokal_kassasjon» er ikke vedtatt hos dere" in err
    assert "Den har: lokal_kassasjon" in on(demo, "erase", "RØSSLYNG", "--rule", "annen", "--yes")[2]
    for words in ((), ("--archived", "--rule", "lokal_kassasjon")):
        code, _out, err = on(demo, "erase", "RØSSLYNG", *words)
        assert code == WRONG_USE
        assert "enten --archived eller --rule" in err
    assert references(demo) == ("RØSSLYNG",)


def test_a_rule_that_the_organisation_has_decided_lets_a_case_go(demo: Path, tmp_path: Path) -> None:
    own = decided(tmp_path / "profiler")
    on(demo, "block", "RØSSLYNG", "--reason", "Ber om sletting")
    code, out, err = on(demo, "erase", "RØSSLYNG", "--rule", "lokal_kassasjon", "--yes", profiles=own)
    assert code == 0, err
    assert "Kassert etter regelen lokal_kassasjon." in out
    assert references(demo) == ()


def test_the_reference_is_asked_back_and_without_a_terminal_nothing_goes(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = decided(tmp_path / "profiler")
    on(demo, "block", "RØSSLYNG", "--reason", "Ber om sletting")
    words = ("erase", "RØSSLYNG", "--rule", "lokal_kassasjon")
    code, _out, err = on(demo, *words, profiles=own)
    assert code == WRONG_USE
    assert "Bruk --yes" in err
    workplace = Workplace(named_register=demo, profiles=own)
    monkeypatch.setattr(retention, "_at_terminal", lambda: True)
    refused = CliRunner().invoke(retention.command, words, obj=workplace, input="RØSSLYN\n")
    assert "Referansen var en annen" in str(refused.exception)
    assert references(demo) == ("RØSSLYNG",)
    assert CliRunner().invoke(retention.command, words, obj=workplace, input="røsslyng\n").exit_code == 0
    assert references(demo) == ()


def test_a_shipped_profile_is_told_of_as_not_decided() -> None:
    for name in ("fredrikstad", "oslo"):
        (problem,) = examine_profile(shipped("profiles") / f"{name}.yaml")
        assert (problem.severity, "not decided locally" in problem.message) == ("warning", True)
