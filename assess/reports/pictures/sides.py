"""How rows are laid out on the board's sides: risk beside resilience, and what runs across below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

from assess.reports.pictures.lettering import Words, broken, ending, width_of
from assess.reports.pictures.room import TALLEST, WIDTH, Block, Row, height_of, shared

GAP = 8.0
"""Between two domains, in points."""
GUTTER = 20.0
COLUMN = (WIDTH - GUTTER) / 2

_TOP = 21.0
"""Room for the name of a side."""
_BELOW = 18.0
"""Between the sides and what stands below them."""
_MOST = TALLEST - _TOP - 110
"""The most of a column, so that the key has room below it."""
_HEAD_SIZE, _HEAD_LINE = 8.5, 10.5
_NOTE_SIZE = 7.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A line from (x, y) to (end, y)."""

    x: float
    y: float
    end: float


@dataclass(frozen=True, slots=True)
class Heads:
    """Where the headings stand."""

    sides: tuple[Words, ...]
    """What each side is called."""
    rules: tuple[Rule, ...]
    domains: tuple[Words, ...]
    notes: tuple[Words, ...]
    """A quiet line for each domain."""


@dataclass(frozen=True, slots=True)
class Placed(Generic[Row]):
    """A row with its upper left corner."""

    row: Row
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Side(Generic[Row]):
    """A column."""

    name: str
    blocks: tuple[Block[Row], ...]

    @property
    def height(self) -> float:
        """The room that it takes."""
        return _TOP + height_of(self.blocks, GAP) if self.blocks else 0.0


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """What one picture holds; a side may be empty."""

    left: Side[Row]
    right: Side[Row]
    across: Side[Row]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All that is on it."""
        sides = (self.left, self.right, self.across)
        return tuple(row for side in sides for block in side.blocks for row, _height in block.rows)

    @property
    def beside(self) -> float:
        """Where the sides end, and what stands below them begins."""
        tall = max(self.left.height, self.right.height)
        return tall + _BELOW if tall else 0.0

    @property
    def bottom(self) -> float:
        """Where everything but the key ends."""
        return self.beside + self.across.height

    @property
    def key_room(self) -> tuple[float, float, float]:
        """Where the key begins, across and down, and how wide it may be: beside what runs across, else below all."""
        if self.across.blocks:
            return COLUMN + GUTTER, self.beside, COLUMN
        return 0.0, self.beside, WIDTH


def block(name: str, note: str, rows: Sequence[tuple[Row, float]]) -> Block[Row]:
    """A domain with its rows and their heights, and the room that it takes."""
    lines = len(broken(name, _HEAD_SIZE, COLUMN, "semibold"))
    return Block(name, _HEAD_LINE * lines + (5 if _beside(name, note) else 14.5), tuple(rows), note)


def pages(left: Side[Row], right: Side[Row], across: Side[Row]) -> tuple[Page[Row], ...]:
    """Share the sides out over as few pictures as hold them. Where there is one side only, it fills both columns."""
    nothing: Side[Row] = Side("", ())
    found: list[Page[Row]] = []
    if left.blocks and right.blocks:
        lefts, rights = shared(left.blocks, _MOST, GAP), shared(right.blocks, _MOST, GAP)
        for number in range(max(len(lefts), len(rights))):
            first = lefts[number] if number < len(lefts) else ()
            second = rights[number] if number < len(rights) else ()
            found.append(Page(Side(left.name, first), Side(right.name, second), nothing))
    else:
        only = left if left.blocks else right
        columns = _halved(only.blocks)
        for number in range(0, len(columns), 2):
            second = columns[number + 1] if number + 1 < len(columns) else ()
            found.append(Page(Side(only.name, columns[number]), Side("", second), nothing))
    if not across.blocks:
        return tuple(found)
    if found and found[-1].beside + across.height <= TALLEST:
        last = found[-1]
        return (*found[:-1], Page(last.left, last.right, across))
    columns = shared(across.blocks, _MOST, GAP)
    return (*found, *(Page(nothing, nothing, Side(across.name, column)) for column in columns))


def laid(page: Page[Row]) -> tuple[Heads, tuple[Placed[Row], ...]]:
    """Where the headings and the rows of a picture stand."""
    sides: list[Words] = []
    rules: list[Rule] = []
    domains: list[Words] = []
    notes: list[Words] = []
    rows: list[Placed[Row]] = []
    for side, x, top in ((page.left, 0.0, 0.0), (page.right, COLUMN + GUTTER, 0.0), (page.across, 0.0, page.beside)):
        if not side.blocks:
            continue
        sides.append(Words(x, round(top + 9.5, 2), side.name))
        rules.append(Rule(x, round(top + 14, 2), x + COLUMN))
        y = top + _TOP
        for one in side.blocks:
            base = y + 8.5
            for line in broken(one.name, _HEAD_SIZE, COLUMN, "semibold"):
                domains.append(Words(x, round(base, 2), line))
                base += _HEAD_LINE
            if _beside(one.name, one.note):
                base -= _HEAD_LINE
            notes.append(ending(one.note, x + COLUMN, base, _NOTE_SIZE))
            y += one.head
            for row, height in one.rows:
                rows.append(Placed(row, x, round(y, 2)))
                y += height
            y += GAP
    return Heads(tuple(sides), tuple(rules), tuple(domains), tuple(notes)), tuple(rows)


def _halved(blocks: tuple[Block[Row], ...]) -> tuple[tuple[Block[Row], ...], ...]:
    """The blocks in columns of about half their height."""
    half = height_of(blocks, GAP) / 2 + max((one.height for one in blocks), default=0.0) / 2
    return shared(blocks, min(_MOST, half), GAP)


def _beside(name: str, note: str) -> bool:
    """Whether the note has room after the heading's last line."""
    line = broken(name, _HEAD_SIZE, COLUMN, "semibold")[-1]
    return width_of(line, _HEAD_SIZE, "semibold") + 8 + width_of(note, _NOTE_SIZE) <= COLUMN
