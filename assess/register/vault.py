"""The key file beside a register: who can open it.

`<register>.keys` holds one slot a user (`assess.register.slot`). The whole file carries a seal under the data key,
so that nobody without it can slip in a slot, a public key or a role. Each change counts the file's generation up, and
the register remembers the highest: an older key file put back in place is refused.

What it doesn't promise: everybody who opens a slot holds the same data key, so inside one register roles are
guard rails, not walls. A stolen file is as strong as its weakest passphrase.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self, TypeVar

import rfc8785
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assess.errors import NotAllowed, NotARegister, RegisterError, RegisterExists, WrongPassphrase
from assess.ids import RecordId
from assess.language import _
from assess.register import file_modes
from assess.register.data_key import DataKey, IdentityKey, PublicKey, SigningKey
from assess.register.key_file import RECOVERY, keys_path, read_keys
from assess.register.roles import Role
from assess.register.slot import ActorId, Grant, KeyCost, Kind, NewUser, OwnKeys, Place, Slot

_AnyVault = TypeVar("_AnyVault", bound="Vault")

LEAST_KEYHOLDERS = 2
"""A real register must never depend on one person's memory."""

MOST_USERS = 100
"""Slots that a key file has room for, the recovery key's among them."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """What an opened slot gives: who it is, what they may do, and the keys for it."""

    user: ActorId
    name: str
    roles: tuple[Role, ...]
    data_key: DataKey
    former_key: DataKey | None
    """The data key from before a change of keys that hasn't been finished."""
    signing: SigningKey


class Vault(BaseModel):
    """The key slots of one register, as they lie in `<register>.keys`. Changing it gives another one."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Literal[2] = 2
    kind: Kind
    register_id: RecordId
    generation: int = Field(ge=1)
    """Counts the changes of the file."""
    identity_key: PublicKey
    """What identities are sealed with; only keyholders can open them."""
    slots: tuple[Slot, ...] = Field(min_length=1, max_length=MOST_USERS, strict=False)
    seal: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")

    @classmethod
    def make(
        cls, *, kind: Kind, register_id: str, people: Sequence[tuple[ActorId, NewUser]], cost: KeyCost
    ) -> tuple[Self, DataKey]:
        """Make new keys and a slot for each of `people`; nothing is written yet.

        Raises:
            WrongPassphrase: A passphrase is empty or not text.
            RegisterError: The machine lacks the memory that `cost` asks for.
        """
        place = Place(kind, register_id)
        identities = IdentityKey.new()
        grant = Grant(DataKey.new(), identities=identities)
        slots = tuple(Slot.make(place, actor, new, cost, grant) for actor, new in people)
        vault = cls(kind=kind, register_id=register_id, generation=1, identity_key=identities.public, slots=slots)
        return _sealed(vault, grant.data_key), grant.data_key

    def write_new(self, register: Path) -> None:
        """Put the key file beside a register that doesn't exist yet.

        Raises:
            RegisterExists: A register or a key file stands there already; neither is touched.
            RegisterError: The key file can't be written.
        """
        keys = keys_path(register)
        refuse_taken(register)
        try:
            file_modes.make_private_folder(keys.parent)
        except OSError as error:
            raise _unwritable(keys, error) from error
        self.write(register)

    def write(self, register: Path) -> None:
        """Put the key file in the place of the one that stands there: the old one or the new one, never half of one.

        Raises:
            RegisterError: It can't be written; the old one stands.
        """
        try:
            file_modes.write_private_file(keys_path(register), self.as_bytes())
        except OSError as error:
            raise _unwritable(keys_path(register), error) from error

    def as_bytes(self) -> bytes:
        """The file's bytes."""
        return rfc8785.dumps(self.model_dump(mode="json"))

    @classmethod
    def read(cls, register: Path) -> Self:
        """Read the key slots of `register`; opens nothing, and changes nothing.

        Raises:
            RegisterMissing: neither the register nor its keys, or only the keys, are missing.
            NotARegister: the key file is malformed, of an unknown format, or asks for absurd resources.
            RegisterError: the key file can't be read.
        """
        keys = keys_path(register)
        return cls.parse(read_keys(register), keys)

    @classmethod
    def parse(cls, content: bytes, keys: Path) -> Self:
        """Read a key file's bytes; `keys` is what an error calls them.

        Raises:
            NotARegister: They are malformed, of an unknown format, or ask for absurd resources.
        """
        try:
            return cls.model_validate_json(content)
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
            raise NotARegister(
                _("Nøkkelfilen {path} er ikke slik den skal være ({where}). Ingenting er endret.").format(
                    path=keys, where=where or "JSON"
                ),
                _("Hent nøkkelfilen fra en sikkerhetskopi, eller bruk en nyere versjon av programmet."),
            ) from None

    @property
    def place(self) -> Place:
        """Which register this is."""
        return Place(self.kind, self.register_id)

    @property
    def names(self) -> tuple[str, ...]:
        """What the users sign in with, without the recovery key."""
        return tuple(slot.user for slot in self.slots if slot.id != RECOVERY)

    @property
    def unfinished(self) -> bool:
        """Whether a change of keys was broken off, so that the former data key is still kept."""
        return any(slot.former_data_key is not None for slot in self.slots)

    def slot(self, name: str) -> Slot | None:
        """The slot of the user called so."""
        return next((slot for slot in self.slots if slot.user == name), None)

    def unlock(self, passphrase: str, name: str | None = None) -> KeyRing:
        """Return the keys from the slot that `passphrase` opens, trying only that of `name` when given.

        Raises:
            WrongPassphrase: It opens no slot; whether the user or the phrase was wrong isn't told.
            NotARegister: The file was changed by somebody without the data key.
            RegisterError: The machine lacks the memory that the slot asks for.
        """
        return self._opened(passphrase, name)[0]

    def identities(self, passphrase: str, name: str | None = None) -> tuple[KeyRing, IdentityKey]:
        """Return a keyholder's keys with the one that opens the identities.

        Raises:
            NotAllowed: The passphrase is right, but its user is no keyholder.
            WrongPassphrase, NotARegister, RegisterError: As `unlock`.
        """
        ring, slot, own = self._opened(passphrase, name)
        found = slot.opened_identity_key(self.place, own)
        if found is None:
            raise NotAllowed(_("Bare en nøkkelholder kan gjøre dette."))
        return ring, found

    def added(self, actor: ActorId, new: NewUser, cost: KeyCost, grant: Grant) -> Self:
        """The vault with one user more.

        Raises:
            NotAllowed: The name is taken, or there is no room for more.
            WrongPassphrase, RegisterError: As `Slot.make`.
        """
        if self.slot(new.name) is not None:
            raise NotAllowed(_("Det finnes allerede en bruker som heter {name}.").format(name=new.name))
        if len(self.slots) == MOST_USERS:
            raise NotAllowed(_("Det er ikke plass til flere brukere."), _("Fjern noen som ikke lenger er med."))
        return _with(self, (*self.slots, Slot.make(self.place, actor, new, cost, grant)), grant.data_key)

    def with_passphrase(self, name: str, old: str, new: str, cost: KeyCost) -> Self:
        """The vault in which a user's slot opens with another passphrase.

        Raises:
            WrongPassphrase: The old one isn't that user's.
        """
        ring, slot, own = self._opened(old, name)
        grant = Grant(ring.data_key, ring.former_key, slot.opened_identity_key(self.place, own))
        changed = slot.with_passphrase(self.place, own, new, cost, grant)
        return _with(self, tuple(changed if one.id == slot.id else one for one in self.slots), ring.data_key)

    def with_roles(self, name: str, roles: tuple[Role, ...], grant: Grant) -> Self:
        """The vault in which a user has other roles.

        Raises:
            NotAllowed: There is no such user, or too few keyholders would be left.
        """
        slot = self._known(name)
        changed = slot.granted(self.place, grant, roles)
        slots = tuple(changed if one.id == slot.id else one for one in self.slots)
        self._refuse_too_few(slots)
        return _with(self, slots, grant.data_key)

    def rekeyed(self, grant: Grant, without: Collection[str] = ()) -> Self:
        """The vault with new keys in every slot, sealed to each user's own; those named in `without` get none.

        Raises:
            NotAllowed: There is no such user, or too few keyholders would be left.
        """
        gone = {self._known(name).id for name in without}
        slots = tuple(slot.granted(self.place, grant) for slot in self.slots if slot.id not in gone)
        self._refuse_too_few(slots)
        changed = (
            self if grant.identities is None else self.model_copy(update={"identity_key": grant.identities.public})
        )
        return _with(changed, slots, grant.data_key)

    def settled(self, data_key: DataKey) -> Self:
        """The vault after a change of keys has been finished: the former keys are forgotten.

        The generation stays: nobody's access changes by it.
        """
        return _sealed(self.model_copy(update={"slots": tuple(slot.settled() for slot in self.slots)}), data_key)

    def vouched_by(self, data_key: DataKey) -> bool:
        """Whether somebody with the data key wrote exactly this."""
        return hmac.compare_digest(self.seal, _seal(self, data_key))

    def _opened(self, passphrase: str, name: str | None) -> tuple[KeyRing, Slot, OwnKeys]:
        for slot in self.slots:
            if name is not None and slot.user != name:
                continue
            own = slot.open(self.place, passphrase)
            if own is None:
                continue
            data_key = slot.opened_data_key(self.place, own)
            if data_key is None or not self.vouched_by(data_key):
                raise NotARegister(
                    _("Nøkkelfilen er endret utenfor programmet. Registeret er ikke rørt."),
                    _("Ta vare på den som den er, og hent nøkkelfilen fra en sikkerhetskopi."),
                )
            former = slot.opened_former_key(self.place, own)
            return KeyRing(slot.id, slot.user, slot.roles, data_key, former, own.signing), slot, own
        raise WrongPassphrase(
            _("Passordfrasen åpner ikke registeret. Registeret er ikke rørt."),
            _("Prøv igjen, og se etter at tastaturet står på riktig språk."),
        )

    def _known(self, name: str) -> Slot:
        found = self.slot(name)
        if found is None:
            raise NotAllowed(_("Det finnes ingen bruker som heter {name}.").format(name=name))
        return found

    def _refuse_too_few(self, slots: Sequence[Slot]) -> None:
        left = [slot for slot in slots if "keyholder" in slot.roles and slot.id != RECOVERY]
        if self.kind == "register" and len(left) < LEAST_KEYHOLDERS:
            raise NotAllowed(
                _("Registeret må ha minst {count} nøkkelholdere.").format(count=LEAST_KEYHOLDERS),
                _("Legg til en nøkkelholder først."),
            )


def _with(vault: _AnyVault, slots: tuple[Slot, ...], data_key: DataKey) -> _AnyVault:
    return _sealed(vault.model_copy(update={"slots": slots, "generation": vault.generation + 1}), data_key)


def _sealed(vault: _AnyVault, data_key: DataKey) -> _AnyVault:
    return vault.model_copy(update={"seal": _seal(vault, data_key)})


def _seal(vault: Vault, data_key: DataKey) -> str:
    content = rfc8785.dumps(vault.model_dump(mode="json", exclude={"seal"}))
    return hmac.digest(data_key.derive("assess key file v2"), content, hashlib.sha256).hex()


def refuse_taken(register: Path) -> None:
    """Refuse a place where a register or a key file stands already.

    Raises:
        RegisterExists: says which file.
    """
    for path in (register, keys_path(register)):
        if os.path.lexists(path):
            raise RegisterExists(
                _("{path} finnes fra før. Ingenting er laget eller endret.").format(path=path),
                _("Åpne registeret som står der, eller velg et annet sted."),
            )


def _unwritable(keys: Path, error: OSError) -> RegisterError:
    return RegisterError(
        _("Nøkkelfilen {path} kunne ikke skrives ({why}). Ingenting er endret.").format(path=keys, why=error.strerror),
        _("Velg en mappe som du kan skrive i, og som har ledig plass."),
    )
