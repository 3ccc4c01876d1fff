"""Opening a register: whose passphrase it is, whether key file and register belong together, and what is told of it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from assess.errors import KeysOutdated, NotARegister, RegisterDamaged, RegisterFull, WrongPassphrase
from assess.language import _
from assess.register import file_modes
from assess.register.enrolment import catch_up, known_generation
from assess.register.key_file import RECOVERY
from assess.register.recovery import RecoveryKey
from assess.register.slot import Kind
from assess.register.sqlite_store import SqliteStore
from assess.register.store import Act, Store
from assess.register.tries import forget_tries, note_wrong_try, refuse_too_soon, wrong_tries
from assess.register.vault import KeyRing, Vault
from assess.register.workroom import sweep

RECOVERY_NAME = "gjenoppretting"
"""What the recovery key's slot is called."""


def opened(path: Path, passphrase: str, name: str | None, clock: Callable[[], datetime]) -> tuple[Store, Kind, KeyRing]:
    """Open the register at `path`, and tell the journal of it and of the wrong tries before.

    Raises:
        WrongPassphrase: It opens no slot; the try is noted.
        TooManyTries: There were too many wrong ones just now.
        KeysOutdated: The key file is older than the register.
        RegisterError: The register can't be opened; nothing was changed.
    """
    vault = Vault.read(path)
    refuse_too_soon(path, clock())
    finish_founding(path)
    file = file_modes.identity_of(path)
    try:
        ring = open_slot(vault, passphrase, name)
    except WrongPassphrase:
        note_wrong_try(path, clock())
        raise
    store = _open_store(vault, path, ring)
    try:
        sweep(path)
        _check_generation(vault, path, store)
        if file_modes.identity_of(path) != file:
            raise _changed_meanwhile()
        if vault.unfinished and store.key_is(ring.data_key):
            vault.settled(ring.data_key).write(path)
            ring = replace(ring, former_key=None)
        # A damaged register must open, so that it can be said what is wrong, and so must one on a full disk. Nobody
        # sees a case without it being told: that is another entry, which is refused for the same reason.
        with contextlib.suppress(RegisterDamaged, RegisterFull):
            catch_up(store, vault, ring.user, clock())
            _tell(store, path, ring, clock())
    except BaseException:
        store.close()
        raise
    return store, vault.kind, ring


def draft_path(register: Path) -> Path:
    """Where a new register is made, before its key file stands and it gets its name."""
    return register.with_name(f"{register.name}.founding")


def finish_founding(register: Path) -> None:
    """Give a register its name when the set-up was cut off at the last moment; else do nothing."""
    draft = draft_path(register)
    if file_modes.standing(register) == "nothing" and file_modes.standing(draft) == "file":
        with contextlib.suppress(OSError):
            file_modes.put_in_place(draft, register)


def open_slot(vault: Vault, passphrase: str, name: str | None = None) -> KeyRing:
    """Open the slot of `name`, or any; what can be read as a recovery key opens that key's slot.

    Raises:
        WrongPassphrase, NotARegister, RegisterError: As `Vault.unlock`.
    """
    recovery = RecoveryKey.parse(passphrase)
    if recovery is not None and any(slot.id == RECOVERY for slot in vault.slots):
        return vault.unlock(recovery.letters, RECOVERY_NAME)
    return vault.unlock(passphrase, name)


def _open_store(vault: Vault, path: Path, ring: KeyRing) -> SqliteStore:
    try:
        return SqliteStore(path, ring.data_key, vault.kind)
    except NotARegister:
        if ring.former_key is None:
            raise
    # A change of keys was broken off before the register itself was changed.
    return SqliteStore(path, ring.former_key, vault.kind)


def _check_generation(vault: Vault, path: Path, store: SqliteStore) -> None:
    if vault.generation < known_generation(store):
        raise KeysOutdated(
            _("Nøkkelfilen er eldre enn registeret: brukere eller passordfraser er endret siden. Ingenting er endret."),
            _("Finn den nyeste nøkkelfilen, for eksempel i den siste sikkerhetskopien."),
        )
    if Vault.read(path) != vault:
        raise _changed_meanwhile()


def _changed_meanwhile() -> KeysOutdated:
    return KeysOutdated(
        _("Nøklene ble byttet mens registeret ble åpnet. Ingenting er endret."), _("Åpne registeret på nytt.")
    )


def _tell(store: Store, path: Path, ring: KeyRing, at: datetime) -> None:
    noted = wrong_tries(path)
    if noted:
        moments = [moment.isoformat() for moment in noted]
        store.note(Act(at, ring.user, "failed-unlock", body={"tried_at": list(moments)}))
        forget_tries(path)
    store.note(Act(at, ring.user, "unlock"))
