"""The form of one observation: what was seen, what it is taken to mean, where it comes from, how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pydantic import ValidationError
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.suggester import SuggestFromList
from textual.widgets import Button, Static

from assess.casework.observation import Observation
from assess.errors import NotAllowed
from assess.language import _
from assess.profile.model import LegalBases
from assess.screens.local_time import day_from, day_text
from assess.screens.meeting.ask_line import LONGEST
from assess.screens.meeting.observation_words import (
    basis_words,
    credibility_options,
    hand_options,
    heading_words,
    items_words,
    lawful_option,
    nature_options,
    reliability_options,
    shared_option,
)
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.prompt_text import PromptText, TextLine


class ObservationForm(VerticalScroll, can_focus=False):
    """Shows one observation and says what it has become. It keeps nothing itself; the step does."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._shown: Observation | None = None
        self._said: dict[str, str] = {}
        self._seen = PromptText(_("Hva er sett eller hørt?"), id="seen")
        self._meaning = PromptText(
            _("Hva tolker dere det som?"), help=_("Skriv også om det kan forstås på en annen måte."), id="meaning"
        )
        self._from = _line("brought-by", _("rolle eller tjeneste, aldri navn"))
        self._observed = _line("observed", _("så nøyaktig dere vet, for eksempel våren 2026"))
        self._received = _line("received", _("dato, for eksempel 21.11.2026"))
        self._hand = Choice(hand_options(), id="hand")
        self._nature = Choice(nature_options(), id="nature")
        self._reliability = Choice(reliability_options(), id="reliability")
        self._credibility = Choice(credibility_options(), id="credibility")
        self._lawful = Choice([lawful_option()], multiple=True, id="lawful")
        self._shared = Choice([shared_option()], multiple=True, id="shared")
        self._necessity = PromptText(_("Hvorfor er det nødvendig å dele den?"), id="necessity")

    def compose(self) -> ComposeResult:
        """Compose the form from what was seen to how it may be shared."""
        yield Static(id="which", classes="heading")
        yield self._seen
        yield self._meaning
        with Horizontal(id="source"):
            yield Static(_("Fra\nObservert\nMottatt"), id="source-labels")
            with Vertical():
                yield self._from
                yield self._observed
                yield self._received
        yield Static(_("Hvilke forhold taler den for, og hvilke taler den imot?"), classes="subheading")
        yield Static(id="items")
        yield Button(_("i  Velg forhold"), id="pick-items", compact=True)
        yield self._lawful
        with Horizontal(classes="columns"):
            with Vertical(classes="column"):
                yield Static(_("Førstehånds?"), classes="subheading")
                yield self._hand
                yield Static(_("Hvor pålitelig er kilden?"), classes="subheading")
                yield self._reliability
            with Vertical(classes="column"):
                yield Static(_("Hva slags utsagn?"), classes="subheading")
                yield self._nature
                yield Static(_("Hvor sikkert er akkurat dette?"), classes="subheading")
                yield self._credibility
        yield self._shared
        yield Static(id="basis", classes="text")
        yield Button(_("g  Velg hjemmel"), id="pick-basis", compact=True)
        yield self._necessity
        yield Button(_("t  Trekk opplysningen"), id="withdraw", compact=True)

    def suggest(self, sources: Sequence[str]) -> None:
        """Suggest these roles and senders while somebody writes who brings it; arrow right takes one."""
        self._from.suggester = SuggestFromList(sources, case_sensitive=False)

    def fill(self, one: Observation, legal: LegalBases, note: Callable[[str], str], *, locked: bool) -> None:
        """Show an observation; fields that say the same already are left alone.

        Args:
            one: The observation.
            legal: Where its legal basis is read.
            note: How what people wrote may be drawn outside the fields now.
            locked: Whether it can only be read.
        """
        another = self._shown is None or self._shown.id != one.id
        self._shown = one
        self._say("#which", heading_words(one, note))
        self._seen.text = one.seen
        self._meaning.text = one.meaning
        self._necessity.text = one.necessity
        for line, text in self._lines(one):
            if line.value != text:
                line.value = text
        for choice, value in self._choices(one):
            choice.value = value
            if another:
                choice.cursor = next((n for n, option in enumerate(choice.options) if option.value == value), 0)
        self._say("#items", items_words(one))
        self._say("#basis", basis_words(one, legal))
        self._open(one, may_be_changed=not locked and not one.withdrawn)
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
            "necessity": self._necessity.text,
            "brought_by": self._from.line.strip(),
            "observed": self._observed.line.strip(),
            "received_on": one.received_on if self.complaint() else day_from(self._received.line),
            "hand": self._hand.value or "unclear",
            "nature": self._nature.value or "unverified",
            "reliability": self._reliability.value,
            "credibility": self._credibility.value,
            "lawful": bool(self._lawful.value),
            "shared": bool(self._shared.value),
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
        ]

    def _choices(self, one: Observation) -> list[tuple[Choice, str | frozenset[str] | None]]:
        return [
            (self._hand, one.hand),
            (self._nature, one.nature),
            (self._reliability, one.reliability),
            (self._credibility, one.credibility),
            (self._lawful, frozenset({"lawful"} if one.lawful else ())),
            (self._shared, frozenset({"shared"} if one.shared else ())),
        ]

    def _open(self, one: Observation, *, may_be_changed: bool) -> None:
        """Show what belongs to a shared one only then, and the buttons only where they do something."""
        for field in (self._seen, self._meaning, self._necessity, *self.query(TextLine), *self.query(Choice)):
            field.disabled = not may_be_changed
        for button in self.query(Button):
            button.display = may_be_changed and (one.shared or button.id != "pick-basis")
        self.query_one("#basis").display = one.shared
        self._necessity.display = one.shared


def _line(name: str, placeholder: str) -> TextLine:
    line = TextLine(placeholder=placeholder, id=name)
    line.max_length = LONGEST
    return line
