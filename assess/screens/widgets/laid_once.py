"""Widgets whose new room is final: the screen is laid out once for it."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget


class LaidOnce(Widget):
    """A widget that needs no second look when its room has become another.

    Textual lays the whole screen out again when a widget has been given another room, as if what it holds could have
    become larger by that. It has not, and whether a scroll bar must come or go is asked for apart from this. Not for a
    widget that sets its `virtual_size` itself. Named last among bases: style sheets go by the first.
    """

    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)
