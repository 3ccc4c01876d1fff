from __future__ import annotations

import itertools
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from assess.casework.case import Case
from assess.casework.deeds.convening import Convene
from assess.casework.identity import Identity
from assess.errors import NotARegister, RegisterBusy, RegisterError, WrongPassphrase
from assess.instrument.edition import Edition
from assess.register import file_modes
from assess.register import rekey as changing
from assess.register.cards import SealedIdentity, User
from assess.register.connection import checkpoint_and_close, connect, create, open_existing
from assess.register.data_key import DataKey, seal
from assess.register.driver import Connection
from assess.register.enrolment import GENERATION, enrolled
from assess.register.identity import enter_identity, open_identity
from assess.register.journal import Anchor
from assess.register.key_file import keys_path
from assess.register.likeness import unlike
from assess.register.migrations import migrate
from assess.register.proving import held_key, proved
from assess.register.register import Register
from assess.register.rekey import broken_off, copy_path, rekey
from assess.register.slot import Grant, NewUser
from assess.register.sqlite_store import JOURNAL_ROOT, SqliteStore
from assess.register.store import Act
from assess.register.users import add_user, remove_user
from assess.register.vault import Vault
from tests.unit.conftest import (
    CHEAP,
    NOW,
    OTHER_PASSPHRASE,
    PASSPHRASE,
    PEOPLE,
    RECOVERY,
    Ticking,
    a_case,
    meeting,
    record_id,
)

THIRD = NewUser("politi", ("participant", "keyholder"), "fem gåser over elven nå")
NAMES = ("Kari Bjørk", "Ola Furu")


@pytest.fixture
def full(register: Register, edition: Edition) -> Register:
    """With a third user, two cases, an assessment, and whom the cases are about."""
    add_user(register, PASSPHRASE, THIRD, CHEAP)
    for number, name in enumerate(NAMES, 1):
        enter_identity(register, register.open_case(a_case(number)), Identity(name=name))
    register.do(register.start(a_case(1), edition, a_case(1).opened_at.date()), Convene(meeting()))
    return register


def names(register: Register, keyholder: str = "slt", passphrase: str = OTHER_PASSPHRASE) -> tuple[str, ...]:
    """Whom the cases are about."""
    opened = (open_identity(register, a_case(number), keyholder, passphrase, "vi må ringe") for number in (1, 2))
    return tuple(one.identity.name for one in opened)


def files(register: Register) -> set[str]:
    return {file.name for file in register.path.parent.iterdir()}


def content(register: Register) -> tuple[object, ...]:
    """What may never change by a change of keys."""
    store = register.store
    cases = tuple(store.case(line.case_id) for line in store.case_lines())
    return (
        cases,
        tuple(store.assessments_of(case.id) for case in cases if case is not None),
        tuple((card.case_id, card.entered_at) for card in store.cards(SealedIdentity)),
        {key: value for key, value in store.facts().items() if key != GENERATION},
    )


# What it does


def test_everybody_gets_in_as_before_and_nothing_is_lost(full: Register) -> None:
    before, entries = content(full), full.store.entries()
    assert rekey(full, PASSPHRASE) == ()
    assert content(full) == before
    assert full.store.entries()[:-1] == entries
    assert full.store.entries()[-1].action == "rekey"
    assert full.verify().broken_at is None
    assert full.faults() == []
    assert full.settings()["journal_mode"] == "wal"
    full.close()
    for passphrase in (PASSPHRASE, OTHER_PASSPHRASE, THIRD.passphrase, RECOVERY.text):
        with Register.unlock(full.path, passphrase) as opened:
            assert opened.ring.former_key is None
            assert content(opened) == before


def test_the_register_stays_open_and_goes_on_writing(full: Register, edition: Edition) -> None:
    rekey(full, PASSPHRASE)
    full.open_case(a_case(9))
    assert names(full) == NAMES
    rekey(full, PASSPHRASE)
    assert names(full) == NAMES
    with Register.unlock(full.path, OTHER_PASSPHRASE) as opened:
        assert opened.store.references() == full.store.references()


def test_every_key_is_another_one_afterwards(full: Register) -> None:
    before, old = Vault.read(full.path), full.ring.data_key
    boxes = {card.case_id: card.box for card in full.store.cards(SealedIdentity)}
    identities = before.identities(PASSPHRASE, "sekretær")[1]
    rekey(full, PASSPHRASE)
    after = Vault.read(full.path)
    assert full.ring.data_key.reveal() != old.reveal()
    assert after.identity_key != before.identity_key
    for card in full.store.cards(SealedIdentity):
        assert card.box != boxes[card.case_id]
        assert identities.open(card.box, b"") is None
    assert after.identities(PASSPHRASE, "sekretær")[1].reveal() != identities.reveal()
    # Each user's own keys and passphrase stay.
    assert [(slot.own_keys, slot.signing_key) for slot in after.slots] == [
        (slot.own_keys, slot.signing_key) for slot in before.slots
    ]
    assert not after.unfinished


def test_no_page_can_be_read_with_the_old_key(full: Register) -> None:
    old = full.ring.data_key
    rekey(full, PASSPHRASE)
    full.close()
    with pytest.raises(NotARegister):
        open_existing(full.path, old, "register")
    assert not any(full.path.read_bytes()[:16] == part for part in (b"SQLite format 3\0", bytes(16)))


def test_nothing_is_left_beside_the_register_and_it_is_this_users_only(full: Register) -> None:
    rekey(full, PASSPHRASE)
    full.close()
    assert files(full) == {"r.assess", "r.assess.keys"}
    if os.name == "posix":
        assert {stat.S_IMODE(file.stat().st_mode) for file in full.path.parent.iterdir()} == {0o600}


def test_a_removed_users_slot_and_every_old_key_file_open_nothing(full: Register) -> None:
    old = keys_path(full.path).read_bytes()
    remove_user(full, PASSPHRASE, "politi")
    assert names(full) == NAMES
    full.close()
    with pytest.raises(WrongPassphrase):
        Register.unlock(full.path, THIRD.passphrase)
    new = keys_path(full.path).read_bytes()
    keys_path(full.path).write_bytes(old)
    for passphrase in (THIRD.passphrase, PASSPHRASE):
        with pytest.raises(NotARegister):
            Register.unlock(full.path, passphrase, clock=Ticking())
    stolen = json.loads(new)
    stolen["slots"].append(next(slot for slot in json.loads(old)["slots"] if slot["user"] == "politi"))
    keys_path(full.path).write_text(json.dumps(stolen), encoding="utf-8")
    for passphrase in (THIRD.passphrase, PASSPHRASE):
        with pytest.raises(NotARegister, match="endret utenfor programmet"):
            Register.unlock(full.path, passphrase, clock=Ticking())


def without_a_journal_root(path: Path) -> Register:
    """A register from before the journal had a key of its own: its chain hangs on the register's key."""
    people = [(f"u-{person.name[:1]}", person) for person in PEOPLE]
    vault, key = Vault.make(kind="register", register_id=record_id(1), people=people, cost=CHEAP)
    vault.write_new(path)
    db = create(path, key, "register")
    migrate(db, path, key)
    checkpoint_and_close(db)
    store = SqliteStore(path, key, "register")
    store.put(
        enrolled(vault, (), NOW),
        Act(NOW, "u-s", "found"),
        {"id": vault.register_id, "profile": "fredrikstad", GENERATION: "1"},
    )
    return Register(path, store, "register", vault.unlock(PASSPHRASE), Ticking())


def test_the_journals_chain_goes_on_also_where_its_key_was_the_registers_own(tmp_path: Path) -> None:
    with without_a_journal_root(tmp_path / "old.assess") as register:
        register.tell("view")
        old, head = register.ring.data_key, register.head()
        for number in (1, 2):
            rekey(register, PASSPHRASE)
            assert register.store.facts()[JOURNAL_ROOT] == old.reveal().hex()
            assert register.head().seq == head.seq + number
            assert register.verify().broken_at is None
    with Register.unlock(register.path, PASSPHRASE) as opened:
        assert opened.verify(Anchor(head.seq, head.mac)).broken_at is None


def test_an_identity_that_nobody_can_open_stays_and_is_named(full: Register, case: Case) -> None:
    vault = Vault.read(full.path)
    stray = full.store.cards(SealedIdentity)[0].model_copy(update={"box": seal(vault.identity_key, b"?", b"else")})
    full.store.put((stray,), full.act("enter-identity"))
    assert rekey(full, PASSPHRASE) == ("F-2026-0001",)
    assert full.store.card(SealedIdentity, stray.case_id) == stray
    opened = open_identity(full, a_case(2), "slt", OTHER_PASSPHRASE)
    assert opened.identity.name == NAMES[1]


# Others have it open


def test_a_register_that_is_open_in_another_window_keeps_its_keys(full: Register) -> None:
    before, key = keys_path(full.path).read_bytes(), full.ring.data_key
    with Register.unlock(full.path, OTHER_PASSPHRASE) as other:
        with pytest.raises(RegisterBusy, match=r"åpent i et annet vindu\. Ingen nøkler er byttet"):
            rekey(full, PASSPHRASE)
        other.tell("view")
        full.tell("view")
        assert full.head() == other.head()
    assert keys_path(full.path).read_bytes() == before
    assert held_key(full.path, key).reveal() == key.reveal()
    assert not copy_path(full.path).exists()
    rekey(full, PASSPHRASE)


OPEN = """
import sys
from pathlib import Path
from assess.register.register import Register

with Register.unlock(Path(sys.argv[1]), sys.argv[2]) as register:
    print("open", flush=True)
    sys.stdin.readline()
    register.tell("view")
print("closed", flush=True)
"""


def test_a_register_that_is_open_in_another_program_keeps_its_keys(full: Register) -> None:
    before = keys_path(full.path).read_bytes()
    arguments = [sys.executable, "-c", OPEN, str(full.path), OTHER_PASSPHRASE]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(RegisterBusy):
            rekey(full, PASSPHRASE)
        out, _err = other.communicate("\n", timeout=60)
        assert out == "closed\n"
    assert keys_path(full.path).read_bytes() == before
    assert [entry.action for entry in full.store.entries()][-1] == "view"
    rekey(full, PASSPHRASE)
    assert names(full) == NAMES


# It can't be done


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_can_not_be_written_changes_nothing(full: Register) -> None:
    full.path.parent.chmod(0o500)
    try:
        with pytest.raises(RegisterError):
            rekey(full, PASSPHRASE)
    finally:
        full.path.parent.chmod(0o700)
    assert names(full) == NAMES


@pytest.mark.parametrize("step", ["make_private_file", "put_in_place"])
def test_a_disk_that_says_no_leaves_the_keys_as_they_were(
    full: Register, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def refused(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    before, key = keys_path(full.path).read_bytes(), full.ring.data_key
    if step == "put_in_place":
        # The key file is put in place by the same function: only the register's own name is refused.
        really = file_modes.put_in_place
        monkeypatch.setattr(
            file_modes,
            "put_in_place",
            lambda made, path: refused() if path == full.path else really(made, path),
        )
    else:
        monkeypatch.setattr(file_modes, step, refused)
    with pytest.raises(RegisterError, match="Ingen nøkler er byttet"):
        rekey(full, PASSPHRASE)
    monkeypatch.undo()
    assert keys_path(full.path).read_bytes() == before
    assert full.ring.data_key.reveal() == key.reveal()
    assert names(full) == NAMES
    assert not copy_path(full.path).exists()
    rekey(full, PASSPHRASE)
    assert names(full) == NAMES


def test_a_copy_that_is_not_like_the_register_is_never_put_in_its_place(
    full: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, register = keys_path(full.path).read_bytes(), content(full)

    def and_more(one: Connection, other: Connection, meant: object) -> list[str]:
        assert unlike(one, other, meant) == []  # type: ignore[arg-type]  # handed through as it came
        return ["cases"]

    monkeypatch.setattr(changing, "unlike", and_more)
    with pytest.raises(RegisterError, match=r"ble ikke lik registeret \(cases\)"):
        rekey(full, PASSPHRASE)
    assert (keys_path(full.path).read_bytes(), content(full)) == (before, register)


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE cases SET summary = 'noe annet' WHERE reference = 'F-2026-0001'", "cases"),
        ("DELETE FROM identities WHERE case_id = (SELECT id FROM cases LIMIT 1)", "identities"),
        ("DELETE FROM places", None),
        ("UPDATE users SET name = 'en annen' WHERE id = 'recovery'", "users"),
        ("DROP TRIGGER users_are_never_removed", "schema"),
        ("INSERT INTO register_facts VALUES ('noe', 'nytt')", "register_facts"),
    ],
)
def test_the_comparison_sees_every_row_that_differs(full: Register, statement: str, table: str | None) -> None:
    full.close()
    other = full.path.with_name("copy")
    shutil.copy(full.path, other)
    key = full.ring.data_key
    changed = connect(other, key, "rw")
    changed.execute("PRAGMA foreign_keys=ON")
    changed.execute(statement)
    one = connect(full.path, key, "ro")
    try:
        assert unlike(one, changed, {}) == ([] if table is None else [table])
        if table == "users":
            assert unlike(one, changed, {"users": frozenset({"recovery"})}) == []
        if table == "identities":
            kept = {row[0] for row in changed.execute("SELECT case_id FROM identities")}
            lost = {row[0] for row in one.execute("SELECT case_id FROM identities")} - kept
            assert unlike(one, changed, {"identities": frozenset(lost)}) == ["identities"]
    finally:
        one.close()
        changed.close()


# Stopped in the middle

CRASH = """
import json, os, shutil, sys
from pathlib import Path
from assess.register.identity import open_identity
from assess.register.register import Register
from assess.register.rekey import broken_off, copy_path, rekey
from assess.register.users import remove_user
from assess.errors import AssessError
from tests.unit.conftest import a_case, Ticking

what, origin, folder, mine, theirs, gone = sys.argv[1:]
origin, folder = Path(origin), Path(folder)
path = folder / origin.name
NAMING = {"os.rename", "os.remove"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

def change():
    with Register.unlock(path, mine, clock=Ticking()) as register:
        count = 0
        def stop(event, args):
            nonlocal count
            if event not in NAMING and not (event == "open" and args[2] & WRITING):
                return
            if str(folder) in str(args[0]):
                count += 1
                if count == n:
                    os._exit(9)
        sys.addaudithook(stop)
        if what == "remove":
            remove_user(register, mine, "politi")
        else:
            rekey(register, mine)
    os._exit(0)

def names(register, passphrase):
    opened = (open_identity(register, a_case(number), "slt", passphrase, "vi trenger det") for number in (1, 2))
    return [one.identity.name for one in opened]

def opens(passphrase):
    try:
        Register.unlock(path, passphrase, clock=Ticking()).close()
    except AssessError as error:
        return type(error).__name__
    finally:
        path.with_name(path.name + ".tries").unlink(missing_ok=True)
    return "opens"

n = 0
while True:
    n += 1
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(origin.parent, folder)
    child = os.fork()
    if child == 0:
        change()
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    found = {"n": n, "ended": ended, "unfinished": bool(broken_off(path)), "part": copy_path(path).exists()}
    found["gone"] = opens(gone)
    with Register.unlock(path, mine, clock=Ticking()) as register:
        found["unfinished_when_open"] = bool(broken_off(path))
        found["names"] = names(register, theirs)
        found["sound"] = register.verify().broken_at is None and register.faults() == []
        found["actions"] = [entry.action for entry in register.store.entries()]
        register.open_case(a_case(9))
    with Register.unlock(path, mine, clock=Ticking()) as register:
        register.open_case(a_case(10))
        found["references"] = list(register.store.references())
        rekey(register, mine)
        found["again"] = names(register, theirs)
        found["sound_again"] = register.verify().broken_at is None and register.faults() == []
        found["settled"] = not broken_off(path)
    found["left"] = sorted(file.name for file in folder.iterdir())
    print(json.dumps(found), flush=True)
    if ended == 0:
        break
"""

References = ["F-2026-0001", "F-2026-0002", "F-2026-0009", "F-2026-0010"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="each try is a process of its own")
@pytest.mark.slow
@pytest.mark.parametrize("what", ["remove", "rekey"])
def test_wherever_it_is_stopped_the_register_opens_and_nothing_is_lost(
    full: Register, tmp_path_factory: pytest.TempPathFactory, what: str
) -> None:
    full.close()
    folder = tmp_path_factory.mktemp("stopped") / "here"
    arguments = [what, str(full.path), str(folder), PASSPHRASE, OTHER_PASSPHRASE, THIRD.passphrase]
    done = subprocess.run(
        [sys.executable, "-c", CRASH, *arguments], capture_output=True, text=True, check=False, timeout=110
    )
    assert done.returncode == 0, done.stderr
    tried = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(tried) >= 8
    for one in tried:
        assert one["names"] == one["again"] == list(NAMES), one
        assert one["sound"], one
        assert one["sound_again"], one
        assert one["settled"], one
        assert one["references"] == References, one
        assert one["left"] == ["r.assess", "r.assess.keys"], one
    # Each of the three states that the module's own text tells of was met.
    action = "remove-user" if what == "remove" else "rekey"
    for one in tried:
        assert one["unfinished_when_open"] is (one["unfinished"] and action not in one["actions"]), one
    states = [(action in one["actions"], one["unfinished"]) for one in tried]
    assert [state for state, _same in itertools.groupby(states)] == [
        *((False, False), (False, True), (True, True), (True, False)),
    ]
    if what == "remove":
        assert {one["gone"] for one in tried if not one["unfinished"] and action not in one["actions"]} == {"opens"}
        assert {one["gone"] for one in tried if one["unfinished"] or action in one["actions"]} == {"WrongPassphrase"}


def test_a_change_that_was_broken_off_is_told_and_the_next_one_finishes_it(
    full: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert broken_off(full.path) == ""
    keys = broken_off_before_the_register(full, monkeypatch)
    with Register.unlock(full.path, OTHER_PASSPHRASE, clock=Ticking()) as register:
        assert "Et nøkkelbytte ble avbrutt. Ingenting er tapt" in broken_off(full.path)
        assert names(register) == NAMES
        enter_identity(register, a_case(1), Identity(name="Liv Eik"))
        add_user(register, OTHER_PASSPHRASE, NewUser("leder", ("keyholder",), "ni rare røyskatter danser"), CHEAP)
        assert names(register) == ("Liv Eik", NAMES[1])
    with Register.unlock(full.path, "ni rare røyskatter danser", clock=Ticking()) as register:
        assert held_key(register.path, *keys).reveal() == keys[0].reveal()
        assert names(register, "leder", "ni rare røyskatter danser") == ("Liv Eik", NAMES[1])
        rekey(register, "ni rare røyskatter danser")
        assert names(register) == ("Liv Eik", NAMES[1])
        assert [entry.action for entry in register.store.entries()].count("rekey") == 2
        assert register.store.facts()[GENERATION] == str(Vault.read(register.path).generation)
        assert {user.removed_at for user in register.store.cards(User)} == {None}
    assert broken_off(full.path) == ""
    for key in keys:
        with pytest.raises(NotARegister):
            open_existing(full.path, key, "register")


def broken_off_before_the_register(register: Register, monkeypatch: pytest.MonkeyPatch) -> tuple[DataKey, DataKey]:
    """Stop a change of keys right after the new key file was written; returns the old data key and the new one."""
    vault, proof = Vault.read(register.path), proved(register, PASSPHRASE)
    new = DataKey.new()
    grant = Grant(new, proof.grant.data_key, proof.identities.successor())
    vault.rekeyed(grant).write(register.path)
    register.close()
    return proof.grant.data_key, new
