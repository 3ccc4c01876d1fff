"""The instrument's items in one list that draws its own lines: which, what it is called, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from assess.screens.terminal import clean_line

_FAR = 10_000
_STEPS = {
    "up": -1,
    "k": -1,
    "down": 1,
    "j": 1,
    "enter": 1,
    "pageup": -8,
    "pagedown": 8,
    "home": -_FAR,
    "end": _FAR,
}
"""Lines that each key moves."""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One line: an item to stand on, or a heading between items.

    Attributes:
        item: The item's id; empty for a heading.
        text: What it is called.
        mark: What was answered, in a few characters: `2`, `U`, `·`; shown first.
        note: A few words to the right, such as `kritisk`.
        short: What stands between mark and text; None for the item's id.
    """

    item: str
    text: str
    mark: str = ""
    note: str = ""
    short: str | None = None


class ItemList(ScrollView, can_focus=True):
    """Items to move among. Arrows, j and k, enter, home and end move; `Moved` tells where the cursor is.

    Args:
        steered: Whether the holder steers the list by `steer` from its own `on_key`. It must, when other keys of its
            own belong to the item that the cursor is on: only keys that one widget handles are handled in the order
            they came, and an answer that overtakes a move would land on another item than it was meant for.
        id: Textual's id.
    """

    DEFAULT_CSS: ClassVar[str] = """
    ItemList {
        height: 1fr;
        overflow-x: hidden;
        color: $ink;
        background: $paper;
        border-left: solid $line;
        & > .item-list--cursor { color: $ink; background: $tint; text-style: bold; }
        & > .item-list--heading { color: $petrol; text-style: bold; }
        & > .item-list--mark { color: $petrol; text-style: bold; }
        & > .item-list--note { color: $muted; }
        &:focus { border-left: outer $petrol; }
        &:focus > .item-list--cursor { color: $on-petrol; background: $petrol; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "item-list--cursor",
        "item-list--heading",
        "item-list--mark",
        "item-list--note",
    }
    cursor: var[int] = var(-1, init=False)
    """The number of the line that the cursor is on; -1 when there is none."""

    class Moved(Message):
        """The cursor is on another item."""

        def __init__(self, items: ItemList, item: str) -> None:
            super().__init__()
            self.items = items
            self.item = item

        @property
        def control(self) -> ItemList:
            """The list."""
            return self.items

    def __init__(self, *, steered: bool = False, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._steered = steered
        self._lines: tuple[ItemLine, ...] = ()

    @property
    def item(self) -> str:
        """The item that the cursor is on; empty when there is none."""
        return self._lines[self.cursor].item if 0 <= self.cursor < len(self._lines) else ""

    def show_lines(self, lines: Sequence[ItemLine]) -> None:
        """Show these lines; the cursor stays on the same item where it is still there."""
        kept = self.item
        lines = tuple(
            replace(line, text=clean_line(line.text), mark=clean_line(line.mark), note=clean_line(line.note))
            for line in lines
        )
        if lines == self._lines:
            return
        same_shape = [line.item for line in lines] == [line.item for line in self._lines]
        changed = [number for number, pair in enumerate(zip(lines, self._lines, strict=False)) if pair[0] != pair[1]]
        self._lines = lines
        if same_shape:
            for number in changed:
                self._refresh_line(number)
            return
        self.virtual_size = Size(self.size.width, len(lines))
        self.set_reactive(ItemList.cursor, self._number_of(kept))
        self.call_after_refresh(self._keep_in_view)
        self.refresh()

    def go_to(self, item: str) -> None:
        """Put the cursor on an item, where the list has it."""
        number = self._number_of(item)
        if number >= 0 and self._lines[number].item:
            self.cursor = number

    def action_move(self, lines: int) -> None:
        """Move the cursor by lines, over headings, staying inside."""
        stops = [number for number, line in enumerate(self._lines) if line.item]
        if not stops:
            return
        at = stops.index(self.cursor) if self.cursor in stops else 0
        self.cursor = stops[max(0, min(at + lines, len(stops) - 1))]

    def on_key(self, event: events.Key) -> None:
        """Move, unless whoever holds the list steers it."""
        if not self._steered and self.steer(event.key):
            event.stop()
            event.prevent_default()

    def steer(self, key: str) -> bool:
        """Move as `key` says, and say whether it says so."""
        if key not in _STEPS:
            return False
        self.action_move(_STEPS[key])
        return True

    def watch_cursor(self, before: int, after: int) -> None:
        """Show where the cursor is, and tell."""
        self._refresh_line(before)
        self._refresh_line(after)
        self._keep_in_view()
        self.post_message(self.Moved(self, self.item))

    def on_resize(self) -> None:
        """Keep the width of what is scrolled equal to what is seen, and the cursor where it can be seen."""
        self.virtual_size = Size(self.size.width, len(self._lines))
        self._keep_in_view()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the item clicked on."""
        place = event.get_content_offset(self)
        if place is not None:
            number = place.y + self.scroll_offset.y
            if number < len(self._lines) and self._lines[number].item:
                self.cursor = number

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        number = y + self.scroll_offset.y
        base = self.visual_style.rich_style
        width = self.scrollable_content_region.width
        if number >= len(self._lines):
            return Strip.blank(width, base)
        line = self._lines[number]
        if not line.item:
            heading = self.get_component_rich_style("item-list--heading", partial=True)
            return Strip([Segment(set_cell_size(line.text, width), base + heading)])
        here = number == self.cursor
        style = base + self.get_component_rich_style("item-list--cursor", partial=True) if here else base
        short = line.item if line.short is None else line.short
        pieces = [
            (f"{'▸' if here else ' '}{line.mark:>2} ", "mark"),
            (f"{short:<3} " if short else "", "mark"),
        ]
        note = f" {line.note}" if line.note else ""
        room = max(width - sum(len(text) for text, _kind in pieces) - len(note), 4)
        text = line.text if len(line.text) <= room else line.text[: room - 1].rstrip() + "…"
        segments = [
            Segment(text_, style if here else style + self.get_component_rich_style(f"item-list--{kind}", partial=True))
            for text_, kind in pieces
        ]
        segments.append(Segment(set_cell_size(text, room), style))
        if note:
            noted = style if here else style + self.get_component_rich_style("item-list--note", partial=True)
            segments.append(Segment(note, noted))
        return Strip(segments).adjust_cell_length(width, style)

    def _number_of(self, item: str) -> int:
        found = [number for number, line in enumerate(self._lines) if line.item and line.item == item]
        first = next((number for number, line in enumerate(self._lines) if line.item), -1)
        return found[0] if found else first

    def _keep_in_view(self) -> None:
        """Scroll to the cursor, and to the heading right above it."""
        if self.cursor >= 0:
            above = 1 if self.cursor > 0 and not self._lines[self.cursor - 1].item else 0
            self.scroll_to_region(Region(0, self.cursor - above, 1, 1 + above), animate=False, x_axis=False)

    def _refresh_line(self, number: int) -> None:
        if 0 <= number < len(self._lines):
            y = number - self.scroll_offset.y
            self.refresh(Region(0, y, self.size.width, 1))
