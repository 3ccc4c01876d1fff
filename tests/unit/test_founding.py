from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assess.errors import NotAllowed, RegisterExists, WrongPassphrase
from assess.register.cards import User
from assess.register.founding import (
    DEMONSTRATION_PASSPHRASE,
    Founding,
    found,
    found_demonstration,
    new_actor,
)
from assess.register.key_file import RECOVERY as PAPER
from assess.register.key_file import keys_path
from assess.register.register import Register
from assess.register.roles import ROLES
from assess.register.slot import NewUser
from assess.register.unlocking import RECOVERY_NAME
from assess.register.vault import Vault
from tests.unit.conftest import CHEAP, OTHER_PASSPHRASE, PASSPHRASE, PEOPLE, RECOVERY, Ticking

FOUNDING = Founding(profile="fredrikstad", organisation="kommune")
ONE, TWO = PEOPLE


def founded(path: Path, people: Sequence[NewUser] = PEOPLE) -> Register:
    return found(path, people, RECOVERY, FOUNDING, cost=CHEAP, clock=Ticking())


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ((), "minst 2 nøkkelholdere"),
        ((ONE,), "minst 2 nøkkelholdere"),
        ((ONE, NewUser("slt", ("secretary",), OTHER_PASSPHRASE)), "minst 2 nøkkelholdere"),
        ((ONE, NewUser("sekretær", ("keyholder",), OTHER_PASSPHRASE)), "samme navn"),
        ((ONE, NewUser(RECOVERY_NAME, ("keyholder",), OTHER_PASSPHRASE)), "samme navn"),
        ((ONE, NewUser("slt", ("keyholder",), PASSPHRASE)), "sin egen passordfrase"),
        ((ONE, NewUser("slt", ("keyholder",), "kort")), "for kort"),
        ((ONE, NewUser("slt", ("keyholder",), "Fredrikstad kommune 2026")), "lett å gjette"),
        ((NewUser("politi", ("keyholder",), "politi politi 1234"), TWO), "lett å gjette"),
    ],
)
def test_a_register_that_could_be_lost_or_guessed_is_never_made(
    tmp_path: Path, people: tuple[NewUser, ...], why: str
) -> None:
    with pytest.raises(NotAllowed, match=why):
        founded(tmp_path / "r.assess", people)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("more", [(), (NewUser("politi", ("participant",), "fem gåser over elven nå"),)])
def test_two_keyholders_are_enough(tmp_path: Path, more: tuple[NewUser, ...]) -> None:
    founded(tmp_path / "r.assess", (*PEOPLE, *more)).close()
    assert set(Vault.read(tmp_path / "r.assess").names) == {one.name for one in (*PEOPLE, *more)}


def test_a_new_register_is_open_for_the_first_and_knows_everybody(tmp_path: Path) -> None:
    with founded(tmp_path / "r.assess") as register:
        assert (register.ring.name, register.ring.roles) == (ONE.name, ONE.roles)
        users = {user.name: user for user in register.store.cards(User)}
        assert set(users) == {"sekretær", "slt", RECOVERY_NAME}
        assert users[RECOVERY_NAME].id == PAPER
        slots = {slot.id: slot.signing_key for slot in Vault.read(register.path).slots}
        assert {user.id: user.signing_key for user in users.values()} == slots
        assert register.verify().broken_at is None


def test_the_journal_never_holds_a_users_name(tmp_path: Path) -> None:
    with founded(tmp_path / "r.assess") as register:
        for entry in register.store.entries():
            assert "sekretær" not in f"{entry}"
            assert entry.actor == register.ring.user != "sekretær"


def test_everybody_who_was_there_gets_in_and_the_paper_too(tmp_path: Path) -> None:
    founded(tmp_path / "r.assess").close()
    came_in = []
    for passphrase in (PASSPHRASE, OTHER_PASSPHRASE, RECOVERY.text):
        with Register.unlock(tmp_path / "r.assess", passphrase) as register:
            came_in.append(register.ring.name)
    assert came_in == [ONE.name, TWO.name, RECOVERY_NAME]


@pytest.mark.parametrize("name", ["r.assess", "r.assess.keys", "r.assess-wal"])
def test_nothing_is_made_over_what_stands_there(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"precious")
    with pytest.raises(RegisterExists):
        founded(tmp_path / "r.assess")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {name: b"precious"}


def test_a_demonstration_has_one_user_with_every_role_and_a_key_that_everybody_knows(tmp_path: Path) -> None:
    path = tmp_path / "d.assess"
    with found_demonstration(path, FOUNDING, cost=CHEAP) as register:
        assert (register.ring.roles, register.demonstration) == (ROLES, True)
    Register.unlock(path, DEMONSTRATION_PASSPHRASE).close()
    with pytest.raises(WrongPassphrase):
        Register.unlock(path, RECOVERY.text)
    assert Vault.read(path).names == ("øving",)


def test_ids_are_opaque_and_new_each_time() -> None:
    ids = {new_actor() for _time in range(500)}
    assert len(ids) == 500
    assert all(one.startswith("u-") and len(one) == 10 for one in ids)


def test_the_key_file_stands_beside_the_register(tmp_path: Path) -> None:
    founded(tmp_path / "r.assess").close()
    assert {file.name for file in tmp_path.iterdir()} == {"r.assess", "r.assess.keys"}
    assert keys_path(tmp_path / "r.assess").exists()
