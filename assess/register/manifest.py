"""What a backup says of itself: never of whom. It is sealed under the register's key, so that a change shows."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date
from typing import Annotated, Literal, Self

import rfc8785
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from assess.casework.record import Instant
from assess.ids import RecordId
from assess.register.cards import Sha256
from assess.register.data_key import DataKey
from assess.register.slot import ActorId, Kind


class Sized(BaseModel):
    """A part of the backup: how many bytes, and their digest."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    size: int = Field(ge=0)
    sha256: Sha256


class Manifest(BaseModel):
    """A backup's own words, as they lie in `manifest.json` (RFC 8785 JSON)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Literal[1] = 1
    program: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z.+]{1,40}$")]
    """The version that made it."""
    kind: Kind
    register_id: RecordId
    backup_id: RecordId
    made_at: Instant
    made_by: ActorId
    expires_on: date
    generation: int = Field(ge=1)
    """The key file's."""
    anchor: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}:[0-9a-f ]{19}$")]
    """The head of the journal in the copy."""
    content: Sha256
    """The digest of everything in the copy (`assess.register.content`)."""
    register_file: Sized
    key_file: Sized
    seal: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""

    @classmethod
    def parse(cls, content: bytes) -> Self | None:
        """Read a manifest; None when a single byte of it is not as it should be."""
        try:
            found = cls.model_validate_json(content)
        except ValidationError:
            return None
        return found if found.as_bytes() == content else None

    def as_bytes(self) -> bytes:
        """The bytes of `manifest.json`."""
        return rfc8785.dumps(self.model_dump(mode="json"))

    def sealed(self, key: DataKey) -> Self:
        """The same, sealed under the key of the register that was copied."""
        return self.model_copy(update={"seal": self._seal(key)})

    def holds(self, key: DataKey) -> bool:
        """Whether it was sealed under this key, and is as it was then."""
        return hmac.compare_digest(self.seal, self._seal(key))

    def _seal(self, key: DataKey) -> str:
        content = rfc8785.dumps(self.model_dump(mode="json", exclude={"seal"}))
        return hmac.digest(key.derive("assess backup manifest v1"), content, hashlib.sha256).hex()
