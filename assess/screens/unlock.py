"""Opening a register: who you are, and one passphrase, asked for calmly."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import work
from textual.containers import VerticalScroll
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from assess.errors import AssessError, TooManyTries, WrongPassphrase
from assess.language import _
from assess.register.key_file import doorplate
from assess.register.passphrases import keyboard_hint
from assess.screens.ahead import fetch_ahead
from assess.screens.frame import Frame
from assess.screens.keys import Place
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Choice, Option
from assess.screens.widgets.display import display
from assess.screens.widgets.prompt_text import TextLine
from assess.screens.widgets.words import Words

if TYPE_CHECKING:
    from assess.screens.app import AssessApp


_DRAWN: Final = 0.2
"""Seconds after which the screen has been drawn."""


class UnlockScreen(Frame):
    """Asks who it is and for the passphrase. A wrong one says so, changes nothing, and makes the next try wait."""

    place: ClassVar[Place] = "everywhere"

    def __init__(self, path: Path, last_user: str = "") -> None:
        super().__init__(_("Registeret er låst"), exercise=False)
        self._path = path
        self._last_user = last_user
        self._users = Choice([], horizontal=True, id="user")
        self._passphrase = TextLine(password=True, id="passphrase", longest=1000)
        self._hint = Words(id="hint", classes="caution")
        self._said = Words(id="said", classes="text reading")
        self._waiting: Timer | None = None

    def body(self) -> Iterable[Widget]:
        """The question, the field, and what is said about it."""
        yield VerticalScroll(
            Words(_("Skriv passordfrasen"), classes="heading"),
            Words(plain(_("Registeret ligger på {path}.").format(path=self._path)), classes="muted"),
            Words(""),
            self._users,
            Words(""),
            self._passphrase,
            self._hint,
            self._said,
            Words(
                _("Er passordfrasen glemt, kan en nøkkelholder hjelpe. Er alle glemt: skriv gjenopprettingsnøkkelen."),
                classes="muted reading",
            ),
            classes="body",
            can_focus=False,
        )

    def again(self) -> Frame:
        """The same screen in the language spoken now."""
        return UnlockScreen(self._path, self._user or self._last_user)

    def on_mount(self) -> None:
        """Stand in the field, with the user who was here last chosen."""
        names: tuple[str, ...] = ()
        try:
            names = doorplate(self._path).names
        except AssessError as error:
            self._say(str(error), fault=True)
        chosen = self._last_user if self._last_user in names else (names[0] if names else None)
        self._users.show_options([Option(name, name) for name in names], chosen)
        display(self._users, when=len(names) > 1)
        self._passphrase.focus()
        if not self.app.is_headless:
            self.set_timer(_DRAWN, self._fetch_ahead)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Go on to the passphrase."""
        event.stop()
        self._passphrase.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say so when Caps Lock seems to be on."""
        event.stop()
        self._hint.update(plain(keyboard_hint(event.value)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Try the passphrase."""
        event.stop()
        if self._passphrase.line and not self._passphrase.disabled:
            passphrase = self._passphrase.line
            # This screen may stay in memory until the program ends (`assess.collecting`): the passphrase may not.
            self._passphrase.value = ""
            self._passphrase.disabled = True
            self._say(_("Åpner registeret …"))
            self._try(passphrase, self._user or None)

    def _fetch_ahead(self) -> None:
        app = cast("AssessApp", self.app)
        fetch_ahead(lambda: app.library)

    @property
    def _user(self) -> str:
        return self._users.value if isinstance(self._users.value, str) else ""

    @work(thread=True, exclusive=True)
    def _try(self, passphrase: str, user: str | None) -> None:
        from assess.register.register import Register

        try:
            register = Register.unlock(self._path, passphrase, user)
        except AssessError as error:
            self.app.call_from_thread(self._refused, error)
        else:
            self.app.call_from_thread(cast("AssessApp", self.app).enter, register)

    def _refused(self, error: AssessError) -> None:
        self._say(str(error), fault=not isinstance(error, WrongPassphrase))
        if isinstance(error, TooManyTries):
            self._waiting = self.set_timer(error.seconds, self._go_on)
        else:
            self._go_on()

    def _go_on(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
            self._say(_("Prøv igjen nå."))
        self._passphrase.disabled = False
        self._passphrase.focus()

    def _say(self, words: str, *, fault: bool = False) -> None:
        self._said.update(plain(words))
        self._said.set_class(fault, "fault")
