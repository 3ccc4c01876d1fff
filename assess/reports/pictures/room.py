"""The room that a picture has on a page, and how rows that belong together are shared out over several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

WIDTH = 498.0
"""As wide as the text on the page, in points (176 mm)."""
TALLEST = 570.0
"""No picture is meant to be taller, so that it stands on one page with its heading and its words."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Block(Generic[Row]):
    """Rows under one heading, each with its height in points; `head` is the height of the heading."""

    name: str
    head: float
    rows: tuple[tuple[Row, float], ...]
    note: str = ""
    """A quiet line under the heading."""

    @property
    def height(self) -> float:
        """The room that all of it takes."""
        return self.head + sum(height for _row, height in self.rows)


def shared(blocks: Sequence[Block[Row]], most: float, gap: float) -> tuple[tuple[Block[Row], ...], ...]:
    """Share the blocks out, in order, over as few columns as hold them, each at most `most` tall.

    `gap` lies between two blocks. A block is broken only where a whole column can't hold it, and then both parts have
    its heading; a row never is, so a row that is taller than a column stands alone in one that is too tall.
    """
    columns: list[tuple[Block[Row], ...]] = []
    column: tuple[Block[Row], ...] = ()
    for block in blocks:
        for piece in _pieces(block, most):
            if column and height_of((*column, piece), gap) > most:
                columns.append(column)
                column = ()
            column = (*column, piece)
    return (*columns, column) if column else tuple(columns)


def height_of(column: Sequence[Block[Row]], gap: float) -> float:
    """How tall a column is, with `gap` between its blocks."""
    return sum(block.height for block in column) + gap * max(0, len(column) - 1)


def _pieces(block: Block[Row], most: float) -> list[Block[Row]]:
    pieces = [replace(block, rows=())]
    for row in block.rows:
        if pieces[-1].rows and pieces[-1].height + row[1] > most:
            pieces.append(replace(block, rows=()))
        pieces[-1] = replace(pieces[-1], rows=(*pieces[-1].rows, row))
    return pieces
