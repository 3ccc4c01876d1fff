"""A private folder for files that are not finished, and what is left of one when the program was killed.

Only encrypted bytes ever lie in it. It stands beside what is being made, so that finished files can be moved out
whole, and is held with a lock of the operating system, which a kill releases: no lock outlives its program.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assess.register.file_modes import sync_folder

if sys.platform != "win32":
    import fcntl

_PREFIX = ".assess-work-"
_PART = ".part"
_HELD = "held"
_BEING_HELD = "held.new"
_MOMENT = 60.0
"""Seconds after which a folder without a lock was left by somebody, and isn't just being made."""
_LONG = 24 * 3600.0
"""The same where there are no such locks."""


@contextmanager
def workroom(folder: Path) -> Iterator[Path]:
    """Make a folder in `folder` that only this user can open; it goes, with all that is in it, at the end.

    Raises:
        OSError: It can't be made there.
    """
    room = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
    try:
        with _holding(room):
            yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


@contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """Make an empty private file beside `path`, called after it and ending in `.part`; it goes at the end.

    What a killed program left there of the same file goes first.

    Raises:
        OSError: It can't be made there.
    """
    for old in _parts(path):
        if not _in_use(old):
            old.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=_PART, dir=path.parent)
    try:
        with _locked(handle):
            yield Path(name)
    finally:
        # By now it is made or it isn't; one that can't be removed changes nothing of that.
        with contextlib.suppress(OSError):
            Path(name).unlink(missing_ok=True)


def sweep(register: Path) -> None:
    """Remove what a killed program left in the register's folder; a folder that somebody works in stays.

    What can't be looked at or removed is left as it is: this never keeps anybody from working.
    """
    for room in left_behind(register.parent):
        shutil.rmtree(room, ignore_errors=True)


def sweep_parts(folder: Path) -> None:
    """Remove the unfinished files that a killed program left in `folder`; one that is being written stays.

    What can't be looked at or removed is left as it is.
    """
    with contextlib.suppress(OSError):
        for part in [one for one in folder.glob(f"*.*{_PART}") if one.is_file() and not one.is_symlink()]:
            with contextlib.suppress(OSError):
                if not _in_use(part):
                    part.unlink(missing_ok=True)


def left_behind(folder: Path) -> list[Path]:
    """The work folders in `folder` that nobody works in any more."""
    try:
        rooms = [room for room in folder.glob(f"{_PREFIX}*") if room.is_dir() and not room.is_symlink()]
        return [room for room in rooms if not _in_use(room / _HELD)]
    except OSError:
        return []


def move_out(made: Path, path: Path) -> None:
    """Give the finished file `made` the name `path` on the same disk, where nothing may stand, durably.

    Raises:
        FileExistsError: Something stands there; it is untouched.
        OSError: It can't be done.
    """
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:
        # Memory sticks have file systems without links; there a look must do.
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        made.rename(path)
    try:
        sync_folder(path.parent)
    except OSError:
        # What is called not made must not be found there afterwards.
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    with contextlib.suppress(OSError):
        made.unlink(missing_ok=True)


@contextmanager
def _holding(room: Path) -> Iterator[None]:
    with _locked(os.open(room / _BEING_HELD, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)):
        # The lock is taken before the file gets the name that others look for.
        (room / _BEING_HELD).rename(room / _HELD)
        yield


def _parts(path: Path) -> list[Path]:
    beginning = f"{path.name}."
    return [one for one in path.parent.glob(f"*{_PART}") if one.name.startswith(beginning) and one.is_file()]


@contextmanager
def _locked(handle: int) -> Iterator[None]:
    if sys.platform == "win32":
        # There an open file can be neither renamed nor removed, so it is closed, and only age tells what was left.
        os.close(handle)
        yield
        return
    try:
        # A disk without locks makes leftovers stay; it is no reason not to work.
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _in_use(held: Path) -> bool:
    """Whether a program holds the file, or may be about to."""
    if sys.platform == "win32":
        return _young(held if held.exists() else held.parent, _LONG)
    try:
        handle = os.open(held, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        return _young(held.parent, _MOMENT)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    else:
        return False
    finally:
        os.close(handle)


def _young(path: Path, seconds: float) -> bool:
    return abs(time.time() - path.stat().st_mtime) < seconds
