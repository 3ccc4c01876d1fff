"""What there is to do in a step, in one list: what it is called, and how far it has come."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from assess.screens.widgets.item_list import ItemList


class WorkList(ItemList, inherit_bindings=False):
    """An item list whose letters are free for answers, and where enter opens what the cursor is on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move(-8)", show=False),
        Binding("pagedown", "move(8)", show=False),
        Binding("home", "move(-999)", show=False),
        Binding("end", "move(999)", show=False),
        Binding("enter", "open", show=False),
    ]

    class Opened(Message):
        """Somebody wants to work on what the cursor is on."""

        def __init__(self, item: str) -> None:
            super().__init__()
            self.item = item

    def action_open(self) -> None:
        """Tell that the line is to be worked on."""
        if self.item:
            self.post_message(self.Opened(self.item))
