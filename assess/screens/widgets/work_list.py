"""An item list that is worked on: enter opens a line, and single keys are answers to it."""

from __future__ import annotations

from textual import events
from textual.message import Message

from assess.screens.widgets.item_list import ItemList

_MOVES = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8, "home": -10_000, "end": 10_000}
"""Lines that each key moves."""


class WorkList(ItemList):
    """An item list where enter opens what the cursor is on, and letters are answers to it.

    Moving, opening and answering are told in the order the keys came, each with the line that it was meant for.

    Args:
        takes: The characters that are answers, small ones; capitals count as small.
        id: Textual's id.
    """

    class Opened(Message):
        """Somebody wants to work on a line."""

        def __init__(self, item: str) -> None:
            super().__init__()
            self.item = item

    class Typed(Message):
        """An answer to a line was typed."""

        def __init__(self, item: str, character: str) -> None:
            super().__init__()
            self.item = item
            self.character = character

    def __init__(self, *, takes: str = "", id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._takes = frozenset(takes)

    def on_key(self, event: events.Key) -> None:
        """Move, open, or tell what was typed; other keys are for whoever holds the list."""
        event.prevent_default()
        typed = (event.character or "").casefold()
        if event.key in _MOVES:
            self.action_move(_MOVES[event.key])
        elif event.key == "enter" and self.item:
            self.post_message(self.Opened(self.item))
        elif typed and typed in self._takes and self.item:
            self.post_message(self.Typed(self.item, typed))
        else:
            return
        event.stop()
