"""Backups taken apart, and put together as somebody else would."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from assess.register import container

Parts = dict[str, bytes]


def parts_of(backup: Path) -> Parts:
    """What lies in a backup, by name."""
    with zipfile.ZipFile(backup) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts, backup: Path) -> None:
    """A container that is in order, whatever its parts are."""
    room = backup.with_name("deler")
    room.mkdir()
    for name, content in parts.items():
        (room / name).write_bytes(content)
    with backup.open("wb") as file:
        container.pack(room, file)
    shutil.rmtree(room)


def zipped(backup: Path, members: list[tuple[zipfile.ZipInfo | str, bytes]], comment: bytes = b"") -> None:
    """An archive as somebody else would make it."""
    with zipfile.ZipFile(backup, "w") as archive:
        for info, content in members:
            archive.writestr(info, content)
        archive.comment = comment
