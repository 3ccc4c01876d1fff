"""What is said when no PDF could be made, and what can be had instead."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Button

from assess.errors import AssessError
from assess.language import _
from assess.screens.terminal import plain
from assess.screens.widgets.words import Words

Instead = Literal["again", "html", "json", "nothing"]
"""What somebody wants instead: to try once more, a page for a browser, the assessment as data, or nothing now."""


class ReportFailed(ModalScreen[Instead]):
    """Says why, and gives back what is wanted instead; escape and backspace mean nothing now.

    Args:
        error: Why.
        data: Whether the whole assessment may be had as data too: not when the report was to leave something out.
    """

    DEFAULT_CSS: ClassVar[str] = """
    ReportFailed #instead { height: auto; margin-top: 1; }
    ReportFailed #instead Button { width: 100%; text-align: left; content-align: left middle; }
    """
    AUTO_FOCUS = "#again"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "want('again')", show=False),
        Binding("h", "want('html')", show=False),
        Binding("j", "want('json')", show=False),
        Binding("escape,backspace", "want('nothing')", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(self, error: AssessError, *, data: bool) -> None:
        super().__init__()
        self._error = error
        self._data = data

    def compose(self) -> ComposeResult:
        """Compose what happened, what to do about it, and the ways on."""
        with Vertical(classes="dialog"):
            yield Words(plain(self._error.message), classes="dialog--question")
            if self._error.hint:
                yield Words(plain(self._error.hint), classes="dialog--detail")
            with Vertical(id="instead"):
                yield Button(plain("p  " + _("Prøv igjen")), id="again", compact=True)
                yield Button(plain("h  " + _("Lagre som HTML, til å lese i en nettleser")), id="html", compact=True)
                if self._data:
                    words = _("Lagre som JSON, hele vurderingen som data")
                    yield Button(plain(f"j  {words}"), id="json", compact=True)
                yield Button(plain("esc  " + _("Lukk")), id="nothing", compact=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer data only where all of the assessment may be had."""
        return self._data or action != "want" or parameters != ("json",)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Give back what was pressed."""
        event.stop()
        found: dict[str | None, Instead] = {"again": "again", "html": "html", "json": "json"}
        self.action_want(found.get(event.button.id, "nothing"))

    def action_want(self, wanted: Instead) -> None:
        """Close, and give back what is wanted."""
        self.dismiss(wanted)
