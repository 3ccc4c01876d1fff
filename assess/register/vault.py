"""The key slots beside a register: who can open it, and with which passphrase.

A register is encrypted with a random 256-bit data key. `<register>.keys` holds that key once a user, wrapped
with AES-256-GCM under a key that Argon2id (RFC 9106) makes of the user's passphrase. User, role, cost, kind and
register are bound in as associated data: whoever edits one of them in the file can't open the slot any more.

What it doesn't promise: everybody who opens a slot holds the same data key, so inside one register roles are
guard rails, not walls. A stolen file is as strong as its weakest passphrase.
"""

from __future__ import annotations

import os
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, NoReturn, Self

import rfc8785
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from assess.errors import NotARegister, RegisterError, RegisterExists, RegisterMissing, WrongPassphrase
from assess.ids import RecordId
from assess.language import _
from assess.register import file_modes

Kind = Literal["register", "demonstration"]
"""A real register, or one with invented cases; the two are never mixed."""

_LARGEST_FILE = 1 << 20
_Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class DataKey:
    """The 256-bit key that a register is encrypted with; printing it shows nothing, and it can't be pickled."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        if len(secret) != 32:
            raise ValueError("a data key is 32 bytes")
        self._secret = secret

    def __repr__(self) -> str:
        return "DataKey(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a data key stays in the process that unlocked it")

    def reveal(self) -> bytes:
        """Return the key itself, for the driver and for wrapping: never for a screen, a log or a file."""
        return self._secret

    def derive(self, purpose: str) -> bytes:
        """Return another 256-bit key for `purpose` (HKDF-SHA256, RFC 5869); it gives nothing of this one away."""
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(self._secret)


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


class Derivation(BaseModel):
    """How a slot's passphrase becomes a key; the limits keep a hostile file from taking all memory or time."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: Literal["argon2id"] = "argon2id"
    t: int = Field(ge=1, le=64)
    m_kib: int = Field(ge=8, le=2 * 1024 * 1024)
    p: int = Field(ge=1, le=64)
    salt: str = Field(pattern=r"^[0-9a-f]{32}$")


class Slot(BaseModel):
    """One user's wrapping of the data key: nonce and wrapped key in hex."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    user: _Name
    role: _Name
    kdf: Derivation
    nonce: str = Field(pattern=r"^[0-9a-f]{24}$")
    wrapped: str = Field(pattern=r"^[0-9a-f]{96}$")


class Vault(BaseModel):
    """The key slots of one register, as they lie in `<register>.keys`."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Literal[1] = 1
    kind: Kind
    register_id: RecordId
    slots: list[Slot] = Field(min_length=1, max_length=100)

    @classmethod
    def create(
        cls,
        register: Path,
        *,
        kind: Kind,
        register_id: str,
        user: str,
        role: str,
        passphrase: str,
        cost: KeyCost,
    ) -> tuple[Self, DataKey]:
        """Make a new data key and the key file with its first slot, for a register that doesn't exist yet.

        Raises:
            RegisterExists: a register or a key file stands there already; neither is touched.
            WrongPassphrase: the passphrase is empty or not text.
            RegisterError: the key file can't be written, or the machine lacks the memory that `cost` asks for.
        """
        keys = keys_path(register)
        _refuse_existing(register, keys)
        key = DataKey(secrets.token_bytes(32))
        slot = _wrap(key, kind, register_id, user, role, passphrase, cost)
        vault = cls(kind=kind, register_id=register_id, slots=[slot])
        try:
            file_modes.make_private_folder(keys.parent)
            file_modes.write_private_file(keys, rfc8785.dumps(vault.model_dump()))
        except OSError as error:
            raise RegisterError(
                _("Nøkkelfilen {path} kunne ikke skrives ({why}). Ingenting ble laget.").format(
                    path=keys, why=error.strerror
                ),
                _("Velg en mappe som du kan skrive i, og som har ledig plass."),
            ) from error
        return vault, key

    @classmethod
    def read(cls, register: Path) -> Self:
        """Read the key slots of `register`; opens nothing, and changes nothing.

        Raises:
            RegisterMissing: neither the register nor its keys, or only the keys, are missing.
            NotARegister: the key file is malformed, of an unknown format, or asks for absurd resources.
            RegisterError: the key file can't be read.
        """
        keys = keys_path(register)
        content = _content(register, keys)
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

    def unlock(self, passphrase: str, user: str | None = None) -> DataKey:
        """Return the data key from the slot that `passphrase` opens, trying only those of `user` when named.

        Raises:
            WrongPassphrase: it opens no slot; whether the user or the phrase was wrong isn't told.
            RegisterError: the machine lacks the memory that the slot asks for.
        """
        for slot in self.slots:
            if user is not None and slot.user != user:
                continue
            wrapping = AESGCM(_wrapping_key(passphrase, slot.kdf))
            bound = _bound(self.kind, self.register_id, slot.user, slot.role, slot.kdf)
            try:
                secret = wrapping.decrypt(bytes.fromhex(slot.nonce), bytes.fromhex(slot.wrapped), bound)
            except InvalidTag:
                continue
            return DataKey(secret)
        raise WrongPassphrase(
            _("Passordfrasen åpner ikke registeret. Registeret er ikke rørt."),
            _("Prøv igjen, og se etter at tastaturet står på riktig språk."),
        )


def keys_path(register: Path) -> Path:
    """Return where the key slots of `register` lie: beside it, with `.keys` after its name."""
    return register.with_name(f"{register.name}.keys")


def _wrap(key: DataKey, kind: Kind, register_id: str, user: str, role: str, passphrase: str, cost: KeyCost) -> Slot:
    kdf = Derivation(t=cost.passes, m_kib=cost.memory_kib, p=cost.lanes, salt=secrets.token_hex(16))
    nonce = secrets.token_bytes(12)
    bound = _bound(kind, register_id, user, role, kdf)
    wrapped = AESGCM(_wrapping_key(passphrase, kdf)).encrypt(nonce, key.reveal(), bound)
    return Slot(user=user, role=role, kdf=kdf, nonce=nonce.hex(), wrapped=wrapped.hex())


def _bound(kind: Kind, register_id: str, user: str, role: str, kdf: Derivation) -> bytes:
    return rfc8785.dumps(
        {
            "format": 1,
            "kind": kind,
            "register_id": register_id,
            "user": user,
            "role": role,
            "kdf": kdf.model_dump(),
        }
    )


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


def _refuse_existing(register: Path, keys: Path) -> None:
    for path in (register, keys):
        if os.path.lexists(path):
            raise RegisterExists(
                _("{path} finnes fra før. Ingenting er laget eller endret.").format(path=path),
                _("Åpne registeret som står der, eller velg et annet sted."),
            )


def _content(register: Path, keys: Path) -> bytes:
    try:
        found = file_modes.standing(keys)
        if found == "file":
            with keys.open("rb") as file:
                content = file.read(_LARGEST_FILE + 1)
            if len(content) <= _LARGEST_FILE:
                return content
        elif found == "nothing":
            raise _missing(register, keys)
    except OSError as error:
        raise RegisterError(
            _("Nøkkelfilen {path} kunne ikke leses ({why}). Ingenting er endret.").format(
                path=keys, why=error.strerror
            ),
            _("Be den som eier filen om tilgang."),
        ) from error
    raise NotARegister(
        _("{path} er ikke en nøkkelfil. Ingenting er endret.").format(path=keys),
        _("Hent nøkkelfilen fra en sikkerhetskopi."),
    )


def _missing(register: Path, keys: Path) -> RegisterMissing:
    if file_modes.standing(register) == "nothing":
        return RegisterMissing(
            _("Det er ikke noe register på {path}. Ingenting er laget.").format(path=register),
            _("Se etter at stedet er skrevet riktig, eller lag et nytt register."),
        )
    return RegisterMissing(
        _("Nøkkelfilen {path} mangler. Registeret er der, men kan ikke åpnes uten den.").format(path=keys),
        _("Hent nøkkelfilen fra en sikkerhetskopi og legg den ved siden av registeret."),
    )
