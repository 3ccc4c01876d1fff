from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from assess.__main__ import main
from assess.language import speak
from assess.register.anchors import remember_head
from assess.register.founding import Founding, found, found_demonstration
from assess.register.key_file import keys_path
from assess.register.register import Register
from tests.unit.conftest import CHEAP, OTHER_PASSPHRASE, PASSPHRASE, PEOPLE, RECOVERY

FOUNDING = Founding(profile="fredrikstad", organisation="kommune")


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path, secret = tmp_path / "hus" / "saker.assess", tmp_path / "passord"
    found(path, PEOPLE, RECOVERY, FOUNDING, cost=CHEAP).close()
    secret.write_text(PASSPHRASE, encoding="utf-8")
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
    with CliRunner().isolation() as (out, err, _both):
        code = main([str(word) for word in words])
        return code, out.getvalue().decode(), err.getvalue().decode()


def on(register: Path, *words: str | Path) -> tuple[int, str, str]:
    return run("--register", register, *words)


def journal(register: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(on(register, "journal", "show", "--json")[1])["entries"]
    return found


def test_a_backup_is_made_tried_listed_and_restored(real: Path, tmp_path: Path) -> None:
    file, new = tmp_path / "a.backup", tmp_path / "ny" / "saker.assess"
    code, out, err = on(real, "register", "backup", "--to", file, "--keep-days", "30")
    assert (code, err) == (0, "")
    assert out.startswith(f"Sikkerhetskopi: {file} (0,")
    assert out.endswith(f"Kontroller den: assess register restore {file} --verify\n")
    _code, out, _err = on(real, "register", "backups")
    assert out.splitlines()[1].split()[-2:][0] == "nei"
    assert out.endswith("Siste kontrollerte sikkerhetskopi: aldri\n")
    code, out, _err = on(real, "register", "restore", file, "--verify")
    assert code == 0
    assert out.startswith("Sikkerhetskopien er hel: alt er hentet fram, lest og sammenlignet, og fjernet igjen.")
    assert on(real, "register", "backups")[1].endswith("Siste kontrollerte sikkerhetskopi: i dag\n")
    code, out, _err = on(real, "register", "restore", file, "--to", new)
    assert code == 0
    assert out.startswith(f"Registeret ligger på {new}, med nøkkelfilen ved siden av.")
    assert on(new, "journal", "verify")[0] == 0
    assert [entry["action"] for entry in journal(new)][-3:-1] == ["restore", "unlock"]


def test_one_flipped_byte_and_the_backup_is_said_to_be_bad(real: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    on(real, "register", "backup", "--to", file)
    content = bytearray(file.read_bytes())
    content[-5000] ^= 1
    file.write_bytes(content)
    for words in (("--verify",), ("--to", tmp_path / "ny.assess")):
        code, out, err = on(real, "register", "restore", file, *words)
        assert (code, out) == (1, "")
        assert err.endswith(
            f"Sikkerhetskopien {file} er skadet eller endret etter at den ble laget. Ingenting er hentet ut. "
            "Bruk en annen sikkerhetskopi.\n"
        )
    assert not (tmp_path / "ny.assess").exists()
    assert "verify-backup" not in {entry["action"] for entry in journal(real)}


def test_backups_as_data(real: Path, tmp_path: Path) -> None:
    on(real, "register", "backup", "--to", tmp_path / "a.backup")
    on(real, "register", "restore", tmp_path / "a.backup", "--verify")
    told = json.loads(on(real, "register", "backups", "--json")[1])
    assert [one["name"] for one in told["backups"]] == ["a.backup"]
    assert told["last_verified"] == told["backups"][0]["id"]


def test_without_a_place_the_backup_lies_where_one_stands(
    real: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "her"
    here.mkdir()
    monkeypatch.chdir(here)
    assert on(real, "register", "backup")[0] == 0
    (made,) = here.iterdir()
    assert made.name.startswith("assess-")
    assert made.suffix == ".backup"


def test_a_restoring_must_be_told_where_or_that_it_is_only_a_try(real: Path, tmp_path: Path) -> None:
    code, out, err = on(real, "register", "restore", tmp_path / "a.backup")
    assert (code, out) == (2, "")
    assert err.startswith("Si hvor registeret skal ligge med --to, eller prøv sikkerhetskopien med --verify.")


def test_a_register_is_never_restored_over(real: Path, tmp_path: Path) -> None:
    on(real, "register", "backup", "--to", tmp_path / "a.backup")
    before = real.read_bytes()
    code, _out, err = on(real, "register", "restore", tmp_path / "a.backup", "--to", real)
    assert code == 1
    assert f"{real} finnes fra før." in err
    assert real.read_bytes() == before
    code, _out, err = on(real, "register", "backup", "--to", tmp_path / "a.backup")
    assert code == 1
    assert "En sikkerhetskopi erstatter aldri en annen fil." in err


def test_a_demonstrations_backup_is_restored_without_asking(tmp_path: Path) -> None:
    demo = tmp_path / "demo.assess"
    found_demonstration(demo, FOUNDING, cost=CHEAP).close()
    assert on(demo, "register", "backup", "--to", tmp_path / "a.backup")[0] == 0
    code, out, _err = run("register", "restore", tmp_path / "a.backup", "--to", tmp_path / "ny.assess")
    assert (code, out.splitlines()[0]) == (
        0,
        f"Registeret ligger på {tmp_path / 'ny.assess'}, med nøkkelfilen ved siden av.",
    )


def test_an_older_copy_is_said_and_accepted(real: Path, tmp_path: Path) -> None:
    shutil.copy(real, tmp_path / "gammel")
    for _time in range(3):
        on(real, "journal", "verify")
    with Register.unlock(real, OTHER_PASSPHRASE) as register:
        remember_head(register)
    shutil.copy(tmp_path / "gammel", real)
    code, out, _err = on(real, "register", "verify")
    assert code == 1
    assert "Registeret er en eldre kopi:" in out
    assert "«assess register verify --accept»" in out
    code, out, _err = on(real, "register", "verify", "--accept")
    assert code == 0
    assert out.endswith("Det står nå i journalen at dere vet hvorfor.\n")
    code, out, _err = on(real, "register", "verify")
    assert code == 0
    assert "eldre kopi" not in out
    assert "accept-older" in {entry["action"] for entry in journal(real)}
    assert "Ingenting å godta" in on(real, "register", "verify", "--accept")[1]


def test_the_head_on_paper_is_held_against_the_journal(real: Path) -> None:
    head = json.loads(on(real, "journal", "verify", "--json")[1])["head"]
    for printed in (head, f"Journal {head}", head.upper()):
        code, out, _err = on(real, "journal", "verify", "--anchor", printed)
        assert code == 0
        assert out.endswith("er den samme som merket viser til.\n")
    number, _colon, rest = head.partition(":")
    code, out, _err = on(real, "journal", "verify", "--anchor", f"{number}:{rest[1:] + '0'}"[:12])
    assert code == 1
    assert "journalen er skrevet om" in out
    code, out, _err = on(real, "journal", "verify", "--anchor", f"9999:{rest}")
    assert code == 1
    assert "kortere enn merket sier" in out
    assert on(real, "journal", "verify", "--anchor", "hei")[0] == 1


def test_the_journal_shows_what_users_are_called(real: Path) -> None:
    _code, out, _err = on(real, "journal", "show")
    assert out.splitlines()[1].split()[-2:] == ["sekretær", "found"]
    assert {entry["user"] for entry in journal(real)} == {"sekretær"}


def test_nothing_young_is_taken_from_the_journal(real: Path) -> None:
    code, out, _err = on(real, "journal", "prune", "--yes")
    assert (code, out) == (0, "Ingen føringer er så gamle. Ingenting er fjernet.\n")
    code, _out, err = on(real, "journal", "prune", "--before", "2099-01-01", "--yes")
    assert code == 1
    assert "minst 12 måneder" in err


def test_old_entries_go_after_they_have_been_said_and_agreed_to(real: Path) -> None:
    keys_path(real).unlink()
    real.unlink()
    years = [datetime.now(UTC) - timedelta(days=days) for days in (1500, 1130, 760, 390)]
    found(real, PEOPLE, RECOVERY, FOUNDING, cost=CHEAP, clock=lambda: years[0]).close()
    for moment in years[1:]:
        Register.unlock(real, PASSPHRASE, clock=partial(min, moment, moment)).close()
    code, out, err = on(real, "journal", "prune")
    assert code == 130, "nobody answered"
    assert out.startswith(f"2 føringer fjernes: nr. 1 ({years[0]:%Y-%m-%d}) til nr. 2 ({years[1]:%Y-%m-%d}).")
    assert journal(real)[0]["seq"] == 1
    code, out, err = on(real, "journal", "prune", "--yes")
    assert (code, err) == (0, "")
    assert out.endswith("Fjernet føring 1 til 2.\n")
    assert journal(real)[0]["seq"] == 3
    assert "De 2 eldste er fjernet etter at tiden var ute." in on(real, "journal", "verify")[1]


def test_the_doctor_of_a_real_register_says_everything_that_is_missing(real: Path, tmp_path: Path) -> None:
    code, out, _err = on(real, "register", "doctor", "--json")
    told = json.loads(out)
    assert code == 1
    assert told["sound"] is False
    wrong = [sentence.partition(":")[0] for sentence in told["wrong"] if "cipher_memory_security" not in sentence]
    assert (
        wrong
        == [
            "Siste kontrollerte sikkerhetskopi",
            "Passordfrasen er for billig å prøve seg fram til for",
        ][::-1]
    )
    assert set(told) == {
        *("sound", "wrong", "kind", "settings", "wrong_settings", "files", "process", "keys", "journal", "head"),
        *("backup", "leftovers", "network"),
    }
    assert (told["keys"]["users"], told["keys"]["keyholders"], told["keys"]["recovery"]) == (2, 2, True)
    assert told["process"] == {"core_dumps_off": True, "memory_closed": True} or os.name != "posix"
    assert {(one["mode"], one["private"]) for one in told["files"]} == {("0600", True), ("0700", True)}
    assert (told["head"], told["leftovers"], told["network"]) == ("fine", [], False)
    on(real, "register", "backup", "--to", tmp_path / "a.backup")
    on(real, "register", "restore", tmp_path / "a.backup", "--verify")
    told = json.loads(on(real, "register", "doctor", "--json")[1])
    assert told["backup"] == {"days": 0, "enough": True}
    assert len(told["wrong"]) == 1


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps no mode bits")
def test_the_doctor_sees_an_open_folder_and_what_was_left_behind(real: Path) -> None:
    real.parent.chmod(0o755)
    left = [real.with_name(f"{real.name}.before-2"), real.with_name("assess-0.backup.xy.part")]
    for file in left:
        file.write_bytes(b"x")
    code, out, _err = on(real, "register", "doctor")
    assert code == 1
    assert f"{real.parent} (0755): andre kan åpne mappen; bruk «chmod 700»" in out
    for file in left:
        assert f"{file} er blitt liggende igjen." in out
    assert keys_path(real).exists()
