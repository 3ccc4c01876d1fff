"""One item as the group discusses it: the question, what each answered alone, what was observed, what all agree on."""

from __future__ import annotations

from typing import Literal

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea

from assess.casework.assessment import Assessment
from assess.casework.rating import Rating
from assess.judgement.agreement import Spread, needs_devils_advocate
from assess.language import _
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.discussion_words import (
    action_words,
    change_options,
    confidence_options,
    lacks_reason,
    observation_words,
    own_ratings,
)
from assess.screens.meeting.item_words import answers_of, heading_of, not_counted, probes_of
from assess.screens.terminal import clean, plain
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.prompt_text import PromptText

RemarkKind = Literal["read_differently", "devils_advocate"]

_PARTS = {
    "name": "",
    "question": "text",
    "alone": "",
    "action": "risk",
    "observed": "",
    "sure": "subheading",
    "moved": "subheading",
    "demanded": "caution",
    "more": "muted",
}
"""The card's texts and their looks."""


class DiscussionCard(VerticalScroll):
    """The card right of the list. It is filled from the desk and changes nothing.

    Confidence, change and reason appear once there is an answer for them to belong to.
    """

    def __init__(self) -> None:
        super().__init__(id="card", can_focus=False)
        self.item = ""
        """The item that the card shows now."""
        self.answers = Choice([], id="answers")
        self.confidence = Choice([], horizontal=True, id="confidence")
        self.change = Choice([], horizontal=True, id="change")
        self.reason = PromptText(_("Begrunnelse"), id="reason")
        self.advocate = PromptText(_("Alle er enige om et kritisk forhold. Hva taler imot?"), id="advocate")
        self.differently = PromptText(
            _("Vi forsto spørsmålet ulikt"), help=_("Hvordan? Det går til dem som eier verktøyet."), id="differently"
        )
        self._parts = {name: Static(id=name, classes=classes) for name, classes in _PARTS.items()}

    def compose(self) -> ComposeResult:
        """Compose the card from the question down to what may be added."""
        parts = self._parts
        yield parts["name"]
        yield parts["question"]
        yield parts["alone"]
        yield self.answers
        yield parts["action"]
        yield parts["observed"]
        yield parts["sure"]
        yield self.confidence
        yield parts["moved"]
        yield self.change
        yield parts["demanded"]
        yield self.reason
        yield self.advocate
        yield self.differently
        yield parts["more"]

    def on_mount(self) -> None:
        """Say what stays the same for every item."""
        self._parts["sure"].update(_("Hvor sikre er dere?"))
        self._parts["moved"].update(_("Endring siden sist, eller de siste ukene"))

    def show_item(self, desk: Desk, spread: Spread, *, names: bool) -> None:
        """Show an item; what is being written in it stays."""
        anew = spread.item != self.item
        self.item = spread.item
        item = desk.instrument.item(spread.item)
        assessment = desk.assessment
        self._say("name", heading_of(item))
        self._say("question", plain(item.question))
        self._say("alone", own_ratings(spread, desk, names=names))
        self._parts["alone"].display = desk.instrument.rounds == "individual_then_agreed"
        self._say("action", plain(action_words(item, assessment, desk.instrument)))
        self._say("observed", plain(observation_words(assessment.about(item.id), item.id)))
        more = plain("\n".join(filter(None, (not_counted(item).plain, probes_of(item)))))
        self._say("more", more)
        self.show_answer(desk)
        lacking = lacks_reason(item, assessment, desk.instrument)
        demand = _("! Begrunnelse kreves, eller en opplysning som taler for eller imot.")
        self._say("demanded", plain(demand if lacking else ""))
        for prompt in (self.reason, self.advocate, self.differently):
            prompt.query_one(TextArea).read_only = desk.locked
            if anew or not prompt.has_focus_within:
                prompt.text = self.recorded(prompt, assessment)
        wanted = spread.item in needs_devils_advocate(assessment, desk.instrument)
        self.advocate.display = wanted or self.remark("devils_advocate", assessment) is not None
        self.differently.display = self.remark("read_differently", assessment) is not None
        if anew:
            self.scroll_home(animate=False)

    def show_answer(self, desk: Desk) -> None:
        """Show the agreed answer as it is kept, also after another one was refused."""
        rating = self.rating(desk.assessment)
        item = desk.instrument.item(self.item)
        self.answers.show_options(answers_of(desk.instrument, item), rating.code if rating else None)
        self.confidence.show_options(confidence_options(), rating.confidence if rating else None)
        self.change.show_options(change_options(), rating.change if rating else None)
        for widget in (self._parts["sure"], self.confidence, self._parts["moved"], self.change, self.reason):
            widget.display = rating is not None

    def rating(self, assessment: Assessment) -> Rating | None:
        """What the group agreed on."""
        return assessment.agreed.get(self.item)

    def reason_of(self, assessment: Assessment) -> str:
        """The reason kept for the agreed answer."""
        rating = self.rating(assessment)
        return rating.reason if rating is not None else ""

    def remark(self, kind: RemarkKind, assessment: Assessment) -> str | None:
        """What was remarked about the item; None when nothing was."""
        found = (one for one in assessment.remarks if one.item == self.item and one.kind == kind)
        return next((one.text for one in found), None)

    def recorded(self, prompt: PromptText, assessment: Assessment) -> str:
        """What is kept of what one of the card's fields shows."""
        if prompt is self.reason:
            return clean(self.reason_of(assessment))
        return clean(self.remark(self.remark_kind(prompt), assessment) or "")

    def remark_kind(self, prompt: PromptText) -> RemarkKind:
        """The kind of remark that is written in a field."""
        return "devils_advocate" if prompt is self.advocate else "read_differently"

    def _say(self, part: str, words: Content) -> None:
        widget = self._parts[part]
        widget.update(words)
        widget.display = bool(words)
