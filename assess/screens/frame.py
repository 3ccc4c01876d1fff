"""What every screen of the program has: the line on top, the body, the keys at the bottom, and how errors are said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Protocol, runtime_checkable

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widget import Widget

from assess.errors import AssessError, NotAllowed
from assess.language import _
from assess.screens.keys import KeyEntry, Place, key_bar_entries
from assess.screens.privacy import notes_hidden, uses_projector
from assess.screens.widgets.ground import Ground
from assess.screens.widgets.header import Header
from assess.screens.widgets.key_bar import KeyBar


@runtime_checkable
class Keeps(Protocol):
    """A screen or dialog that can keep what is being written in it before the program locks or ends."""

    def keep_writing(self) -> None:
        """Keep what is being written.

        Raises:
            AssessError: It could not be kept.
        """


class Frame(Screen[None], Ground):
    """A whole screen: header, body, key bar.

    A subclass says its `place` in `assess.screens.keys`, composes its body, and may add keys of its own to the bar.
    """

    place: ClassVar[Place] = "home"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, title: str, *, exercise: bool) -> None:
        super().__init__()
        self._header = Header(title, exercise=exercise)
        self._key_bar = KeyBar()
        self._left: Widget | None = None
        """What had the focus when somebody wanted to write in a hidden field."""
        self._asked_for: tuple[Widget, str] | None = None
        """The field that somebody wanted to write in while it was hidden, or when it became so, and where that was."""

    def compose(self) -> ComposeResult:
        """Compose header, body and key bar."""
        self.show_keys()
        self._show_privacy()
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

    def notes_changed(self) -> None:
        """Say in the line on top whether notes are hidden; leave a hidden field, and go back to it afterwards."""
        self._show_privacy()
        focused, asked_for = self.focused, self._asked_for
        if focused is not None and not focused.visible:
            self._asked_for = (focused, self.at())
            self.set_focus(None)
        elif asked_for is not None and not notes_hidden(self.app):
            self._asked_for = None
            if asked_for[0].is_attached and asked_for[1] == self.at():
                self.set_focus(asked_for[0])

    def keep_writing(self) -> None:
        """Keep what is being written before the program locks or ends; the default has nothing to keep."""

    def at(self) -> str:
        """What the cursor is on, where a screen has more than one thing to write about."""
        return ""

    def set_focus(
        self,
        widget: Widget | None,
        scroll_visible: bool = True,  # noqa: FBT001, FBT002  Textual's signature
        from_app_focus: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        """Put the cursor somewhere; say why when the field is hidden, and remember it until it is shown."""
        if widget is not None and not widget.visible and notes_hidden(self.app):
            self._asked_for = (widget, self.at())
            self.notify(_("Teksten er skjermet. F9 viser den."), timeout=3)
            # Words meant for the field must not be taken for keys by what had the focus before.
            self._left = self.focused or self._left
            super().set_focus(None)
            return
        self._left = None
        super().set_focus(widget, scroll_visible, from_app_focus)

    def on_key(self, event: events.Key) -> None:
        """Go back from a hidden field with any key that is no letter, and do what the key does there."""
        left = self._left
        if self.focused is None and left is not None and left.is_attached and not event.is_printable:
            event.stop()
            self.set_focus(left)
            self.app.simulate_key(event.key)

    def _show_privacy(self) -> None:
        self._header.private = notes_hidden(self.app)
        self._header.projector = uses_projector(self.app)

    def refuse(self, error: AssessError) -> None:
        """Say what could not be done, what was kept, and what to do."""
        severity: SeverityLevel = "warning" if isinstance(error, NotAllowed) else "error"
        self.notify(str(error), severity=severity, timeout=8)

    def again(self) -> Frame:
        """This screen made anew, in the language spoken now and standing where this one does."""
        raise NotImplementedError
