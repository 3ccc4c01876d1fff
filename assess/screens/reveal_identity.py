"""Opening whom a case is about: the right case, a keyholder's passphrase and a reason, and then a minute.

What is opened stands on this page only. It is gone after a minute, and at once when the page is left, covered or
ended, and when F9 or F6 is pressed.
"""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import ClassVar, Literal

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from assess.casework.case import Case
from assess.errors import AssessError
from assess.language import _
from assess.register.identity import SECONDS, Revealed, keyholders, open_identity
from assess.register.register import Register
from assess.screens.idle import Clocks, IdleWatch
from assess.screens.privacy import uses_projector
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Choice, Option
from assess.screens.widgets.display import display
from assess.screens.widgets.prompt_text import TextLine
from assess.screens.widgets.words import Words

_STEP = 5
"""Seconds between two changes of what is said about the time left."""


class RevealIdentityScreen(ModalScreen[None]):
    """Asks whether it is the right case, then whose key and why, and shows whom it is about for a minute."""

    AUTO_FOCUS = ""
    CSS: ClassVar[str] = """
    RevealIdentityScreen { background: $paper; }
    RevealIdentityScreen .dialog {
        width: 72;
        & #ask { height: auto; }
        & #said { margin-bottom: 1; }
        & Button { margin-top: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", show=False),
        Binding("escape", "leave", show=False),
    ]

    def __init__(self, register: Register, case: Case, clocks: Clocks) -> None:
        super().__init__()
        self._register = register
        self._case = case
        self._clocks = clocks
        self._stage: Literal["guard", "ask", "waiting", "shown", "gone"] = "guard"
        self._left: IdleWatch | None = None
        names = keyholders(register)
        own = register.ring.name if register.ring.name in names else None
        self._keyholder = Choice([Option(name, name) for name in names], own, horizontal=True, id="keyholder")
        self._passphrase = TextLine(password=True, id="passphrase")
        self._reason = TextLine(id="reason", watched=False)
        self._ask = Vertical(id="ask")
        self._page = VerticalScroll(classes="dialog", can_focus=False)
        self._shown = Words(id="shown", classes="text")
        self._said = Words(id="said", classes="caution")

    def compose(self) -> ComposeResult:
        """Compose the page."""
        with self._page:
            yield Words(plain(identity_heading(self._case)), classes="heading")
            yield self._said
            yield self._shown
            with self._ask:
                yield Words(_("Hvem åpner?"), classes="subheading")
                yield self._keyholder
                yield Words(_("Nøkkelholderens passordfrase"), classes="subheading")
                yield self._passphrase
                yield Words(_("Hvorfor? Skriv ingen navn."), classes="subheading")
                yield self._reason
                yield Words(_("Er det en annen enn den som er logget inn, kan det stå tomt."), classes="muted")
                yield Button(_("Åpne, escape avbryter"), id="open", compact=True)

    def on_mount(self) -> None:
        """Ask first whether it is the right case."""
        question = _("Dere er i ferd med å åpne hvem {reference} gjelder.\nEr det riktig sak?")
        way_on = _("Enter går videre, escape går tilbake.")
        self._shown.update(plain(f"{question.format(reference=self._case.reference)}\n\n{way_on}"))
        self._say("")
        display(self._ask, when=False)
        self.set_interval(1, self.look_at_clock)

    def on_unmount(self) -> None:
        """Keep nothing."""
        self._forget()

    def on_screen_suspend(self, _event: events.ScreenSuspend) -> None:
        """Keep nothing under another page."""
        self.drop_revealed()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go from the passphrase to the reason, and from there on.

        An empty one keeps the cursor: else the passphrase would be written where it can be read.
        """
        event.stop()
        if event.input is self._passphrase:
            if self._passphrase.line:
                self._reason.focus()
        else:
            self._begin_to_open()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Open."""
        event.stop()
        self._begin_to_open()

    def action_go_on(self) -> None:
        """Say yes to the case; leave when there is nothing to see any more."""
        if self._stage == "gone":
            self.dismiss()
        elif self._stage == "guard" and not self._stopped_by_projector():
            self._stage = "ask"
            self._shown.update("")
            display(self._shown, when=False)
            display(self._ask, when=True)
            (self._passphrase if self._keyholder.value else self._keyholder).focus(scroll_visible=False)

    def action_leave(self) -> None:
        """Forget everything, and go back."""
        self._forget()
        self.dismiss()

    def notes_changed(self) -> None:
        """Forget what was opened when notes are hidden or shown, or a projector is used."""
        self.drop_revealed()
        self._stopped_by_projector()

    def drop_revealed(self) -> None:
        """Forget at once what was opened, or is about to be."""
        if self._stage in ("waiting", "shown"):
            self._end(_("Det er skjult igjen. Enter eller escape lukker."))

    def look_at_clock(self) -> None:
        """Say how long it is shown still, and forget it when the time is over."""
        if self._stage != "shown" or self._left is None:
            return
        left = self._left.left()
        if left <= 0:
            self.drop_revealed()
        else:
            words = _("Vises i {count} sekunder til. Escape skjuler.").format(count=_STEP * ceil(left / _STEP))
            self._say(words)

    def _begin_to_open(self) -> None:
        if self._stage != "ask" or self._stopped_by_projector():
            return
        chosen, passphrase = self._keyholder.value, self._passphrase.line
        if not isinstance(chosen, str) or not passphrase:
            self._say(_("Velg hvem som åpner, og skriv passordfrasen."))
            return
        self._passphrase.value = ""
        self._stage = "waiting"
        self._ask.disabled = True
        self._say(_("Åpner …"))
        self._open(chosen, passphrase, self._reason.line)

    @work(thread=True, exclusive=True, description="open")  # Textual would describe it by its arguments
    def _open(self, keyholder: str, passphrase: str, reason: str) -> None:
        try:
            revealed = open_identity(self._register, self._case, keyholder, passphrase, reason)
        except AssessError as error:
            self.app.call_from_thread(self._failed, error)
        else:
            self.app.call_from_thread(self._opened, revealed)

    def _failed(self, error: AssessError) -> None:
        if self._stage == "waiting":
            self._stage = "ask"
            self._ask.disabled = False
            self._say(str(error))
            self._passphrase.focus()

    def _opened(self, revealed: Revealed) -> None:
        # Somebody may have left, hidden the screen or begun to use a projector meanwhile.
        if self._stage != "waiting" or self._stopped_by_projector():
            return
        left = revealed.until - self._register.now()
        self._left = IdleWatch(min(left, timedelta(seconds=SECONDS)).total_seconds(), self._clocks)
        self._stage = "shown"
        display(self._ask, when=False)
        self._reason.value = ""
        lines = [f"{label}: {text}" for label, text in revealed.identity.lines]
        self._shown.update(plain("\n".join([revealed.reference, "", *lines])))
        display(self._shown, when=True)
        self._page.can_focus = True  # the arrows go down a long page
        self._page.focus()
        self.look_at_clock()

    def _stopped_by_projector(self) -> bool:
        if not uses_projector(self.app):
            return False
        self._end(not_on_projector())
        return True

    def _end(self, words: str) -> None:
        self._forget()
        self._shown.update(plain(words))
        display(self._shown, when=True)

    def _say(self, words: str) -> None:
        self._said.update(plain(words))
        display(self._said, when=bool(words))

    def _forget(self) -> None:
        self._stage = "gone"
        self._left = None
        self._shown.update("")
        self._say("")
        self._passphrase.value = ""
        self._reason.value = ""
        display(self._ask, when=False)


def identity_heading(case: Case) -> str:
    """What stands on top of every page about whom a case is about."""
    return _("Hvem saken gjelder – {reference}").format(reference=case.reference)


def not_on_projector() -> str:
    """Why nothing is opened while strangers may see the screen."""
    return _("Projektoren er på. Identiteten åpnes ikke.")
