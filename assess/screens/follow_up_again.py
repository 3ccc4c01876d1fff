"""What a finished measure asks for: to rate the items anew that it should affect."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button

from assess.language import _
from assess.screens.terminal import plain
from assess.screens.widgets.words import Words

Way = Literal["begin", "check"]
"""Begin a new assessment, or set a day to look."""


class RateAgain(ModalScreen[Way | None]):
    """Names the items, and gives back how the group goes on; None for not now.

    «Set a day» has the focus, so that enter never begins an assessment by itself.

    Args:
        items: The items with their titles; none when the plan named none.
    """

    AUTO_FOCUS = "#check"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "answer('begin')", show=False),
        Binding("d", "answer('check')", show=False),
        Binding("escape,backspace", "answer('')", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(self, items: tuple[str, ...]) -> None:
        super().__init__()
        self._items = items

    def compose(self) -> ComposeResult:
        """Compose what to rate, and the ways on."""
        with Vertical(classes="dialog"):
            yield Words(_("Tiltaket er fullført. Virket det?"), classes="dialog--question")
            yield Words(plain(self._words()), classes="dialog--detail")
            with Horizontal(classes="dialog--answers"):
                yield Button(_("d  Sett en dag"), id="check", compact=True)
                yield Button(_("n  Ny vurdering nå"), id="begin", compact=True)
                yield Button(_("esc  Ikke nå"), id="later", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the key does."""
        event.stop()
        self.action_answer({"check": "check", "begin": "begin"}.get(event.button.id or "", ""))

    def action_answer(self, way: str) -> None:
        """Close with this answer."""
        ways: dict[str, Way] = {"begin": "begin", "check": "check"}
        self.dismiss(ways.get(way))

    def _words(self) -> str:
        if not self._items:
            return _("Planen sier ikke hvilke forhold det skulle påvirke. Sett en dag da dere ser etter.")
        lines = [_("Disse forholdene skulle det påvirke. Vurder dem på nytt:"), *(f"  {one}" for one in self._items)]
        return "\n".join(lines)
