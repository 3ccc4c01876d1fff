"""F9: nothing of the case is seen until the key is pressed again."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from assess.language import _


class CurtainScreen(ModalScreen[None]):
    """A blank page that covers everything."""

    def compose(self) -> ComposeResult:
        """Compose the page."""
        with Vertical(id="curtain-page"):
            yield Static(_("Skjermen er skjult."), classes="heading")
            yield Static(_("Trykk F9 for å vise den igjen, eller F12 for å låse."), classes="muted")
