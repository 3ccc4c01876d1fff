"""From the command to the first screen and to rest, from the passphrase to home, and commands that only say something.

The passphrase stands beside Argon2id alone with the slot's own cost, in this process. What opening costs without
Argon2id shows on a register whose passphrase costs nothing: the way from the command to home is then all program.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw

from assess.register.slot import KeyCost
from benchmarks.empty_app import READY
from benchmarks.material import CHEAP, PASSPHRASE, locked_register
from benchmarks.pty_program import PtyProgram
from benchmarks.run import Run
from benchmarks.turns import Figure, Reach, in_turns

_PART = "start"
_UNLOCK = "Skriv passordfrasen"
_HOME = "HESTEHOV"
"""The reference of a training case: home is there once it can be read."""

_EMPTY = "the empty app's first screen"
_COMMANDS = ("--version", "--help")
Spent = tuple[float, float]
"""Seconds of clock and of processor."""

_PASS = (sys.executable, "-c", "pass")


@dataclass(frozen=True, slots=True)
class _Start:
    """Seconds of clock and processor until the first screen, and until the program rests."""

    first: Spent
    rest: Spent


@dataclass(frozen=True, slots=True)
class _Opening:
    """The same until home, from the command (without the time in which somebody types) and from the passphrase."""

    command: Spent
    passphrase: Spent


def measure(run: Run) -> Iterator[Figure]:
    """Measure each way of starting, beside the empty app, Argon2id and Python."""
    cheap, strong = run.folder / "cheap.assess", run.folder / "strong.assess"
    cost = KeyCost.strong()
    locked_register(cheap, CHEAP)
    locked_register(strong, cost)
    for program, ready in ((run.start_ours(cheap), _UNLOCK), (run.start_empty(), READY)):
        _started(program, ready)  # whatever had no bytecode has now
    yield from _first_screen(run, cheap)
    yield from _home(run, cheap)
    yield from _passphrase(run, strong, cost)
    for command in _COMMANDS:
        yield _said(run, command)


def _first_screen(run: Run, register: Path) -> Iterator[Figure]:
    pairs = in_turns(
        run.times(9),
        lambda: _started(run.start_ours(register), _UNLOCK),
        lambda: _started(run.start_empty(), READY),
    )
    first, rest = [(one.first, other.first) for one, other in pairs], [(one.rest, other.rest) for one, other in pairs]
    yield from clock_and_processor(_PART, "first screen (unlock)", first, _EMPTY, (Reach(1.15),))
    yield from clock_and_processor(_PART, "settled", rest, "the empty app, settled", (Reach(1.25),))


def _home(run: Run, register: Path) -> Iterator[Figure]:
    pairs = in_turns(
        run.times(7), lambda: _opened(run, register).command, lambda: _started(run.start_empty(), READY).first
    )
    yield from clock_and_processor(_PART, "command → unlock → home, no Argon2id", pairs, _EMPTY, (Reach(1.15),))


def _passphrase(run: Run, register: Path, cost: KeyCost) -> Iterator[Figure]:
    pairs = in_turns(run.times(5), lambda: _opened(run, register).passphrase, lambda: _argon2(cost))
    yield from clock_and_processor(_PART, "passphrase → home with cases", pairs, "Argon2id alone", (Reach(1.2),))


def clock_and_processor(
    part: str, name: str, pairs: Sequence[tuple[Spent, Spent]], beside: str, reaches: tuple[Reach, ...] = ()
) -> Iterator[Figure]:
    """What was measured by the processor, and the same by the clock."""
    for place, kind in ((1, "CPU"), (0, "clock")):
        ours, base = (tuple(spent[place] * 1000 for spent in side) for side in zip(*pairs, strict=True))
        yield Figure(part, f"{name}, {kind}", "ms", ours, base, beside, reaches)


def _started(program: PtyProgram, ready: str) -> _Start:
    with program:
        shown = program.see(ready)
        # What was read last is the end; the processor's time then is without what the quiet after it cost.
        last = program.chunks[-1]
        return _Start((shown.clock, shown.processor), (last.at - program.began, last.processor))


def _opened(run: Run, register: Path) -> _Opening:
    """Type the passphrase and wait for home."""
    with run.start_ours(register) as program:
        unlock = program.see(_UNLOCK)
        program.type(PASSPHRASE.encode())
        program.rest(0.3)
        spent, began = program.processor, time.perf_counter()
        program.type(b"\r")
        home = program.see(_HOME, since=began)
        passphrase = (home.clock, home.processor - spent)
        return _Opening((unlock.clock + home.clock, unlock.processor + passphrase[1]), passphrase)


def _argon2(cost: KeyCost) -> Spent:
    began, spent = time.perf_counter(), time.process_time()
    hash_secret_raw(PASSPHRASE.encode(), bytes(16), cost.passes, cost.memory_kib, cost.lanes, 32, Type.ID)
    return time.perf_counter() - began, time.process_time() - spent


def _said(run: Run, command: str) -> Figure:
    ours = (sys.executable, "-m", "assess", command)
    pairs = in_turns(run.times(15), lambda: ran(run, ours)[1], lambda: ran(run, _PASS)[1])
    one, other = (tuple(seconds * 1000 for seconds in side) for side in zip(*pairs, strict=True))
    return Figure(_PART, f"assess {command}, CPU", "ms", one, other, "python -c pass", (Reach(2.5),))


def ran(run: Run, command: Sequence[str]) -> Spent:
    """Clock and processor seconds that a command took from its start to its end.

    Raises:
        subprocess.CalledProcessError: It ended with a fault.
    """
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=run.environment())  # noqa: S603
    _pid, status, used = os.wait4(child.pid, 0)
    took = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return took, used.ru_utime + used.ru_stime
