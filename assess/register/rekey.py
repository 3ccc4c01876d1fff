"""Changing every key: after somebody was taken out, or when a passphrase or a key file may be known to others.

The new register is a copy beside the old one, with every identity sealed anew, encrypted anew, and compared row by row.
Nothing is changed before it is complete. Then, in this order: the key file with the new keys and the former ones, the
copy in the place of the register, the key file without the former ones. Wherever it stops:

* before the first: nothing has changed; the unfinished copy is removed by the next change of keys.
* between the first and the second: the register opens with its former key, everything can be read and written, and
  `broken_off` says so. The next change of keys finishes this one first.
* between the second and the third: the register has its new keys; opening it forgets the former ones.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from pydantic import JsonValue

from assess.errors import NotARegister, RegisterBusy, RegisterDamaged, RegisterError
from assess.language import _
from assess.register import file_modes
from assess.register.blocked import BlockedCases
from assess.register.cards import SealedIdentity, User
from assess.register.connection import connect, faults, said, salt_of
from assess.register.content import reading
from assess.register.data_key import DataKey, IdentityKey, OpeningKey
from assess.register.driver import Connection, dbapi
from assess.register.enrolment import GENERATION, enrolled
from assess.register.identity import resealed
from assess.register.key_file import keys_path
from assess.register.likeness import Meant, unlike
from assess.register.proving import Proof, held_key, proved
from assess.register.register import Register
from assess.register.slot import Grant
from assess.register.sqlite_store import JOURNAL_ROOT, SqliteStore
from assess.register.store import Store
from assess.register.vault import Vault

_SIDE_FILES = ("", "-wal", "-shm", "-journal")
_PATIENCE_MILLISECONDS = 1000


def rekey(register: Register, passphrase: str, without: str = "") -> tuple[str, ...]:
    """Give the register and the identities new keys, and every user but the one called `without` a slot for them.

    The others need not be present; nobody gets another passphrase. The register stays open.

    Returns:
        The references of the cases whose identity the old keys didn't open, and which is left as it was.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: There is no such user, or too few keyholders would be left.
        WrongPassphrase, TooManyTries, KeysOutdated: As `assess.register.proving.proved`.
        RegisterBusy: The register is open in another window.
        RegisterFull, RegisterError: It could not be done; the register and its keys are as before.
    """
    proof = proved(register, passphrase)
    if proof.vault.unfinished:
        _finish(register, proof)
        proof = proved(register, passphrase)
    old, new, opening = proof.grant.data_key, DataKey.new(), proof.identities.successor()
    grant = Grant(new, old, opening)
    after = proof.vault.rekeyed(grant, (without,) if without else ())
    gone = [slot for slot in proof.vault.slots if slot.user == without]
    told: dict[str, JsonValue] = {"user": gone[0].id, "roles": list(gone[0].roles)} if gone else {}
    action = "remove-user" if gone else "rekey"
    left = _carry_out(register, _Change(proof.vault, after, old, new, opening, action, told))
    cases = (register.store.case(case_id) for case_id in left)
    return tuple(case.reference for case in cases if case is not None)


def broken_off(register: Path) -> str:
    """What people should know of a change of keys that was broken off, in two sentences; empty when none was.

    Raises:
        RegisterError: The key file can't be read.
    """
    if not Vault.read(register).unfinished:
        return ""
    return _(
        "Et nøkkelbytte ble avbrutt. Ingenting er tapt, men de gamle nøklene gjelder til en nøkkelholder "
        "kjører «assess register rekey»."
    )


def copy_path(register: Path) -> Path:
    """Where the copy with new keys is made."""
    return register.with_name(f"{register.name}.rekey.part")


@dataclass(frozen=True, slots=True)
class _Change:
    before: Vault
    after: Vault
    old: DataKey
    new: DataKey
    opening: IdentityKey
    """Opens the identities as they are now; `after` has the public key that they will be sealed with."""
    action: str
    told: dict[str, JsonValue]


def _finish(register: Register, proof: Proof) -> None:
    new, old = proof.grant.data_key, proof.grant.former
    if old is None or held_key(register.path, new, old).reveal() == new.reveal():
        proof.vault.settled(new).write(register.path)
    else:
        _carry_out(register, _Change(proof.vault, proof.vault, old, new, proof.identities, "rekey", {}))


def _carry_out(register: Register, change: _Change) -> tuple[str, ...]:
    register.store.close()
    try:
        with _alone(register.path, change.old) as alone:
            left = _made(register, change, alone)
            _put_in_place(register.path, change, alone)
        register.ring = replace(register.ring, data_key=change.new, former_key=None)
    finally:
        _discard(register.path)
        register.store = _opened_again(register, change)
        register.blocked = BlockedCases(register.store)
        _forget_rollback(register.path)
    return left


def _opened_again(register: Register, change: _Change) -> Store:
    with contextlib.suppress(RegisterError):
        return _store_with_either_key(register, change)
    try:
        return _store_with_either_key(register, change)
    except RegisterError as error:
        register.store = cast("Store", _Shut())
        raise _shut() from error


def _store_with_either_key(register: Register, change: _Change) -> Store:
    try:
        return SqliteStore(register.path, change.new, register.kind)
    except NotARegister:
        return SqliteStore(register.path, change.old, register.kind)


class _Shut:
    """In the place of a store that couldn't be opened again: whatever is asked of it is refused in words."""

    def __getattr__(self, _name: str) -> Callable[..., object]:
        def refuse(*_args: object, **_more: object) -> object:
            raise _shut()

        return refuse

    def close(self) -> None:
        """Nothing is open."""


def _shut() -> RegisterError:
    return RegisterError(
        _("Registeret kunne ikke åpnes igjen etter nøkkelbyttet. Ingenting er tapt; det er ikke endret siden."),
        _("Lukk registeret, og åpne det på nytt. Da vises det om nøklene er byttet."),
    )


@contextmanager
def _alone(path: Path, key: DataKey) -> Iterator[Connection]:
    """The register without its WAL, on a connection that keeps everybody else out until it is closed."""
    with said():
        conn = connect(path, key, "rw")
        try:
            _keep_others_out(conn)
            yield conn
        finally:
            conn.close()


def _keep_others_out(conn: Connection) -> None:
    conn.execute(f"PRAGMA busy_timeout={_PATIENCE_MILLISECONDS}")
    try:
        conn.execute("PRAGMA journal_mode=DELETE").fetchall()
        conn.execute("PRAGMA locking_mode=EXCLUSIVE").fetchall()
        conn.execute("BEGIN EXCLUSIVE")
        conn.execute("COMMIT")
    except dbapi.OperationalError as error:
        if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise RegisterBusy(
                _("Registeret er åpent i et annet vindu. Ingen nøkler er byttet."),
                _("Lukk alle andre vinduer med registeret, og prøv igjen."),
            ) from error
        raise


def _made(register: Register, change: _Change, alone: Connection) -> tuple[str, ...]:
    copy = copy_path(register.path)
    _discard(register.path)
    try:
        file_modes.make_private_file(copy)
    except OSError as error:
        raise _unwritable(copy, str(error.strerror)) from error
    alone.execute("VACUUM INTO ?", (copy.absolute().as_uri(),))
    meant, left = _told(register, change)
    _encrypt_anew(copy, change)
    _refuse_unlike(alone, copy, change.new, meant)
    return left


def _encrypt_anew(copy: Path, change: _Change) -> None:
    conn = connect(copy, change.old, "rw")
    try:
        conn.execute("PRAGMA journal_mode=DELETE").fetchall()
        conn.execute(f"PRAGMA rekey=\"x'{change.new.reveal().hex()}{salt_of(change.new).hex()}'\"").fetchall()
        # As the register will be used. Were this done in its place, a power cut could leave a rollback journal there,
        # also long afterwards: SQLite removes it without waiting for the disk.
        conn.execute("PRAGMA journal_mode=WAL").fetchall()
    except dbapi.OperationalError as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_ERROR":
            raise
        # SQLCipher says no more than this, whatever kept it from changing a page.
        raise _unwritable(copy, _("disken svarte ikke som den skulle")) from error
    finally:
        conn.close()


def _told(register: Register, change: _Change) -> tuple[Meant, tuple[str, ...]]:
    """Write into the copy what the change of keys means for its content, and return what was meant to change."""
    store = SqliteStore(copy_path(register.path), change.old, register.kind)
    try:
        facts = {GENERATION: str(change.after.generation)}
        if JOURNAL_ROOT not in store.facts():
            # The journal's key was derived from the register's own, which is about to go.
            facts[JOURNAL_ROOT] = change.old.reveal().hex()
        identities, left = _resealed(store, change)
        body = {**change.told, "generation": change.after.generation, "identities": len(identities)}
        act = register.act(change.action, body=body)
        users = enrolled(change.after, store.cards(User), act.at)
        known = store.facts()
        head = store.put((*users, *identities), act, facts)
        _refuse_unopened(store, change, left)
    finally:
        store.close()
    meant: Meant = {
        "users": frozenset(user.id for user in users),
        "identities": frozenset(card.case_id for card in identities),
        "register_facts": frozenset(key for key, value in facts.items() if known.get(key) != value),
        "journal": frozenset((head.seq,)),
        "journal_bodies": frozenset((head.seq,)),
    }
    return meant, left


def _resealed(store: SqliteStore, change: _Change) -> tuple[tuple[SealedIdentity, ...], tuple[str, ...]]:
    place, public = change.after.place, change.after.identity_key
    found = {card.case_id: resealed(card, place, change.opening, public) for card in store.cards(SealedIdentity)}
    return (
        tuple(card for card in found.values() if card is not None),
        tuple(case_id for case_id, card in found.items() if card is None),
    )


def _refuse_unopened(store: SqliteStore, change: _Change, left: tuple[str, ...]) -> None:
    alone, public = OpeningKey(change.opening.reveal()), change.after.identity_key
    for card in store.cards(SealedIdentity):
        if card.case_id not in left and resealed(card, change.after.place, alone, public) is None:
            raise RegisterDamaged(_("En identitet kunne ikke forsegles på nytt. Ingen nøkler er byttet."))


def _refuse_unlike(alone: Connection, copy: Path, new: DataKey, meant: Meant) -> None:
    with reading(copy, (new,)) as (made, _key):
        wrong = faults(made) or unlike(alone, made.conn, meant)
    if wrong:
        raise RegisterDamaged(
            _("Kopien med nye nøkler ble ikke lik registeret ({where}). Ingenting er endret.").format(where=wrong[0]),
            _("Kjør «assess register verify», og ta en sikkerhetskopi."),
        )


def _put_in_place(path: Path, change: _Change, alone: Connection) -> None:
    copy = copy_path(path)
    try:
        for ending in _SIDE_FILES[1:]:
            # Comparing has made them anew, and they are empty: a copy that nobody wrote in since.
            copy.with_name(copy.name + ending).unlink(missing_ok=True)
        with copy.open("rb") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise _unwritable(copy, str(error.strerror)) from error
    change.after.write(path)
    if os.name == "nt":
        # Windows replaces no file that is open, by us or by anybody: nobody can slip in meanwhile either.
        alone.close()
    try:
        file_modes.put_in_place(copy, path)
    except OSError as error:
        if copy.exists():
            change.before.write(path)
            raise _unwritable(path, str(error.strerror)) from error
    # The register has its new keys. Whatever keeps the key file from being written now, the next opening does it.
    with contextlib.suppress(RegisterError):
        change.after.settled(change.new).write(path)


def _forget_rollback(path: Path) -> None:
    """Let the removal of the rollback journal, which `_alone` needed, survive a power cut before anything is saved."""
    with contextlib.suppress(OSError):
        file_modes.sync_folder(path.parent)


def _discard(path: Path) -> None:
    """Remove the copy, and what a program that was stopped has left of a key file."""
    copy, begun = copy_path(path), f".{keys_path(path).name}."
    left = [copy.with_name(copy.name + ending) for ending in _SIDE_FILES]
    with contextlib.suppress(OSError):
        for file in (*left, *(one for one in path.parent.iterdir() if one.name.startswith(begun))):
            file.unlink(missing_ok=True)


def _unwritable(path: Path, why: str) -> RegisterError:
    return RegisterError(
        _("{path} kunne ikke skrives ({why}). Ingen nøkler er byttet.").format(path=path, why=why),
        _("Frigjør plass, og se etter at du kan skrive i mappen."),
    )
