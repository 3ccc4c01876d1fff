from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from assess.__main__ import main
from assess.errors import NotARegister, WrongPassphrase
from assess.language import speak
from assess.register.founding import Founding, found_demonstration
from assess.register.key_file import keys_path
from assess.register.register import Register
from assess.register.vault import Vault
from tests.unit.conftest import CHEAP, OTHER_PASSPHRASE, PASSPHRASE, RECOVERY, found_register

THIRD = "fem gåser over elven nå"
BACKUPS = "Eldre sikkerhetskopier ligger fortsatt under de gamle nøklene"


class Runner:
    """Runs `assess register …` on one register; gives the exit code, the answer and the remarks."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, *words: str | Path) -> tuple[int, str, str]:
        with CliRunner().isolation() as (out, err, _both):
            code = main(["--register", str(self.path), "register", *map(str, words)])
            return code, out.getvalue().decode(), err.getvalue().decode()

    def at_a_terminal(self, monkeypatch: pytest.MonkeyPatch, typed: str, *words: str) -> tuple[int, str, str]:
        monkeypatch.delenv("ASSESS_PASSPHRASE_FILE")
        with CliRunner().isolation(input=typed) as (out, err, _both):
            monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
            code = main(["--register", str(self.path), "register", *words])
            return code, out.getvalue().decode(), err.getvalue().decode()

    def users(self) -> dict[str, dict[str, object]]:
        return {user["name"]: user for user in json.loads(self("users", "list", "--json")[1])}


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for name in ("ASSESS_REGISTER", "ASSESS_PASSPHRASE_FILE", "ASSESS_LANGUAGE", "ASSESS_USER"):
        monkeypatch.delenv(name, raising=False)
    yield
    speak("nb")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "saker.assess"
    found_register(path).close()
    return path


def file_with(path: Path, secret: str, name: str = "passord") -> Path:
    file = path.parent / name
    file.write_text(f"{secret}\nnoe annet\n", encoding="utf-8")
    file.chmod(0o600)
    return file


@pytest.fixture
def run(path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    monkeypatch.setenv("ASSESS_PASSPHRASE_FILE", str(file_with(path, PASSPHRASE)))
    return Runner(path)


def test_users_are_listed_with_their_roles_in_norwegian(run: Runner) -> None:
    code, out, err = run("users", "list")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0].split() == ["Navn", "Roller", "Lagt", "til", "Fjernet", "I", "journalen"]
    assert [line.split("  ")[0] for line in lines[1:]] == ["gjenoppretting", "sekretær", "slt"]
    assert "sekretær, veileder, nøkkelholder  20.11.2026  –" in lines[2]


def test_the_list_as_data_has_ids_and_roles_and_no_secret(run: Runner) -> None:
    users = run.users()
    assert users["slt"]["roles"] == ["participant", "keyholder"]
    assert set(users["slt"]) == {"id", "name", "roles", "signing_key", "added_at", "removed_at"}


def test_a_user_is_added_with_a_passphrase_from_a_file(run: Runner) -> None:
    secret = file_with(run.path, THIRD, "ny")
    code, out, _err = run(
        *("users", "add", "Politi", "--role", "reader", "--role", "participant", "--passphrase-file", secret)
    )
    assert (code, out) == (0, "politi er lagt til som deltaker, leser.\n")
    with Register.unlock(run.path, THIRD) as register:
        assert register.ring.roles == ("participant", "reader")


def test_a_user_types_the_passphrase_twice_at_the_terminal_until_it_is_good_enough(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = f"{PASSPHRASE}\nkort\nkort\n{THIRD}\n{THIRD} x\n{THIRD}\n{THIRD}\n"
    code, out, err = run.at_a_terminal(monkeypatch, typed, "users", "add", "politi", "--role", "participant")
    assert (code, out) == (0, "politi er lagt til som deltaker.\n")
    assert "Passordfrasen er for kort: minst 12 tegn" in err
    assert "De to var ikke like. Prøv igjen." in err
    assert THIRD not in out + err
    Register.unlock(run.path, THIRD).close()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("users", "add", "ny"), 2, "--role mangler."),
        (("users", "add", "ny", "--role", "eier"), 2, "--role må være en av disse: secretary, participant"),
        (("users", "add", "--role", "reader"), 2, "NAVN mangler."),
        (("users", "role", "slt", "--role", "reader"), 1, "Registeret må ha minst 2 nøkkelholdere."),
        (("users", "role", "ingen", "--role", "reader"), 1, "Det finnes ingen bruker som heter ingen."),
        (("users", "remove", "ingen"), 1, "Det finnes ingen bruker som heter ingen."),
        (("users", "remove", "sekretær"), 1, "Ingen kan fjerne seg selv."),
        (("users", "remove", "gjenoppretting"), 1, "Gjenopprettingsnøkkelen er ingen bruker"),
        (("users", "delete", "slt"), 2, "Det finnes ingen kommando som heter «delete»."),
    ],
)
def test_what_can_not_be_done_is_said_in_a_sentence(run: Runner, words: tuple[str, ...], code: int, said: str) -> None:
    before = keys_path(run.path).read_bytes()
    found, out, err = run(*words)
    assert (found, out) == (code, "")
    assert said in err
    assert keys_path(run.path).read_bytes() == before


def test_somebody_who_holds_no_keys_is_refused_and_the_journal_knows(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("users", "add", "politi", "--role", "participant", "--passphrase-file", file_with(run.path, THIRD, "ny"))
    monkeypatch.setenv("ASSESS_PASSPHRASE_FILE", str(run.path.parent / "ny"))
    for words in (("users", "add", "enda", "--role", "keyholder"), ("users", "remove", "slt"), ("rekey",)):
        code, out, err = run(*words)
        assert (code, out) == (1, "")
        assert "Din rolle kan ikke endre brukere og nøkler. Forsøket står i journalen." in err
    with Register.unlock(run.path, PASSPHRASE) as register:
        assert [entry.action for entry in register.entries()].count("denied") == 3


def test_the_own_passphrase_is_changed_and_the_old_one_opens_no_more(run: Runner) -> None:
    code, out, _err = run("users", "passphrase", "--passphrase-file", file_with(run.path, THIRD, "ny"))
    assert code == 0
    assert out.startswith("Passordfrasen er byttet.\n")
    assert "«assess register rekey»" in out
    Register.unlock(run.path, THIRD).close()
    with pytest.raises(WrongPassphrase):
        Register.unlock(run.path, PASSPHRASE)


@pytest.mark.parametrize("content", [b"", b"kort\n", b"\xff\xfe\n", PASSPHRASE.encode()])
def test_a_file_with_a_passphrase_that_will_not_do_changes_nothing(run: Runner, content: bytes) -> None:
    file, before = file_with(run.path, "", "ny"), keys_path(run.path).read_bytes()
    file.write_bytes(content)
    assert run("users", "passphrase", "--passphrase-file", file)[0] == 1
    assert run("users", "passphrase", "--passphrase-file", run.path.parent / "finnes-ikke")[0] == 1
    assert keys_path(run.path).read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps no mode bits")
def test_a_passphrase_file_that_others_may_read_is_warned_of(run: Runner) -> None:
    file = file_with(run.path, THIRD, "ny")
    file.chmod(0o644)
    code, _out, err = run("users", "passphrase", "--passphrase-file", file)
    assert code == 0
    assert f"Advarsel: Andre brukere av maskinen kan lese {file}." in err


def test_a_user_is_given_other_roles(run: Runner) -> None:
    run("users", "add", "politi", "--role", "keyholder", "--passphrase-file", file_with(run.path, THIRD, "ny"))
    code, out, _err = run("users", "role", "politi", "--role", "reader", "--role", "supervisor")
    assert code == 0
    assert out.startswith("politi er nå leser, veileder.\n")
    assert "Bytt nøklene for å stenge det" in out
    assert run.users()["politi"]["roles"] == ["reader", "supervisor"]
    assert run("users", "role", "politi", "--role", "reader")[1] == "politi er nå leser.\n"


def test_a_removed_user_gets_in_no_more_and_what_is_left_of_old_keys_is_said(run: Runner) -> None:
    run("users", "add", "politi", "--role", "participant", "--passphrase-file", file_with(run.path, THIRD, "ny"))
    before, old = run.path.with_name("saker.assess.before-3"), keys_path(run.path).read_bytes()
    before.write_bytes(b"a copy from an update")
    code, out, _err = run("users", "remove", "politi")
    assert code == 0
    assert out.startswith("politi er tatt bort, og alle nøkler er byttet. De andre beholder passordfrasene sine.\n")
    assert BACKUPS in out
    assert f"Også {before} ligger under de gamle nøklene." in out
    assert run.users()["politi"]["removed_at"] is not None
    with pytest.raises(WrongPassphrase):
        Register.unlock(run.path, THIRD)
    keys_path(run.path).write_bytes(old)
    with pytest.raises(NotARegister):
        Register.unlock(run.path, THIRD)


def test_new_keys_for_everybody_with_the_passphrases_they_have(run: Runner) -> None:
    before = Vault.read(run.path)
    code, out, err = run("rekey")
    assert (code, err) == (0, "Lager registeret på nytt med nye nøkler …\n")
    assert out.startswith("Registeret har fått nye nøkler. Alle beholder passordfrasene sine.\n")
    assert BACKUPS in out
    assert Vault.read(run.path).identity_key != before.identity_key
    for passphrase in (PASSPHRASE, OTHER_PASSPHRASE, RECOVERY.text):
        Register.unlock(run.path, passphrase).close()


def test_an_open_register_keeps_its_keys_and_says_what_to_do(run: Runner) -> None:
    with Register.unlock(run.path, OTHER_PASSPHRASE):
        code, out, err = run("rekey")
    assert (code, out) == (1, "")
    assert err.endswith(
        "Registeret er åpent i et annet vindu. Ingen nøkler er byttet. "
        "Lukk alle andre vinduer med registeret, og prøv igjen.\n"
    )


def test_the_recovery_key_lets_new_keyholders_in_when_every_passphrase_is_lost(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSESS_PASSPHRASE_FILE", str(file_with(run.path, RECOVERY.text.lower(), "papir")))
    secret = file_with(run.path, THIRD, "ny")
    assert run("users", "add", "leder", "--role", "keyholder", "--passphrase-file", secret)[0] == 0
    assert run("users", "remove", "slt")[0] == 0
    with Register.unlock(run.path, THIRD) as register:
        assert register.ring.name == "leder"


def test_a_demonstration_has_nobody_to_add_or_remove(tmp_path: Path) -> None:
    path = tmp_path / "demo.assess"
    found_demonstration(path, Founding(profile="fredrikstad", organisation="kommune"), cost=CHEAP).close()
    run = Runner(path)
    assert list(run.users()) == ["øving"]
    for words in (("users", "remove", "øving"), ("users", "role", "øving", "--role", "reader"), ("rekey",)):
        code, _out, err = run(*words)
        assert code == 1
        assert "Et øvingsregister har én felles bruker" in err


def test_each_command_explains_itself_with_an_example(run: Runner) -> None:
    for words in ((), ("list",), ("add",), ("remove",), ("passphrase",), ("role",)):
        code, out, _err = run("users", *words, "--help")
        assert code == 0
        assert "Eksempel:" in out
        assert f"assess register users {' '.join(words)}".strip() in out
    code, out, _err = run("rekey", "--help")
    assert (code, "assess register rekey" in out) == (0, True)
