"""Items by raters in one table that draws its own lines: what is drawn anew at a key is two lines, never the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from assess.language import _
from assess.screens.terminal import clean_line

_NARROWEST, _WIDEST = 6, 14
"""Columns that a rater's answers take."""

_TITLES = 40
"""Columns that the titles keep as long as the raters leave them so many."""

_FEWEST_TITLES = 26


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line: an item, or a heading between items when `item` is empty."""

    item: str
    text: str


class RatingGrid(Widget, can_focus=True):
    """A cursor on one cell, one item down and one rater across; past the last item it stands below the table.

    The holder steers it: all keys are handled in one place, so that no answer overtakes a move.

    Args:
        code_of: The code kept for the rater's number and the item; empty for none.
        id: Textual's id.
    """

    DEFAULT_CSS: ClassVar[str] = """
    RatingGrid {
        height: 1fr;
        color: $ink;
        background: $paper;
        & > .rating-grid--head { color: $petrol; text-style: bold; }
        & > .rating-grid--here { color: $on-petrol; background: $petrol; text-style: bold; }
        & > .rating-grid--line { color: $ink; background: $tint; text-style: bold; }
        & > .rating-grid--stopped { color: $on-exercise; background: $exercise; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rating-grid--head",
        "rating-grid--here",
        "rating-grid--line",
        "rating-grid--stopped",
    }
    row: var[int] = var(0, init=False)
    """The number of the item that the cursor is on; the number of items when it stands below them."""
    column: var[int] = var(0, init=False)
    """The number of the rater that the cursor is on."""
    stopped: var[bool] = var(default=False, init=False)
    """Whether the cell could not take what was typed; it is drawn with `!`."""

    class Clicked(Message):
        """Somebody clicked on a cell; the cursor is on it."""

    def __init__(self, code_of: Callable[[int, str], str], *, id: str | None = None) -> None:  # noqa: A002  Textual's
        super().__init__(id=id)
        self._code_of = code_of
        self._lines: tuple[GridLine, ...] = ()
        self._stops: tuple[int, ...] = ()
        self._raters: tuple[str, ...] = ()
        self._top = 0
        self._left = 0

    @property
    def item(self) -> str:
        """The item that the cursor is on; empty below the last."""
        return self._lines[self._stops[self.row]].item if self.row < len(self._stops) else ""

    def show_grid(self, lines: Sequence[GridLine], raters: Sequence[str]) -> None:
        """Show these items and raters; the cursor stays where it is."""
        self._lines = tuple(GridLine(one.item, clean_line(one.text)) for one in lines)
        self._stops = tuple(number for number, one in enumerate(self._lines) if one.item)
        self._raters = tuple(clean_line(rater) for rater in raters)
        self.refresh()

    def go_to(self, column: int, item: str = "") -> None:
        """Put the cursor on a rater, and on an item; below the last when it is empty."""
        rows = [row for row, number in enumerate(self._stops) if self._lines[number].item == item]
        self.column = column
        self.row = rows[0] if rows else len(self._stops)

    def validate_row(self, row: int) -> int:
        """Keep the cursor on an item or right below the last."""
        return max(0, min(row, len(self._stops)))

    def validate_column(self, column: int) -> int:
        """Keep the cursor on a rater."""
        return max(0, min(column, len(self._raters) - 1))

    def watch_row(self, before: int, after: int) -> None:
        """Draw the two lines that the cursor has left and come to, or all when the table has scrolled."""
        top = self._top
        self._keep_in_view()
        if top != self._top:
            self.refresh()
        else:
            self._refresh_rows(before, after)

    def watch_column(self) -> None:
        """Draw anew: the head names another rater."""
        self._keep_in_view()
        self.refresh()

    def watch_stopped(self) -> None:
        """Draw the cell that stopped, or goes on."""
        self._refresh_rows(self.row)

    def show_cell(self) -> None:
        """Draw the line that the cursor is on, after its code has changed."""
        self._refresh_rows(self.row)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._keep_in_view()
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Look further down; the cursor stays."""
        event.stop()
        self._scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Look further up; the cursor stays."""
        event.stop()
        self._scroll(-3)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the cell that was clicked on."""
        place = event.get_content_offset(self)
        titles, width, seen = self._widths()
        if place is None or place.y < 1:
            return
        number = place.y - 1 + self._top
        if number in self._stops and titles <= place.x < titles + width * seen:
            self.column = self._left + (place.x - titles) // width
            self.row = self._stops.index(number)
            self.post_message(self.Clicked())

    def render_line(self, y: int) -> Strip:
        """Draw the head, a line of the table, or what stands below it."""
        base, width = self.visual_style.rich_style, self.size.width
        if y == 0:
            return Strip(self._head(base)).adjust_cell_length(width, base)
        number = y - 1 + self._top
        if number > len(self._lines):
            return Strip.blank(width, base)
        if number == len(self._lines):
            return Strip(self._below(base)).adjust_cell_length(width, base)
        line = self._lines[number]
        if not line.item:
            head = base + self._style("head")
            return Strip([Segment(set_cell_size(line.text, width), head)])
        return Strip(self._cells(number, line, base)).adjust_cell_length(width, base)

    def _head(self, base: Style) -> list[Segment]:
        titles, width, seen = self._widths()
        more = f"{'←' if self._left else ' '}{'→' if self._left + seen < len(self._raters) else ' '}"
        segments = [Segment(set_cell_size(more.strip().rjust(titles - 1), titles), base + self._style("head"))]
        for column in range(self._left, self._left + seen):
            here = column == self.column
            label = f"{column + 1} {self._raters[column]}"
            text = label if cell_len(label) < width else set_cell_size(label, width - 1)
            segments.append(Segment(set_cell_size(text, width), base + self._style("here" if here else "head")))
        return segments

    def _cells(self, number: int, line: GridLine, base: Style) -> list[Segment]:
        titles, width, seen = self._widths()
        at = self.row < len(self._stops) and self._stops[self.row] == number
        style = base + self._style("line") if at else base
        title = f"{'▸' if at else ' '}{line.item:<3} {line.text}"
        if cell_len(title) >= titles:
            title = set_cell_size(title, titles - 2).rstrip() + "…"
        segments = [Segment(set_cell_size(title, titles), style)]
        for column in range(self._left, self._left + seen):
            code = self._code_of(column, line.item) or "·"
            here = at and column == self.column
            if not here:
                segments.append(Segment(set_cell_size(f" {code}", width), style))
                continue
            text = f"[{'!' if self.stopped else code}]"
            marked = base + self._style("stopped" if self.stopped else "here")
            segments += [Segment(text, marked), Segment(" " * max(width - cell_len(text), 0), style)]
        return segments

    def _below(self, base: Style) -> list[Segment]:
        if self.row < len(self._stops):
            return []
        return [Segment(_("▸ Nederst. Tab går til neste deltaker, pil opp retter."), base + self._style("line"))]

    def _widths(self) -> tuple[int, int, int]:
        """Columns for the titles and for each rater, and how many raters are seen at once."""
        room, count = self.size.width, max(len(self._raters), 1)
        width = max(_NARROWEST, min(_WIDEST, (room - _TITLES) // count))
        seen = max(1, min(count, (room - _FEWEST_TITLES) // width))
        return room - width * seen, width, seen

    def _keep_in_view(self) -> None:
        rows = self.size.height - 1
        if rows < 1:
            return
        number = self._stops[self.row] if self.row < len(self._stops) else len(self._lines)
        above = 1 if 0 < number < len(self._lines) and not self._lines[number - 1].item else 0
        self._top = max(min(self._top, number - above), number - rows + 1, 0)
        seen = self._widths()[2]
        self._left = max(min(self._left, self.column), self.column - seen + 1, 0)

    def _scroll(self, lines: int) -> None:
        last = max(len(self._lines) + 1 - (self.size.height - 1), 0)
        self._top = max(0, min(self._top + lines, last))
        self.refresh()

    def _refresh_rows(self, *rows: int) -> None:
        for row in rows:
            number = self._stops[row] if row < len(self._stops) else len(self._lines)
            self.refresh(Region(0, number + 1 - self._top, self.size.width, 1))

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"rating-grid--{name}", partial=True)
