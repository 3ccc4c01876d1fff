"""Who may open the register: adding a user, another passphrase, other roles, and taking somebody out.

Each is written to the key file first, and to the register at once after. When the program is stopped in between, the
key file counts, and the register catches up the next time it is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from pydantic import JsonValue

from assess.errors import KeysOutdated, NotAllowed, RegisterError
from assess.language import _
from assess.register.cards import User
from assess.register.connection import connect, said
from assess.register.enrolment import GENERATION, enrolled
from assess.register.founding import new_actor
from assess.register.key_file import RECOVERY
from assess.register.passphrases import refuse_weak
from assess.register.proving import current_vault, held_key, proved, trying
from assess.register.register import Register
from assess.register.rekey import rekey
from assess.register.roles import ROLES, Role
from assess.register.slot import Grant, KeyCost, NewUser, Slot, readable_name
from assess.register.vault import Vault


def users(register: Register) -> tuple[User, ...]:
    """Everybody who may open the register or once could, by name; those who can't any more last."""
    return tuple(sorted(register.store.cards(User), key=lambda user: (user.removed_at is not None, user.name)))


def add_user(register: Register, passphrase: str, new: NewUser, cost: KeyCost | None = None) -> User:
    """Give somebody a slot of their own.

    Args:
        register: Where a keyholder is at the keyboard.
        passphrase: The keyholder's own.
        new: Who, as what, and with which passphrase.
        cost: What a try at the new passphrase costs; as much as at the keyholder's when None.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: The name is taken or can't be one, there is no role, or the passphrase is weak or another's.
        WrongPassphrase, TooManyTries, KeysOutdated: As `assess.register.proving.proved`.
        RegisterError: It could not be saved.
    """
    register.require("manage_users")
    name = readable_name(new.name)
    if name is None:
        raise NotAllowed(_("Navnet kan ha små bokstaver og tall uten mellomrom, høyst 40."))
    _refuse_weak(register, new.passphrase, name)
    proof = proved(register, passphrase)
    person = NewUser(name, _ordered(new.roles), new.passphrase)
    _refuse_shared(proof.vault, person.passphrase)
    taken = {user.id for user in register.store.cards(User)}
    actor = next(one for one in iter(new_actor, "") if one not in taken)
    vault = proof.vault.added(actor, person, cost or _cost(proof.vault, register.ring.name), proof.grant)
    _keep(register, proof.vault, vault, proof.grant, "add-user", {"user": actor, "roles": list(person.roles)})
    return next(user for user in register.store.cards(User) if user.id == actor)


def change_passphrase(register: Register, old: str, new: str, cost: KeyCost | None = None) -> None:
    """Let the user at the keyboard have another passphrase.

    Whoever has a copy of the key file from before can still open that copy with the old one: when the old one may
    be known to others, the keys must be changed too (`assess.register.rekey`).

    Raises:
        NotAllowed: It is the recovery key, or the new passphrase is weak, the same, or another user's.
        WrongPassphrase, TooManyTries: The old one isn't the user's.
        KeysOutdated, RegisterError: It could not be saved.
    """
    if register.ring.user == RECOVERY:
        raise NotAllowed(_("Gjenopprettingsnøkkelen står på papir og kan ikke byttes mot en passordfrase."))
    name = register.ring.name
    before = current_vault(register)
    _refuse_weak(register, new, name)
    with trying(register):
        ring = before.unlock(old, name)
    _refuse_shared(before, new, own=name)
    vault = before.with_passphrase(name, old, new, cost or _cost(before, name))
    grant = Grant(ring.data_key, ring.former_key)
    _keep(register, before, vault, grant, "change-passphrase", {"user": ring.user})


def set_roles(register: Register, passphrase: str, name: str, roles: Iterable[Role]) -> None:
    """Give a user other roles than before; the same ones change nothing.

    Raises:
        AccessDenied: No role of the acting user allows it.
        NotAllowed: There is no such user, no role, or too few keyholders would be left.
        WrongPassphrase, TooManyTries, KeysOutdated: As `assess.register.proving.proved`.
        RegisterError: It could not be saved.
    """
    register.require("manage_users")
    wanted = _ordered(roles)
    slot = _person(current_vault(register), name)
    proof = proved(register, passphrase)
    if _ordered(slot.roles) == wanted:
        return
    vault = proof.vault.with_roles(name, wanted, proof.grant)
    _keep(register, proof.vault, vault, proof.grant, "change-roles", {"user": slot.id, "roles": list(wanted)})
    if slot.id == register.ring.user:
        register.ring = replace(register.ring, roles=wanted)


def remove_user(register: Register, passphrase: str, name: str) -> tuple[str, ...]:
    """Take somebody out and change every key, so that their slot and old key files open nothing any more.

    Returns:
        As `assess.register.rekey.rekey`.

    Raises:
        AccessDenied: No role of the acting user allows it.
        NotAllowed: It is the user at the keyboard, there is no such user, or too few keyholders would be left.
        WrongPassphrase, TooManyTries, KeysOutdated: As `assess.register.proving.proved`.
        RegisterBusy, RegisterError: As `assess.register.rekey.rekey`; the user is still there.
    """
    register.require("manage_users")
    slot = _person(current_vault(register), name)
    if slot.id == register.ring.user:
        raise NotAllowed(_("Ingen kan fjerne seg selv."), _("Be en annen nøkkelholder om det."))
    return rekey(register, passphrase, without=name)


def _person(vault: Vault, name: str) -> Slot:
    slot = vault.slot(name)
    if slot is None:
        raise NotAllowed(_("Det finnes ingen bruker som heter {name}.").format(name=name))
    if slot.id == RECOVERY:
        raise NotAllowed(_("Gjenopprettingsnøkkelen er ingen bruker, og kan ikke endres eller fjernes."))
    return slot


def _ordered(roles: Iterable[Role]) -> tuple[Role, ...]:
    wanted = set(roles)
    if not wanted:
        raise NotAllowed(_("En bruker må ha minst én rolle."))
    return tuple(role for role in ROLES if role in wanted)


def _refuse_weak(register: Register, passphrase: str, name: str) -> None:
    refuse_weak(passphrase, (name, register.organisation, register.profile))


def _refuse_shared(vault: Vault, passphrase: str, own: str = "") -> None:
    # A register that is opened without a name finds out from the passphrase who it is.
    for slot in vault.slots:
        if slot.id == RECOVERY or slot.open(vault.place, passphrase) is None:
            continue
        if slot.user == own:
            raise NotAllowed(_("Den nye passordfrasen er den samme som den gamle."))
        raise NotAllowed(_("Hver bruker må ha sin egen passordfrase."))


def _cost(vault: Vault, name: str) -> KeyCost:
    slot = vault.slot(name)
    return KeyCost.strong() if slot is None else KeyCost(slot.kdf.m_kib, slot.kdf.t, slot.kdf.p)


def _keep(
    register: Register, before: Vault, after: Vault, grant: Grant, action: str, body: dict[str, JsonValue]
) -> None:
    with _nobody_else_writing(register, grant):
        if Vault.read(register.path) != before:
            raise KeysOutdated(
                _("Nøklene ble endret fra et annet vindu akkurat nå. Ingenting er endret her."), _("Prøv igjen.")
            )
        after.write(register.path)
    act = register.act(action, body={**body, "generation": after.generation})
    cards = enrolled(after, register.store.cards(User), act.at)
    try:
        register.store.put(cards, act, {GENERATION: str(after.generation)})
    except RegisterError as error:
        # The key file isn't put back: should the register have saved it after all, nobody could open it any more.
        raise RegisterError(
            _("Endringen gjelder, men kunne ikke skrives i registeret: {why}").format(why=error.message),
            _("Den blir skrevet der neste gang registeret åpnes."),
        ) from error


@contextmanager
def _nobody_else_writing(register: Register, grant: Grant) -> Iterator[None]:
    """Hold the register's write lock, so that two windows can't change the key file at once."""
    with said():
        conn = connect(register.path, held_key(register.path, grant.data_key, grant.former), "rw")
        try:
            conn.execute("BEGIN IMMEDIATE")
            yield
        finally:
            conn.close()
