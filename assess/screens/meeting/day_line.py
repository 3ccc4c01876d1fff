"""A day in a line of its own, with a sentence under it when it can't be read."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical

from assess.errors import NotAllowed
from assess.language import _
from assess.screens.local_time import day_from, day_text
from assess.screens.terminal import plain
from assess.screens.widgets.display import display
from assess.screens.widgets.prompt_text import TextLine
from assess.screens.widgets.words import Words


class DayLine(Vertical):
    """A label, a field for a day, and what is wrong with it."""

    def __init__(self, label: str, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id, classes="day-line")
        self._label = label
        self.line = TextLine(placeholder=_("dd.mm.åååå"))
        self._said = Words(classes="caution")
        display(self._said, when=False)

    def compose(self) -> ComposeResult:
        """Compose label, field and sentence."""
        yield Words(plain(self._label), classes="subheading")
        yield self.line
        yield self._said

    def open(self, day: date | None) -> None:
        """Show a day."""
        self.line.value = day_text(day)
        self._say("")

    def day(self, kept: date | None) -> date | None:
        """The day written; `kept`, and a sentence under the field, while it can't be read."""
        try:
            day = day_from(self.line.line)
        except NotAllowed as error:
            self._say(str(error))
            return kept
        self._say("")
        return day

    @property
    def unread(self) -> bool:
        """Whether what is written could not be read as a day."""
        return self._said.display and not self.disabled

    def _say(self, words: str) -> None:
        self._said.update(plain(words))
        display(self._said, when=bool(words))
