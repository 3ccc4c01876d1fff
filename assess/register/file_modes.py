"""What the operating system can promise about a file: who may read it, and that its name survives a power cut.

POSIX keeps all of it. On Windows a file gets the access list of the folder it is made in, which for a user's
own data folder means that user, administrators and the system: mode bits have no effect there, and a folder
can't be synced by itself (NTFS journals the names). So the functions below do the same work on Windows and
promise less: put the register in a folder that only its users can open.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path
from typing import Literal

Standing = Literal["nothing", "file", "folder", "other"]
"""What is found at a path; `other` is a pipe, a socket or a device, which must not be opened."""

_POSIX = os.name == "posix"


def standing(path: Path) -> Standing:
    """Return what stands at `path`, following links and opening nothing.

    Raises:
        OSError: the path can't be looked at.
    """
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return "nothing"
    if stat.S_ISREG(mode):
        return "file"
    return "folder" if stat.S_ISDIR(mode) else "other"


def identity_of(path: Path) -> tuple[int, int] | None:
    """What tells this file from one that is put in its place later; None when nothing stands there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def make_private_folder(folder: Path) -> None:
    """Make `folder` and its missing parents, open to this user only; one that exists is left as it is."""
    if folder.is_dir():
        return
    make_private_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)


def make_private_file(path: Path) -> None:
    """Make an empty file that only this user can read and write, from its first moment.

    Raises:
        FileExistsError: something, even a dangling link, stands at `path`.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    sync_folder(path.parent)


def write_private_file(path: Path, content: bytes) -> None:
    """Put `content` at `path` so that a power cut leaves the old file or the new one, never half of one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(Path(name), path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def put_in_place(made: Path, path: Path) -> None:
    """Give the finished file `made` its real name `path`, in the same folder, and make the name durable."""
    made.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut; on Windows the file system does so by itself."""
    if not _POSIX:
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
