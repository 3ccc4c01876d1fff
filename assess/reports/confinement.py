"""What the report worker denies itself, so that a hostile text or a fault in a library can do little.

It holds what a report says in its memory. Linux keeps all of it; elsewhere what the system has no word for is left
out, and the limits that whoever started the worker keeps (time, and ending it) must do.
"""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from typing import Final

from assess.hardening import harden_process

if sys.platform != "win32":
    import resource

MEMORY: Final = 2 * 1024**3
"""Bytes of address space: a usual report takes 0.4 GB of it, one with a megabyte of text in one cell 0.9."""
SECONDS: Final = 240
"""Processor seconds for one report: a usual one takes two, a megabyte in one cell a hundred on a slow machine."""
FILES: Final = 64
"""Files that may be open at once."""

_DIE_WITH_PARENT, _NO_MORE_RIGHTS = 1, 38


def confine() -> None:
    """Give up what setting a report never needs. Call when everything is imported, before any content comes.

    No core dump, memory closed to other programs, no file longer than nothing (so none is written), bounded memory and
    open files, no rights from programs that it could start; and on Linux it ends with the thread that started it.
    """
    harden_process()
    if sys.platform == "win32":
        return
    for kind, most in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_NOFILE, FILES),
    ):
        with suppress(ValueError, OSError):  # the system's own limit is lower, or it has none of this kind
            resource.setrlimit(kind, (most, most))
    if sys.platform == "linux":
        _ask_kernel(_DIE_WITH_PARENT, signal.SIGKILL)
        _ask_kernel(_NO_MORE_RIGHTS, 1)


def allow_time() -> None:
    """Let the next report have its own processor seconds: beyond them the system ends this process."""
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = round(used.ru_utime + used.ru_stime)
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (spent + SECONDS, hard))


def _ask_kernel(what: int, value: int) -> None:
    import ctypes  # noqa: PLC0415  only the worker needs it

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(what, value, 0, 0, 0)
