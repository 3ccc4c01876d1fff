from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assess.casework.identity import Identity
from assess.errors import KeysOutdated, NotAllowed, RegisterError, TooManyTries, WrongPassphrase
from assess.register import users as verbs
from assess.register.cards import User
from assess.register.enrolment import GENERATION, catch_up, enrolled
from assess.register.founding import Founding, found_demonstration
from assess.register.identity import enter_identity, open_identity
from assess.register.key_file import RECOVERY as PAPER
from assess.register.key_file import keys_path
from assess.register.proving import held_key, proved
from assess.register.register import Register
from assess.register.rekey import rekey
from assess.register.slot import KeyCost, NewUser
from assess.register.unlocking import RECOVERY_NAME
from assess.register.users import add_user, change_passphrase, remove_user, set_roles, users
from assess.register.vault import Vault
from tests.unit.conftest import (
    CHEAP,
    NOW,
    OTHER_PASSPHRASE,
    PASSPHRASE,
    RECOVERY,
    Ticking,
    a_case,
    found_register,
)

NEW = "en helt ny lang frase"
THIRD = NewUser("politi", ("participant",), "fem gåser over elven nå")
KEYHOLDER = NewUser("leder", ("keyholder",), "ni rare røyskatter danser")


def unlock(path: Path, passphrase: str) -> Register:
    return Register.unlock(path, passphrase, clock=Ticking())


def actions(register: Register) -> list[str]:
    return [entry.action for entry in register.store.entries()]


def keys(register: Register) -> bytes:
    return keys_path(register.path).read_bytes()


@pytest.fixture
def three(register: Register) -> Register:
    """With a participant who holds no keys."""
    add_user(register, PASSPHRASE, THIRD, CHEAP)
    return register


@pytest.fixture
def by_paper(tmp_path: Path) -> Iterator[Register]:
    """Opened with the recovery key."""
    found_register(tmp_path / "r.assess").close()
    with unlock(tmp_path / "r.assess", RECOVERY.text) as opened:
        yield opened


# Adding


def test_a_new_user_gets_in_with_exactly_the_roles_given(register: Register) -> None:
    added = add_user(register, PASSPHRASE, NewUser("Politi", ("reader", "participant"), THIRD.passphrase), CHEAP)
    assert (added.name, added.roles, added.removed_at) == ("politi", ("participant", "reader"), None)
    with unlock(register.path, THIRD.passphrase) as opened:
        assert (opened.ring.user, opened.ring.roles) == (added.id, added.roles)
        assert (opened.may("rate"), opened.may("run_case"), opened.may("manage_users")) == (True, False, False)


def test_a_new_keyholder_opens_the_identities_at_once(register: Register) -> None:
    case = register.open_case(a_case())
    enter_identity(register, case, Identity(name="Kari Bjørk"))
    add_user(register, PASSPHRASE, KEYHOLDER, CHEAP)
    assert open_identity(register, case, "leder", KEYHOLDER.passphrase).identity.name == "Kari Bjørk"


def test_the_journal_tells_of_it_by_id_and_never_by_name(register: Register) -> None:
    added = add_user(register, PASSPHRASE, THIRD, CHEAP)
    change_passphrase(register, PASSPHRASE, NEW, CHEAP)
    set_roles(register, NEW, "politi", ("reader",))
    entries = register.store.entries(since=1)
    assert [entry.action for entry in entries] == ["add-user", "change-passphrase", "change-roles"]
    assert [entry.body for entry in entries] == [
        {"user": added.id, "roles": ["participant"], "generation": 2},
        {"user": register.ring.user, "generation": 3},
        {"user": added.id, "roles": ["reader"], "generation": 4},
    ]
    assert "politi" not in str(entries)
    assert register.verify().broken_at is None


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (NewUser("slt", ("reader",), NEW), "finnes allerede en bruker som heter slt"),
        (NewUser("SLT ", ("reader",), NEW), "finnes allerede en bruker som heter slt"),
        (NewUser(RECOVERY_NAME, ("reader",), NEW), "finnes allerede en bruker som heter gjenoppretting"),
        (NewUser("kari nordmann", ("reader",), NEW), "små bokstaver og tall"),
        (NewUser("kari\x1b[2J", ("reader",), NEW), "små bokstaver og tall"),
        (NewUser("", ("reader",), NEW), "små bokstaver og tall"),
        (NewUser("ny", (), NEW), "minst én rolle"),
        (NewUser("ny", ("reader",), "kort"), "for kort"),
        (NewUser("ny", ("reader",), "kommune fredrikstad 2026"), "lett å gjette"),
        (NewUser("ny", ("reader",), OTHER_PASSPHRASE), "sin egen passordfrase"),
        (NewUser("ny", ("reader",), PASSPHRASE), "sin egen passordfrase"),
    ],
)
def test_a_user_who_can_not_be_is_refused_and_nothing_changes(register: Register, new: NewUser, why: str) -> None:
    before, head = keys(register), register.head()
    with pytest.raises(NotAllowed, match=why):
        add_user(register, PASSPHRASE, new, CHEAP)
    assert (keys(register), register.head()) == (before, head)


def test_a_try_at_a_new_passphrase_costs_as_much_as_the_keyholders_unless_said(register: Register) -> None:
    add_user(register, PASSPHRASE, THIRD)
    add_user(register, PASSPHRASE, KEYHOLDER, KeyCost(16, 2, 1))
    found = {slot.user: KeyCost(slot.kdf.m_kib, slot.kdf.t, slot.kdf.p) for slot in Vault.read(register.path).slots}
    assert (found["politi"], found["leder"]) == (CHEAP, KeyCost(16, 2, 1))


# The acting keyholder


@pytest.mark.parametrize("typed", [OTHER_PASSPHRASE, "noe helt annet", "", RECOVERY.text])
def test_only_the_keyholders_own_passphrase_changes_keys(three: Register, typed: str) -> None:
    before = keys(three)
    for change in (
        lambda: add_user(three, typed, KEYHOLDER, CHEAP),
        lambda: set_roles(three, typed, "politi", ("reader",)),
        lambda: remove_user(three, typed, "politi"),
    ):
        with pytest.raises(WrongPassphrase):
            change()
    assert keys(three) == before
    assert three.verify().broken_at is None


def test_wrong_tries_make_the_next_one_wait_and_stand_in_the_journal_once_it_is_right(tmp_path: Path) -> None:
    clock = [NOW]
    found_register(tmp_path / "r.assess").close()
    with Register.unlock(tmp_path / "r.assess", PASSPHRASE, clock=lambda: clock[0]) as register:
        for _try in range(3):
            with pytest.raises(WrongPassphrase):
                add_user(register, "noe helt annet", THIRD, CHEAP)
        with pytest.raises(TooManyTries):
            add_user(register, PASSPHRASE, THIRD, CHEAP)
        clock[0] = NOW.replace(minute=1)
        add_user(register, PASSPHRASE, THIRD, CHEAP)
        told = [entry.body for entry in register.store.entries() if entry.action == "failed-unlock"]
        assert told == [{"tried_at": [NOW.isoformat()] * 3}]


def test_the_recovery_key_acts_for_itself(by_paper: Register) -> None:
    add_user(by_paper, RECOVERY.text.lower(), KEYHOLDER, CHEAP)
    remove_user(by_paper, RECOVERY.letters, "slt")
    with unlock(by_paper.path, KEYHOLDER.passphrase) as opened:
        assert opened.may("manage_users")
    with pytest.raises(WrongPassphrase):
        add_user(by_paper, PASSPHRASE, THIRD, CHEAP)


def test_somebody_who_lost_the_role_in_another_window_changes_nothing_more(register: Register) -> None:
    add_user(register, PASSPHRASE, KEYHOLDER, CHEAP)
    with unlock(register.path, OTHER_PASSPHRASE) as other:
        set_roles(register, PASSPHRASE, "slt", ("reader",))
        with pytest.raises(NotAllowed, match="Bare en nøkkelholder"):
            add_user(other, OTHER_PASSPHRASE, THIRD, CHEAP)


# Passphrases


def test_the_new_passphrase_opens_and_the_old_one_does_not(register: Register) -> None:
    change_passphrase(register, PASSPHRASE, NEW, CHEAP)
    unlock(register.path, NEW).close()
    with pytest.raises(WrongPassphrase):
        unlock(register.path, PASSPHRASE)
    unlock(register.path, OTHER_PASSPHRASE).close()


def test_anybody_changes_their_own_whatever_the_role(three: Register) -> None:
    with unlock(three.path, THIRD.passphrase) as opened:
        change_passphrase(opened, THIRD.passphrase, NEW, CHEAP)
    with unlock(three.path, NEW) as opened:
        assert opened.ring.name == "politi"


def test_a_keyholder_still_opens_the_identities_afterwards_and_seals_still_hold(register: Register) -> None:
    case = register.open_case(a_case())
    enter_identity(register, case, Identity(name="Kari Bjørk"))
    signing = register.ring.signing.public
    change_passphrase(register, PASSPHRASE, NEW, CHEAP)
    assert open_identity(register, case, "sekretær", NEW, "vi må ringe").identity.name == "Kari Bjørk"
    with unlock(register.path, NEW) as opened:
        assert opened.ring.signing.public == signing


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("kort", "for kort"),
        ("sekretær sekretær", "lett å gjette"),
        (PASSPHRASE, "den samme som den gamle"),
        (OTHER_PASSPHRASE, "sin egen passordfrase"),
    ],
)
def test_a_new_passphrase_that_will_not_do_is_refused(register: Register, new: str, why: str) -> None:
    before = keys(register)
    with pytest.raises(NotAllowed, match=why):
        change_passphrase(register, PASSPHRASE, new, CHEAP)
    assert keys(register) == before


def test_somebody_elses_passphrase_is_no_proof(register: Register) -> None:
    with pytest.raises(WrongPassphrase):
        change_passphrase(register, OTHER_PASSPHRASE, NEW, CHEAP)


def test_the_recovery_key_stays_on_its_paper(by_paper: Register) -> None:
    with pytest.raises(NotAllowed, match="står på papir"):
        change_passphrase(by_paper, RECOVERY.text, NEW, CHEAP)


# Roles


def test_other_roles_are_told_and_count_from_the_next_opening(three: Register) -> None:
    set_roles(three, PASSPHRASE, "politi", ("supervisor", "reader", "supervisor"))
    user = next(one for one in users(three) if one.name == "politi")
    assert user.roles == ("reader", "supervisor")
    with unlock(three.path, THIRD.passphrase) as opened:
        assert opened.ring.roles == ("reader", "supervisor")


def test_the_users_own_new_roles_count_at_once(register: Register) -> None:
    set_roles(register, PASSPHRASE, "sekretær", ("keyholder",))
    assert register.ring.roles == ("keyholder",)
    assert not register.may("run_case")


def test_the_same_roles_again_change_nothing(three: Register) -> None:
    before, head = keys(three), three.head()
    set_roles(three, PASSPHRASE, "politi", ("participant",))
    assert (keys(three), three.head()) == (before, head)


@pytest.mark.parametrize(
    ("name", "why"),
    [("slt", "minst 2 nøkkelholdere"), ("ingen", "ingen bruker som heter ingen"), (RECOVERY_NAME, "er ingen bruker")],
)
def test_roles_that_can_not_be_are_refused(three: Register, name: str, why: str) -> None:
    before = keys(three)
    with pytest.raises(NotAllowed, match=why):
        set_roles(three, PASSPHRASE, name, ("reader",))
    with pytest.raises(NotAllowed, match="minst én rolle"):
        set_roles(three, PASSPHRASE, name, ())
    assert keys(three) == before


# Removing


def test_a_removed_user_gets_in_no_more_and_stays_known_in_the_journal(three: Register) -> None:
    gone = next(one for one in users(three) if one.name == "politi")
    remove_user(three, PASSPHRASE, "politi")
    with pytest.raises(WrongPassphrase):
        unlock(three.path, THIRD.passphrase)
    after = three.store.card(User, gone.id)
    assert after is not None
    assert (after.name, after.removed_at is not None) == ("politi", True)
    assert three.user_names[gone.id] == "politi"
    assert users(three)[-1] == after
    last = three.store.entries()[-1]
    assert last.action == "remove-user"
    assert last.body == {"user": gone.id, "roles": ["participant"], "generation": 3, "identities": 0}


def test_the_name_is_free_again_for_somebody_with_another_id(three: Register) -> None:
    before = next(one for one in users(three) if one.name == "politi")
    remove_user(three, PASSPHRASE, "politi")
    after = add_user(three, PASSPHRASE, THIRD, CHEAP)
    assert after.id != before.id
    assert [(one.id, one.removed_at is None) for one in users(three) if one.name == "politi"] == [
        (after.id, True),
        (before.id, False),
    ]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("sekretær", "Ingen kan fjerne seg selv"),
        ("slt", "minst 2 nøkkelholdere"),
        ("ingen", "ingen bruker som heter ingen"),
        (RECOVERY_NAME, "er ingen bruker"),
    ],
)
def test_somebody_who_can_not_be_removed_stays(three: Register, name: str, why: str) -> None:
    before, content, head = keys(three), three.store.facts(), three.head()
    with pytest.raises(NotAllowed, match=why):
        remove_user(three, PASSPHRASE, name)
    assert (keys(three), three.store.facts(), three.head()) == (before, content, head)


def test_a_demonstration_keeps_its_one_user(tmp_path: Path) -> None:
    founding = Founding(profile="fredrikstad", organisation="kommune")
    with found_demonstration(tmp_path / "d.assess", founding, cost=CHEAP) as register:
        before = keys(register)
        for change in (
            lambda: add_user(register, "øving", THIRD, CHEAP),
            lambda: change_passphrase(register, "øving", NEW, CHEAP),
            lambda: set_roles(register, "øving", "øving", ("reader",)),
            lambda: remove_user(register, "øving", "øving"),
            lambda: rekey(register, "øving"),
        ):
            with pytest.raises(NotAllowed, match="øvingsregister"):
                change()
        assert keys(register) == before


# Stopped in between, and two windows


def half_done(register: Register) -> Vault:
    """The key file has a user more, and the program was stopped before the register had it."""
    proof = proved(register, PASSPHRASE)
    vault = proof.vault.added("u-half", THIRD, CHEAP, proof.grant)
    vault.write(register.path)
    return vault


def test_a_user_who_is_in_the_key_file_only_gets_in_and_the_register_catches_up(register: Register) -> None:
    vault = half_done(register)
    register.close()
    with unlock(register.path, THIRD.passphrase) as opened:
        catch_up(opened.store, Vault.read(opened.path), opened.ring.user, NOW)
        assert opened.user_names["u-half"] == "politi"
        assert opened.store.facts()[GENERATION] == str(vault.generation)
        head = opened.head()
        catch_up(opened.store, Vault.read(opened.path), opened.ring.user, NOW)
        assert opened.head() == head


def test_the_next_change_catches_up_too(register: Register) -> None:
    half_done(register)
    add_user(register, PASSPHRASE, KEYHOLDER, CHEAP)
    assert actions(register) == ["found", "catch-up-keys", "add-user"]
    assert {user.name for user in users(register)} == {"sekretær", "slt", RECOVERY_NAME, "politi", "leder"}
    assert register.store.facts()[GENERATION] == "3"


def test_an_old_key_file_after_catching_up_is_refused(register: Register) -> None:
    old = keys(register)
    catch_up(register.store, half_done(register), register.ring.user, NOW)
    keys_path(register.path).write_bytes(old)
    with pytest.raises(KeysOutdated):
        add_user(register, PASSPHRASE, KEYHOLDER, CHEAP)
    with pytest.raises(KeysOutdated):
        unlock(register.path, PASSPHRASE)


def test_a_failing_register_says_that_the_change_counts_all_the_same(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise RegisterError("Disken er full.")

    monkeypatch.setattr(register.store, "put", full)
    with pytest.raises(RegisterError, match="Endringen gjelder, men kunne ikke skrives i registeret: Disken er full"):
        change_passphrase(register, PASSPHRASE, NEW, CHEAP)
    monkeypatch.undo()
    unlock(register.path, NEW).close()


def test_two_windows_never_undo_each_others_changes(register: Register) -> None:
    with unlock(register.path, OTHER_PASSPHRASE) as other:
        add_user(register, PASSPHRASE, THIRD, CHEAP)
        add_user(other, OTHER_PASSPHRASE, KEYHOLDER, CHEAP)
        change_passphrase(register, PASSPHRASE, NEW, CHEAP)
        assert Vault.read(register.path).names == ("sekretær", "slt", "politi", "leder")
        assert users(other) == users(register)


def test_a_change_that_another_window_made_in_the_same_moment_is_not_written_over(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(path: Path, *found: object) -> object:
        half_done(register)
        return held_key(path, *found)  # type: ignore[arg-type]  # handed through as they came

    monkeypatch.setattr(verbs, "held_key", meanwhile)
    with pytest.raises(KeysOutdated, match="endret fra et annet vindu akkurat nå"):
        change_passphrase(register, PASSPHRASE, NEW, CHEAP)
    monkeypatch.undo()
    assert Vault.read(register.path).names == ("sekretær", "slt", "politi")
    unlock(register.path, PASSPHRASE).close()


# The roll


def test_the_roll_names_only_what_differs(register: Register) -> None:
    vault, known = Vault.read(register.path), register.store.cards(User)
    assert enrolled(vault, known, NOW) == ()
    more = enrolled(vault, known[1:], NOW)
    assert [(user.id, user.added_at) for user in more] == [(known[0].id, NOW)]
    stranger = known[0].model_copy(update={"id": "u-left", "name": "ingen"})
    (left,) = enrolled(vault, (*known, stranger), NOW)
    assert (left.id, left.removed_at) == ("u-left", NOW)
    assert enrolled(vault, (*known, left), NOW) == ()


def test_the_paper_stands_in_the_roll_too(register: Register) -> None:
    assert PAPER in {user.id for user in users(register)}
