"""What there is to do in a step, in one list: what it is called, and how far it has come."""

from __future__ import annotations

from textual import events
from textual.containers import VerticalScroll
from textual.message import Message

from assess.language import _
from assess.screens.keys import KeyEntry
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


def page_on(card: VerticalScroll) -> None:
    """Show the next page of a card, and the first again after the last."""
    if card.scroll_offset.y >= card.max_scroll_y:
        card.scroll_home(animate=False)
    else:
        card.scroll_page_down(animate=False)


def step_key(key: str, label: str, action: str) -> KeyEntry:
    """A key of the open step for the key bar, where a click does the step's `action` too."""
    return KeyEntry(key, label, f"screen.in_step('{action}')")


def page_key() -> KeyEntry:
    """The key that pages a card while the cursor is in the list."""
    return step_key(_("mellomrom"), _("Bla"), "page")
