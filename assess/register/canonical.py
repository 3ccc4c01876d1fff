"""Canonical JSON (RFC 8785) of what the journal says, as quickly as the standard library writes it where it can.

Of strings, whole numbers, true, false and null under ASCII names the standard library writes the same bytes as
`rfc8785`, which is written in Python; anything else is left to that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import rfc8785
from pydantic import JsonValue

_EXACT = 2**53 - 1
"""The largest whole number that every reader of JSON takes as it is."""


def canonical(value: Mapping[str, JsonValue]) -> bytes:
    """Return the RFC 8785 bytes of a JSON object.

    Raises:
        ValueError: It isn't JSON that keeps its numbers, or a string can't be written as UTF-8.
    """
    if not _plain(value):
        return rfc8785.dumps(dict(value))
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: object) -> bool:
    """Whether both write it alike: names beyond ASCII may be sorted otherwise, and other numbers written otherwise."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if isinstance(value, int):
        return kind is int and -_EXACT <= value <= _EXACT
    if isinstance(value, dict):
        return all(type(name) is str and name.isascii() and _plain(one) for name, one in value.items())
    return isinstance(value, list) and all(map(_plain, value))
