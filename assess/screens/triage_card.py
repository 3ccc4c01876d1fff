"""The card beside the lines of a first call: who called, one question, or the way on."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widget import Widget

from assess.casework.triage import Triage
from assess.instrument.model import Instrument
from assess.judgement.triage import saying
from assess.language import _
from assess.profile.model import Profile
from assess.screens.meeting.item_words import answers_of, heading_of, not_counted
from assess.screens.terminal import plain
from assess.screens.triage_words import (
    CHANNEL,
    OUTCOME,
    SENDER,
    SUMMARY,
    channel_options,
    follow_of,
    left_words,
    outcome_options,
    rules_words,
    sender_options,
)
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.display import display
from assess.screens.widgets.ground import ScrolledRows
from assess.screens.widgets.prompt_text import PromptText, TextLine
from assess.screens.widgets.words import Words


class TriageCard(ScrolledRows):
    """Shows what one line of the call asks; everything is mounted once and filled in place."""

    DEFAULT_CSS = """
    TriageCard { padding: 0 0 0 2; }
    TriageCard .gap { margin-top: 1; }
    TriageCard PromptText { margin-top: 1; }
    """

    def __init__(self, instrument: Instrument, profile: Profile) -> None:
        super().__init__(id="call-card", can_focus=False)
        self._instrument = instrument
        self._profile = profile
        self.line = ""
        """The line that is shown."""
        self._turned = False
        self._heading = Words(classes="heading")
        self._asks = Words(classes="text")
        self.sender = Choice(sender_options(profile), horizontal=True, id="sender")
        self.channel = Choice(channel_options(), id="channel")
        self.summary = TextLine(id="summary", classes="note")
        self.answer = Choice([], horizontal=True, id="answer")
        self._follow = Words(classes="text gap", id="follow")
        self._probes = Words(classes="text", id="probes")
        self._not_this = Words(classes="muted", id="not-this")
        self.outcome = Choice([], id="outcome")
        self.text = PromptText(_("Noen ord, uten navn"), id="words")
        self.reason = PromptText(_("Hvorfor velger dere denne veien?"), id="outcome-reason")
        self._rules = Words(classes="text gap", id="rules")
        self._follows = Words(classes="text", id="follows")
        self._earlier = Words(classes="muted gap", id="earlier")

    def compose(self) -> ComposeResult:
        """Compose everything that a line may ask for."""
        yield self._heading
        yield self._asks
        yield self.sender
        yield self.channel
        yield self.summary
        yield self.answer
        yield self._follow
        yield self._probes
        yield self._not_this
        yield self.outcome
        yield self.text
        yield self._rules
        yield self.reason
        yield self._follows
        yield self._earlier

    def to(self, line: str) -> None:
        """Turn to another line; `show` fills it."""
        self.line = line
        self._turned = True

    def written(self) -> str | None:
        """What stands in the text field of the line; None where it has none."""
        if self.line == SUMMARY:
            return self.summary.line.strip()
        if self.line == OUTCOME:
            return self.reason.text if self.reason.display else None
        return self.text.text if self.line in self._instrument.items_by_id else None

    def show(self, triage: Triage, earlier: str) -> None:
        """Fill the card for the line that it is turned to.

        Args:
            triage: The call as it is kept.
            earlier: Earlier calls of the same kind, in words; empty when there are none.
        """
        line, other, self._turned = self.line, self._turned, False
        if not line:
            return
        ended = triage.ended_at is not None
        item = self._instrument.items_by_id.get(line)
        for widget, seen in self._seen(line, triage).items():
            display(widget, when=seen)
        if item is not None:
            self._show_question(line, triage, anew=other)
        elif line == OUTCOME:
            self._show_outcome(triage, anew=other)
        else:
            self._heading.update(plain(_headings()[line]))
            self._asks.update(plain(_asked()[line]))
            self.sender.value = triage.sender or None
            self.channel.value = triage.channel or None
            if other or not self.summary.has_focus:
                self.summary.value = triage.summary
        self._earlier.update(plain(earlier))
        for field in (self.sender, self.channel, self.summary, self.answer, self.outcome, self.text, self.reason):
            field.disabled = ended
        if other:
            self.scroll_home(animate=False)

    def _show_question(self, line: str, triage: Triage, *, anew: bool) -> None:
        item = self._instrument.item(line)
        code = triage.answers.get(line)
        self._heading.update(heading_of(item))
        self._asks.update(plain(item.question).stylize("bold"))
        self.answer.show_options(answers_of(self._instrument, item), code)
        self._follow.update(plain(f"→ {follow_of(item, code)}"))
        display(self._follow, when=bool(follow_of(item, code)))
        self._probes.update(plain("\n".join([_("Spør gjerne:"), *(f"– {probe}" for probe in item.probes)])))
        display(self._probes, when=bool(item.probes))
        self._not_this.update(not_counted(item))
        if anew or not self.text.has_focus_within:
            self.text.text = triage.notes.get(line, "")

    def _show_outcome(self, triage: Triage, *, anew: bool) -> None:
        outcome = self._instrument.outcomes[0]
        said = saying(self._instrument, triage.answers, triage.notes)
        self._heading.update(plain(outcome.title))
        asks = [outcome.question] if triage.outcome is None else []
        self._asks.update(plain("\n".join(part for part in (*asks, left_words(said)) if part)))
        self.outcome.show_options(outcome_options(outcome.choices(), triage.outcome), triage.outcome)
        if anew or not self.reason.has_focus_within:
            self.reason.text = triage.reason
        if triage.outcome is not None:
            chosen = next((one for one in outcome.choices() if one.code == triage.outcome), None)
            self._rules.update(plain(rules_words(said, self._instrument)))
            self._follows.update(plain("\n".join(f"– {line}" for line in chosen.follows) if chosen is not None else ""))

    def _seen(self, line: str, triage: Triage) -> dict[Widget, bool]:
        question = line in self._instrument.items_by_id
        decided = line == OUTCOME and triage.outcome is not None
        return {
            self.sender: line == SENDER,
            self.channel: line == CHANNEL,
            self.summary: line == SUMMARY,
            self.answer: question,
            self._follow: question,
            self._probes: question,
            self._not_this: question,
            self.outcome: line == OUTCOME,
            self.text: question,
            self.reason: decided,
            self._rules: decided,
            self._follows: decided,
        }


def _headings() -> dict[str, str]:
    return {SENDER: _("Hvem tar kontakt?"), CHANNEL: _("Hvordan kom den?"), SUMMARY: _("Hva gjelder det?")}


def _asked() -> dict[str, str]:
    return {
        SENDER: _("Bare hva slags avsender, aldri hvem. Trykk bokstaven."),
        CHANNEL: _("Trykk bokstaven."),
        SUMMARY: _("Én linje, uten navn. Ingen skal kunne kjennes igjen. ↵ går videre."),
    }
