"""Where last time's marks and this time's stand, with a link between them that says what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assess.reports.pictures.key import Key, Sign, laid_key
from assess.reports.pictures.lettering import Words, broken, ending, width_of
from assess.reports.pictures.marks import SIDE, Mark, Pointer, Standing, mark, mark_width, pointer
from assess.reports.pictures.room import WIDTH
from assess.reports.pictures.said import item_name
from assess.reports.pictures.sides import COLUMN, Heads, Page, laid

Movement = Literal[
    "lost",
    "worsened",
    "weakened",
    "found",
    "eased",
    "strengthened",
    "unchanged",
    "open",
    "apart",
    "lawful",
    "outside",
]
"""What happened to an item: `lost` and `found` are from and to what is known, `open` is still not known, `apart`
can't be compared. `lawful` and `outside` count for nothing, whatever their codes."""

_LINK = 22.0
_INDENT = 9.0
_NAME_SIZE, _NAME_LINE = 7.5, 9.0
_SAID_SIZE, _SAID_LINE = 7.0, 8.5
_KEY_ROW = 14.5
_KEY_GAP = 6.0


@dataclass(frozen=True, slots=True)
class Moved:
    """An item last time and now."""

    former: Standing | None
    """None where the two can't be compared."""
    now: Standing
    movement: Movement
    said: str
    """What happened, in words; empty where nothing did."""


@dataclass(frozen=True, slots=True)
class Link:
    """What stands between two marks, from `x` to `end` at the height of their middles."""

    x: float
    y: float
    end: float
    movement: Movement

    @property
    def middle(self) -> float:
        """Half-way."""
        return round((self.x + self.end) / 2, 2)


@dataclass(frozen=True, slots=True)
class LinkKey:
    """The key to the links."""

    links: tuple[Link, ...]
    words: tuple[Words, ...]
    bottom: float


@dataclass(frozen=True, slots=True)
class Strip:
    """Where everything stands, in points from the upper left corner."""

    width: float
    height: float
    heads: Heads
    marks: tuple[Mark, ...]
    """Last time's and this time's."""
    pointers: tuple[Pointer, ...]
    links: tuple[Link, ...]
    names: tuple[Words, ...]
    said: tuple[Words, ...]
    """What happened, in words."""
    lost: tuple[Words, ...]
    """The same for what is not known any longer."""
    key: Key
    link_key: LinkKey


def row_height(move: Moved) -> float:
    """The room that an item takes."""
    lines = len(_name(move)) + len(_words(move)) - _beside(move)
    return SIDE + 2.5 + _NAME_LINE * (lines - 1)


def laid_strip(page: Page[Moved], legend: Sequence[Sign], links: Sequence[tuple[Movement, str]]) -> Strip:
    """The picture of one page."""
    heads, rows = laid(page)
    sketch = _Sketch()
    for one in rows:
        sketch.row(one.row, one.x, one.y)
    x, y, width = page.key_room
    link_key = _laid_links(links, x, y, width)
    key = laid_key(legend, x, link_key.bottom + _KEY_GAP, width)
    return Strip(
        width=WIDTH,
        height=round(max(page.bottom, key.bottom) + 2, 2),
        heads=heads,
        marks=tuple(sketch.marks),
        pointers=tuple(sketch.pointers),
        links=tuple(sketch.links),
        names=tuple(sketch.names),
        said=tuple(sketch.said),
        lost=tuple(sketch.lost),
        key=key,
        link_key=link_key,
    )


class _Sketch:
    """A picture while it is drawn."""

    def __init__(self) -> None:
        self.marks: list[Mark] = []
        self.pointers: list[Pointer] = []
        self.links: list[Link] = []
        self.names: list[Words] = []
        self.said: list[Words] = []
        self.lost: list[Words] = []

    def row(self, move: Moved, x: float, y: float) -> None:
        """Draw one item from its upper left corner."""
        left = x + _INDENT
        if move.now.item.critical is not None:
            self.pointers.append(pointer(left - 2.5, y + SIDE / 2))
        if move.former is not None:
            self.marks.append(mark(left, y, move.former.code, move.former.look))
        start = left + _former_width(move)
        now = mark(start + _LINK, y, move.now.code, move.now.look)
        self.marks.append(now)
        self.links.append(Link(round(start + 2, 2), round(y + SIDE / 2, 2), round(now.x - 2, 2), move.movement))
        left, base = round(now.x + now.width + 5, 2), y + 8.7
        for line in _name(move):
            self.names.append(Words(left, round(base, 2), line))
            base += _NAME_LINE
        told = self.lost if move.movement == "lost" else self.said
        base -= _NAME_LINE * _beside(move)
        for line in _words(move):
            told.append(ending(line, x + COLUMN, base, _SAID_SIZE, "semibold"))
            base += _NAME_LINE


def _laid_links(links: Sequence[tuple[Movement, str]], x: float, y: float, width: float) -> LinkKey:
    count = max(1, int(width // 115))
    room, length = width / count, -(-len(links) // count)
    drawn: list[Link] = []
    words: list[Words] = []
    bottom = y
    for place in range(count):
        left, top = x + room * place, y
        for movement, said in links[place * length : (place + 1) * length]:
            drawn.append(Link(round(left, 2), round(top + SIDE / 2, 2), round(left + _LINK - 4, 2), movement))
            lines = broken(said, _SAID_SIZE, room - _LINK - 6)
            words.extend(
                Words(round(left + _LINK + 1, 2), round(top + 8.5 + _SAID_LINE * number, 2), line)
                for number, line in enumerate(lines)
            )
            top += _KEY_ROW + _SAID_LINE * (len(lines) - 1)
        bottom = max(bottom, top)
    return LinkKey(tuple(drawn), tuple(words), round(bottom, 2))


def _former_width(move: Moved) -> float:
    return mark_width(move.former.code) if move.former is not None else SIDE


def _room(move: Moved) -> float:
    return COLUMN - _INDENT - _former_width(move) - _LINK - mark_width(move.now.code) - 5


def _name(move: Moved) -> tuple[str, ...]:
    return broken(item_name(move.now), _NAME_SIZE, _room(move))


def _words(move: Moved) -> tuple[str, ...]:
    return broken(move.said, _SAID_SIZE, _room(move), "semibold") if move.said else ()


def _beside(move: Moved) -> bool:
    """Whether the words have room after the name's last line."""
    words = _words(move)
    if len(words) != 1:
        return False
    taken = width_of(_name(move)[-1], _NAME_SIZE) + width_of(words[0], _SAID_SIZE, "semibold")
    return taken + 8 <= _room(move)
