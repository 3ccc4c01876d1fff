"""Keys in a full meeting in a real terminal, each beside a key in the empty app: 34 items, 8 raters, 60 observations.

Both programs run at once and get their keys in turns, one each. A frame counts from the key until it was whole; what a
key costs is all that the program did until it was quiet, the saving included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle

from benchmarks.material import FullMeeting, full_meeting
from benchmarks.pty_program import PtyProgram
from benchmarks.recording import Response
from benchmarks.run import Run
from benchmarks.turns import Figure, Reach, in_turns

DOWN, UP, HOME, ESCAPE, TAB, F9 = b"\x1b[B", b"\x1b[A", b"\x1b[H", b"\x1b", b"\t", b"\x1b[20~"
_PART = "keys"
_EMPTY = "the empty app's key"
_FIELD = "a letter in the empty app's field"
_KEYS = 40
"""Keys of each kind, where nothing else is said."""

_MANY = 30
"""Keys down, and as many up again, that are sent at once."""

_AT_A_TIME = 10
"""Times that a bunch of keys and escape are sent."""

_MOVE = (Reach(1.3), Reach(2.0, "tail"))
"""Rating and moving: as fast as an empty app, and no key takes far longer than most."""

_NEXT = (Reach(2.5),)
"""Showing another item: held to its CPU."""

_FRO = (DOWN,) * 16 + (UP,) * 16


def measure(run: Run) -> Iterator[Figure]:
    """Measure the keys of the ledger, of rating alone, and of the discussion."""
    with run.ready_empty() as empty, run.ready_empty(typing=True) as field:
        with in_meeting(run, "observations") as program:
            yield from _pairs(run, program, empty, "move the cursor in the ledger", (DOWN, DOWN, UP, UP), _MOVE)
        with in_meeting(run, "individual") as program:
            give_keyboard(program)
            yield from _pairs(run, program, empty, "rate alone, same item", (b"1", b"2"), _MOVE)
            yield from _pairs(run, program, empty, "next item, rating alone", _FRO, cpu=_NEXT)
            yield from _moved_in_answers(run, program, empty)
        with in_meeting(run, "discussion") as program:
            yield from _pairs(run, program, empty, "agree on a level, same item", (b"1", b"2"), _MOVE)
            yield from _pairs(run, program, empty, "next item, discussion", _FRO, cpu=_NEXT)
            yield from _at_once(run, program, empty)
            yield from _typed(run, program, empty, field)
            yield from _escaped(run, program)


@contextmanager
def in_meeting(run: Run, step: str) -> Iterator[PtyProgram]:
    """Open the full meeting at a step, its notes shown, and wait until it and the report worker have come to rest."""
    made = full_meeting(run.folder / f"{step}.assess", step)
    with started(run, made) as program:
        yield program


@contextmanager
def started(run: Run, made: FullMeeting) -> Iterator[PtyProgram]:
    """Open a full meeting that was made before."""
    with run.start_ours(made.path, "--resume", made.assessment) as program:
        program.see("FULL/1")
        program.watch(4.0)  # the report worker is started after 1.5 seconds
        program.send(F9, quiet=0.5)
        yield program


def give_keyboard(program: PtyProgram) -> None:
    """Open the page of the rater whose turn it is; it holds answers, so the program asks who sits there."""
    program.send(b"\r", quiet=0.5)
    program.send(b"j", quiet=0.5)


def _pairs(
    run: Run,
    program: PtyProgram,
    empty: PtyProgram,
    name: str,
    keys: Sequence[bytes],
    frame: tuple[Reach, ...] = (),
    *,
    cpu: tuple[Reach, ...] = (),
) -> Iterator[Figure]:
    """Give each program one key after the other, ours those of `keys` over and over."""
    pressed = cycle(keys)
    program.send(next(pressed), quiet=0.2)
    pairs = in_turns(run.times(_KEYS), lambda: program.send(next(pressed)), lambda: empty.send(b"x"))
    yield from _figures(name, pairs, _EMPTY, frame, cpu)


def _figures(
    name: str,
    pairs: Sequence[tuple[Response, Response]],
    beside: str,
    frame: tuple[Reach, ...] = (),
    cpu: tuple[Reach, ...] = (),
) -> Iterator[Figure]:
    def both(asked: Callable[[Response], float]) -> tuple[tuple[float, ...], tuple[float, ...]]:
        return tuple(asked(one) for one, _other in pairs), tuple(asked(other) for _one, other in pairs)

    yield Figure(_PART, f"{name}: frame", "ms", *both(lambda it: it.first * 1000), beside, frame)
    yield Figure(_PART, f"{name}: last frame", "ms", *both(lambda it: it.last * 1000), beside)
    yield Figure(_PART, f"{name}: CPU", "ms", *both(lambda it: it.processor * 1000), beside, cpu)
    if any(it.frames for it, _other in pairs):  # inside tmux no frame is known from another
        yield Figure(_PART, f"{name}: frames", "a key", both(lambda it: it.frames)[0], reaches=(Reach(1.0, "median"),))
    yield Figure(_PART, f"{name}: drawn", "bytes", both(lambda it: it.size)[0])


def _moved_in_answers(run: Run, program: PtyProgram, empty: PtyProgram) -> Iterator[Figure]:
    """Move between the answers of one item, which changes nothing."""
    program.send(TAB, quiet=0.3)
    program.type(HOME)  # an answer that is chosen may be the last, from which no key moves
    program.rest(0.3)
    yield from _pairs(run, program, empty, "move between the answers", (DOWN, DOWN, UP, UP), _MOVE)
    program.send(b"\x1b[Z", quiet=0.3)


def _at_once(run: Run, program: PtyProgram, empty: PtyProgram) -> Iterator[Figure]:
    """Send 60 keys in one piece: how long after the last of them the last frame comes."""
    keys = DOWN * _MANY + UP * _MANY
    times = max(3, run.times(_AT_A_TIME))
    pairs = in_turns(times, lambda: program.send(keys, quiet=0.3), lambda: empty.send(b"x" * _MANY * 2, quiet=0.3))
    ours, base = (tuple(it.last * 1000 for it in side) for side in zip(*pairs, strict=True))
    yield Figure(_PART, "60 keys at once: last frame behind", "ms", ours, base, _EMPTY, (Reach(50.0, "median"),))


def _typed(run: Run, program: PtyProgram, empty: PtyProgram, field: PtyProgram) -> Iterator[Figure]:
    """Type a reason, letter by letter, beside a field and beside a plain key."""
    program.send(b"r", quiet=0.5)
    typed = cycle(bytes([letter]) for letter in b"gruppa er enig om dette fordi ")
    beside_field = in_turns(run.times(_KEYS), lambda: program.send(next(typed)), lambda: field.send(b"e"))
    yield from _figures("typing a reason", beside_field, _FIELD, (Reach(2.0),), (Reach(2.0),))
    beside_key = in_turns(run.times(_KEYS // 2), lambda: program.send(next(typed)), lambda: empty.send(b"x"))
    ours, base = (tuple(it.first * 1000 for it in side) for side in zip(*beside_key, strict=True))
    yield Figure(_PART, "typing a reason beside a plain key: frame", "ms", ours, base, _EMPTY)


def _escaped(run: Run, program: PtyProgram) -> Iterator[Figure]:
    """Leave the text by escape, which a terminal can't tell from the start of another key before a pause."""
    found = []
    for _time in range(max(3, run.times(_AT_A_TIME))):
        found.append(program.send(ESCAPE, quiet=0.3).first * 1000)
        program.send(b"r", quiet=0.3)
    note = "Textual waits 100 ms for the rest of a key where the terminal doesn't speak the kitty protocol."
    yield Figure(_PART, "escape from a text: frame", "ms", tuple(found), note=note)
