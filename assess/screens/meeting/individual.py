"""Step 3, «Egen vurdering»: each participant rates alone, before anybody talks.

The first page says only who has rated how much. Whoever takes the keyboard opens their own page and sees nobody
else's answers; going back draws the curtain again.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, ContentSwitcher, Input, Static, TextArea

from assess.casework.deeds.rating import Rate, Reveal, TakeBack
from assess.casework.rating import Rating
from assess.casework.record import Confidence
from assess.instrument.model import Item, Step
from assess.language import _
from assess.screens.keys import KeyEntry
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.item_words import answers_of, code_typed, heading_of, not_counted, probes_of
from assess.screens.meeting.step import StepPane
from assess.screens.terminal import clean, plain
from assess.screens.widgets.choice import Choice, Option
from assess.screens.widgets.item_list import ItemLine, ItemList
from assess.screens.widgets.prompt_text import PromptText

_CONFIDENCE_KEYS: dict[str, Confidence] = {"l": "low", "m": "medium", "h": "high"}


class IndividualStep(StepPane):
    """Who rates now, and then that participant's own page."""

    step: ClassVar[Step] = "individual"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "curtain", show=False),
        Binding("pageup", "read(-1)", show=False, priority=True),
        Binding("pagedown", "read(1)", show=False, priority=True),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rater = ""
        self._shown = ""
        self._done_by = {"b": self.action_curtain, "r": self.action_reason, "delete": self.action_take_back}
        self._raters = Choice([], id="raters")
        self._items = ItemList(steered=True, id="items")
        self._answers = Choice([], id="answers")
        self._confidence = Choice([], horizontal=True, id="confidence")
        self._reason = PromptText(
            _("Begrunnelse"),
            help=_("Valgfri her. Det dere blir enige om, begrunnes i drøftingen."),
            id="reason",
        )
        self._note = PromptText(_("Hvorfor går dere videre før alle har vurdert alt?"), id="reveal-note")

    def compose(self) -> ComposeResult:
        """Compose the curtain and the rater's page; one of them is seen."""
        with ContentSwitcher(initial="curtain", id="pages"):
            with VerticalScroll(id="curtain", can_focus=False):
                yield Static(classes="heading", id="curtain-heading")
                yield Static(classes="text reading", id="curtain-text")
                yield self._raters
                yield Static(id="curtain-left", classes="text")
                yield self._note
                yield Button(id="reveal", compact=True)
            with Vertical(id="page"):
                yield Static(id="whose", classes="muted")
                with Horizontal():
                    yield self._items
                    with VerticalScroll(id="card", can_focus=False):
                        yield Static(id="name")
                        yield Static(id="question", classes="text")
                        yield self._answers
                        yield Static(id="not-this", classes="text gap")
                        yield Static(_confidence_label(), id="confidence-label", classes="subheading")
                        yield self._confidence
                        yield self._reason
                        yield Static(id="probes", classes="muted")

    def show(self) -> None:
        """Fill the page that is seen."""
        if self._rater and self.desk.assessment.revealed_at is None:
            self._show_page()
        else:
            self._show_curtain()

    def take_focus(self) -> None:
        """Stand on the raters, or on the items."""
        (self._items if self._rater else self._raters).focus()

    def go_to(self, item: str) -> None:
        """Go on at «rater item», or only at an item."""
        rater, _space, wanted = item.rpartition(" ")
        if rater and self.desk.assessment.revealed_at is None and self.desk.assessment.meeting.attendee(rater):
            self._open(rater)
        self._items.go_to(wanted)

    def at(self) -> str:
        """The rater and the item that the cursor is on."""
        return f"{self._rater} {self._items.item}" if self._rater else ""

    def own_keys(self) -> list[KeyEntry]:
        """The keys of the page that is seen."""
        if not self._rater:
            return [KeyEntry("↵", _("Ta tastaturet"), "")]
        return [
            KeyEntry("0–2 U X", _("Vurder"), ""),
            KeyEntry("↵", _("Neste forhold"), ""),
            KeyEntry("l m h", _("Sikkerhet"), ""),
            KeyEntry("r", _("Begrunn"), ""),
            KeyEntry("b", _("Bytt deltaker"), ""),
        ]

    def on_key(self, event: events.Key) -> None:
        """Rate by the answer's own key, wherever on the page the cursor is.

        All of it is done here and nothing by bindings, which run later: a fast hand must not rate another item.
        """
        if not self._rater or isinstance(self.screen.focused, TextArea | Input):
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
        if event.choice is self._raters and isinstance(event.value, str):
            self._open(event.value)
        elif event.choice is self._answers and isinstance(event.value, str):
            self._rate(code=event.value)
        elif event.choice is self._answers:
            self.action_take_back()
        elif event.choice is self._confidence:
            self._rate(confidence=_as_confidence(event.value))

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
        self.carry_out(Reveal(self.desk.now(), self._note.text))

    def action_curtain(self) -> None:
        """Go back to the items from a text, and from the items behind the curtain: nobody's answers are seen."""
        if self._rater and isinstance(self.screen.focused, TextArea):
            self._items.focus()
        elif self._rater:
            self.leave()
            self._rater = self._shown = ""
            self.query_one("#pages", ContentSwitcher).current = "curtain"
            self.show()
            self._raters.focus()
            self.post_message(self.KeysChanged())

    def action_reason(self) -> None:
        """Write a reason, once there is an answer for it to belong to."""
        if self._rater and self._reason.display:
            self._reason.focus_text()
        elif self._rater:
            self.notify(_("Velg et svar først."))

    def action_read(self, pages: int) -> None:
        """Scroll the item's card."""
        card = self.query_one("#card", VerticalScroll)
        card.scroll_relative(y=pages * max(card.size.height - 2, 1), animate=False)

    def action_take_back(self) -> None:
        """Take the rating of this item back."""
        if self._rater and (self._rater, self._items.item) in self.desk.assessment.individual:
            self.carry_out(TakeBack("individual", self._rater, self._items.item))

    def _open(self, rater: str) -> None:
        if self.desk.assessment.revealed_at is not None or self.desk.locked:
            return
        self._rater = rater
        self.query_one("#pages", ContentSwitcher).current = "page"
        self._show_page()
        missing = self.desk.assessment.missing_ratings(self.desk.instrument).get(rater, ())
        if missing:
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
        if not kept_now:
            self._show_answer(self.desk.instrument.item(item), kept)
        return kept_now

    def _show_curtain(self) -> None:
        assessment, instrument = self.desk.assessment, self.desk.instrument
        total = len(instrument.items_by_id)
        missing = assessment.missing_ratings(instrument)
        raters = assessment.meeting.raters()
        revealed = assessment.revealed_at is not None
        self.query_one("#curtain-heading", Static).update(_("Egen vurdering"))
        self.query_one("#curtain-text", Static).update(_curtain_text(revealed=revealed, raters=len(raters)))
        self._raters.show_options(
            [
                Option(
                    rater.id,
                    self.desk.called(rater),
                    help=_("{done} av {total} vurdert").format(
                        done=total - len(missing.get(rater.id, ())), total=total
                    ),
                )
                for rater in raters
            ]
        )
        self._raters.display = bool(raters) and not revealed
        left = self.query_one("#curtain-left", Static)
        left.update(plain(_left(missing_raters=len(missing), raters=len(raters))))
        left.display = bool(raters) and not revealed
        self._note.display = bool(missing) and bool(assessment.individual) and not revealed
        button = self.query_one("#reveal", Button)
        button.label = _("Vis alles vurderinger")
        button.display = bool(assessment.individual) and not revealed

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
        done = sum(1 for rater, _item in assessment.individual if rater == self._rater)
        words = _("{who} vurderer alene. {done} av {total} er vurdert.").format(
            who=self.desk.called(self._rater), done=done, total=len(instrument.items_by_id)
        )
        self.query_one("#whose", Static).update(plain(words))
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
        if item.id != self._shown or not self._reason.has_focus_within:
            self._reason.text = rating.reason if rating is not None else ""
        self._reason.display = rating is not None
        self._shown = item.id
        self.query_one("#probes", Static).update(plain(probes_of(item)))

    def _show_answer(self, item: Item, rating: Rating | None) -> None:
        self._answers.show_options(answers_of(self.desk.instrument, item), rating.code if rating is not None else None)
        self._confidence.show_options(_confidence_options(), rating.confidence if rating is not None else None)


def _confidence_label() -> str:
    return _("Hvor sikker er du?")


def _confidence_options() -> list[Option]:
    return [
        Option("low", _("Lav"), "l"),
        Option("medium", _("Middels"), "m"),
        Option("high", _("Høy"), "h"),
    ]


def _as_confidence(value: object) -> Confidence | None:
    known: dict[object, Confidence] = {"low": "low", "medium": "medium", "high": "high"}
    return known.get(value)


def _curtain_text(*, revealed: bool, raters: int) -> str:
    if revealed:
        return _("Alles vurderinger er vist. De står som de ble gitt. Gå videre til drøftingen med F3.")
    if not raters:
        return _("Ingen deltakere er ført opp ennå. Gå tilbake til «Møtet» med F2 og før opp hvem som er til stede.")
    return _(
        "Hver deltaker vurderer for seg, før dere snakker sammen. Send tastaturet rundt. De andres svar vises ikke "
        "før alle er ferdige. «Vi har ikke hørt noe» er ukjent (U), ikke 0."
    )


def _left(*, missing_raters: int, raters: int) -> str:
    if not missing_raters:
        return _("Alle har vurdert alt.")
    return _("{done} av {total} deltakere er ferdige.").format(done=raters - missing_raters, total=raters)
