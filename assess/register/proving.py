"""Proving again who is at the keyboard before keys are changed: a session holds none of the keys for that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assess.errors import KeysOutdated, NotAllowed, WrongPassphrase
from assess.language import _
from assess.register.content import reading
from assess.register.data_key import DataKey, IdentityKey
from assess.register.enrolment import catch_up, known_generation
from assess.register.key_file import RECOVERY
from assess.register.recovery import RecoveryKey
from assess.register.register import Register
from assess.register.slot import Grant
from assess.register.tries import forget_tries, note_wrong_try, refuse_too_soon, wrong_tries
from assess.register.vault import Vault


@dataclass(frozen=True, slots=True)
class Proof:
    """The key file as it stands, and everything that a keyholder can fill its slots with."""

    vault: Vault
    grant: Grant
    identities: IdentityKey


def proved(register: Register, passphrase: str) -> Proof:
    """Let a keyholder prove by the own passphrase, or by the recovery key, that keys may be changed.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: It is a demonstration, or the user is no keyholder any more.
        WrongPassphrase, TooManyTries: It isn't the user's own; the try is noted.
        KeysOutdated: The key file is older than the register.
        RegisterError: The key file can't be read.
    """
    register.require("manage_users")
    vault = current_vault(register)
    recovery = RecoveryKey.parse(passphrase) if register.ring.user == RECOVERY else None
    with trying(register):
        secret = passphrase if recovery is None else recovery.letters
        ring, identities = vault.identities(secret, register.ring.name)
    return Proof(vault, Grant(ring.data_key, ring.former_key, identities), identities)


def current_vault(register: Register) -> Vault:
    """The key file as it stands, once the register knows it too.

    Raises:
        NotAllowed: It is a demonstration.
        KeysOutdated: The key file is older than the register.
        RegisterError: The key file can't be read.
    """
    if register.demonstration:
        raise NotAllowed(
            _("Et øvingsregister har én felles bruker, og nøkkelen er kjent for alle. Den kan ikke endres.")
        )
    vault = Vault.read(register.path)
    if vault.generation < known_generation(register.store):
        raise KeysOutdated(
            _("Nøkkelfilen er eldre enn registeret. Ingenting er endret."),
            _("Finn den nyeste nøkkelfilen, for eksempel i den siste sikkerhetskopien."),
        )
    catch_up(register.store, vault, register.ring.user, register.now())
    return vault


@contextmanager
def trying(register: Register) -> Iterator[None]:
    """Count the block as a try at a passphrase: a wrong one makes the next one wait, and the journal hears of it.

    Raises:
        TooManyTries: There were too many wrong ones just now; the block isn't run.
    """
    refuse_too_soon(register.path, register.now())
    try:
        yield
    except WrongPassphrase:
        note_wrong_try(register.path, register.now())
        raise
    noted = [moment.isoformat() for moment in wrong_tries(register.path)]
    if noted:
        register.store.note(register.act("failed-unlock", body={"tried_at": list(noted)}))
        forget_tries(register.path)


def held_key(path: Path, *keys: DataKey | None) -> DataKey:
    """Which of the keys the register at `path` is encrypted with: after a change that was broken off, either may be.

    Raises:
        KeysOutdated: None of them.
        RegisterError: The register can't be read.
    """
    with reading(path, [key for key in keys if key is not None]) as (_db, key):
        return key
