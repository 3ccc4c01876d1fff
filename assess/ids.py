"""Identifiers that sort by time and never carry meaning (UUID version 7, RFC 9562 § 5.7)."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

RecordId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
"""A record's identifier as text: a UUID in its canonical form."""


def new_id(now: datetime) -> RecordId:
    """Return a new identifier made at `now`; two made in the same millisecond still differ."""
    milliseconds = max(0, int(now.timestamp() * 1000))  # a clock before 1970 must not stop anybody
    number = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(UUID(int=number))
