"""What a disk may hold when the power goes: worked out from the log that disk.c wrote.

Until a file is synced, each write to it may be kept, dropped, torn (some of its 512-byte sectors) or garbage. Until
its folder is synced, each name that was made, changed or removed may still be as it was. Each has its own fate: a
disk promises no order. This is SQLite's own model of a crash, and harder than most disks.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tests.faults.disk import Call

_RECORD = struct.Struct("=IIqQ")
_SECTOR = 512
Fate = Literal["kept", "dropped", "torn", "garbage"]
FATES: tuple[Fate, ...] = ("kept", "dropped", "torn", "garbage")


@dataclass(frozen=True, slots=True)
class Change:
    """One change that a process made; `path` is what it acknowledged when `call` is a mark."""

    call: Call
    path: str
    offset: int
    data: bytes


@dataclass(eq=False, slots=True)
class _File:
    content: bytearray = field(default_factory=bytearray)
    """As it would surely be after a power cut."""
    unsynced: list[Change] = field(default_factory=list)


_Names = dict[str, _File | None]
"""What lies at each path; None is a folder."""
_Renaming = Callable[[_Names], object]


def read_log(path: Path) -> list[Change]:
    """Read a log of disk.c."""
    content, at, changes = path.read_bytes(), 0, []
    while at < len(content):
        call, path_length, offset, length = _RECORD.unpack_from(content, at)
        at += _RECORD.size
        name = content[at : at + path_length].decode()
        at += path_length
        changes.append(Change(Call(call), name, offset, content[at : at + length]))
        at += length
    return changes


class PowerCut:
    """The moment after `changes`, made in `folder` when it held what `before` holds, at which the power goes."""

    def __init__(self, before: Path, folder: Path, changes: list[Change]) -> None:
        self.acknowledged = sum(change.call == Call.MARK for change in changes)
        self._folder = str(folder.resolve())
        self._kept: _Names = {
            f"{self._folder}/{one.relative_to(before)}": None if one.is_dir() else _File(bytearray(one.read_bytes()))
            for one in before.rglob("*")
        }
        self._seen = dict(self._kept)
        self._unsynced: list[tuple[str, _Renaming]] = []
        """Changes of names, each with the folder that must be synced."""
        for change in changes:
            self._happen(change)

    def leave(self, into: Path, chance: random.Random, fates: tuple[Fate, ...]) -> None:
        """Write what the disk may hold into the empty folder `into`, each un-synced change with one of `fates`."""
        names = dict(self._kept)
        for _folder, renaming in self._unsynced:
            if chance.choice(fates) == "kept":
                renaming(names)
        contents: dict[_File, bytes] = {}
        for name, file in sorted(names.items()):
            place = into / Path(name).relative_to(self._folder)
            if not place.parent.is_dir():
                continue  # its folder was never made durable
            if file is None:
                place.mkdir()
                continue
            if file not in contents:
                contents[file] = _left(file, chance, fates)
            place.write_bytes(contents[file])

    def _happen(self, change: Change) -> None:
        match change.call:
            case Call.CREATE:
                self._name(change.path, _File())
            case Call.MKDIR:
                self._name(change.path, None)
            case Call.LINK:
                self._name(change.data.decode(), self._seen[change.path])
            case Call.RENAME:
                moved = self._seen[change.path]

                def move(names: _Names) -> None:
                    names.pop(change.path, None)
                    names[change.data.decode()] = moved

                self._rename(change.data.decode(), move)
            case Call.UNLINK | Call.RMDIR:
                self._rename(change.path, lambda names: names.pop(change.path, None))
            case Call.SYNC:
                self._sync(change.path)
            case Call.WRITE | Call.TRUNCATE:
                self._file(change.path).unsynced.append(change)

    def _name(self, path: str, what: _File | None) -> None:
        self._rename(path, lambda names: names.update({path: what}))

    def _file(self, path: str) -> _File:
        file = self._seen[path]
        assert file is not None, path
        return file

    def _rename(self, path: str, renaming: _Renaming) -> None:
        renaming(self._seen)
        self._unsynced.append((str(Path(path).parent), renaming))

    def _sync(self, path: str) -> None:
        if path == self._folder or self._seen[path] is None:
            for folder, renaming in self._unsynced:
                if folder == path:
                    renaming(self._kept)
            self._unsynced = [one for one in self._unsynced if one[0] != path]
            return
        file = self._file(path)
        for change in file.unsynced:
            _apply(file.content, change)
        file.unsynced.clear()


def _left(file: _File, chance: random.Random, fates: tuple[Fate, ...]) -> bytes:
    content = bytearray(file.content)
    for change in file.unsynced:
        _suffer(content, change, chance.choice(fates), chance)
    return bytes(content)


def _apply(content: bytearray, change: Change) -> None:
    if change.call == Call.TRUNCATE:
        _resize(content, change.offset)
        return
    end = change.offset + len(change.data)
    _resize(content, max(len(content), end))
    content[change.offset : end] = change.data


def _suffer(content: bytearray, change: Change, fate: Fate, chance: random.Random) -> None:
    if fate == "kept":
        _apply(content, change)
    if fate in {"kept", "dropped"} or change.call == Call.TRUNCATE:
        return
    at, end = change.offset, change.offset + len(change.data)
    while at < end:
        until = min(end, (at // _SECTOR + 1) * _SECTOR)
        if chance.random() < 0.5:
            written = change.data[at - change.offset : until - change.offset]
            data = written if fate == "torn" else chance.randbytes(until - at)
            _apply(content, Change(Call.WRITE, change.path, at, data))
        at = until


def _resize(content: bytearray, size: int) -> None:
    del content[size:]
    content.extend(bytes(size - len(content)))
