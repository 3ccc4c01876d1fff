"""An answer that can't wait: what to do, whom to call, and who was called when. Nothing hinders closing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from assess.instrument.model import Item
from assess.language import _
from assess.profile.model import Profile
from assess.screens.terminal import plain
from assess.screens.widgets.prompt_text import TextLine
from assess.screens.widgets.words import Words


@dataclass(frozen=True, slots=True)
class Called:
    """That somebody was called just now: whom, and which role called. Both may be empty."""

    whom: str
    by: str


class AcuteAnswerScreen(ModalScreen[Called | None]):
    """Says what an acute answer asks for, with the local numbers; gives back who was called, or None.

    Args:
        items: The questions whose answers are acute.
        profile: Where the numbers stand.
    """

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    AcuteAnswerScreen .dialog { width: 90; }
    AcuteAnswerScreen Input { margin-bottom: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False, priority=True),
        Binding("n", "write", show=False),
        Binding("r", "called", show=False),
    ]

    def __init__(self, items: Sequence[Item], profile: Profile) -> None:
        super().__init__()
        self._items = tuple(items)
        self._profile = profile
        self._whom = TextLine(placeholder=_("Hvem ble varslet? For eksempel: 112"), id="whom", classes="note")
        self._by = TextLine(placeholder=_("Hvem ringte? Skriv rollen"), id="by", classes="note")

    @property
    def anonymous(self) -> bool:
        """Nobody is named in a first call."""
        return True

    def compose(self) -> ComposeResult:
        """Compose what to do, the numbers, and who was called."""
        with VerticalScroll(classes="dialog", id="acute-answer", can_focus=False):
            yield Words(_("Ring nå. Førstevurderingen stopper her."), classes="fault")
            for item in self._items:
                yield Words(plain(f"{item.id} {item.title}"), classes="subheading")
                yield Words(plain(item.critical.action if item.critical is not None else ""), classes="text")
            for contact in self._profile.contacts:
                number = contact.number or _("eget nummer")
                yield Words(plain(f"{number:<12} {contact.label}"))
            yield Words("")
            yield Words(_("Når dere har ringt: r noterer klokka, n lar dere skrive hvem."), classes="muted")
            yield self._whom
            yield self._by
            yield Words(_("Feltene er skjermet. F9 viser dem."), classes="muted when-private")
            yield Button(_("r  Vi har ringt nå"), id="called", compact=True)
            yield Words(_("Escape lukker når som helst. Svaret er lagret."), classes="muted")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field, and from the last one note the call."""
        event.stop()
        if event.input is self._whom:
            self._by.focus()
        else:
            self.action_called()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Note the call."""
        event.stop()
        self.action_called()

    def action_write(self) -> None:
        """Go to the fields that say who was called."""
        self._whom.focus()

    def action_called(self) -> None:
        """Give back that somebody was called now."""
        self.dismiss(Called(self._whom.line.strip(), self._by.line.strip()))

    def action_close(self) -> None:
        """Close, and give back nothing."""
        self.dismiss(None)
