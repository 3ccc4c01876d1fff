"""What every screen of the program has: the line on top, the body, the keys at the bottom, and how errors are said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widget import Widget

from assess.errors import AssessError, NotAllowed
from assess.screens.keys import KeyEntry, Place, key_bar_entries
from assess.screens.widgets.header import Header
from assess.screens.widgets.key_bar import KeyBar


class Frame(Screen[None]):
    """A whole screen: header, body, key bar.

    A subclass says its `place` in `assess.screens.keys`, composes its body, and may add keys of its own to the bar.
    """

    place: ClassVar[Place] = "home"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, title: str, *, exercise: bool) -> None:
        super().__init__()
        self._header = Header(title, exercise=exercise)
        self._key_bar = KeyBar()

    def compose(self) -> ComposeResult:
        """Compose header, body and key bar."""
        self.show_keys()
        yield self._header
        yield from self.body()
        yield self._key_bar

    def body(self) -> Iterable[Widget]:
        """What the screen itself shows."""
        return ()

    def own_keys(self) -> list[KeyEntry]:
        """The screen's own keys, first in the key bar."""
        return []

    def key_entries(self) -> list[KeyEntry]:
        """Everything that the key bar shows: what to do when it is urgent, the screen's own keys, and the others."""
        return key_bar_entries(self.place, self.own_keys())

    def show_keys(self) -> None:
        """Show the keys anew, after the screen's own have changed."""
        self._key_bar.entries = tuple(self.key_entries())

    @property
    def header(self) -> Header:
        """The line on top."""
        return self._header

    def refuse(self, error: AssessError) -> None:
        """Say what could not be done, what was kept, and what to do."""
        severity: SeverityLevel = "warning" if isinstance(error, NotAllowed) else "error"
        self.notify(str(error), severity=severity, timeout=8)

    def again(self) -> Frame:
        """This screen made anew, in the language spoken now and standing where this one does."""
        raise NotImplementedError
