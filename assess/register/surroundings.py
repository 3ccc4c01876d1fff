"""What stands around a register: who may open its files, what was left behind, and what kind of disk it is on."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assess.register.file_modes import standing
from assess.register.key_file import keys_path
from assess.register.tries import tries_path
from assess.register.workroom import left_behind

_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs", "fuse.rclone", "davfs"}
_MOUNTS = Path("/proc/self/mountinfo")


@dataclass(frozen=True, slots=True)
class Access:
    """A file or folder of the register's, and whether only this user may open it."""

    path: Path
    mode: str
    private: bool
    folder: bool = False


def accesses(register: Path) -> list[Access]:
    """The register's files that there are, and its folder. Windows keeps no mode bits: there all count as private."""
    sides = [register.with_name(register.name + ending) for ending in ("", "-wal", "-shm", "-journal")]
    files = [path for path in (sides[0], keys_path(register), *sides[1:]) if standing(path) == "file"]
    folder = register.absolute().parent
    return [*(_access(path, folder=False) for path in files), _access(folder, folder=True)]


def leftovers(register: Path) -> list[Path]:
    """Files that a killed program or an update left beside the register; all of them are encrypted or hold no case."""
    return sorted({*left_behind(register.parent), *_left(register)})


def on_network(register: Path) -> bool | None:
    """Whether the register lies on a disk of another machine; None where that can't be told cheaply."""
    if sys.platform != "linux":
        return None
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    place = register.absolute().resolve()
    deepest, kind = -1, ""
    for line in lines:
        mount, _separator, told = line.partition(" - ")
        point = Path(mount.split()[4].replace("\\040", " "))
        # Later lines lie on top of earlier ones at the same place.
        if place.is_relative_to(point) and len(point.parts) >= deepest:
            deepest, kind = len(point.parts), told.split()[0]
    return kind in _NETWORK if kind else None


def _access(path: Path, *, folder: bool) -> Access:
    mode = stat.S_IMODE(path.stat().st_mode)
    return Access(path, f"{mode:04o}", private=os.name != "posix" or not mode & 0o077, folder=folder)


def _left(register: Path) -> Iterator[Path]:
    name = register.name
    for path in register.parent.iterdir():
        ours = path.name.startswith((f"{name}.before-", f".{name}.")) or path == tries_path(register)
        part = path.name.endswith(".part") and path.name.startswith((name, "assess-"))
        if ours or part:
            yield path
