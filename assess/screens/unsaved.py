"""What is written in a dialog and kept nowhere yet: it is not dropped before somebody has said so."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.screen import ModalScreen, Screen
from textual.widgets import Input, TextArea

from assess.language import _
from assess.screens.widgets.confirm import Confirm


@runtime_checkable
class Fills(Protocol):
    """A dialog that knows itself whether anything is filled in."""

    @property
    def filled_in(self) -> bool:
        """Whether something was written or chosen that is kept nowhere."""


def is_filled_in(screen: Screen[object]) -> bool:
    """Whether a screen is a dialog in which something is written that would go with it."""
    if isinstance(screen, Fills):
        return screen.filled_in
    if not isinstance(screen, ModalScreen):
        return False
    lines = (field.value for field in screen.query(Input) if not field.disabled)
    texts = (field.text for field in screen.query(TextArea) if not field.read_only)
    return any(text.strip() for text in (*lines, *texts))


def ask_to_drop(what_for: str = "") -> Confirm:
    """The question whether what is filled in may be dropped.

    Args:
        what_for: What it would be dropped for, in a sentence; empty when the dialog is simply left.
    """
    return Confirm(_("Kaste det som er fylt ut?"), _("Kast det"), _("Skriv videre"), detail=what_for)
