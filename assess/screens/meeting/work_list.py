"""What the steps that work through a list share: paging a card, and keys that a click does too."""

from __future__ import annotations

from textual.containers import VerticalScroll

from assess.language import _
from assess.screens.keys import KeyEntry


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
