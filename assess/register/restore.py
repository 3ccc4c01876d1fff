"""Restoring a backup: to a new place, whole and compared with its manifest, or not at all.

A backup is nowhere called good before it has been unpacked in a private folder, opened, read through and compared.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assess.errors import KeysOutdated, NotAllowed, NotARegister, RegisterDamaged, RegisterError, RegisterExists
from assess.language import _
from assess.register import container, file_modes, refusals, schema_files
from assess.register.backup import card_of
from assess.register.cards import Backup
from assess.register.connection import APPLICATION_IDS, faults
from assess.register.content import digest, facts_of, journal_of, keys_of, reading
from assess.register.data_key import DataKey
from assess.register.driver import Database
from assess.register.enrolment import GENERATION
from assess.register.key_file import keys_path
from assess.register.manifest import Manifest
from assess.register.register import Register
from assess.register.session import Clock, now
from assess.register.sqlite_store import SqliteStore
from assess.register.store import Act
from assess.register.unlocking import open_slot
from assess.register.vault import KeyRing, Vault
from assess.register.workroom import move_out, workroom


@dataclass(frozen=True, slots=True)
class Restored:
    """A register that was restored, and was in everything as its manifest says."""

    path: Path
    manifest: Manifest
    card: Backup


@dataclass(frozen=True, slots=True)
class _Opened:
    """A backup that was unpacked, opened, read through and compared."""

    manifest: Manifest
    card: Backup
    ring: KeyRing
    key: DataKey


def manifest_of(backup: Path) -> Manifest:
    """What a backup says of itself, before anything of it has been checked.

    Raises:
        NotARegister, RegisterDamaged: It is no backup, or its manifest is damaged.
        RegisterError: It can't be read.
    """
    try:
        found = Manifest.parse(container.peek(backup))
    except OSError as error:
        raise _unreadable(backup, error) from error
    if found is None:
        raise _damaged(backup)
    return found


def restore(backup: Path, to: Path, passphrase: str, name: str | None = None, *, clock: Clock = now) -> Restored:
    """Restore a backup to `to`, where nothing may stand, and tell the restored journal of it.

    Args:
        backup: The backup's one file; it is only read.
        to: The new register; its key file comes beside it.
        passphrase: A user's as it was when the backup was made, or the recovery key.
        name: Whose passphrase it is; None tries every user's.
        clock: Gives the moment that the journal is told.

    Raises:
        RegisterExists: Something stands there; it is untouched.
        WrongPassphrase: It opens no slot of the backup's.
        NotARegister: The file is no backup, or something was added to it or taken away.
        RegisterDamaged: Not everything in it is as it was; nothing was restored.
        RegisterError: It can't be restored there; nothing was.
    """
    try:
        refusals.refuse_unless_free(to)
        _make_lasting_folder(to.parent)
        with workroom(to.parent) as room:
            opened = _checked(backup, room, lambda vault: open_slot(vault, passphrase, name))
            _tell(room / container.REGISTER, opened, clock)
            _put_in_place(room, to)
    except FileExistsError as error:
        raise _taken(to) from error
    except OSError as error:
        raise RegisterError(
            _("Sikkerhetskopien kunne ikke hentes fram til {path} ({why}). Ingenting er laget.").format(
                path=to, why=error.strerror
            ),
            _("Velg en mappe som du kan skrive i, med plass til hele registeret."),
        ) from error
    return Restored(to, opened.manifest, opened.card)


def verify_backup(register: Register, backup: Path, passphrase: str | None = None) -> Backup:
    """Restore a backup of this register into a private folder, compare it, and note that it is good; nothing is left.

    Without a passphrase the keys that are open now are used, which fit as long as they have not been changed.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: It is a backup of another register.
        KeysOutdated: The keys have been changed since, or it was altered; a passphrase from then decides which.
        WrongPassphrase, NotARegister, RegisterDamaged: As `restore`.
        RegisterError: It could not be read, or there is no room to try it.
    """
    register.require("back_up")

    def ring_for(vault: Vault) -> KeyRing:
        if vault.register_id != register.store.facts()["id"]:
            raise NotAllowed(
                _("{path} er en sikkerhetskopi av et annet register.").format(path=backup),
                _("Åpne det registeret den er tatt av, eller hent den fram med --to."),
            )
        return register.ring if passphrase is None else open_slot(vault, passphrase)

    try:
        with workroom(register.path.parent) as room:
            opened = _checked(backup, room, ring_for)
    except OSError as error:
        raise _unreadable(backup, error) from error
    known = register.store.card(Backup, opened.card.id) or opened.card
    if (known.sha256, known.content) != (opened.card.sha256, opened.card.content):
        raise _damaged(backup)
    card = known.model_copy(update={"verified_at": register.now()})
    register.store.put((card,), register.act("verify-backup", card.id))
    return card


def _checked(backup: Path, room: Path, ring_for: Callable[[Vault], KeyRing]) -> _Opened:
    """Unpack a backup into `room`, open it, read all of it, and compare it with what its manifest says."""
    parts, whole = container.unpack(backup, room)
    manifest = Manifest.parse((room / container.MANIFEST).read_bytes())
    if manifest is None:
        raise _damaged(backup)
    told = {container.REGISTER: manifest.register_file, container.KEYS: manifest.key_file}
    if any((parts[name].size, parts[name].sha256) != (one.size, one.sha256) for name, one in told.items()):
        raise _damaged(backup)
    vault = Vault.parse((room / container.KEYS).read_bytes(), backup)
    found = (vault.kind, vault.register_id, vault.generation)
    if found != (manifest.kind, manifest.register_id, manifest.generation):
        raise _damaged(backup)
    ring = ring_for(vault)
    key = next((key for key in keys_of(ring) if manifest.holds(key)), None)
    if key is None:
        raise KeysOutdated(
            _("{path} kan ikke leses med disse nøklene: de er byttet siden, eller filen er endret.").format(
                path=backup
            ),
            _("Bruk en passordfrase som gjaldt da den ble laget, eller en annen sikkerhetskopi."),
        )
    with reading(room / container.REGISTER, (key,)) as (db, _key):
        _compare(db, key, manifest, backup)
    return _Opened(manifest, card_of(manifest, backup.name, whole), ring, key)


def _compare(db: Database, key: DataKey, manifest: Manifest, backup: Path) -> None:
    kind, version = (db.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    if kind != APPLICATION_IDS[manifest.kind]:
        raise NotARegister(_("{path} er en annen slags register enn det sier.").format(path=backup))
    if version > schema_files.shipped().newest:
        raise refusals.newer(backup)
    if faults(db):
        raise _damaged(backup)
    facts, journal = facts_of(db), journal_of(db, key).verify(db)
    if (
        facts.get("id") != manifest.register_id
        or int(facts.get(GENERATION, "0")) > manifest.generation
        or journal.broken_at is not None
        or journal.head.text != manifest.anchor
        or digest(db) != manifest.content
    ):
        raise _damaged(backup)


def _make_lasting_folder(folder: Path) -> None:
    """Make the folder where it is missing, so that a power cut leaves it with what is restored into it."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    file_modes.make_private_folder(folder)
    for one in missing:
        file_modes.sync_folder(one.parent)


def _tell(path: Path, opened: _Opened, clock: Clock) -> None:
    """Let the restored register know of its backup, which still exists, and that it was restored from it."""
    store = SqliteStore(path, opened.key, opened.manifest.kind)
    try:
        act = Act(clock(), opened.ring.user, "restore", opened.card.id, body={"anchor": opened.manifest.anchor})
        store.put((opened.card,), act)
    finally:
        store.close()
    side_file = path.with_name(f"{path.name}-wal")
    if side_file.exists() and side_file.stat().st_size:
        # Closing puts it off when the disk is full; but only the register itself is moved out of here.
        raise RegisterError(
            _("Registeret som hentes fram, kunne ikke skrives ferdig. Ingenting er laget."),
            _("Velg en mappe som du kan skrive i, med plass til hele registeret."),
        )


def _put_in_place(room: Path, to: Path) -> None:
    """Give both files their names. Keys without a register are a place with nothing in it; so they go first."""
    refusals.refuse_unless_free(to)
    keys = keys_path(to)
    # The very same keys may stand there since a restoring that was killed just here.
    there = file_modes.standing(keys) == "file" and keys.read_bytes() == (room / container.KEYS).read_bytes()
    if not there:
        move_out(room / container.KEYS, keys)
    try:
        move_out(room / container.REGISTER, to)
    except OSError as error:
        if not there and (isinstance(error, FileExistsError) or not os.path.lexists(to)):
            keys.unlink(missing_ok=True)
        raise


def _taken(path: Path) -> RegisterExists:
    return RegisterExists(
        _("{path} finnes fra før. Ingenting er hentet fram eller endret.").format(path=path),
        _("Velg et nytt sted. En sikkerhetskopi hentes aldri fram over noe som står der."),
    )


def _unreadable(backup: Path, error: OSError) -> RegisterError:
    return RegisterError(
        _("Sikkerhetskopien {path} kunne ikke leses og prøves ({why}).").format(path=backup, why=error.strerror),
        _("Se etter at den kan leses, og at disken har plass til hele registeret en gang til."),
    )


def _damaged(backup: Path) -> RegisterDamaged:
    return RegisterDamaged(
        _("Sikkerhetskopien {path} er ikke slik den ble laget. Ingenting er hentet fram.").format(path=backup),
        _("Bruk en annen sikkerhetskopi, og ta vare på denne som den er."),
    )
