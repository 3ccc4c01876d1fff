"""The form of one observation: what was seen, what it is taken to mean, where it comes from, how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from pydantic import ValidationError
from textual.app import ComposeResult
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from assess.casework.language_guard import from_health
from assess.casework.observation import Observation
from assess.errors import NotAllowed
from assess.language import _
from assess.profile.model import LegalBases, Profile
from assess.profile.wording import Wording
from assess.screens.local_time import day_from, day_text
from assess.screens.meeting.ask_line import LONGEST
from assess.screens.meeting.observation_gaps import Gap
from assess.screens.meeting.observation_sharing import ObservationSharing
from assess.screens.meeting.observation_words import (
    credibility_options,
    hand_options,
    heading_words,
    items_words,
    lawful_option,
    nature_options,
    reliability_options,
)
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Choice, Option
from assess.screens.widgets.display import display
from assess.screens.widgets.ground import Columns, Rows, ScrolledRows
from assess.screens.widgets.language_watch import LanguageWatch
from assess.screens.widgets.prompt_text import PromptText, TextLine
from assess.screens.widgets.words import Words

_SHARING_GAPS: Final[dict[Gap, str]] = {"basis": "#pick-basis", "recipients": "#recipients"}
"""Where in the part about sharing something is missing."""


class ObservationForm(ScrolledRows, can_focus=False):
    """Shows one observation and says what it has become. It keeps nothing itself; the step does.

    Args:
        profile: Whose parties it may be shared with, and who may bring health information.
        legal: Where its legal basis is read.
        wording: The words to think twice about; None for no advice.
        id: Textual's id.
    """

    def __init__(
        self,
        profile: Profile,
        legal: LegalBases,
        wording: Wording | None = None,
        *,
        id: str | None = None,  # noqa: A002  Textual's name for it
    ) -> None:
        super().__init__(id=id)
        self._profile = profile
        self._legal = legal
        self._wording = wording
        self._shown: Observation | None = None
        self._said: dict[str, str] = {}
        self._writable: bool | None = None
        """Whether the fields can be written in; None before they were told."""
        self._seen = PromptText(_("Hva er sett eller hørt?"), id="seen")
        self._meaning = PromptText(
            _("Hva tolker dere det som?"), help=_("Skriv også om det kan forstås på en annen måte."), id="meaning"
        )
        self._watched = [(field, LanguageWatch(field, wording)) for field in (self._seen, self._meaning)]
        self._from = _line("brought-by", _("rolle eller tjeneste, aldri navn"))
        self._observed = _line("observed", _("så nøyaktig dere vet, for eksempel våren 2026"))
        self._received = _line("received", _("dato, for eksempel 21.11.2026"))
        self._mentions = _line("mentions", _("hvem andre er nevnt? mor, lærer"))
        self._document = _line("document", _("saksnr. Ikke lim inn dokumentet"))
        self._hand = _asked("hand", _("Førstehånds?"), hand_options())
        self._nature = _asked("nature", _("Hva slags utsagn?"), nature_options())
        self._reliability = _asked("reliability", _("Hvor pålitelig er kilden?"), reliability_options())
        self._credibility = _asked("credibility", _("Hvor sikkert er akkurat dette?"), credibility_options())
        self._lawful = Choice([lawful_option()], multiple=True, id="lawful")
        self._sharing = ObservationSharing(profile.parties, id="sharing")

    def compose(self) -> ComposeResult:
        """Compose the form from what was seen to how it may be shared."""
        yield Words(id="which", classes="heading")
        yield self._seen
        yield self._meaning
        with Columns(id="source"):
            yield Words(_("Fra\nObservert\nMottatt\nNevnt\nDokument"), id="source-labels")
            with Rows():
                yield self._from
                yield self._observed
                yield self._received
                yield self._mentions
                yield self._document
        items = Words(id="items", classes="asked")
        items.border_title = _("Hvilke forhold taler den for, og hvilke imot?")
        yield items
        yield Button(_("i  Velg forhold"), id="pick-items", compact=True)
        yield self._lawful
        with Rows(id="grading"):
            yield self._hand
            yield self._nature
            yield self._reliability
            yield self._credibility
        yield self._sharing
        yield Button(_("t  Trekk opplysningen"), id="withdraw", compact=True)

    def suggest(self, sources: Sequence[str]) -> None:
        """Suggest these roles and senders while somebody writes who brings it; arrow right takes one."""
        self._from.suggester = SuggestFromList(sources, case_sensitive=False)

    def fill(self, one: Observation, note: Callable[[str], str], *, locked: bool) -> None:
        """Show an observation; fields that say the same already are left alone.

        Args:
            one: The observation.
            note: How what people wrote may be drawn outside the fields now.
            locked: Whether it can only be read.
        """
        another = self._shown is None or self._shown.id != one.id
        self._shown = one
        self._say("#which", heading_words(one, note))
        self._seen.text = one.seen
        self._meaning.text = one.meaning
        for line, text in self._lines(one):
            if line.value != text:
                line.value = text
        for choice, value in self._choices(one):
            choice.value = value
            if another:
                choice.cursor = next((n for n, option in enumerate(choice.options) if option.value == value), 0)
        self._say("#items", items_words(one))
        may_be_changed = not locked and not one.withdrawn
        self._open(one, may_be_changed=may_be_changed)
        if may_be_changed:
            self._look_at_words(one)
        if another:
            self.scroll_home(animate=False)

    def edited(self) -> Observation | None:
        """The observation as the form now says it; None when it shows none.

        What was seen can't be emptied and a day must be one; until it is, the old one stands.

        Raises:
            NotAllowed: A text is longer than can be kept.
        """
        one = self._shown
        if one is None:
            return None
        changes = {
            "seen": self._seen.text if self._seen.text.strip() else one.seen,
            "meaning": self._meaning.text,
            "brought_by": self._from.line.strip(),
            "observed": self._observed.line.strip(),
            "received_on": one.received_on if self.complaint() else day_from(self._received.line),
            "mentions": self._mentions.line.strip(),
            "document": self._document.line.strip(),
            "hand": self._hand.value or "unclear",
            "nature": self._nature.value or "unverified",
            "reliability": self._reliability.value,
            "credibility": self._credibility.value,
            "lawful": bool(self._lawful.value),
            **self._sharing.changes(),
        }
        try:
            return Observation.model_validate({**one.model_dump(), **changes})
        except ValidationError as error:
            raise NotAllowed(_("Teksten er for lang til å lagres."), _("Del den i to opplysninger.")) from error

    def complaint(self) -> NotAllowed | None:
        """What is wrong with the day of receipt; None when nothing is."""
        try:
            day_from(self._received.line)
        except NotAllowed as error:
            return error
        return None

    def says_nothing(self, prompt: PromptText) -> bool:
        """Whether `prompt` asks what was seen, and was emptied."""
        return prompt is self._seen and not prompt.text.strip()

    def focus_seen(self) -> None:
        """Put the cursor into what was seen."""
        self._seen.focus_text()

    def focus_gap(self, gap: Gap) -> None:
        """Put the cursor where something is missing."""
        ungraded = self._reliability if self._reliability.value is None else self._credibility
        places: dict[Gap, Widget] = {"source": self._from, "date": self._observed, "grading": ungraded}
        if gap == "necessity":
            self._sharing.query_one("#necessity", PromptText).focus_text()
        else:
            (places.get(gap) or self._sharing.query_one(_SHARING_GAPS[gap])).focus()

    def go_on(self, line: Input) -> None:
        """Go to the field after a line; the last one leads to the items."""
        lines: list[Widget] = [self._from, self._observed, self._received, self._mentions, self._document]
        after = lines[lines.index(line) + 1 :] if line in lines else []
        (after[0] if after else self.query_one("#pick-items")).focus()

    def _say(self, where: str, words: str) -> None:
        """Change a sentence only when it says something else: a new one lays the whole form out anew."""
        if self._said.get(where) != words:
            self._said[where] = words
            self.query_one(where, Static).update(plain(words))

    def _lines(self, one: Observation) -> list[tuple[TextLine, str]]:
        return [
            (self._from, one.brought_by),
            (self._observed, one.observed),
            (self._received, day_text(one.received_on)),
            (self._mentions, one.mentions),
            (self._document, one.document),
        ]

    def _choices(self, one: Observation) -> list[tuple[Choice, str | frozenset[str] | None]]:
        return [
            (self._hand, one.hand),
            (self._nature, one.nature),
            (self._reliability, one.reliability),
            (self._credibility, one.credibility),
            (self._lawful, frozenset({"lawful"} if one.lawful else ())),
        ]

    def _open(self, one: Observation, *, may_be_changed: bool) -> None:
        """Let the fields be written in, and show the buttons, only where that does something."""
        if self._writable != may_be_changed:
            self._writable = may_be_changed
            for field in (self._seen, self._meaning, *self.query(TextLine), *self.query(Choice)):
                field.disabled = not may_be_changed
            for button in self.query(Button):
                display(button, when=may_be_changed)
        self._sharing.fill(one, self._legal, may_be_changed=may_be_changed)

    def _look_at_words(self, one: Observation) -> None:
        if self._wording is not None:
            health = from_health(one, self._profile, self._wording)
            for (_field, watch), text in zip(self._watched, (one.seen, one.meaning), strict=True):
                watch.look(text, from_health=health)


def _line(name: str, placeholder: str) -> TextLine:
    line = TextLine(placeholder=placeholder, id=name)
    line.max_length = LONGEST
    return line


def _asked(name: str, question: str, options: Sequence[Option]) -> Choice:
    choice = Choice(options, id=name, classes="asked")
    choice.border_title = question
    return choice
