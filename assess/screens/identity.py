"""Whom a case is about: entered on a page of its own, kept in no draft, and opened from here by a keyholder."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from assess.casework.case import Case
from assess.casework.identity import FIELD_NAMES, LONGEST, Identity
from assess.errors import AssessError
from assess.language import _
from assess.register.identity import SECONDS, enter_identity, has_identity
from assess.register.register import Register
from assess.screens.idle import Clocks
from assess.screens.privacy import uses_projector
from assess.screens.reveal_identity import RevealIdentityScreen, identity_heading, not_on_projector
from assess.screens.terminal import plain
from assess.screens.widgets.prompt_text import TextLine
from assess.screens.widgets.words import Words


class IdentityScreen(ModalScreen[None]):
    """Says whether it is written down whom a case is about; from here it is entered or opened.

    Args:
        register: Where the case is.
        case: Which case.
        clocks: What the minute is measured by.
    """

    AUTO_FOCUS = ""
    CSS: ClassVar[str] = "IdentityScreen .dialog { width: 72; & #said { margin-top: 1; } }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "enter", show=False),
        Binding("v", "reveal", show=False),
        Binding("escape,backspace,q", "dismiss", show=False),
    ]

    def __init__(self, register: Register, case: Case, clocks: Clocks | None = None) -> None:
        super().__init__()
        self._register = register
        self._case = case
        self._clocks = clocks or Clocks()
        self._state = Words(id="state", classes="text")
        self._said = Words(id="said", classes="caution")

    def compose(self) -> ComposeResult:
        """Compose the page."""
        with Vertical(classes="dialog"):
            yield Words(plain(identity_heading(self._case)), classes="heading")
            yield self._state
            yield Words(
                _("Navnet ligger for seg selv. Bare en nøkkelholder kan åpne det, og hver gang står i journalen."),
                classes="muted",
            )
            yield self._said
            with Horizontal(classes="dialog--answers"):
                yield Button(_("e  Skriv inn"), id="enter", compact=True)
                yield Button(_("v  Vis i {count} sekunder").format(count=SECONDS), id="reveal", compact=True)
                yield Button(_("escape  Lukk"), id="close", compact=True)

    def on_mount(self) -> None:
        """Say what there is."""
        self._show()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what was pressed."""
        event.stop()
        if event.button.id == "enter":
            self.action_enter()
        elif event.button.id == "reveal":
            self.action_reveal()
        else:
            self.dismiss()

    def action_enter(self) -> None:
        """Write in whom the case is about, in place of what is there."""
        if self._refused(_not_written_on_projector()):
            return
        replaces = has_identity(self._register, self._case.id)
        self.app.push_screen(EnterIdentityScreen(self._register, self._case, replaces=replaces), self._entered)

    def action_reveal(self) -> None:
        """Open whom the case is about."""
        if self._refused(not_on_projector()):
            return
        if has_identity(self._register, self._case.id):
            self._said.update("")
            self.app.push_screen(RevealIdentityScreen(self._register, self._case, self._clocks))
        else:
            self._said.update(_("Det er ingenting å vise ennå. Trykk e for å skrive inn."))

    def _entered(self, kept: bool | None) -> None:  # noqa: FBT001  the page's answer
        self._said.update(_("Lagret. Bare en nøkkelholder kan lese det.") if kept else "")
        self._show()

    def _refused(self, on_projector: str) -> bool:
        why = ""
        if self._case.phase == "anonymous":
            why = _("En anonym drøfting kan ikke knyttes til en person.")
        elif uses_projector(self.app):
            why = on_projector
        else:
            try:
                self._register.require("name", self._case.id)
            except AssessError as error:
                why = str(error)
        self._said.update(plain(why))
        return bool(why)

    def _show(self) -> None:
        if self._case.phase == "anonymous":
            state = _("Dette er en anonym drøfting.")
        elif has_identity(self._register, self._case.id):
            state = _("Det er skrevet inn hvem saken gjelder.")
        else:
            state = _("Det er ikke skrevet inn hvem saken gjelder.")
        self._state.update(state)


class EnterIdentityScreen(ModalScreen[bool]):
    """The form that writes in whom a case is about; gives back whether it was kept."""

    CSS: ClassVar[str] = """
    EnterIdentityScreen { background: $paper; }
    EnterIdentityScreen .dialog { width: 72; & Button { margin-top: 1; } }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("ctrl+s", "keep", show=False),
    ]

    def __init__(self, register: Register, case: Case, *, replaces: bool) -> None:
        super().__init__()
        self._register = register
        self._case = case
        self._replaces = replaces
        # Not watched: the register itself refuses what may not stand here, and a phone number may.
        self._fields = {
            name: TextLine(id=name.replace("_", "-"), longest=LONGEST, watched=False) for name in FIELD_NAMES
        }
        self._said = Words(id="said", classes="caution")

    def compose(self) -> ComposeResult:
        """Compose the form."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Words(plain(identity_heading(self._case)), classes="heading")
            yield Words(_("Skriv bare det dere trenger. Aldri fødselsnummer eller fødselsdato."), classes="muted")
            if self._replaces:
                yield Words(_("Det som står der fra før, blir borte."), classes="caution")
            for name, field in self._fields.items():
                yield Words(_(FIELD_NAMES[name]), classes="subheading")
                yield field
            yield self._said
            yield Button(_("ctrl+s  Lagre, escape avbryter"), id="keep", compact=True)

    def on_mount(self) -> None:
        """Stand in the first field."""
        self._fields["name"].focus(scroll_visible=False)

    def on_unmount(self) -> None:
        """Keep nothing of what was typed."""
        self._forget()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field."""
        event.stop()
        self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Keep what was typed."""
        event.stop()
        self.action_keep()

    def notes_changed(self) -> None:
        """Leave nothing on a screen that is shown to a room."""
        if uses_projector(self.app):
            self._forget()
            self._said.update(_not_written_on_projector())

    def action_leave(self) -> None:
        """Leave without keeping anything."""
        self._forget()
        self.dismiss(False)

    def action_keep(self) -> None:
        """Seal what was typed, or say what is wrong."""
        why = _not_written_on_projector() if uses_projector(self.app) else ""
        try:
            if not why:
                typed = Identity.typed({name: field.line for name, field in self._fields.items()})
                enter_identity(self._register, self._case, typed)
        except AssessError as error:
            why = str(error)
        if why:
            self._said.update(plain(why))
            self._said.scroll_visible(animate=False)
        else:
            self._forget()
            self.dismiss(True)

    def _forget(self) -> None:
        for field in self._fields.values():
            field.value = ""


def _not_written_on_projector() -> str:
    return _("Projektoren er på. Slå den av med F6 før dere skriver hvem saken gjelder.")
