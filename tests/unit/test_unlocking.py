from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assess.errors import KeysOutdated, NotARegister, RegisterMissing, WrongPassphrase
from assess.register.enrolment import GENERATION
from assess.register.key_file import RECOVERY as PAPER
from assess.register.key_file import keys_path
from assess.register.register import Register
from assess.register.rekey import rekey
from assess.register.slot import NewUser
from assess.register.tries import tries_path
from assess.register.unlocking import RECOVERY_NAME, open_slot
from assess.register.users import add_user, change_passphrase, remove_user, set_roles
from assess.register.vault import Vault
from tests.unit.conftest import CHEAP, OTHER_PASSPHRASE, PASSPHRASE, RECOVERY, Ticking, found_register

NEW = "en helt ny lang frase"


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    path = tmp_path / "r.assess"
    found_register(path).close()
    return path


def unlock(path: Path, passphrase: str = PASSPHRASE, name: str | None = None) -> Register:
    return Register.unlock(path, passphrase, name, clock=Ticking())


def test_each_user_opens_the_register_as_themselves(closed: Path) -> None:
    for passphrase, name in ((PASSPHRASE, "sekretær"), (OTHER_PASSPHRASE, "slt"), (RECOVERY.text, RECOVERY_NAME)):
        with unlock(closed, passphrase) as register:
            assert register.ring.name == name
            assert register.user_names[register.ring.user] == name


def test_opening_stands_in_the_journal_with_who_it_was(closed: Path) -> None:
    with unlock(closed, OTHER_PASSPHRASE) as register:
        last = register.store.entries()[-1]
        assert (last.action, last.actor) == ("unlock", register.ring.user)


def test_the_recovery_key_opens_alone_when_every_passphrase_is_lost(closed: Path) -> None:
    for typed in (RECOVERY.text, RECOVERY.text.lower().replace("-", " "), RECOVERY.letters):
        with unlock(closed, typed) as register:
            assert register.ring.user == PAPER
            assert register.may("manage_users")


def test_the_recovery_key_is_not_bound_to_the_name_that_is_typed_beside_it(closed: Path) -> None:
    with unlock(closed, RECOVERY.text, "sekretær") as register:
        assert register.ring.user == PAPER


def test_a_recovery_key_with_one_wrong_letter_opens_nothing(closed: Path) -> None:
    wrong = ("1" if RECOVERY.text[0] == "0" else "0") + RECOVERY.text[1:]
    with pytest.raises(WrongPassphrase):
        unlock(closed, wrong)
    with pytest.raises(WrongPassphrase):
        open_slot(Vault.read(closed), RECOVERY.letters[:-1])


@pytest.mark.parametrize("typed", ["", "noe helt annet enn det", "\udce5", "x" * 1_000_000])
def test_a_wrong_passphrase_leaves_the_register_and_its_keys_as_they_were(closed: Path, typed: str) -> None:
    before = {file: file.read_bytes() for file in closed.parent.iterdir()}
    with pytest.raises(WrongPassphrase, match=r"Registeret er ikke rørt|Ingenting er endret"):
        unlock(closed, typed)
    after = {file: file.read_bytes() for file in closed.parent.iterdir()}
    assert {file: content for file, content in after.items() if file != tries_path(closed)} == before


def test_an_old_key_file_after_a_change_of_passphrase_is_refused(closed: Path) -> None:
    old = keys_path(closed).read_bytes()
    with unlock(closed) as register:
        change_passphrase(register, PASSPHRASE, NEW, CHEAP)
    with pytest.raises(WrongPassphrase):
        unlock(closed)
    unlock(closed, NEW).close()
    keys_path(closed).write_bytes(old)
    content = closed.read_bytes()
    with pytest.raises(KeysOutdated, match="Nøkkelfilen er eldre enn registeret"):
        unlock(closed)
    assert closed.read_bytes() == content


def test_an_old_key_file_after_a_change_of_roles_is_refused(closed: Path) -> None:
    old = keys_path(closed).read_bytes()
    with unlock(closed) as register:
        set_roles(register, PASSPHRASE, "slt", ("keyholder", "reader"))
    keys_path(closed).write_bytes(old)
    with pytest.raises(KeysOutdated):
        unlock(closed, OTHER_PASSPHRASE)


@pytest.mark.parametrize("passphrase", [PASSPHRASE, OTHER_PASSPHRASE, RECOVERY.text])
def test_an_old_key_file_after_a_change_of_keys_opens_nothing(closed: Path, passphrase: str) -> None:
    old = keys_path(closed).read_bytes()
    with unlock(closed) as register:
        rekey(register, PASSPHRASE)
    unlock(closed, passphrase).close()
    keys_path(closed).write_bytes(old)
    content = closed.read_bytes()
    with pytest.raises(NotARegister, match="kan ikke låses opp med nøklene som ligger ved siden av"):
        unlock(closed, passphrase)
    assert closed.read_bytes() == content


def test_a_removed_users_old_slot_opens_nothing_beside_the_new_register(tmp_path: Path) -> None:
    path = tmp_path / "r.assess"
    with found_register(path) as register:
        old = keys_path(path).read_bytes()
        add_user(register, PASSPHRASE, NewUser("ny", ("keyholder",), NEW), CHEAP)
        remove_user(register, PASSPHRASE, "slt")
    with pytest.raises(WrongPassphrase):
        unlock(path, OTHER_PASSPHRASE)
    tries_path(path).unlink()
    keys_path(path).write_bytes(old)
    with pytest.raises(NotARegister):
        unlock(path, OTHER_PASSPHRASE)


def test_an_old_register_beside_the_newest_key_file_is_refused_after_a_change_of_keys(closed: Path) -> None:
    shutil.copy(closed, closed.with_name("old"))
    with unlock(closed) as register:
        rekey(register, PASSPHRASE)
    shutil.copy(closed.with_name("old"), closed)
    with pytest.raises(NotARegister):
        unlock(closed)


def test_the_register_remembers_the_newest_key_file(closed: Path) -> None:
    with unlock(closed) as register:
        for number in range(2, 5):
            change_passphrase(register, PASSPHRASE if number == 2 else f"{NEW} {number - 1}", f"{NEW} {number}", CHEAP)
            assert register.store.facts()[GENERATION] == str(number) == str(Vault.read(closed).generation)


def test_a_key_file_alone_is_no_register(closed: Path) -> None:
    closed.unlink()
    with pytest.raises(RegisterMissing):
        unlock(closed)
