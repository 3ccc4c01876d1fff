"""Containers that are nothing but ground: what they hold is drawn on them, and they have nothing of their own to show.

With every frame, however little of it is new, each line of each widget on the screen is fetched and filtered again.
Containers are most of those lines. A ground hands out one and the same blank line.
"""

from __future__ import annotations

from textual.color import TRANSPARENT
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Region
from textual.strip import Strip

from assess.screens.widgets.laid_once import LaidOnce


class Ground(LaidOnce):
    """A container without border, title or text of its own. Named last among bases: style sheets go by the first."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the same blank line over and over."""
        style = self.visual_style
        line = Strip.blank(crop.width, style.rich_style)
        for line_filter in self.get_line_filters():
            line = line.apply_filter(line_filter, style.background or TRANSPARENT)
        return [line] * crop.height


class Rows(Vertical, Ground):
    """Widgets under each other."""


class Columns(Horizontal, Ground):
    """Widgets beside each other."""


class ScrolledRows(VerticalScroll, Ground):
    """Widgets under each other, that are scrolled where there is no room for all."""
