"""What is said over everything while the terminal is too small to work in."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from assess.language import _

LEAST_SIZE: Final = Size(60, 18)
"""The smallest terminal that the screens are made for, in columns and lines."""


def too_small(size: Size) -> bool:
    """Whether a terminal of `size` can't hold the screens."""
    return size.width < LEAST_SIZE.width or size.height < LEAST_SIZE.height


class TooSmall(Widget):
    """Covers the screen with the size needed and the size there is; `SafeApp` puts it up and takes it away."""

    DEFAULT_CLASSES = "-textual-system"
    DEFAULT_CSS: ClassVar[str] = """
    TooSmall {
        position: absolute;
        overlay: screen;
        width: 100vw;
        height: 100vh;
        padding: 0 1;
        content-align: center middle;
        text-align: center;
        color: $ink;
        background: $paper;
    }
    """

    present: reactive[Size] = reactive(Size(0, 0))
    """The terminal's size now."""

    def render(self) -> Content:
        """Say what is needed, in as few lines as a small terminal has."""
        return Content(
            _(
                "Vinduet er for lite. Det trengs {need_width} × {need_height} tegn, nå er det "
                "{width} × {height}. Gjør vinduet større, så fortsetter du der du var."
            ).format(
                need_width=LEAST_SIZE.width,
                need_height=LEAST_SIZE.height,
                width=self.present.width,
                height=self.present.height,
            )
        )
