"""Opening a register: one passphrase, asked for calmly."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

from assess.errors import AssessError, WrongPassphrase
from assess.language import _
from assess.register.register import Register
from assess.screens.frame import Frame
from assess.screens.keys import Place
from assess.screens.terminal import plain
from assess.screens.widgets.prompt_text import TextLine

if TYPE_CHECKING:
    from assess.screens.app import AssessApp


class UnlockScreen(Frame):
    """Asks for the passphrase. A wrong one says so and changes nothing."""

    place: ClassVar[Place] = "everywhere"

    def __init__(self, path: Path) -> None:
        super().__init__(_("Registeret er låst"), exercise=False)
        self._path = path
        self._passphrase = TextLine(password=True, id="passphrase")
        self._said = Static(id="said", classes="text reading")

    def body(self) -> Iterable[Widget]:
        """The question, the field, and what is said about it."""
        yield VerticalScroll(
            Static(_("Skriv passordfrasen"), classes="heading"),
            Static(plain(_("Registeret ligger på {path}.").format(path=self._path)), classes="muted"),
            Static(""),
            self._passphrase,
            Static(""),
            self._said,
            classes="body",
            can_focus=False,
        )

    def again(self) -> Frame:
        """The same screen in the language spoken now."""
        return UnlockScreen(self._path)

    def on_mount(self) -> None:
        """Stand in the field."""
        self._passphrase.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Try the passphrase."""
        event.stop()
        if self._passphrase.line and not self._passphrase.disabled:
            self._passphrase.disabled = True
            self._say(_("Åpner registeret …"))
            self._try(self._passphrase.line)

    @work(thread=True, exclusive=True)
    def _try(self, passphrase: str) -> None:
        try:
            register = Register.unlock(self._path, passphrase)
        except AssessError as error:
            self.app.call_from_thread(self._refused, error)
        else:
            self.app.call_from_thread(cast("AssessApp", self.app).enter, register)

    def _refused(self, error: AssessError) -> None:
        self._passphrase.disabled = False
        self._passphrase.value = ""
        self._passphrase.focus()
        self._say(str(error), fault=not isinstance(error, WrongPassphrase))

    def _say(self, words: str, *, fault: bool = False) -> None:
        self._said.update(plain(words))
        self._said.set_class(fault, "fault")
