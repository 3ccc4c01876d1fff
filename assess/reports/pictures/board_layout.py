"""Where everything on the board stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assess.reports.pictures.key import Key, Sign, laid_key
from assess.reports.pictures.lettering import Words, broken
from assess.reports.pictures.marks import SIDE, Mark, Pointer, Standing, mark, mark_width, pointer
from assess.reports.pictures.room import WIDTH
from assess.reports.pictures.said import item_name
from assess.reports.pictures.sides import COLUMN, Heads, Page, laid

_NAME_SIZE, _NAME_LINE = 7.5, 9.0
_INDENT = 9.0
"""Room for the pointer before a mark."""


@dataclass(frozen=True, slots=True)
class Board:
    """Where everything on the board stands, in points from its upper left corner."""

    width: float
    height: float
    heads: Heads
    marks: tuple[Mark, ...]
    pointers: tuple[Pointer, ...]
    names: tuple[Words, ...]
    """What each item is called, in one line or more."""
    key: Key


def row_height(standing: Standing) -> float:
    """The room that an item takes."""
    return SIDE + 2.5 + _NAME_LINE * (len(_name(standing)) - 1)


def laid_board(page: Page[Standing], legend: Sequence[Sign]) -> Board:
    """The picture of one page."""
    heads, rows = laid(page)
    marks: list[Mark] = []
    pointers: list[Pointer] = []
    names: list[Words] = []
    for one in rows:
        drawn = mark(one.x + _INDENT, one.y, one.row.code, one.row.look)
        marks.append(drawn)
        if one.row.item.critical is not None:
            pointers.append(pointer(drawn.x - 2.5, one.y + SIDE / 2))
        names.extend(
            Words(round(drawn.x + drawn.width + 5, 2), round(one.y + 8.7 + _NAME_LINE * number, 2), line)
            for number, line in enumerate(_name(one.row))
        )
    key = laid_key(legend, *page.key_room)
    return Board(
        width=WIDTH,
        height=round(max(page.bottom, key.bottom) + 2, 2),
        heads=heads,
        marks=tuple(marks),
        pointers=tuple(pointers),
        names=tuple(names),
        key=key,
    )


def _name(standing: Standing) -> tuple[str, ...]:
    lawful = " §" if standing.look == "lawful" else ""
    room = COLUMN - _INDENT - mark_width(standing.code) - 5
    return broken(item_name(standing) + lawful, _NAME_SIZE, room)
