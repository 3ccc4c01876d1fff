"""Showing a part of the screen, or leaving it out."""

from __future__ import annotations

from textual.widget import Widget


def display(widget: Widget, *, when: bool) -> None:
    """Show the widget, or take it off the screen; nothing happens when it stands so already.

    Textual lays the whole screen out anew each time it is told, also when nothing becomes another.
    """
    if widget.display != when:
        widget.display = when
