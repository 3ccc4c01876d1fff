"""The card of the step «Nivå»: one set of fields that every part fills in its own way."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static, TextArea

from assess.language import _
from assess.screens.meeting.level_part import Card, Filled
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Choice, Option
from assess.screens.widgets.display import display
from assess.screens.widgets.ground import ScrolledRows
from assess.screens.widgets.prompt_text import PromptText, TextLine
from assess.screens.widgets.words import Words

_MOST_CHARACTERS = 300


class LevelForm(ScrolledRows, can_focus=False):
    """Mounted once; `open` fills fields and words for another part, `tell` only the words."""

    def __init__(self) -> None:
        super().__init__(id="card")
        self.who = TextLine(id="who")
        self.who.max_length = _MOST_CHARACTERS
        self.answers = Choice([], id="answers")
        self.sure = Choice([], horizontal=True, id="sure")
        self.words = PromptText("", id="words")

    def compose(self) -> ComposeResult:
        """Compose every field that some part has."""
        yield Words(id="name", classes="heading")
        yield Words(id="said", classes="text")
        yield Words(id="caution", classes="text caution")
        yield Words(id="view", classes="text")
        yield Words(id="question", classes="subheading")
        yield Words(id="advice", classes="muted")
        yield Words(id="who-label", classes="subheading")
        yield self.who
        yield self.answers
        yield Words(plain(_("Hvor sikre er dere?")), id="sure-label", classes="subheading")
        yield self.sure
        yield Words(id="words-label", classes="subheading")
        yield self.words
        yield Button("", id="set", compact=True)
        yield Words(id="after", classes="text")

    @property
    def filled(self) -> Filled:
        """What stands in the fields now."""
        answer, sure = self.answers.value, self.sure.value
        return Filled(
            who=self.who.line,
            choice=answer if isinstance(answer, str) else None,
            sure=sure if isinstance(sure, str) else None,
            words=self.words.text,
        )

    def open(self, card: Card, filled: Filled, *, locked: bool) -> None:
        """Show another part: its fields hold `filled`."""
        self.who.value = filled.who
        self.answers.show_options(card.options, filled.choice)
        self.sure.show_options(_confidences(), filled.sure)
        self.words.text = filled.words
        for field in (self.who, self.answers, self.sure, self.words):
            field.disabled = locked
        self.tell(card, locked=locked)
        self.scroll_home(animate=False)

    def tell(self, card: Card, *, locked: bool) -> None:
        """Show the part's words anew, and the fields that it has."""
        self._say("name", plain(card.name))
        self._say("view", card.view)
        self._say("caution", plain(f"! {card.caution}" if card.caution else ""))
        self._say("question", plain(card.text))
        self._say("advice", plain(card.help))
        self._say("who-label", plain(card.who))
        self._say("words-label", plain(card.words))
        self._say("said", plain("" if locked else card.said))
        self._say("after", card.after)
        display(self.who, when=bool(card.who))
        display(self.answers, when=bool(card.options))
        display(self.sure, when=card.sure)
        display(self.query_one("#sure-label"), when=card.sure)
        display(self.words, when=bool(card.words))
        button = self.query_one("#set", Button)
        button.label = plain(card.button)
        display(button, when=bool(card.button) and not locked)

    def first_field(self) -> Widget | None:
        """The field to start in; None when there is none."""
        fields = (self.who, self.answers, self.words)
        first = next((field for field in fields if field.display and not field.disabled), None)
        return first.query_one(TextArea) if isinstance(first, PromptText) else first

    def _say(self, name: str, words: Content) -> None:
        place = self.query_one(f"#{name}", Static)
        place.update(words)
        display(place, when=bool(words.plain))


def _confidences() -> list[Option]:
    return [
        Option("low", _("Lav"), "l"),
        Option("medium", _("Middels"), "m"),
        Option("high", _("Høy"), "h"),
    ]
