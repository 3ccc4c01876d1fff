"""What the kernel knows of another process: how long it had a processor, and how much memory is resident.

Both are open to everybody for any process, also for one that has closed its memory (`assess.hardening`). Linux only;
where a figure can't be had, `Unmeasured` says so, and nothing is ever taken for zero.
"""

from __future__ import annotations

import ctypes
import os
import time
from pathlib import Path


class Unmeasured(Exception):
    """This machine doesn't tell, or the process is gone."""


def processor_clock(pid: int) -> int:
    """The clock that counts the nanoseconds that all threads of a process, ended ones too, had a processor.

    Raises:
        Unmeasured: There is no such process or no such clock.
    """
    clock = ctypes.c_int()
    try:
        fault = int(ctypes.CDLL(None).clock_getcpuclockid(pid, ctypes.byref(clock)))
    except (OSError, AttributeError) as error:
        message = f"no processor clock of other processes on this system: {error}"
        raise Unmeasured(message) from error
    if fault:
        message = f"no processor clock of process {pid}: {os.strerror(fault)}"
        raise Unmeasured(message)
    return clock.value


def processor_seconds(clock: int) -> float:
    """What a process's clock stands at.

    Raises:
        Unmeasured: The process is gone.
    """
    try:
        return time.clock_gettime_ns(clock) / 1e9
    except OSError as error:
        raise Unmeasured("the process is gone") from error


def resident_mib(pid: int) -> float:
    """MiB of memory that a process has in the machine now."""
    return _status_kib(pid, "VmRSS") / 1024


def peak_mib(pid: int) -> float:
    """MiB that it had at the most."""
    return _status_kib(pid, "VmHWM") / 1024


def _status_kib(pid: int, name: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
        return int(next(line for line in lines if line.startswith(f"{name}:")).split()[1])
    except (OSError, StopIteration) as error:
        message = f"no {name} of process {pid}"
        raise Unmeasured(message) from error
