"""Items to pick from, several at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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


class ItemPicker(ModalScreen[tuple[str, ...]]):
    """Gives back the items picked, in the order of `lines`. Space picks and takes back; enter and escape end it.

    Args:
        question: What the items are picked for.
        lines: Every item, with headings between.
        picked: Those that are picked already.
    """

    CSS_PATH = DIALOGS
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "end", show=False)]

    def __init__(self, question: str, lines: Sequence[ItemLine], picked: Sequence[str]) -> None:
        super().__init__()
        self._question = question
        self._lines = tuple(lines)
        self._picked = set(picked)
        self._items = WorkList(takes=" ", id="pick-from")

    def compose(self) -> ComposeResult:
        """Compose the question, the items and the way out."""
        with Vertical(classes="dialog", id="item-picker"):
            yield Words(plain(self._question), classes="dialog--question")
            yield self._items
            with Horizontal(classes="dialog--answers"):
                yield Button(_("mellomrom  Velg"), id="pick", compact=True)
                yield Button(_("↵  Ferdig"), id="end", compact=True)

    def on_mount(self) -> None:
        """Show the items, and stand among them."""
        self._show()
        self._items.focus()

    def on_work_list_typed(self, event: WorkList.Typed) -> None:
        """Pick the item, or take it back."""
        event.stop()
        self._pick(event.item)

    def on_work_list_opened(self, event: WorkList.Opened) -> None:
        """Give the items back."""
        event.stop()
        self._give_back()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the key does."""
        event.stop()
        if event.button.id == "pick":
            self._pick(self._items.item)
            self._items.focus()
        else:
            self._give_back()

    def action_end(self) -> None:
        """Give the items back."""
        self._give_back()

    def _pick(self, item: str) -> None:
        if item:
            self._picked ^= {item}
            self._show()

    def _give_back(self) -> None:
        self.dismiss(tuple(line.item for line in self._lines if line.item in self._picked))

    def _show(self) -> None:
        self._items.show_lines(
            [
                replace(line, mark="[x]" if line.item in self._picked else "[ ]") if line.item else line
                for line in self._lines
            ]
        )
