"""The keys themselves: the register's data key, and boxes that only one person's private key opens."""

from __future__ import annotations

import secrets
from typing import Annotated, NoReturn, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import BaseModel, ConfigDict, StringConstraints

PublicKey = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""An X25519 or Ed25519 public key, in hex."""


class _Secret:
    """256 bits that never show when printed, and can't be pickled."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        if len(secret) != 32:
            raise ValueError("a key is 32 bytes")
        self._secret = secret

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key stays in the process that unlocked it")

    def reveal(self) -> bytes:
        """Return the key itself, for the driver and for wrapping: never for a screen, a log or a file."""
        return self._secret


class DataKey(_Secret):
    """The 256-bit key that a register is encrypted with."""

    __slots__ = ()

    @classmethod
    def new(cls) -> DataKey:
        """A new random key."""
        return cls(secrets.token_bytes(32))

    def derive(self, purpose: str) -> bytes:
        """Return another 256-bit key for `purpose` (HKDF-SHA256, RFC 5869); it gives nothing of this one away."""
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(self._secret)


class OpeningKey(_Secret):
    """An X25519 private key (RFC 7748): opens the boxes that were sealed to its public key."""

    __slots__ = ()

    @classmethod
    def new(cls) -> Self:
        """A new random key."""
        return cls(secrets.token_bytes(32))

    @property
    def public(self) -> PublicKey:
        """What others seal boxes with."""
        return X25519PrivateKey.from_private_bytes(self._secret).public_key().public_bytes_raw().hex()

    def open(self, box: Box, bound: bytes) -> bytes | None:
        """Return what lies in `box`; None when it is damaged, or was sealed to another key or bound to other facts."""
        own = X25519PrivateKey.from_private_bytes(self._secret)
        try:
            shared = own.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(box.ephemeral)))
            key = _box_key(shared, box.ephemeral, self.public)
            return AESGCM(key).decrypt(_ONE_USE, bytes.fromhex(box.content), bound)
        except (InvalidTag, ValueError):
            return None


class IdentityKey(OpeningKey):
    """What opens the identities; while a change of keys is unfinished, also those sealed before it."""

    __slots__ = ("former",)

    def __init__(self, secret: bytes, former: OpeningKey | None = None) -> None:
        super().__init__(secret)
        self.former = former

    def successor(self) -> IdentityKey:
        """A new key that still opens what this one does."""
        return IdentityKey(secrets.token_bytes(32), OpeningKey(self.reveal()))

    def open(self, box: Box, bound: bytes) -> bytes | None:
        """Return what lies in `box`, whether it was sealed before or after the change; None when it is neither."""
        found = super().open(box, bound)
        return found if found is not None or self.former is None else self.former.open(box, bound)


class SigningKey(_Secret):
    """An Ed25519 private key (RFC 8032): vouches for something in one user's name."""

    __slots__ = ()

    @classmethod
    def new(cls) -> SigningKey:
        """A new random key."""
        return cls(secrets.token_bytes(32))

    @property
    def public(self) -> PublicKey:
        """What anybody checks the signatures with."""
        return Ed25519PrivateKey.from_private_bytes(self._secret).public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        """Return the signature over `message`, in hex."""
        return Ed25519PrivateKey.from_private_bytes(self._secret).sign(message).hex()


class Box(BaseModel):
    """Something that only the holder of one private key can read."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    ephemeral: PublicKey
    content: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{2}){16,}$", max_length=100_000)]


_ONE_USE = bytes(12)
"""The nonce: each box has a key of its own, used once."""


def seal(public: PublicKey, content: bytes, bound: bytes) -> Box:
    """Put `content` into a box for the holder of `public`'s private key, bound to the facts in `bound`.

    An ephemeral X25519 key, HKDF-SHA256 over the shared secret and both public keys, AES-256-GCM.
    """
    ephemeral = X25519PrivateKey.generate()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(public)))
    mine = ephemeral.public_key().public_bytes_raw().hex()
    sealed = AESGCM(_box_key(shared, mine, public)).encrypt(_ONE_USE, content, bound)
    return Box(ephemeral=mine, content=sealed.hex())


def _box_key(shared: bytes, ephemeral: PublicKey, public: PublicKey) -> bytes:
    salt = bytes.fromhex(ephemeral) + bytes.fromhex(public)
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"assess box v1").derive(shared)
