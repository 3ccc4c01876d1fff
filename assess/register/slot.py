"""One user's key slot: a passphrase opens the user's own two private keys, and those open the register.

Argon2id (RFC 9106) makes a key of the passphrase; AES-256-GCM under it wraps an X25519 and an Ed25519 key. The
register's data key lies beside them, sealed to the X25519 key, so that a new data key can be given to everybody
without anybody being present. User, roles, cost, kind and register are bound into all of it: whoever edits one of
them in the file can't open the slot any more.
"""

from __future__ import annotations

import re
import secrets
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal, Self

import rfc8785
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from assess.errors import RegisterError, WrongPassphrase
from assess.language import _
from assess.register.data_key import Box, DataKey, IdentityKey, OpeningKey, PublicKey, SigningKey, seal
from assess.register.roles import Role

Kind = Literal["register", "demonstration"]
"""A real register, or one with invented cases; the two are never mixed."""

ActorId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,63}$")]
"""What the journal calls somebody: opaque, and never used again for another."""

_NAME = r"^[0-9a-zæøå][0-9a-zæøå._-]{0,39}$"
UserName = Annotated[str, StringConstraints(pattern=_NAME)]
"""What a user signs in with: initials or a function. It stands in the clear in the key file."""

_COMFORT_SECONDS = 1.0
LEAST_MEMORY_KIB = 64 * 1024
"""What a try at a passphrase must cost at least in a real register."""


@dataclass(frozen=True, slots=True)
class KeyCost:
    """What one try at a passphrase costs: Argon2id's memory in KiB, passes over it, and parallel lanes."""

    memory_kib: int
    passes: int
    lanes: int

    @classmethod
    def strong(cls) -> Self:
        """The cost for real registers: 256 MiB, three passes, four lanes; about half a second."""
        return cls(memory_kib=256 * 1024, passes=3, lanes=4)

    @classmethod
    def measured(cls, seconds_for: Callable[[KeyCost], float] | None = None) -> KeyCost:
        """The strongest cost that this machine pays in a second: first fewer passes, then less memory.

        Never under 64 MiB and one pass, which is well above what OWASP asks at the least (19 MiB, two passes).
        """
        measure = seconds_for or _seconds_for
        cost: KeyCost = cls.strong()
        # A machine that is busy for a moment must not get weaker keys for ever, so a slow try is tried again.
        while (took := measure(cost)) > _COMFORT_SECONDS and (took := min(took, measure(cost))) > _COMFORT_SECONDS:
            if cost.passes > 1:
                passes = max(1, min(cost.passes - 1, int(cost.passes * _COMFORT_SECONDS / took)))
                cost = KeyCost(cost.memory_kib, passes, cost.lanes)
            elif cost.memory_kib > LEAST_MEMORY_KIB:
                cost = KeyCost(cost.memory_kib // 2, 1, cost.lanes)
            else:
                break
        return cost


@dataclass(frozen=True, slots=True)
class NewUser:
    """Somebody who is about to get a slot."""

    name: UserName
    roles: tuple[Role, ...]
    passphrase: str

    def __repr__(self) -> str:
        return f"NewUser({self.name!r}, {self.roles!r}, …)"


@dataclass(frozen=True, slots=True)
class Place:
    """Which register a slot belongs to; bound into everything that the slot holds."""

    kind: Kind
    register_id: str


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """What a passphrase opens: the user's own two private keys."""

    opening: OpeningKey
    signing: SigningKey


class Derivation(BaseModel):
    """How a slot's passphrase becomes a key; the limits keep a hostile file from taking all memory or time."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: Literal["argon2id"] = "argon2id"
    t: int = Field(ge=1, le=64)
    m_kib: int = Field(ge=8, le=2 * 1024 * 1024)
    p: int = Field(ge=1, le=64)
    salt: str = Field(pattern=r"^[0-9a-f]{32}$")


class Slot(BaseModel):
    """One user's slot, as it lies in the key file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: ActorId
    user: UserName
    roles: tuple[Role, ...] = Field(strict=False)
    kdf: Derivation
    nonce: str = Field(pattern=r"^[0-9a-f]{24}$")
    own_keys: str = Field(pattern=r"^[0-9a-f]{160}$")
    """The two private keys, wrapped under the passphrase's key."""
    opening_key: PublicKey
    signing_key: PublicKey
    data_key: Box
    former_data_key: Box | None = None
    """The data key from before a change of keys that hasn't been finished."""
    identity_key: Box | None = None
    """What opens the identities; keyholders only."""
    former_identity_key: Box | None = None
    """What opens those that were sealed before a change of keys that hasn't been finished; keyholders only."""

    @staticmethod
    def make(place: Place, actor: ActorId, new: NewUser, cost: KeyCost, grant: Grant) -> Slot:
        """Make a slot with fresh keys of its own, and put into it what `grant` gives.

        Raises:
            WrongPassphrase: The passphrase is empty or not text.
            RegisterError: The machine lacks the memory that `cost` asks for.
        """
        return _wrapped(place, actor, new, cost, OwnKeys(OpeningKey.new(), SigningKey.new()), grant)

    def with_passphrase(self, place: Place, own: OwnKeys, passphrase: str, cost: KeyCost, grant: Grant) -> Slot:
        """The same user's slot under another passphrase."""
        return _wrapped(place, self.id, NewUser(self.user, self.roles, passphrase), cost, own, grant)

    def granted(self, place: Place, grant: Grant, roles: tuple[Role, ...] | None = None) -> Slot:
        """The same slot holding other keys, or with other roles; the user need not be present."""
        bare = self.model_copy(update={"roles": self.roles if roles is None else roles})
        return _filled(bare, place, grant)

    def open(self, place: Place, passphrase: str) -> OwnKeys | None:
        """Return the user's own keys; None when the passphrase isn't this slot's.

        Raises:
            WrongPassphrase: It is empty or not text.
            RegisterError: The machine lacks the memory that the slot asks for.
        """
        wrapping = AESGCM(_wrapping_key(passphrase, self.kdf))
        bound = _bound(place, "own keys", self.id, self.user, self.kdf)
        try:
            both = wrapping.decrypt(bytes.fromhex(self.nonce), bytes.fromhex(self.own_keys), bound)
        except InvalidTag:
            return None
        return OwnKeys(OpeningKey(both[:32]), SigningKey(both[32:]))

    def opened_data_key(self, place: Place, own: OwnKeys) -> DataKey | None:
        """The register's data key; None when the slot was tampered with."""
        found = own.opening.open(self.data_key, _slot_bound(self, place, "data key"))
        return None if found is None else DataKey(found)

    def opened_former_key(self, place: Place, own: OwnKeys) -> DataKey | None:
        """The data key from before an unfinished change of keys."""
        if self.former_data_key is None:
            return None
        found = own.opening.open(self.former_data_key, _slot_bound(self, place, "former data key"))
        return None if found is None else DataKey(found)

    def opened_identity_key(self, place: Place, own: OwnKeys) -> IdentityKey | None:
        """What opens the identities; None for everybody but keyholders."""
        if self.identity_key is None:
            return None
        found = own.opening.open(self.identity_key, _slot_bound(self, place, "identity key"))
        if found is None:
            return None
        bound = _slot_bound(self, place, "former identity key")
        former = None if self.former_identity_key is None else own.opening.open(self.former_identity_key, bound)
        return IdentityKey(found, None if former is None else OpeningKey(former))

    def settled(self) -> Slot:
        """The same slot once a change of keys has been finished: the former keys are forgotten."""
        return self.model_copy(update={"former_data_key": None, "former_identity_key": None})


@dataclass(frozen=True, slots=True)
class Grant:
    """What slots are filled with. The identity key reaches only slots with the role of keyholder."""

    data_key: DataKey
    former: DataKey | None = None
    """The data key from before, until a change of keys has been finished."""
    identities: IdentityKey | None = None


_EMPTY = Box(ephemeral="0" * 64, content="00" * 16)


def readable_name(text: str) -> UserName | None:
    """What somebody typed as the name to sign in with, in small letters; None when it can't be one."""
    name = unicodedata.normalize("NFC", text).strip().casefold()
    return name if re.fullmatch(_NAME, name) else None


def _wrapped(place: Place, actor: ActorId, new: NewUser, cost: KeyCost, own: OwnKeys, grant: Grant) -> Slot:
    kdf = Derivation(t=cost.passes, m_kib=cost.memory_kib, p=cost.lanes, salt=secrets.token_hex(16))
    nonce = secrets.token_bytes(12)
    both = own.opening.reveal() + own.signing.reveal()
    bound = _bound(place, "own keys", actor, new.name, kdf)
    wrapped = AESGCM(_wrapping_key(new.passphrase, kdf)).encrypt(nonce, both, bound)
    slot = Slot(
        id=actor,
        user=new.name,
        roles=new.roles,
        kdf=kdf,
        nonce=nonce.hex(),
        own_keys=wrapped.hex(),
        opening_key=own.opening.public,
        signing_key=own.signing.public,
        data_key=_EMPTY,
    )
    return _filled(slot, place, grant)


def _filled(slot: Slot, place: Place, grant: Grant) -> Slot:
    def boxed(what: str, key: DataKey | OpeningKey | None) -> Box | None:
        return None if key is None else seal(slot.opening_key, key.reveal(), _slot_bound(slot, place, what))

    identities = grant.identities if "keyholder" in slot.roles else None
    boxes = {
        "data_key": boxed("data key", grant.data_key),
        "former_data_key": boxed("former data key", grant.former),
        "identity_key": boxed("identity key", identities),
        "former_identity_key": boxed("former identity key", None if identities is None else identities.former),
    }
    return slot.model_copy(update=boxes)


def _slot_bound(slot: Slot, place: Place, what: str) -> bytes:
    return _bound(place, what, slot.id, slot.user, slot.kdf, slot.roles)


def _bound(
    place: Place, what: str, actor: str, user: str, kdf: Derivation, roles: tuple[Role, ...] | None = None
) -> bytes:
    facts: dict[str, JsonValue] = {
        "format": 2,
        "what": what,
        "kind": place.kind,
        "register_id": place.register_id,
        "id": actor,
        "user": user,
        "kdf": kdf.model_dump(),
    }
    if roles is not None:
        facts["roles"] = list(roles)
    return rfc8785.dumps(facts)


def _wrapping_key(passphrase: str, kdf: Derivation) -> bytes:
    try:
        # The same letters typed on two machines may come composed or not (æ, ø, å, é): NFC makes them equal.
        secret = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    except UnicodeEncodeError:
        secret = b""
    if not secret:
        raise WrongPassphrase(
            _("Passordfrasen er tom eller har tegn som ikke kan leses. Ingenting er endret."),
            _("Skriv den inn på nytt."),
        )
    try:
        return hash_secret_raw(
            secret,
            bytes.fromhex(kdf.salt),
            time_cost=kdf.t,
            memory_cost=kdf.m_kib,
            parallelism=kdf.p,
            hash_len=32,
            type=Type.ID,
        )
    except HashingError as error:
        raise RegisterError(
            _("Maskinen har ikke nok ledig minne til å åpne registeret. Registeret er ikke rørt."),
            _("Lukk andre programmer og prøv igjen."),
        ) from error


def _seconds_for(cost: KeyCost) -> float:
    kdf = Derivation(t=cost.passes, m_kib=cost.memory_kib, p=cost.lanes, salt="0" * 32)
    begun = time.perf_counter()
    _wrapping_key("measured", kdf)
    return time.perf_counter() - begun
