"""One item as the group discusses it: the question, what each answered alone, what was observed, what all agree on."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import TextArea

from assess.casework.assessment import Assessment
from assess.casework.rating import Rating, RemarkKind
from assess.judgement.agreement import Spread, needs_devils_advocate
from assess.language import _
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.discussion_alone import own_ratings
from assess.screens.meeting.discussion_before import Before
from assess.screens.meeting.discussion_unknown import UnknownLines
from assess.screens.meeting.discussion_words import (
    action_words,
    change_options,
    confidence_options,
    observation_words,
    reason_asked,
    remark_question,
    remark_words,
)
from assess.screens.meeting.item_words import answers_of, heading_of, not_counted, probes_of
from assess.screens.terminal import clean, plain
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.display import display
from assess.screens.widgets.ground import ScrolledRows
from assess.screens.widgets.prompt_text import PromptText
from assess.screens.widgets.words import Words

_PARTS = {
    "name": "",
    "question": "text",
    "alone": "",
    "before": "muted",
    "action": "risk",
    "observed": "",
    "sure": "subheading",
    "moved": "subheading",
    "demanded": "caution",
    "asked": "subheading",
    "more": "muted",
}
"""The card's texts and their looks."""


class DiscussionCard(ScrolledRows):
    """The card right of the list. It is filled from the desk and changes nothing.

    Confidence, change and reason appear once there is an answer for them to belong to; the field for a remark when
    one is to be written, and what was remarked stands in words else.
    """

    def __init__(self, before: Before) -> None:
        super().__init__(id="card", can_focus=False)
        self.item = ""
        """The item that the card shows now."""
        self.kind: RemarkKind | None = None
        """The kind of remark that can be written now."""
        self._before = before
        self.answers = Choice([], id="answers")
        self.confidence = Choice([], horizontal=True, id="confidence")
        self.change = Choice([], horizontal=True, id="change")
        self.unknown = UnknownLines()
        self.reason = PromptText(_("Begrunnelse"), id="reason")
        self.remark = PromptText("", id="remark")
        self._parts = {name: Words(id=name, classes=classes) for name, classes in _PARTS.items()}

    def compose(self) -> ComposeResult:
        """Compose the card from the question down to what may be added."""
        parts = self._parts
        yield parts["name"]
        yield parts["question"]
        yield parts["alone"]
        yield parts["before"]
        yield self.answers
        yield parts["action"]
        yield from self.unknown.widgets
        yield parts["observed"]
        yield parts["sure"]
        yield self.confidence
        yield parts["moved"]
        yield self.change
        yield parts["demanded"]
        yield self.reason
        yield parts["asked"]
        yield self.remark
        yield parts["more"]

    def on_mount(self) -> None:
        """Say what stays the same for every item; the rest is seen once it says something."""
        for widget in (*self._parts.values(), *self.unknown.widgets, self.remark):
            display(widget, when=False)
        self._parts["sure"].update(_("Hvor sikre er dere?"))
        self._parts["moved"].update(_("Endring siden sist, eller de siste ukene"))

    def show_item(self, desk: Desk, spread: Spread, *, names: bool) -> None:
        """Show an item; what is being written in it stays."""
        anew = spread.item != self.item
        self.item = spread.item
        if anew:
            self.kind = None
        self._show_words(desk, spread, names=names)
        self.show_answer(desk, anew=anew)
        self.unknown.show(desk, self.item)
        for prompt in self.prompts:
            prompt.query_one(TextArea).read_only = desk.locked
            if anew or not prompt.has_focus_within:
                prompt.text = self.recorded(prompt, desk.assessment)
        display(self.remark, when=self.kind is not None)
        if anew:
            self.scroll_home(animate=False)

    def show_answer(self, desk: Desk, *, anew: bool = False) -> None:
        """Show the agreed answer as it is kept, also after another one was refused."""
        rating = self.rating(desk.assessment)
        for choice, options, value in (
            (
                self.answers,
                answers_of(desk.instrument, desk.instrument.item(self.item)),
                None if rating is None else rating.code,
            ),
            (self.confidence, confidence_options(), None if rating is None else rating.confidence),
            (self.change, change_options(), None if rating is None else rating.change),
        ):
            if anew or choice.value != value:
                choice.show_options(options, value)
        for widget in (self._parts["sure"], self.confidence, self._parts["moved"], self.change, self.reason):
            display(widget, when=rating is not None)

    @property
    def prompts(self) -> tuple[PromptText, ...]:
        """Everything that can be written in several lines on the card."""
        return (self.reason, self.remark)

    def rating(self, assessment: Assessment) -> Rating | None:
        """What the group agreed on."""
        return assessment.agreed.get(self.item)

    def may_object(self, desk: Desk) -> bool:
        """Whether the devil's advocate is asked, or has spoken, about the item."""
        asked = self.item in needs_devils_advocate(desk.assessment, desk.instrument)
        return asked or desk.assessment.remark(self.item, "devils_advocate") is not None

    def recorded(self, prompt: PromptText, assessment: Assessment) -> str:
        """What is kept of what one of the card's fields shows."""
        if prompt is self.reason:
            rating = self.rating(assessment)
            return clean(rating.reason) if rating is not None else ""
        remark = assessment.remark(self.item, self.kind) if self.kind is not None else None
        return clean(remark.text) if remark is not None else ""

    def _show_words(self, desk: Desk, spread: Spread, *, names: bool) -> None:
        assessment, instrument = desk.assessment, desk.instrument
        item = instrument.item(spread.item)
        self._say("name", heading_of(item))
        self._say("question", plain(item.question))
        self._say("alone", own_ratings(spread, desk, names=names))
        display(self._parts["alone"], when=instrument.alone_first)
        self._say("before", plain(self._before.words(item)))
        self._say("action", plain(action_words(item, assessment, instrument)))
        self._say("observed", plain(observation_words(assessment.about(item.id), item.id, desk.note)))
        demanded = "" if desk.locked else reason_asked(item, spread, assessment, instrument)
        self._say("demanded", plain(demanded))
        self._say("asked", plain(remark_question(self.kind) if self.kind is not None else ""))
        remarks = remark_words(assessment, item.id, desk.note, but=self.kind)
        self._say("more", plain("\n".join(filter(None, (remarks, not_counted(item).plain, probes_of(item))))))

    def _say(self, part: str, words: Content) -> None:
        widget = self._parts[part]
        if widget.content != words:
            widget.update(words)
            display(widget, when=bool(words))
