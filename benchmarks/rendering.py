"""Keys in the full meeting while a PDF is printed, beside the same keys while none is; and how long a PDF takes.

The meeting is opened before its notes are shown, so the report worker is warm. A PDF counts from F5 until the file
that lies in «rapporter» was written.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.keys import DOWN, UP, in_meeting
from benchmarks.process_figures import Unmeasured
from benchmarks.pty_program import PtyProgram
from benchmarks.run import Run
from benchmarks.turns import Figure, Reach

F5 = b"\x1b[15~"
_PART = "rendering"
_LONGEST = 30.0
"""Seconds after which the PDF is given up."""

_BETWEEN = 0.03
"""Seconds of quiet after each key: held down, a key comes thirty times a second."""

_FRAME = 33.0
"""Milliseconds after which somebody sees that a key took its time."""

_TIMES = 4
_NOTE = "the report of a full meeting is long; a common one stands under «report»"
_FRO = (DOWN,) * 16 + (UP,) * 16


def measure(run: Run) -> Iterator[Figure]:
    """Print some PDFs with nobody at the keys, and some while keys go on, with quiet keys between."""
    quiet: list[float] = []
    busy: list[float] = []
    alone: list[float] = []
    with in_meeting(run, "discussion") as program:
        folder = run.folder / "rapporter"
        for _time in range(run.times(_TIMES)):
            alone.append(_print(program, folder))
            quiet += [_pressed(program, number) for number in range(len(_FRO))]
            _print(program, folder, busy)
    yield Figure(_PART, "F5 → PDF on the disk, warm worker", "s", tuple(alone), note=_NOTE)
    yield Figure(_PART, "key → frame, no PDF", "ms", tuple(quiet))
    yield Figure(_PART, "key → frame while a PDF is printed", "ms", tuple(busy), reaches=(Reach(_FRAME, "most"),))
    for name, frames in (("no PDF", quiet), ("while PDFs are printed", busy)):
        late = float(sum(one > _FRAME for one in frames))
        yield Figure(_PART, f"frames over {_FRAME:.0f} ms, {name}", f"of {len(frames)}", (late,))


def _print(program: PtyProgram, folder: Path, frames: list[float] | None = None) -> float:
    """Have a PDF printed, and return its seconds; press keys meanwhile when their frames are asked for."""
    before = set(folder.glob("*.pdf"))
    began, limit = time.time(), time.perf_counter() + _LONGEST
    program.type(F5)
    while not (made := set(folder.glob("*.pdf")) - before):
        if time.perf_counter() > limit:
            message = f"no PDF within {_LONGEST:.0f} s:\n{program.text()}"
            raise Unmeasured(message)
        if frames is None:
            program.watch(0.01)
        else:
            frames.append(_pressed(program, len(frames)))
    program.rest(1.0)
    return max(path.stat().st_mtime for path in made) - began


def _pressed(program: PtyProgram, number: int) -> float:
    return program.send(_FRO[number % len(_FRO)], quiet=_BETWEEN).first * 1000
