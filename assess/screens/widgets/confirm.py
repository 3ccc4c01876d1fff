"""A question that must be answered before anything else goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button

from assess.language import _
from assess.screens.terminal import clean_line, plain
from assess.screens.widgets.words import Words


class Confirm(ModalScreen[bool]):
    """Asks `question` and gives back whether it was answered with yes.

    «No» has the focus, so that enter, escape and backspace all mean no; j (or y) means yes, n means no. Tab
    and the arrows stay inside.

    Args:
        question: One sentence that ends in a question mark; it may hold data. A function is asked anew whenever
            notes are hidden or shown: for a sentence that says what people wrote.
        yes: What happens, as a verb: `Signer og lås`. «Ja» when it is empty.
        no: What happens instead: `Gå tilbake`. «Nei» when it is empty.
        detail: What follows from it, under the question.
    """

    AUTO_FOCUS = "#no"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,y", "answer(True)", show=False),
        Binding("n,escape,backspace", "answer(False)", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(self, question: str | Callable[[], str], yes: str = "", no: str = "", detail: str = "") -> None:
        super().__init__()
        self._ask = question if callable(question) else lambda: question
        self._question = Words(classes="dialog--question")
        self._yes = yes
        self._no = no
        self._detail = detail

    def compose(self) -> ComposeResult:
        """Compose the question, what follows from it, and the two answers."""
        with Vertical(classes="dialog"):
            self.notes_changed()
            yield self._question
            if self._detail:
                yield Words(plain(self._detail), classes="dialog--detail")
            with Horizontal(classes="dialog--answers"):
                no, yes = self._no or _("Nei"), self._yes or _("Ja")
                yield Button(plain(f"n  {clean_line(no)}"), id="no", compact=True)
                yield Button(plain(f"j  {clean_line(yes)}"), id="yes", compact=True)

    def notes_changed(self) -> None:
        """Ask as it may be said now."""
        self._question.update(plain(self._ask()))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Give the answer that was pressed."""
        event.stop()
        self.action_answer(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:  # noqa: FBT001  called by name from a key
        """Close the question with this answer."""
        self.dismiss(yes)
