"""Step 4, «Drøfting»: everybody's own answers are shown, and the group agrees on one for each item, with a reason.

What differs most comes first. Who answered what stays hidden until somebody asks. Nothing is taken as agreed because
many said so: the group gives the answer itself, or takes the one that all gave.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Input, Static, TextArea

from assess.casework.deeds.rating import Comment, Rate, TakeBack
from assess.casework.rating import GROUP, Change, Rating, Remark
from assess.casework.record import Confidence
from assess.instrument.model import Step
from assess.judgement.agreement import Spread, spreads
from assess.language import _
from assess.screens.keys import KeyEntry
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.discussion_card import DiscussionCard, RemarkKind
from assess.screens.meeting.discussion_words import (
    CHANGE_KEYS,
    CONFIDENCE_KEYS,
    as_change,
    as_confidence,
    coverage_words,
    lacks_reason,
    lines_by_domain,
    lines_by_spread,
    urgent_words,
    waiting_words,
)
from assess.screens.meeting.item_words import code_typed
from assess.screens.meeting.step import StepPane
from assess.screens.meeting.work_list import step_key
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.item_list import ItemLine, ItemList
from assess.screens.widgets.prompt_text import PromptText


class DiscussionStep(StepPane):
    """The items to the left, widest spread first, and the one that is discussed to the right."""

    step: ClassVar[Step] = "discussion"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "to_list", show=False),
        Binding("ctrl+n", "next_item", show=False),
        Binding("pageup", "read(-1)", show=False, priority=True),
        Binding("pagedown", "read(1)", show=False, priority=True),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._alone_first = desk.instrument.rounds == "individual_then_agreed"
        self._by_spread = self._alone_first
        self._names = False
        self._spreads: dict[str, Spread] = {}
        self._done_by: dict[str, Callable[[], None]] = {
            "e": self.action_agree,
            "r": self.action_reason,
            "d": self.action_advocate,
            "f": self.action_differently,
            "v": self.action_names,
            "o": self.action_order,
            "delete": self.action_take_back,
        }
        self._items = ItemList(steered=True, id="discussed")
        self._card = DiscussionCard()

    def compose(self) -> ComposeResult:
        """Compose what is said before the reveal, and the discussion; one of them is seen."""
        with VerticalScroll(id="waiting", can_focus=False):
            yield Static(_("Drøfting"), classes="heading")
            yield Static(id="waiting-for", classes="text reading")
            yield Button(_("Gå til «Egen vurdering»"), id="go-rate", compact=True)
        with Vertical(id="page"):
            yield Static(id="coverage", classes="muted")
            yield Static(id="urgent", classes="fault")
            with Horizontal():
                yield self._items
                yield self._card

    def on_mount(self) -> None:
        """Fill the pane and stand on the first item that is not agreed on."""
        self.show()
        agreed = self.desk.assessment.agreed
        shown = (line.item for line in self._lines() if line.item)
        self._items.go_to(next((item for item in shown if item not in agreed), ""))

    def show(self) -> None:
        """Fill the page that is seen."""
        assessment, instrument = self.desk.assessment, self.desk.instrument
        self.query_one("#waiting").display = self._waiting
        self.query_one("#page").display = not self._waiting
        if self._waiting:
            self.query_one("#waiting-for", Static).update(plain(waiting_words(self.desk)))
            return
        self._spreads = {spread.item: spread for spread in spreads(assessment, instrument)}
        self._items.show_lines(self._lines())
        self.query_one("#coverage", Static).update(plain(coverage_words(assessment, instrument)))
        urgent = self.query_one("#urgent", Static)
        urgent.update(plain(urgent_words(assessment, instrument)))
        urgent.display = bool(urgent_words(assessment, instrument))
        self._show_card(self._card.item or self._items.item)

    def take_focus(self) -> None:
        """Stand on the items, or on the way to the step before."""
        (self.query_one("#go-rate") if self._waiting else self._items).focus()

    def go_to(self, item: str) -> None:
        """Put the cursor on an item."""
        if item in self._spreads:
            self._items.go_to(item)

    def at(self) -> str:
        """The item that the cursor is on."""
        return self._items.item

    def own_keys(self) -> list[KeyEntry]:
        """The keys of the list and the card, or those of a text that is being written."""
        if self._waiting:
            return [KeyEntry("↵", _("Gå til «Egen vurdering»"), "")]
        if self._writing:
            return [step_key("ctrl+n", _("Neste forhold"), "next_item"), step_key("esc", _("Til lista"), "to_list")]
        own = [step_key("↵", _("Videre"), "next_item"), step_key("r", _("Begrunn"), "reason")]
        if self._alone_first:
            own += [
                step_key("e", _("Enig"), "agree"),
                step_key("d", _("Motsi"), "advocate"),
                step_key("v", _("Hvem"), "names"),
                step_key("o", _("Orden"), "order"),
            ]
        return [*own, step_key("f", _("Ulikt lest"), "differently")]

    def on_key(self, event: events.Key) -> None:
        """Answer by the answer's own key, wherever on the page the cursor is; enter goes on.

        All of it is done here and nothing by bindings, which run later: a fast hand must not answer another item.
        """
        if self._waiting or self._writing:
            return
        self._follow()
        if event.key == "enter" and self._items.has_focus and self._reason_missing:
            event.stop()
            self._write(self._card.reason)
            return
        typed = event.character or ""
        code = code_typed(self.desk.instrument, self._card.item, typed) if self._card.item else None
        if code is not None:
            event.stop()
            self._rate(code=code)
        elif typed in CONFIDENCE_KEYS:
            event.stop()
            self._rate(confidence=CONFIDENCE_KEYS[typed])
        elif typed in CHANGE_KEYS:
            event.stop()
            self._rate(change=CHANGE_KEYS[typed])
        elif event.key in self._done_by:
            event.stop()
            self._done_by[event.key]()
        elif self._items.has_focus and self._items.steer(event.key):
            event.stop()
            self._follow()

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

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        """Keep what is written about the item that is left, and show the one that the cursor is on."""
        event.stop()
        self._follow()

    def on_descendant_focus(self) -> None:
        """Show the keys that work now."""
        self.post_message(self.KeysChanged())

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go to the participants' own ratings."""
        event.stop()
        self.post_message(self.Asked("individual" if self.desk.assessment.meeting.raters() else "meeting"))

    def keep_text(self, prompt: PromptText, text: str) -> None:
        """Keep the text; a field that shows another item by now was kept when the item was left."""
        if text == prompt.text:
            self._keep(prompt)

    def leave(self) -> None:
        """Keep everything that is written on the card."""
        for prompt in self._card.prompts:
            self._keep(prompt)

    def action_agree(self) -> None:
        """Take the answer that all gave. It is never the answer of most, nor anything between."""
        spread = self._spreads.get(self._card.item)
        if spread is None or not self._alone_first:
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
        if self._card.advocate.display:
            self._write(self._card.advocate)
        else:
            self.notify(_("Spørsmålet stilles når alle har svart likt på et kritisk forhold."))

    def action_differently(self) -> None:
        """Note that the question was read differently, and let the group say how."""
        noted = self._card.remark("read_differently", self.desk.assessment) is not None
        if noted or self._remark("read_differently", ""):
            self._write(self._card.differently)

    def action_names(self) -> None:
        """Show, or hide again, who answered what."""
        self._names = not self._names
        self._show_card(self._card.item)

    def action_order(self) -> None:
        """Order the items by spread, or as the instrument does."""
        if self._alone_first:
            self._by_spread = not self._by_spread
            self._items.show_lines(self._lines())
            self.notify(_("Størst forskjell først.") if self._by_spread else _("I verktøyets rekkefølge."))

    def action_take_back(self) -> None:
        """Take the agreed answer to this item back."""
        if self._card.item in self.desk.assessment.agreed:
            self.carry_out(TakeBack("agreed", GROUP, self._card.item))
            self._card.show_answer(self.desk)

    def action_to_list(self) -> None:
        """Go back to the list."""
        if not self._waiting:
            self._items.focus()

    def action_next_item(self) -> None:
        """Keep what is written and go on to the next item."""
        if not self._waiting:
            self.leave()
            self._items.focus()
            self._items.action_move(1)
            self._follow()

    def action_read(self, pages: int) -> None:
        """Scroll the item's card."""
        self._card.scroll_relative(y=pages * max(self._card.size.height - 2, 1), animate=False)

    @property
    def _waiting(self) -> bool:
        return self._alone_first and self.desk.assessment.revealed_at is None

    @property
    def _writing(self) -> bool:
        return isinstance(self.screen.focused, TextArea | Input)

    @property
    def _reason_missing(self) -> bool:
        item = self.desk.instrument.items_by_id.get(self._card.item)
        return item is not None and lacks_reason(item, self.desk.assessment, self.desk.instrument)

    def _lines(self) -> list[ItemLine]:
        found = tuple(self._spreads.values())
        return lines_by_spread(found, self.desk) if self._by_spread else lines_by_domain(found, self.desk)

    def _follow(self) -> None:
        """Show the item that the cursor is on; a key may come before the list has told that it moved."""
        if self._items.item != self._card.item:
            self.leave()
            if self._writing:
                self._items.focus()
            self._show_card(self._items.item)

    def _show_card(self, item: str) -> None:
        if item in self._spreads:
            self._card.show_item(self.desk, self._spreads[item], names=self._names)

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
        else:
            self._remark(card.remark_kind(prompt), text)

    def _remark(self, kind: RemarkKind, text: str) -> bool:
        remark = Remark(item=self._card.item, kind=kind, text=text, made_at=self.desk.now())
        return self.carry_out(Comment(remark))
