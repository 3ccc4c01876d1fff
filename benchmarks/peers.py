"""Other Textual programs beside the empty app, where they are installed: the first screen, rest, and a key.

What we don't know of them is not needed: their first screen is the first whole frame with something to read on it, and
the key is a letter, which in most of them is written into a field. Each starts in the run's own empty home.
"""

from __future__ import annotations

from collections.abc import Iterator
from shutil import which

import click

from benchmarks.empty_app import READY
from benchmarks.process_figures import Unmeasured
from benchmarks.pty_program import PtyProgram
from benchmarks.run import Run
from benchmarks.turns import Figure, in_turns

_PART = "peers"
_PEERS = (("toad",), ("sqlit",), ("posting",), ("harlequin",))
_EMPTY = "the empty app"
_SIGNS = 40
"""Signs from which there is something to read."""

_REST = 15.0
"""Seconds after which a program that never rests is measured as it is."""


def measure(run: Run) -> Iterator[Figure]:
    """Measure each that is found."""
    for command in _PEERS:
        if which(command[0]) is None:
            click.echo(f"({command[0]} is not installed here, so it is not measured.)")
            continue
        try:
            yield from _starts(run, command)
            yield from _keys(run, command)
        except Unmeasured as error:
            click.echo(f"({command[0]}: {error})")


def _starts(run: Run, command: tuple[str, ...]) -> Iterator[Figure]:
    pairs = in_turns(run.times(5), lambda: _started(run.start(*command)), lambda: _started(run.start_empty()))
    for place, name in enumerate(("first screen, CPU", "first screen, clock", "settled, clock")):
        ours, base = (tuple(one[place] * 1000 for one in side) for side in zip(*pairs, strict=True))
        yield Figure(_PART, f"{command[0]}: {name}", "ms", ours, base, _EMPTY)


def _started(program: PtyProgram) -> tuple[float, float, float]:
    """Processor and clock of the first screen, and the clock at rest."""
    with program:
        shown = program.see_anything(len(READY.replace(" ", "")), most=_REST)
        return shown.processor, shown.clock, program.chunks[-1].at - program.began


def _keys(run: Run, command: tuple[str, ...]) -> Iterator[Figure]:
    with run.start(*command) as program, run.ready_empty(typing=True) as field:
        program.see_anything(_SIGNS, most=_REST)
        pairs = in_turns(run.times(30), lambda: program.send(b"e"), lambda: field.send(b"e"))
        yield Figure(
            _PART,
            f"{command[0]}: a letter, frame",
            "ms",
            tuple(one.first * 1000 for one, _other in pairs),
            tuple(other.first * 1000 for _one, other in pairs),
            f"{_EMPTY}'s field",
        )
        yield Figure(
            _PART,
            f"{command[0]}: a letter, CPU",
            "ms",
            tuple(one.processor * 1000 for one, _other in pairs),
            tuple(other.processor * 1000 for _one, other in pairs),
            f"{_EMPTY}'s field",
        )
        yield Figure(_PART, f"{command[0]}: memory", "MiB", (program.resident,), (field.resident,), f"{_EMPTY}'s field")
