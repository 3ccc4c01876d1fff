"""What an open meeting keeps in memory, whether it grows, and what it costs while nobody does anything.

The report worker is a process of its own and not in the figures; it ends with the program.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.keys import DOWN, UP, started
from benchmarks.material import FullMeeting, full_meeting
from benchmarks.pty_program import PtyProgram
from benchmarks.run import Run
from benchmarks.turns import Figure, Reach

_PART = "memory"
_FEW, _MANY = 10, 400
_IDLE = 10.0
"""Seconds that nobody does anything."""

_NOTHING = 10.0
"""Milliseconds of processor in that time that are nothing: a thousandth."""


def measure(run: Run) -> Iterator[Figure]:
    """Open a meeting some times, leave it alone, and go through many items in the last one."""
    made = full_meeting(run.folder / "memory.assess", "discussion")
    opened: list[tuple[float, float]] = []
    idle: list[tuple[float, float]] = []
    for _time in range(run.times(3)):
        with run.ready_empty() as empty, started(run, made) as program:
            opened.append((program.resident, empty.resident))
            idle.append(_left_alone(program, empty))
    yield Figure(_PART, "full meeting open", "MiB", *_sides(opened), "the empty app", (Reach(1.5),))
    ours, base = _sides(idle)
    yield Figure(_PART, f"idle for {_IDLE:.0f} s, CPU", "ms", ours, base, "the empty app")
    more = tuple(one - other for one, other in idle)
    yield Figure(_PART, "idle, CPU more than the empty app", "ms", more, reaches=(Reach(_NOTHING, "median"),))
    grown = [_grown(run, made) for _time in range(run.times(1))]
    few, many, most = zip(*grown, strict=True)
    yield Figure(_PART, f"after {_MANY} items", "MiB", many, few, f"after {_FEW}", (Reach(1.05),))
    yield Figure(_PART, "at the most", "MiB", most)


def _sides(pairs: list[tuple[float, float]]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    return tuple(one for one, _other in pairs), tuple(other for _one, other in pairs)


def _left_alone(program: PtyProgram, empty: PtyProgram) -> tuple[float, float]:
    """Milliseconds of processor that each took."""
    before = (program.processor, empty.processor)
    program.watch(_IDLE)
    return (program.processor - before[0]) * 1000, (empty.processor - before[1]) * 1000


def _grown(run: Run, made: FullMeeting) -> tuple[float, float, float]:
    """MiB after a few items, after many, and at the most."""
    with started(run, made) as program:
        _through(program, _FEW)
        few = program.resident
        _through(program, _MANY - _FEW)
        return few, program.resident, program.peak


def _through(program: PtyProgram, items: int) -> None:
    """Go to another item so many times, to and fro, each once the one before is drawn."""
    keys = (DOWN,) * 16 + (UP,) * 16
    for number in range(items):
        program.send(keys[number % len(keys)], quiet=0.01)
