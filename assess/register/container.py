"""A backup's container: a zip archive that any tool can open, in which the parts determine every byte.

Three parts, stored as they are, in a fixed order, with fixed names, no time and no comment. Reading takes exactly that
and nothing else: no name, link, path, compression or hidden part can be slipped in, and each flipped byte shows.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from assess.errors import NotARegister, RegisterDamaged
from assess.language import _
from assess.register import file_modes

MANIFEST: Final = "manifest.json"
KEYS: Final = "register.assess.keys"
REGISTER: Final = "register.assess"

LARGEST: Final = {MANIFEST: 1 << 16, KEYS: 1 << 20, REGISTER: (1 << 32) - (1 << 22)}
"""The bytes that each part may have, in the parts' order; all of it stays below what a plain zip can hold."""

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _UNIX, _FIRST_DAY = 20, 3 << 8, 0x21
_PRIVATE_FILE = 0o100600 << 16
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its size, and what its bytes add up to."""

    name: str
    size: int
    crc: int
    sha256: str


def pack(room: Path, file: BinaryIO) -> None:
    """Write the three parts, which lie in `room` under their own names, as one archive."""
    parts = [measured(room / name) for name in LARGEST]
    for part in parts:
        file.write(_local(part))
        with (room / part.name).open("rb") as source:
            while chunk := source.read(_CHUNK):
                file.write(chunk)
    file.write(_tail(parts))


def unpack(archive: Path, room: Path) -> tuple[dict[str, Part], Part]:
    """Put the three parts of `archive` into `room`, and return what each, and the archive itself, adds up to.

    Raises:
        NotARegister: It is not a backup, or something has been added or taken away.
        RegisterDamaged: A part is not as it was written.
        OSError: It can't be read, or the parts can't be written.
    """
    if file_modes.standing(archive) != "file":
        raise _foreign(archive)
    with archive.open("rb") as file:
        left = os.fstat(file.fileno()).st_size
        whole = _Sum(archive.name)
        parts: list[Part] = []
        for name in LARGEST:
            header = whole.read(file, _LOCAL.size + len(name))
            told = _told(header, name)
            left -= len(header)
            if told is None or told.size > min(left, LARGEST[name]):
                raise _foreign(archive)
            part = _put(file, whole, room / name, told.size)
            left -= part.size
            if part.crc != told.crc:
                raise _damaged(archive)
            parts.append(part)
        tail = _tail(parts)
        if left != len(tail) or whole.read(file, left + 1) != tail:
            raise _foreign(archive)
    return {part.name: part for part in parts}, whole.part


def peek(archive: Path) -> bytes:
    """The manifest's bytes, before anything has been checked.

    Raises:
        NotARegister: It is not a backup.
        OSError: It can't be read.
    """
    if file_modes.standing(archive) != "file":
        raise _foreign(archive)
    with archive.open("rb") as file:
        told = _told(file.read(_LOCAL.size + len(MANIFEST)), MANIFEST)
        if told is None or told.size > LARGEST[MANIFEST]:
            raise _foreign(archive)
        return file.read(told.size)


def measured(path: Path) -> Part:
    """What the file at `path` adds up to."""
    found = _Sum(path.name)
    with path.open("rb") as file:
        while found.read(file, _CHUNK):
            pass
    return found.part


class _Sum:
    """Adds up what goes by."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._size = 0
        self._crc = 0
        self._sha256 = hashlib.sha256()

    def read(self, file: BinaryIO, count: int) -> bytes:
        """Read up to `count` bytes, and add them."""
        content = file.read(count)
        self.add(content)
        return content

    def add(self, content: bytes) -> None:
        """Add bytes that were read."""
        self._size += len(content)
        self._crc = zlib.crc32(content, self._crc)
        self._sha256.update(content)

    @property
    def part(self) -> Part:
        """What they add up to so far."""
        return Part(self._name, self._size, self._crc, self._sha256.hexdigest())


def _put(file: BinaryIO, whole: _Sum, path: Path, size: int) -> Part:
    found = _Sum(path.name)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as made:
        while size and (chunk := whole.read(file, min(size, _CHUNK))):
            made.write(chunk)
            found.add(chunk)
            size -= len(chunk)
        made.flush()
        os.fsync(made.fileno())
    return found.part


def _told(header: bytes, name: str) -> Part | None:
    """What a part's own header says of it; None when it isn't exactly the header that such a part has."""
    if len(header) != _LOCAL.size + len(name):
        return None
    crc, size = _LOCAL.unpack_from(header)[6:8]
    part = Part(name, size, crc, "")
    return part if header == _local(part) else None


def _local(part: Part) -> bytes:
    size = part.size
    head = _LOCAL.pack(b"PK\3\4", _VERSION, 0, 0, 0, _FIRST_DAY, part.crc, size, size, len(part.name), 0)
    return head + part.name.encode()


def _tail(parts: Sequence[Part]) -> bytes:
    directory, offset = b"", 0
    for part in parts:
        size, name = part.size, part.name.encode()
        sizes = (part.crc, size, size, len(name), 0, 0, 0, 0, _PRIVATE_FILE, offset)
        directory += _CENTRAL.pack(b"PK\1\2", _UNIX | _VERSION, _VERSION, 0, 0, 0, _FIRST_DAY, *sizes) + name
        offset += _LOCAL.size + len(name) + size
    return directory + _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), len(directory), offset, 0)


def _foreign(archive: Path) -> NotARegister:
    return NotARegister(
        _("{path} er ikke en hel sikkerhetskopi fra dette programmet. Ingenting er hentet ut eller endret.").format(
            path=archive
        ),
        _("Bruk en annen sikkerhetskopi."),
    )


def _damaged(archive: Path) -> RegisterDamaged:
    return RegisterDamaged(
        _("Sikkerhetskopien {path} er skadet eller endret etter at den ble laget. Ingenting er hentet ut.").format(
            path=archive
        ),
        _("Bruk en annen sikkerhetskopi."),
    )
