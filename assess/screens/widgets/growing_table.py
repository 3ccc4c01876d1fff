"""A table that gets its rows as they come into reach, however many there are to get."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.text import Text
from textual.coordinate import Coordinate
from textual.widgets import DataTable

Row = tuple[str, list[Text]]
"""A row's key, and its cells."""

_AT_A_TIME = 50
"""Rows that are got at least, because asking costs more than a few rows."""


class GrowingTable(DataTable[object]):
    """A table of rows to choose from, that always has a screen more of them than are looked at.

    Args:
        more: Gives the rows from a place on, at most so many; fewer when there are no more. A row that moved meanwhile
            and comes again is shown where it came first.
        id: Textual's id.
    """

    def __init__(self, more: Callable[[int, int], Iterable[Row]], *, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__(cursor_type="row", zebra_stripes=True, id=id)
        self._more = more
        self._got = 0
        self._ended = True

    def begin(self, columns: Iterable[str], row: int) -> None:
        """Show everything anew, with the cursor on a row, or on the last one when there is no such row."""
        self._ended = True  # clearing moves the cursor, which must not ask for rows yet
        self.clear(columns=True)
        for name in columns:
            self.add_column(name)
        self._got, self._ended = 0, False
        self._reach(row)
        if self.row_count:
            self.move_cursor(row=min(row, self.row_count - 1))

    def watch_cursor_coordinate(self, old_coordinate: Coordinate, new_coordinate: Coordinate) -> None:
        """Have rows below the cursor."""
        super().watch_cursor_coordinate(old_coordinate, new_coordinate)
        self._reach(new_coordinate.row)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Have rows below those that are seen."""
        super().watch_scroll_y(old_value, new_value)
        self._reach(int(new_value) + self.size.height)

    def action_scroll_bottom(self) -> None:
        """Move the cursor to the last row of all."""
        while not self._ended:
            self._reach(2 * self._got)
        self.move_cursor(row=self.row_count - 1)

    def _reach(self, row: int) -> None:
        lacking = row + 1 + self.size.height - self._got
        if self._ended or lacking <= 0:
            return
        wanted = max(lacking, _AT_A_TIME)
        found = list(self._more(self._got, wanted))
        self._got += len(found)
        self._ended = len(found) < wanted
        for key, cells in found:
            if key not in self.rows:
                self.add_row(*cells, key=key)
