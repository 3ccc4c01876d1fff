"""The keys that work here, on the bottom line; two lines at most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from assess.screens.keys import KeyEntry

_GAPS = (3, 2)
_MOST_LINES = 2


class KeyBar(Widget):
    """`F1 Hjelp   F8 Akutt   …`; a click does what the key does. What doesn't fit on two lines is left out."""

    DEFAULT_CSS: ClassVar[str] = """
    KeyBar {
        dock: bottom;
        height: auto;
        max-height: 2;
        padding: 0 1;
        color: $ink;
        background: $margin;
        & > .key-bar--key { color: $petrol; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key"}

    entries: reactive[tuple[KeyEntry, ...]] = reactive(tuple[KeyEntry, ...](), layout=True)
    """The keys shown, in order; the most needed first."""

    def __init__(
        self,
        entries: Sequence[KeyEntry] = (),
        *,
        id: str | None = None,  # noqa: A002  Textual's name for it
    ) -> None:
        super().__init__(id=id)
        self.set_reactive(KeyBar.entries, tuple(entries))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  Textual's signature
        """Return one or two lines, as the entries need."""
        return max(len(self._lines(width)[1]), 1)

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        base = self.visual_style.rich_style
        key_style = base + self.get_component_rich_style("key-bar--key", partial=True)
        gap, lines = self._lines(self.size.width)
        segments: list[Segment] = []
        for entry in lines[y] if y < len(lines) else ():
            segments += [
                Segment(entry.key, key_style),
                Segment(f" {entry.label}", base),
                Segment(" " * gap, base),
            ]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    async def on_click(self, event: events.Click) -> None:
        """Do what the key that was clicked on does."""
        place = event.get_content_offset(self)
        gap, lines = self._lines(self.size.width)
        if place is None or place.y >= len(lines):
            return
        start = 0
        for entry in lines[place.y]:
            if start <= place.x < start + _width(entry):
                await self.app.run_action(entry.command, self.screen)
                return
            start += _width(entry) + gap

    def _lines(self, width: int) -> tuple[int, list[list[KeyEntry]]]:
        """Return the gap between the entries and the entries line by line, as airy as one line allows."""
        needed = sum(_width(entry) for entry in self.entries)
        one_line = [gap for gap in _GAPS if needed + gap * (len(self.entries) - 1) <= width]
        gap = one_line[0] if one_line else _GAPS[0]
        lines: list[list[KeyEntry]] = [[]]
        column = 0
        for entry in self.entries:
            if lines[-1] and column + _width(entry) > width:
                if len(lines) == _MOST_LINES:
                    break
                lines.append([])
                column = 0
            lines[-1].append(entry)
            column += _width(entry) + gap
        return gap, lines


def _width(entry: KeyEntry) -> int:
    return cell_len(entry.key) + 1 + cell_len(entry.label)
