"""Looking after a register: backups and restoring them, erasing a case, other keys, another user.

To `tests.faults.operations` these are operations like any other. Each look also does what people do next: it takes
another backup, restores again, erases again, changes the keys again; that must work wherever the first was broken off.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from assess.casework.identity import Identity
from assess.errors import NotARegister, RegisterError
from assess.profile.load import Profiles
from assess.register.backup import make_backup
from assess.register.cards import Backup, Keeping, Receipt
from assess.register.connection import open_existing
from assess.register.data_key import DataKey
from assess.register.erasure import erase
from assess.register.identity import enter_identity, open_identity
from assess.register.key_file import keys_path
from assess.register.register import Register
from assess.register.rekey import broken_off, rekey
from assess.register.report_copies import FOLDER
from assess.register.restore import restore, verify_backup
from assess.register.slot import NewUser
from assess.register.users import add_user, users
from assess.register.vault import Vault
from assess.register.workroom import left_behind
from tests.faults.rehearsal import (
    CASE,
    EDITION,
    UNFINISHED,
    Act,
    Lost,
    Operation,
    a_begun_assessment,
    register_path,
    sound_content,
    unlocked,
)
from tests.unit.conftest import CHEAP, OTHER_PASSPHRASE, PASSPHRASE, Ticking, found_register
from tests.unit.marked import REFERENCE, decrypted, decrypted_wal, filled, hits
from tests.unit.test_erasure import RULE

NAME = "Kari Bjørk"
LEADER = NewUser("leder", ("keyholder",), "ni rare røyskatter danser")


# Backups


def _with_a_backup(folder: Path) -> None:
    a_begun_assessment(folder)
    with unlocked(register_path(folder)) as register:
        make_backup(register, folder / "earlier.backup")


def _back_up(folder: Path, act: Act) -> None:
    with unlocked(register_path(folder)) as register:
        act(lambda: make_backup(register, folder / "new.backup"))


def _look_for_backups(folder: Path) -> str:
    with unlocked(register_path(folder)) as register:
        found = sound_content(register)
        standing = sorted(file.name for file in folder.glob("*.backup"))
        unknown = set(standing) - {card.name for card in register.store.cards(Backup)}
        if unknown or left_behind(folder):
            raise Lost(f"the register doesn't know of {unknown}, and {left_behind(folder)} is left")
        for name in standing:
            verify_backup(register, folder / name)
        if "new.backup" not in standing:
            make_backup(register, folder / "new.backup")
            if left := list(folder.glob("*.part")):
                raise Lost(f"the next backup left {left}")
    return f"{standing} {found}"


def _only_a_backup(folder: Path) -> None:
    _with_a_backup(folder)
    for file in folder.glob("r.assess*"):
        file.unlink()


def _restore(folder: Path, act: Act) -> None:
    act(lambda: restore(folder / "earlier.backup", _restored(folder), PASSPHRASE, clock=Ticking()))


def _restored(folder: Path) -> Path:
    return register_path(folder / "new")


def _look_for_the_restored(folder: Path) -> str:
    was_there = _restored(folder).exists()
    if not was_there:
        restore(folder / "earlier.backup", _restored(folder), PASSPHRASE, clock=Ticking())
    with unlocked(_restored(folder)) as register:
        found = sound_content(register)
        if [entry.action for entry in register.entries()].count("restore") != 1 or not register.store.cards(Backup):
            raise Lost("the restored register doesn't know where it came from")
    return f"{was_there} {found}"


# A case that goes for good


def _a_marked_case(folder: Path) -> None:
    path = register_path(folder)
    with found_register(path) as register:
        filled(register, EDITION, Profiles().profile("fredrikstad"))
    shutil.copy(path, path.with_name("r.assess.before-3"))
    (folder / FOLDER).mkdir()
    (folder / FOLDER / f"{REFERENCE}-1.pdf").write_bytes(b"%PDF-1.7 qz0001zq")


def _erase(folder: Path, act: Act) -> None:
    def erase_it(register: Register) -> None:
        if REFERENCE in register.references() and (residue := erase(register, REFERENCE, RULE).residue):
            raise RegisterError(residue, "Lukk registeret, og åpne det på nytt.")

    with unlocked(register_path(folder)) as register:
        act(lambda: erase_it(register))


def _look_for_marks(folder: Path) -> str:
    path = register_path(folder)
    key = Vault.read(path).unlock(PASSPHRASE).data_key
    clean = not _marks(folder, key)
    with unlocked(path) as register:
        found, here = sound_content(register), register.store.case_called(REFERENCE)
        receipts = len(register.store.cards(Receipt))
        if here is not None:
            keeping = register.store.card(Keeping, here.id)
            if receipts or keeping is None or keeping.blocked_at is None:
                raise Lost("the case is here, and isn't as it was")
            erase(register, REFERENCE, RULE)
        elif receipts != 1:
            raise Lost("the case went without a receipt")
    if left := _marks(folder, key):
        raise Lost(f"the case is gone, and {left} is left")
    return found if here is not None or clean else UNFINISHED


def _marks(folder: Path, key: DataKey) -> set[bytes]:
    """What is left of the case in any decrypted page of the register or its WAL, or as it is in any file."""
    path = register_path(folder)
    raw = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    return hits(decrypted(path, key)) | hits(decrypted_wal(path, key)) | hits(raw)


# Keys


def _somebody_named(folder: Path) -> None:
    a_begun_assessment(folder)
    with unlocked(register_path(folder)) as register:
        enter_identity(register, CASE, Identity(name=NAME))
    shutil.copy(keys_path(register_path(folder)), folder / "former.keys")


def _rekey(folder: Path, act: Act) -> None:
    def change() -> None:
        with unlocked(register_path(folder)) as register:
            rekey(register, PASSPHRASE)

    act(change)


def _look_for_new_keys(folder: Path) -> str:
    path = register_path(folder)
    former = Vault.parse((folder / "former.keys").read_bytes(), path).unlock(PASSPHRASE).data_key
    with unlocked(path) as register:
        found, unfinished = sound_content(register), bool(broken_off(path))
        changed = "rekey" in [entry.action for entry in register.entries()]
        _refuse_unless_named(register, "slt", OTHER_PASSPHRASE)
        if unfinished and changed:
            raise Lost("the register has its new keys, and opening it didn't forget the former ones")
        if not changed:
            rekey(register, PASSPHRASE)
            _refuse_unless_named(register, "slt", OTHER_PASSPHRASE)
    if broken_off(path) or list(folder.glob("*.part*")):
        raise Lost(f"the next change of keys left {list(folder.iterdir())}")
    try:
        open_existing(path, former, "register").close()
    except NotARegister:
        return UNFINISHED if unfinished else f"{changed} {found}"
    raise Lost("the former key still opens the register")


def _add(folder: Path, act: Act) -> None:
    def add(register: Register) -> None:
        if LEADER.name not in Vault.read(register.path).names:
            add_user(register, PASSPHRASE, LEADER, CHEAP)

    with unlocked(register_path(folder)) as register:
        act(lambda: add(register))


def _look_for_the_user(folder: Path) -> str:
    path = register_path(folder)
    with unlocked(path) as register:
        found, known = sound_content(register), sorted(user.name for user in users(register))
        slots = sorted(slot.user for slot in Vault.read(path).slots)
        if known != slots:
            raise Lost(f"the register knows {known}, the key file {slots}")
        if LEADER.name not in known:
            add_user(register, PASSPHRASE, LEADER, CHEAP)
        _refuse_unless_named(register, LEADER.name, LEADER.passphrase)
    Register.unlock(path, LEADER.passphrase, clock=Ticking()).close()
    return f"{known} {found}"


def _refuse_unless_named(register: Register, keyholder: str, passphrase: str) -> None:
    if open_identity(register, CASE, keyholder, passphrase, "vi må ringe").identity.name != NAME:
        raise Lost("whom the case is about isn't as it was entered")


CARETAKING = (
    Operation("backup", _with_a_backup, _back_up, _look_for_backups),
    Operation("restore", _only_a_backup, _restore, _look_for_the_restored),
    Operation("erase", _a_marked_case, _erase, _look_for_marks),
    Operation("rekey", _somebody_named, _rekey, _look_for_new_keys),
    Operation("user", _somebody_named, _add, _look_for_the_user),
)
"""What those who look after a register do."""
