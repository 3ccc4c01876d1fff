"""Bringing a card back to its top, however quickly somebody then goes into it."""

from __future__ import annotations

from textual.widget import Widget


def to_top(card: Widget) -> None:
    """Scroll to the top now, and once more when what is on the card has been laid out.

    Textual scrolls something that has just been filled anew back to where it was. Who has gone into the card
    meanwhile is not pulled away from the field.
    """
    card.scroll_home(animate=False, immediate=True, force=True)
    card.call_after_refresh(_top_again, card)


def _top_again(card: Widget) -> None:
    focused = card.screen.focused if card.is_attached else card
    if focused is None or card not in focused.ancestors_with_self:
        card.scroll_home(animate=False, immediate=True, force=True)
