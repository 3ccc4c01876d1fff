"""A question that is answered with one line of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from assess.language import _
from assess.screens.style_sheets import DIALOGS
from assess.screens.terminal import plain
from assess.screens.widgets.prompt_text import TextLine
from assess.screens.widgets.words import Words

LONGEST = 300
"""Characters that a one-line answer may have, as the records ask for."""


class AskLine(ModalScreen[str | None]):
    """Asks for one line and gives it back without spaces around it; None when it was left.

    Args:
        question: What is asked. A function is asked anew whenever notes are hidden or shown, and the field with it.
        detail: What follows from it, under the question.
        yes: What enter does, as a verb.
        text: What stands in the field from the start.
        may_be_empty: Whether an empty line is an answer.
    """

    CSS_PATH = DIALOGS
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(
        self,
        question: str | Callable[[], str],
        detail: str,
        yes: str,
        text: str = "",
        *,
        may_be_empty: bool = False,
    ) -> None:
        super().__init__()
        self._ask = question if callable(question) else lambda: question
        self._question = Words(classes="dialog--question")
        self._detail = detail
        self._yes = yes
        self._may_be_empty = may_be_empty
        self._line = TextLine(text, id="answer")
        self._line.max_length = LONGEST
        self._said = Words(id="said", classes="caution")

    def compose(self) -> ComposeResult:
        """Compose the question, the field and the two ways out."""
        with Vertical(classes="dialog ask-line"):
            self._question.update(plain(self._ask()))
            yield self._question
            yield Words(plain(self._detail), classes="dialog--detail")
            yield self._line
            yield Words(_("Feltet er skjermet. F9 viser det."), classes="muted when-private")
            yield self._said
            with Horizontal(classes="dialog--answers"):
                yield Button(plain(f"↵  {self._yes}"), id="yes", compact=True)
                yield Button(plain(_("esc  Gå tilbake")), id="no", compact=True)

    def on_mount(self) -> None:
        """Stand in the field."""
        self._line.focus()

    def notes_changed(self) -> None:
        """Ask as it may be said now, and stand in the field once it is shown."""
        self._question.update(plain(self._ask()))
        if self._line.visible:
            self._line.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the line back."""
        event.stop()
        self._answer()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Give the line back, or leave."""
        event.stop()
        if event.button.id == "yes":
            self._answer()
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)

    def _answer(self) -> None:
        line = self._line.line.strip()
        if line or self._may_be_empty:
            self.dismiss(line)
        else:
            self._said.update(plain(_("Skriv noe først, eller gå tilbake med escape.")))
            self._line.focus()
