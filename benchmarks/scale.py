"""Home, search, case and comparison with very many assessments beside the same with 100, in a real terminal.

Both programs run at once and get the same keys in turns. CPU is that of the program until it is quiet.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import click

from benchmarks.material import many
from benchmarks.pty_program import PtyProgram
from benchmarks.recording import Response
from benchmarks.run import Run
from benchmarks.turns import Figure, Reach, in_turns

_PART = "scale"
_FEW, _SOME, _MANY, _VERY_MANY = 100, 1_000, 10_000, 100_000
_BESIDE = f"the same with {_FEW}"
_REACH = (Reach(1.3),)
_TIMES = 5
_QUIET = 0.2
"""Seconds without output or work after which a screen is done."""

_BACK, _QUIT = b"\x7f", b"\x11"


def measure(run: Run) -> Iterator[Figure]:
    """Make the registers, and measure each of the large ones beside the small one."""
    few = _register(run, _FEW)
    for number in (_SOME, _MANY, _VERY_MANY) if run.large else (_MANY,):
        yield from _beside(run, _register(run, number), few, number)


def _register(run: Run, number: int) -> Path:
    path, began = run.folder / f"{number}.assess", time.perf_counter()
    many(path, number)
    took, size = time.perf_counter() - began, path.stat().st_size / 2**20
    click.echo(f"({number} assessments: made in {took:.0f} s, {size:.0f} MiB)")
    return path


def _beside(run: Run, large: Path, small: Path, number: int) -> Iterator[Figure]:
    name = f"{number:,}"
    starts = in_turns(run.times(3), lambda: _to_home(run, large, number), lambda: _to_home(run, small, _FEW))
    yield _figure(f"command → home, {name}", starts)
    with ExitStack() as stack:
        ours, base = (stack.enter_context(_at_home(run, *one)) for one in ((large, number), (small, _FEW)))
        for what, go in _WAYS.items():
            pairs = in_turns(run.times(_TIMES), lambda go=go: go(ours), lambda go=go: go(base))  # type: ignore[misc]
            yield _figure(f"{what}, {name}", [(one.processor, other.processor) for one, other in pairs])
            frames = [(one.last, other.last) for one, other in pairs]
            yield _figure(f"{what}, {name}", frames, "clock", reaches=())
        yield Figure(_PART, f"memory at home, {name}", "MiB", (ours.resident,), (base.resident,), _BESIDE)


def _figure(
    name: str, pairs: list[tuple[float, float]], kind: str = "CPU", reaches: tuple[Reach, ...] = _REACH
) -> Figure:
    ours, base = (tuple(seconds * 1000 for seconds in side) for side in zip(*pairs, strict=True))
    return Figure(_PART, f"{name}, {kind}", "ms", ours, base, _BESIDE, reaches)


def _at_home(run: Run, register: Path, number: int) -> PtyProgram:
    program = run.start_ours(register)
    program.see(f"{number // 2} saker", within=180)
    return program


def _to_home(run: Run, register: Path, number: int) -> float:
    with run.start_ours(register) as program:
        spent = program.see(f"{number // 2} saker", within=180).processor
        # Killed, it would leave a WAL, and the next one to open the register would read all of it first.
        program.leave(_QUIT)
        return spent


def _case(program: PtyProgram) -> Response:
    """Open the case under the cursor, and go home again."""
    found = program.send(b"\r", quiet=_QUIET)
    program.send(_BACK, quiet=_QUIET)
    return found


def _home(program: PtyProgram) -> Response:
    """Come back to home from a case."""
    program.send(b"\r", quiet=_QUIET)
    return program.send(_BACK, quiet=_QUIET)


def _search(program: PtyProgram) -> Response:
    """Open the search."""
    found = program.send(b"/", quiet=_QUIET)
    program.send(b"\x1b", quiet=_QUIET)
    return found


def _find(program: PtyProgram) -> Response:
    """Write the last figure of a reference into it."""
    program.send(b"/", quiet=_QUIET)
    program.send(b"00004", quiet=_QUIET)
    found = program.send(b"9", quiet=_QUIET)
    program.send(b"\x1b", quiet=_QUIET)
    return found


def _compare(program: PtyProgram) -> Response:
    """Put the two assessments of a case side by side."""
    program.send(b"\r", quiet=_QUIET)
    found = program.send(b"c", quiet=_QUIET)
    program.send(_BACK, quiet=_QUIET)
    program.send(_BACK, quiet=_QUIET)
    return found


_WAYS: dict[str, Callable[[PtyProgram], Response]] = {
    "home again": _home,
    "open the search": _search,
    "find while typing": _find,
    "open a case": _case,
    "compare two": _compare,
}
