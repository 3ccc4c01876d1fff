"""Messages between the program and its report worker: a letter for the kind, the length, and the bytes."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO, Final

READY: Final = b"R"
"""From the worker: everything is loaded."""
CONTENT: Final = b"C"
"""To the worker: a report in words (`assess.reports.content_json`)."""
STEP: Final = b"S"
"""From the worker: what it is doing, as a `Step` in JSON."""
PDF: Final = b"P"
"""From the worker: the PDF, finished but for the journal's head (`assess.reports.head_stamp.SetPages`)."""
REFUSED: Final = b"E"
"""From the worker: the two sentences of a `ReportError`, in JSON."""
FAULT: Final = b"F"
"""From the worker, its last word: the class and place of an error in the program itself, never its text."""

LARGEST: Final = 512 * 1024 * 1024
"""Bytes of the longest message that is read."""

_HEAD = struct.Struct(">cI")


@dataclass(frozen=True, slots=True)
class Frame:
    """One message."""

    kind: bytes
    body: bytes


def write_frame(stream: BinaryIO, kind: bytes, body: bytes = b"") -> None:
    """Write one message, whole.

    Raises:
        OSError: Nobody reads the other end any more.
    """
    stream.write(_HEAD.pack(kind, len(body)))
    stream.write(body)
    stream.flush()


def read_frame(stream: BinaryIO) -> Frame | None:
    """Read one message; None when the other end was closed, or what comes is no message."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    if length > LARGEST:
        return None
    body = stream.read(length)
    return Frame(kind, body) if len(body) == length else None
