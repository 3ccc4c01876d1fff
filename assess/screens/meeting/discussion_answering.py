"""What the group's hands do to one item: agree on an answer, give its reason, remark on it, say who finds it out.

The item is the one that the card shows, whatever the list's cursor is on, so that nothing lands on another.
"""

from __future__ import annotations

from textual import events
from textual.widgets import Input, TextArea

from assess.casework.deeds.rating import Comment, Rate, TakeBack, TakeRemarkBack
from assess.casework.rating import GROUP, Change, Rating, Remark, RemarkKind
from assess.casework.record import Confidence
from assess.judgement.agreement import Spread, needs_devils_advocate
from assess.language import _
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.discussion_before import Before
from assess.screens.meeting.discussion_card import DiscussionCard
from assess.screens.meeting.discussion_words import as_change, as_confidence, reason_asked
from assess.screens.meeting.step import StepPane
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.prompt_text import PromptText


class AnsweringPane(StepPane):
    """A pane with one item's card, and what may be answered, written and taken back on it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._spreads: dict[str, Spread] = {}
        self._card = DiscussionCard(Before(desk))

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Keep what was chosen on the card."""
        event.stop()
        card = self._card
        if event.choice is card.answers and isinstance(event.value, str):
            self._rate(code=event.value)
        elif event.choice is card.answers:
            self.action_take_back()
        elif event.choice is card.confidence:
            self._rate(confidence=as_confidence(event.value))
        elif event.choice is card.change:
            self._rate(change=as_change(event.value))

    def on_descendant_blur(self) -> None:
        """Keep who finds an unknown out once a line of it is left."""
        self._keep_plan()

    def keep_text(self, prompt: PromptText, text: str) -> None:
        """Keep the text; a field that shows another item by now was kept when the item was left."""
        if text == prompt.text:
            self._keep(prompt)

    def leave(self) -> None:
        """Keep everything that is written on the card."""
        for prompt in self._card.prompts:
            self._keep(prompt)
        self._keep_plan()
        if self._card.unknown.unread:
            self.notify(_("Datoen kunne ikke leses og er ikke lagret. Skriv den som 21.11.2026."))

    def action_agree(self) -> None:
        """Take the answer that all gave. It is never the answer of most, nor anything between."""
        spread = self._spreads.get(self._card.item)
        if spread is None or not self.desk.instrument.alone_first:
            return
        if spread.equal:
            self._rate(code=spread.ratings[0].code)
        elif len(spread.ratings) > 1:
            self.notify(_("Dere har svart ulikt. Snakk sammen, og velg det svaret dere blir enige om."))
        else:
            self.notify(_("Færre enn to har svart. Velg det svaret dere blir enige om."))

    def action_reason(self) -> None:
        """Write the reason."""
        if self._card.reason.display:
            self._write(self._card.reason)
        else:
            self._ask_for_answer()

    def action_advocate(self) -> None:
        """Write what speaks against what all agree on."""
        if self._card.may_object(self.desk):
            self._open_remark("devils_advocate")
        else:
            self.notify(_("Spørsmålet stilles når alle har svart likt på et kritisk forhold."))

    def action_differently(self) -> None:
        """Note that the question was read differently, and let the group say how."""
        noted = self.desk.assessment.remark(self._card.item, "read_differently") is not None
        if noted or self._remark("read_differently", ""):
            self._open_remark("read_differently")

    def action_question(self) -> None:
        """Write a question for the second reader."""
        self._open_remark("question")

    def action_plan(self) -> None:
        """Write who finds an unknown out."""
        if self._card.unknown.shown and not self.desk.locked:
            self._card.unknown.who.focus()

    def action_take_back(self) -> None:
        """Take the agreed answer to this item back."""
        if self._card.item in self.desk.assessment.agreed:
            self.carry_out(TakeBack("agreed", GROUP, self._card.item))
            self._card.show_answer(self.desk)

    @property
    def _writing(self) -> bool:
        return isinstance(self.screen.focused, TextArea | Input)

    @property
    def _asks_more(self) -> bool:
        """Whether the answer just given leads to something that is asked on the same card."""
        challenged = self._card.item not in needs_devils_advocate(self.desk.assessment, self.desk.instrument)
        return self._reason_asked or self._card.unknown.asks(self.desk) or not challenged

    @property
    def _reason_asked(self) -> bool:
        spread = self._spreads.get(self._card.item)
        if spread is None:
            return False
        item = self.desk.instrument.item(spread.item)
        return bool(reason_asked(item, spread, self.desk.assessment, self.desk.instrument))

    def _rate(
        self,
        code: str | None = None,
        confidence: Confidence | None = None,
        change: Change | None = None,
        reason: str | None = None,
    ) -> bool:
        kept = self.desk.assessment.agreed.get(self._card.item)
        if kept is None and code is None:
            self._ask_for_answer()
            return False
        rating = Rating(
            round="agreed",
            rater=GROUP,
            item=self._card.item,
            code=code or (kept.code if kept is not None else ""),
            confidence=confidence or (kept.confidence if kept is not None else None),
            change=change or (kept.change if kept is not None else None),
            reason=reason if reason is not None else (kept.reason if kept is not None else ""),
            given_at=self.desk.now(),
        )
        kept_now = self.carry_out(Rate(rating))
        if not kept_now:
            self._card.show_answer(self.desk)
        elif self._card.unknown.asks(self.desk):
            self.call_after_refresh(self._card.unknown.by.scroll_visible, animate=False)
        return kept_now

    def _write(self, prompt: PromptText) -> None:
        prompt.focus_text()
        self.call_after_refresh(prompt.scroll_visible, animate=False)

    def _ask_for_answer(self) -> None:
        self.notify(_("Velg et svar først."))

    def _keep(self, prompt: PromptText) -> None:
        """Keep one field's text as what belongs to the item that the card shows."""
        text, card = prompt.text, self._card
        if not card.item or text == card.recorded(prompt, self.desk.assessment):
            return
        if prompt is card.reason:
            self._rate(reason=text)
        elif card.kind is not None and text.strip():
            self._remark(card.kind, text)
        elif card.kind is not None:
            self.carry_out(TakeRemarkBack(card.item, card.kind))

    def _keep_plan(self) -> None:
        """Keep who finds the unknown out, and by when."""
        deed = self._card.unknown.deed(self.desk) if self._card.item else None
        if deed is not None:
            self.carry_out(deed)

    def _remark(self, kind: RemarkKind, text: str) -> bool:
        remark = Remark(item=self._card.item, kind=kind, text=text, made_at=self.desk.now())
        return self.carry_out(Comment(remark))

    def _open_remark(self, kind: RemarkKind) -> None:
        """Let the group write a remark of this kind; what was written of another is kept."""
        self._keep(self._card.remark)
        if self._card.item and not self.desk.locked:
            self._card.kind = kind
            self._show_card(self._card.item)
            self._write(self._card.remark)

    def _take_empty_back(self, event: events.Key) -> None:
        """Take a remark back by delete in its empty field, also one that had no words."""
        card = self._card
        if event.key != "delete" or not card.remark.has_focus_within or card.remark.text or card.kind is None:
            return
        event.stop()
        kind, card.kind = card.kind, None
        self._to_items()
        self.carry_out(TakeRemarkBack(card.item, kind))

    def _show_card(self, item: str) -> None:
        """Show an item's card; whoever has the list knows how."""
        raise NotImplementedError

    def _to_items(self) -> None:
        """Give the keyboard back to the list."""
        raise NotImplementedError
