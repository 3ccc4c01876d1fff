"""A report in words as JSON, on its way to the worker and back: nothing in it can make the reader run anything.

A dataclass is written as its own name and its values in order. Only frozen dataclasses of `assess.reports` are made
again; a picture's drawing is one of them, of whatever kind.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib import import_module
from typing import Final

from assess.errors import ReportError
from assess.language import _
from assess.reports.content import ReportContent

_OURS: Final = "assess.reports."
_TUPLE: Final = "()"
_DATE: Final = "date"


def as_json(content: ReportContent) -> bytes:
    """Return the content as JSON.

    Raises:
        TypeError: It holds something that is neither words, numbers, a date, a tuple nor a frozen dataclass.
    """
    # A lone surrogate, which a damaged file can hold, has no UTF-8: it is escaped, like all that is not ASCII.
    return json.dumps(_packed(content)).encode("ascii")


def from_json(text: bytes) -> ReportContent:
    """Return the content that `as_json` wrote.

    Raises:
        ReportError: It is something else.
    """
    try:
        content = _unpacked(json.loads(text))
    except (ValueError, TypeError, AttributeError, ImportError, RecursionError) as error:
        raise _other_version() from error
    if not isinstance(content, ReportContent):
        raise _other_version()
    return content


def _other_version() -> ReportError:
    return ReportError(_("Rapporten kunne ikke leses av den delen av programmet som setter den."))


def _packed(node: object) -> object:
    if node is None or isinstance(node, str | int | float):
        return node
    if isinstance(node, tuple):
        return [_TUPLE, *map(_packed, node)]
    if isinstance(node, date):
        return [_DATE, node.isoformat()]
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        name, fields = _shape(type(node))
        return [name, *(_packed(getattr(node, field)) for field in fields)]
    message = f"a report holds no {type(node).__name__}"
    raise TypeError(message)


def _unpacked(node: object) -> object:
    if not isinstance(node, list):
        return node
    name, *values = node
    if name == _TUPLE:
        return tuple(map(_unpacked, values))
    if name == _DATE:
        return date.fromisoformat(*values)
    return _maker(name)(*map(_unpacked, values))


@cache
def _shape(kind: type) -> tuple[str, tuple[str, ...]]:
    return f"{kind.__module__}:{kind.__qualname__}", tuple(one.name for one in dataclasses.fields(kind))


@cache
def _maker(name: str) -> Callable[..., object]:
    module, _colon, kind = name.partition(":")
    if not module.startswith(_OURS):
        message = f"not ours: {module}"
        raise TypeError(message)
    found = getattr(import_module(module), kind)
    if not (isinstance(found, type) and dataclasses.is_dataclass(found) and found.__module__ == module):
        message = f"not a part of a report: {name}"
        raise TypeError(message)
    return found
