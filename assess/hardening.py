"""What a process that holds what cases say asks of the operating system, before it holds any of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

if sys.platform != "win32":
    import resource


@dataclass(frozen=True, slots=True)
class Hardening:
    """What the operating system agreed to; what is False is not protected.

    Attributes:
        core_dumps_off: A crash leaves no copy of the memory on the disk.
        memory_closed: Another program of the same user can't read this one's memory (Linux only).
    """

    core_dumps_off: bool
    memory_closed: bool


def harden_process() -> Hardening:
    """Turn core dumps off, and on Linux close the memory to other programs of the same user.

    Swap and hibernation are not covered: they need an encrypted disk. On Windows nothing is done, and the
    answer says so.
    """
    if sys.platform == "win32":
        return Hardening(core_dumps_off=False, memory_closed=False)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return Hardening(
        core_dumps_off=resource.getrlimit(resource.RLIMIT_CORE)[0] == 0,
        memory_closed=_close_memory() if sys.platform == "linux" else False,
    )


@contextmanager
def no_programs() -> Iterator[None]:
    """Have no program found on the search path while the block runs.

    To find a library, Python's `ctypes` runs whatever is called `gcc`, `cc` or `ld` there, dozens of times, and leaves
    the compiler's file behind when it is killed. The dynamic linker and its list are asked all the same. Only Linux is
    searched so; on Windows the search path is where libraries lie, and it is left alone.
    """
    if sys.platform != "linux":
        yield
        return
    before = os.environ.get("PATH")
    os.environ["PATH"] = os.devnull  # an empty one would mean the current folder
    try:
        yield
    finally:
        if before is None:
            del os.environ["PATH"]
        else:
            os.environ["PATH"] = before


def _close_memory() -> bool:
    import ctypes  # noqa: PLC0415  only Linux needs it

    get_dumpable, set_dumpable = 3, 4
    try:
        prctl = ctypes.CDLL(None).prctl
    except (OSError, AttributeError):
        return False
    prctl(set_dumpable, 0, 0, 0, 0)
    return bool(prctl(get_dumpable, 0, 0, 0, 0) == 0)
