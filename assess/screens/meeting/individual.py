"""Step 3, «Egen vurdering»: each participant rates alone, before anybody talks.

The first page says only who has rated how much. Whoever takes the keyboard opens their own page and sees nobody
else's answers; going back draws the curtain again, and with it goes what the last one cut or wrote. A meeting that is
opened anew begins at the curtain, too: nobody knows who sits at the keyboard then.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, ContentSwitcher, Input, Static, TextArea

from assess.casework.deeds.rating import Rate, Reveal, TakeBack
from assess.casework.meeting import Attendee
from assess.casework.rating import Rating
from assess.casework.record import Confidence
from assess.errors import AssessError
from assess.instrument.model import Item, Step
from assess.language import _
from assess.screens.keys import KeyEntry
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.individual_curtain import Curtain, give_keyboard, has_keyboard, note_answer, note_paper
from assess.screens.meeting.individual_words import as_confidence, confidence_options, keys_of, others_left, page_words
from assess.screens.meeting.item_words import answers_of, code_typed, heading_of, not_counted, probes_of
from assess.screens.meeting.rating_grid import RatingGridScreen
from assess.screens.meeting.step import StepPane
from assess.screens.terminal import clean, plain
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.display import display
from assess.screens.widgets.ground import Columns, Rows, ScrolledRows
from assess.screens.widgets.item_list import ItemLine, ItemList
from assess.screens.widgets.pages import Pages
from assess.screens.widgets.prompt_text import PromptText
from assess.screens.widgets.words import Words

_CONFIDENCE_KEYS: dict[str, Confidence] = {"l": "low", "m": "medium", "h": "high"}


class IndividualStep(StepPane):
    """Who rates now, and then that participant's own page."""

    step: ClassVar[Step] = "individual"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "curtain", show=False),
        Binding("ctrl+n", "next_item", show=False),
        Binding("pageup", "read(-1)", show=False, priority=True),
        Binding("pagedown", "read(1)", show=False, priority=True),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rater = ""
        self._shown = ""
        self._last = ""
        """Who had the keyboard last."""
        self._left_at = ("", "")
        """The rater and the item that the meeting was left at."""
        self._revision = -1
        """The revision of the assessment that is shown."""
        self._done_by = {"b": self.action_curtain, "r": self.action_reason, "delete": self.action_take_back}
        self._curtain = Curtain()
        self._items = ItemList(steered=True, id="items")
        self._answers = Choice([], id="answers")
        self._confidence = Choice([], horizontal=True, id="confidence")
        self._reason = PromptText(
            _("Begrunnelse"),
            help=_("Valgfri her. Det dere blir enige om, begrunnes i drøftingen."),
            id="reason",
        )

    def compose(self) -> ComposeResult:
        """Compose the curtain and the rater's page; one of them is seen."""
        with Pages(initial="curtain", id="pages"):
            yield self._curtain
            with Rows(id="page"):
                yield Words(id="whose", classes="muted")
                with Columns():
                    yield self._items
                    with ScrolledRows(id="card", can_focus=False):
                        yield Words(id="name")
                        yield Words(id="question", classes="text")
                        yield self._answers
                        yield Words(id="not-this", classes="text gap")
                        yield Words(_("Hvor sikker er du?"), id="confidence-label", classes="subheading")
                        yield self._confidence
                        yield self._reason
                        yield Words(id="probes", classes="muted")

    def on_mount(self) -> None:
        """Fill the pane, and look again at what is kept when another screen was over this one."""
        super().on_mount()
        self.app.screen_change_signal.subscribe(self, self._come_back)

    def show(self) -> None:
        """Fill the page that is seen."""
        self._revision = self.desk.assessment.revision
        if self._rater and self._open_for_rating:
            self._show_page()
        else:
            self._curtain.show(self.desk, self._last, self._left_at[0])

    def take_focus(self) -> None:
        """Stand on the raters, or on the items."""
        (self._items if self._rater else self._curtain.raters).focus()

    def go_to(self, item: str) -> None:
        """Go to an item; for «rater item» behind the curtain, unless that rater has the keyboard in this sitting."""
        rater, _space, wanted = item.rpartition(" ")
        attendee = self.desk.assessment.meeting.attendee(rater)
        if attendee is not None and rater != self._rater:
            self.action_curtain()
            self._left_at = (rater, wanted)
            if self._open_for_rating and has_keyboard(self.desk, rater):
                self._open(attendee)
            else:
                self.show()
        else:
            self._items.go_to(wanted)

    def at(self) -> str:
        """The rater and the item that the cursor is on, or was when the meeting was left."""
        return f"{self._rater} {self._items.item}" if self._rater else " ".join(self._left_at).strip()

    def own_keys(self) -> list[KeyEntry]:
        """The keys of the page that is seen, or of the text that is being written; none once nobody can rate."""
        if not self._open_for_rating:
            return []
        return keys_of(self.desk, rates=bool(self._rater), writes=self._writing)

    def on_descendant_focus(self) -> None:
        """Show the keys that work now."""
        self.post_message(self.KeysChanged())

    def on_key(self, event: events.Key) -> None:
        """Rate by the answer's own key, wherever on the page the cursor is.

        All of it is done here and nothing by bindings, which run later: a fast hand must not rate another item.
        """
        if self._writing:
            return
        if not self._rater:
            if event.character == "g":
                event.stop()
                self.action_paper()
            return
        self._follow()
        code = code_typed(self.desk.instrument, self._shown, event.character) if self._shown else None
        if code is not None:
            event.stop()
            self._rate(code=code)
        elif event.character in _CONFIDENCE_KEYS:
            event.stop()
            self._rate(confidence=_CONFIDENCE_KEYS[event.character or ""])
        elif event.key in self._done_by:
            event.stop()
            self._done_by[event.key]()
        elif self._items.has_focus and self._items.steer(event.key):
            event.stop()
            self._follow()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Open the page of the participant chosen, or rate."""
        event.stop()
        if event.choice is self._curtain.raters and isinstance(event.value, str):
            self._give_keyboard(event.value)
        elif event.choice is self._answers and isinstance(event.value, str):
            self._rate(code=event.value)
        elif event.choice is self._answers:
            self.action_take_back()
        elif event.choice is self._confidence:
            self._rate(confidence=as_confidence(event.value))

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        """Keep the reason written for the item that is left, and show the one that the cursor is on."""
        event.stop()
        self._follow()

    def keep_text(self, prompt: PromptText, text: str) -> None:
        """Keep the reason, unless the field shows another by now; the reveal's note is kept when it happens."""
        if prompt is self._reason and text == prompt.text:
            self.leave()

    def leave(self) -> None:
        """Keep the reason that is being written."""
        kept = self.desk.assessment.individual.get((self._rater, self._shown))
        if kept is not None and self._reason.text != clean(kept.reason):
            self._rate(reason=self._reason.text)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Reveal everybody's ratings."""
        event.stop()
        if self.carry_out(Reveal(self.desk.now(), self._curtain.note.text)):
            self.post_message(self.KeysChanged())

    def action_curtain(self) -> None:
        """Go back to the items from a text, and from the items behind the curtain: nobody's answers are seen."""
        if self._rater and self._writing:
            self._items.focus()
        elif self._rater:
            self.leave()
            self._last, self._rater, self._shown, self._left_at = self._rater, "", "", ("", "")
            self._forget()
            self.query_one("#pages", ContentSwitcher).current = "curtain"
            self.show()
            self._curtain.raters.focus()
            self.post_message(self.KeysChanged())

    def action_paper(self) -> None:
        """Enter paper forms, after saying that whoever does so sees the answers on them."""
        if self._rater or not self._open_for_rating:
            return
        if not self.desk.assessment.meeting.raters():
            self.notify(_("Ingen deltakere er ført opp ennå."))
            return
        confirm = Confirm(
            _("Vil dere føre inn svar fra papirskjema?"),
            _("Før inn"),
            detail=_(
                "Den som skriver inn, ser svarene på skjemaene. Bruk det bare når alle har levert. "
                "Det noen har svart selv på skjermen, vises ikke."
            ),
        )
        self.app.push_screen(confirm, lambda sure: self._enter_paper() if sure else None)

    def action_reason(self) -> None:
        """Write a reason, once there is an answer for it to belong to."""
        if self._rater and self._reason.display:
            self._reason.focus_text()
        elif self._rater:
            self.notify(_("Velg et svar først."))

    def action_next_item(self) -> None:
        """Keep the reason that is being written and go on to the next item."""
        if self._rater:
            self._items.focus()
            self._items.action_move(1)
            self._follow()

    def action_read(self, pages: int) -> None:
        """Scroll the item's card."""
        card = self.query_one("#card", VerticalScroll)
        card.scroll_relative(y=pages * max(card.size.height - 2, 1), animate=False)

    def action_take_back(self) -> None:
        """Take the rating of this item back."""
        if self._rater and (self._rater, self._items.item) in self.desk.assessment.individual:
            self.carry_out(TakeBack("individual", self._rater, self._items.item))

    @property
    def _writing(self) -> bool:
        return isinstance(self.screen.focused, TextArea | Input)

    @property
    def _open_for_rating(self) -> bool:
        return self.desk.assessment.revealed_at is None and not self.desk.locked

    def _come_back(self, screen: Screen[object]) -> None:
        """Show what was entered on another screen, such as paper forms."""
        if self.is_attached and screen is self.screen and self._revision != self.desk.assessment.revision:
            self.show()
            self.post_message(self.Saved())

    def _enter_paper(self) -> None:
        try:
            self.desk.register.tell("enter-paper-forms", self.desk.assessment.id, self.desk.case.id)
        except AssessError as error:
            self.post_message(self.Refused(error))
            return
        note_paper(self.desk)
        self.app.push_screen(RatingGridScreen(self.desk))

    def _give_keyboard(self, rater: str) -> None:
        """Open somebody's page; whoever leads the meeting is asked first whether the others are done."""
        attendee = self.desk.assessment.meeting.attendee(rater)
        if attendee is None or not self._open_for_rating:
            return
        if not (attendee.leads and others_left(self.desk, attendee)):
            self._open_own(attendee)
            return

        def question() -> str:
            return _("De andre er ikke ferdige. Skal {who} vurdere nå?").format(who=self.desk.called(attendee))

        confirm = Confirm(
            question,
            _("Vurder nå"),
            _("Vent"),
            detail=_("Den som leder møtet, vurderer sist. Da retter ingen seg etter lederen."),
        )
        self.app.push_screen(confirm, lambda sure: self._open_own(attendee) if sure else self.show())

    def _open_own(self, rater: Attendee) -> None:
        """Open a page; one that holds answers only after asking, since anybody may sit at the keyboard."""
        if not any(who == rater.id for who, _item in self.desk.assessment.individual):
            self._open(rater)
            return

        def question() -> str:
            return _("{who} har vurdert. Er det {who} som har tastaturet nå?").format(who=self.desk.called(rater))

        confirm = Confirm(question, detail=_("Da vises svarene på skjermen."))
        self.app.push_screen(confirm, lambda sure: self._open(rater) if sure else self.show())

    def _open(self, rater: Attendee) -> None:
        if not has_keyboard(self.desk, rater.id):
            self._forget()
        resumed, item = self._left_at
        self._rater, self._left_at = rater.id, ("", "")
        give_keyboard(self.desk, rater.id)
        self.query_one("#pages", ContentSwitcher).current = "page"
        self._show_page()
        missing = self.desk.assessment.missing_ratings(self.desk.instrument).get(rater.id, ())
        if resumed == rater.id:
            self._items.go_to(item)
        elif missing:
            self._items.go_to(missing[0])
        self._items.focus()
        self.post_message(self.KeysChanged())

    def _follow(self) -> None:
        """Show the item that the cursor is on; a key may come before the list has told that it moved."""
        if self._rater and self._items.item != self._shown:
            self.leave()
            self._show_card()

    def _rate(self, code: str | None = None, confidence: Confidence | None = None, reason: str | None = None) -> bool:
        item = self._shown
        kept = self.desk.assessment.individual.get((self._rater, item))
        if kept is None and code is None:
            self.notify(_("Velg et svar først."))
            return False
        rating = Rating(
            round="individual",
            rater=self._rater,
            item=item,
            code=code or (kept.code if kept is not None else ""),
            confidence=confidence or (kept.confidence if kept is not None else None),
            reason=reason if reason is not None else (kept.reason if kept is not None else ""),
            given_at=self.desk.now(),
        )
        kept_now = self.carry_out(Rate(rating))
        if kept_now:
            note_answer(self.desk, self._rater, paper=False)
        else:
            self._show_answer(self.desk.instrument.item(item), kept)
        return kept_now

    def _forget(self) -> None:
        """Leave nothing that the next one could paste or bring back by undoing, in the meeting or in the reason."""
        give_keyboard(self.desk, "")
        self.app.copy_to_clipboard("")
        self.desk.history.clear()
        self._reason.text = ""
        for area in self._reason.query(TextArea):
            area.load_text("")

    def _show_page(self) -> None:
        assessment, instrument = self.desk.assessment, self.desk.instrument
        lines: list[ItemLine] = []
        for domain in instrument.domains:
            lines.append(ItemLine("", f"{domain.id}  {domain.title}"))
            for item in domain.items:
                rating = assessment.individual.get((self._rater, item.id))
                mark = rating.code if rating is not None else "·"
                lines.append(ItemLine(item.id, item.title, mark, _("kritisk") if item.critical is not None else ""))
        self._items.show_lines(lines)
        self.query_one("#whose", Static).update(plain(page_words(self.desk, self._rater)))
        self._show_card()

    def _show_card(self) -> None:
        if not self._items.item:
            return
        item = self.desk.instrument.item(self._items.item)
        rating = self.desk.assessment.individual.get((self._rater, item.id))
        self.query_one("#name", Static).update(heading_of(item))
        self.query_one("#question", Static).update(plain(item.question))
        self.query_one("#not-this", Static).update(not_counted(item))
        self._show_answer(item, rating)
        if item.id != self._shown:
            self.query_one("#card", VerticalScroll).scroll_home(animate=False)
        if item.id != self._shown or not self._reason.has_focus_within:
            self._reason.text = rating.reason if rating is not None else ""
        display(self._reason, when=rating is not None)
        self._shown = item.id
        self.query_one("#probes", Static).update(plain(probes_of(item)))

    def _show_answer(self, item: Item, rating: Rating | None) -> None:
        self._answers.show_options(answers_of(self.desk.instrument, item), rating.code if rating is not None else None)
        self._confidence.show_options(confidence_options(), rating.confidence if rating is not None else None)
