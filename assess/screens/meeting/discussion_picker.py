"""One thing to pick from a list: an observation to go to, or what a text should point to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button

from assess.language import _
from assess.screens.style_sheets import DIALOGS
from assess.screens.terminal import plain
from assess.screens.widgets.item_list import ItemLine
from assess.screens.widgets.words import Words
from assess.screens.widgets.work_list import WorkList


class PickOne(ModalScreen[str | None]):
    """Gives back what enter was pressed on; None when it was left.

    Args:
        question: What it is picked for.
        yes: What enter does, as a verb.
        lines: Everything there is to pick, with headings between; asked anew when notes are hidden or shown.
    """

    CSS_PATH = DIALOGS
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, question: str, yes: str, lines: Callable[[], Sequence[ItemLine]]) -> None:
        super().__init__()
        self._question = question
        self._yes = yes
        self._lines = lines
        self._list = WorkList(id="pick-one-from")

    def compose(self) -> ComposeResult:
        """Compose the question, the list and the two ways out."""
        with Vertical(classes="dialog", id="pick-one"):
            yield Words(plain(self._question), classes="dialog--question")
            yield self._list
            with Horizontal(classes="dialog--answers"):
                yield Button(plain(f"↵  {self._yes}"), id="yes", compact=True)
                yield Button(plain(_("esc  Gå tilbake")), id="no", compact=True)

    def on_mount(self) -> None:
        """Show the list, and stand in it."""
        self.notes_changed()
        self._list.focus()

    def notes_changed(self) -> None:
        """Draw what people wrote as it may be drawn now."""
        self._list.show_lines(self._lines())

    def on_work_list_opened(self, event: WorkList.Opened) -> None:
        """Give back what the cursor is on."""
        event.stop()
        self.dismiss(event.item)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Give back what the cursor is on, or leave."""
        event.stop()
        self.dismiss(self._list.item or None if event.button.id == "yes" else None)

    def action_leave(self) -> None:
        """Leave without picking."""
        self.dismiss(None)
