"""Step 4, «Drøfting»: everybody's own answers are shown, and the group agrees on one for each item, with a reason.

What differs most comes first. Who answered what stays hidden until somebody asks. Nothing is taken as agreed because
many said so: the group gives the answer itself, or takes the one that all gave. What an answer leads to is asked on
the same card: a reason, who can find out what is unknown, what speaks against what all agree on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button, Input, Static

from assess.instrument.model import Step
from assess.judgement.agreement import spreads
from assess.language import _
from assess.screens.keys import KeyEntry
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.discussion_answering import AnsweringPane
from assess.screens.meeting.discussion_figure import FIGURE_KEY, Figure
from assess.screens.meeting.discussion_picker import PickOne
from assess.screens.meeting.discussion_words import (
    CHANGE_KEYS,
    CONFIDENCE_KEYS,
    coverage_words,
    lines_by_domain,
    lines_by_spread,
    observation_lines,
    urgent_words,
    waiting_words,
)
from assess.screens.meeting.item_words import code_typed
from assess.screens.meeting.work_list import step_key
from assess.screens.terminal import plain
from assess.screens.widgets.display import display
from assess.screens.widgets.ground import Columns, Rows
from assess.screens.widgets.item_list import ItemLine, ItemList
from assess.screens.widgets.words import Words

_NARROW = 98
"""Columns of the pane under which the signs of the strip stand close, to leave room for the items' names."""

_CLOSE = 4
"""Signs that may stand apart even there."""


class DiscussionStep(AnsweringPane):
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
        self._alone_first = desk.instrument.alone_first
        self._by_spread = self._alone_first
        self._names = False
        self._done_by: dict[str, Callable[[], None]] = {
            "e": self.action_agree,
            "r": self.action_reason,
            "d": self.action_advocate,
            "f": self.action_differently,
            "s": self.action_question,
            "p": self.action_plan,
            "v": self.action_names,
            "o": self.action_order,
            FIGURE_KEY: self.action_figure,
            "number_sign": self.action_observation,
            "delete": self.action_take_back,
        }
        self._keys: list[KeyEntry] = []
        self._items = ItemList(steered=True, id="discussed")

    def compose(self) -> ComposeResult:
        """Compose what is said before the reveal, and the discussion; one of them is seen."""
        with VerticalScroll(id="waiting", can_focus=False):
            yield Words(id="waiting-for", classes="text reading")
            yield Button(_("Gå til «Egen vurdering»"), id="go-rate", compact=True)
        with Rows(id="page"):
            yield Words(id="coverage", classes="muted")
            yield Words(id="urgent", classes="fault")
            with Columns():
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
        display(self.query_one("#waiting"), when=self._waiting)
        display(self.query_one("#page"), when=not self._waiting)
        if self._waiting:
            self.query_one("#waiting-for", Static).update(plain(waiting_words(self.desk)))
            return
        self._spreads = {spread.item: spread for spread in spreads(assessment, instrument)}
        self._items.show_lines(self._lines())
        self.query_one("#coverage", Static).update(plain(coverage_words(self.desk)))
        urgent = self.query_one("#urgent", Static)
        urgent.update(plain(urgent_words(assessment, instrument)))
        display(urgent, when=bool(urgent_words(assessment, instrument)))
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
        """The keys of the list and the card, or those of a text that is being written; none that would be refused."""
        if self._waiting:
            return [KeyEntry("↵", _("Gå til «Egen vurdering»"), "")]
        if self._writing:
            return [step_key("ctrl+n", _("Neste forhold"), "next_item"), step_key("esc", _("Til lista"), "to_list")]
        agrees = self._agrees_by_enter
        own = [step_key("↵", _("Enig, videre") if agrees else _("Videre"), "go_on")]
        if not self.desk.locked:
            own += self._writing_keys(agrees=agrees)
        if self._alone_first:
            own += [step_key("v", _("Hvem"), "names"), step_key("o", _("Orden"), "order")]
        own.append(step_key(FIGURE_KEY, _("Tavle"), "figure"))
        if self.desk.assessment.about(self._card.item):
            own.append(step_key("#", _("Opplysning"), "observation"))
        return own

    def _writing_keys(self, *, agrees: bool) -> list[KeyEntry]:
        """The keys that change something about the item that is shown."""
        spread = self._spreads.get(self._card.item)
        found = [step_key("r", _("Begrunn"), "reason")]
        if spread is not None and spread.equal and not agrees and self._alone_first:
            found.append(step_key("e", _("Enig"), "agree"))
        if self._card.may_object(self.desk):
            found.append(step_key("d", _("Motsi"), "advocate"))
        if self._card.unknown.shown:
            found.append(step_key("p", _("Hvem finner ut"), "plan"))
        return [*found, step_key("f", _("Ulikt lest"), "differently"), step_key("s", _("Spør"), "question")]

    def on_key(self, event: events.Key) -> None:
        """Answer by the answer's own key, wherever on the page the cursor is; enter goes on.

        All of it is done here and nothing by bindings, which run later: a fast hand must not answer another item.
        """
        if self._waiting:
            return
        if self._writing:
            self._take_empty_back(event)
            return
        self._follow()
        typed = event.character or ""
        code = code_typed(self.desk.instrument, self._card.item, typed) if self._card.item else None
        if event.key == "enter" and self._items.has_focus:
            event.stop()
            self.action_go_on()
        elif code is not None:
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

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go from who to when, and from there on: to the reason that is asked, or to the next item."""
        event.stop()
        if event.input is self._card.unknown.who:
            self._card.unknown.by.focus()
            return
        self._keep_plan()
        if self._card.unknown.unread:  # it says why over the lines; nothing is passed over
            self.call_after_refresh(self._card.unknown.question.scroll_visible, animate=False)
        elif self._reason_asked:
            self._write(self._card.reason)
        else:
            self.action_next_item()

    def on_resize(self) -> None:
        """Let the strips stand as close as the new width asks."""
        if not self._waiting:
            self._items.show_lines(self._lines())

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

    def action_observation(self) -> None:
        """Go to an observation about the item; where there are several, ask which."""
        about = self.desk.assessment.about(self._card.item)
        if len(about) == 1:
            self._go_to_observation(about[0].id)
        elif about:
            item, lines = self._card.item, observation_lines
            question = _("Hvilken opplysning vil dere gå til?")
            self.app.push_screen(
                PickOne(question, _("Gå dit"), lambda: lines(self.desk, item)), self._go_to_observation
            )
        else:
            self.notify(_("Ingen opplysning er knyttet til forholdet."))

    def action_figure(self) -> None:
        """Show where the group stands."""
        if not self._waiting:
            self.app.push_screen(Figure(self.desk))

    def action_names(self) -> None:
        """Show, or hide again, who answered what."""
        self._names = not self._names
        self._show_card(self._card.item)

    def action_order(self) -> None:
        """Order the items by spread, or as the instrument does."""
        if self._alone_first:
            self._by_spread = not self._by_spread
            self._items.show_lines(self._lines())
            self._follow()
            self.app.clear_notifications()  # what it said of the other order is no longer so
            self.notify(_("Størst forskjell først.") if self._by_spread else _("I verktøyets rekkefølge."), timeout=3)

    def action_to_list(self) -> None:
        """Keep what is written and go back to the list."""
        if not self._waiting:
            self.leave()
            self._items.focus()
            self._card.kind = None
            self._show_card(self._card.item)

    def action_go_on(self) -> None:
        """Agree where all gave the same answer, and go on; first to what the answer asks for, when it asks."""
        if self._waiting:
            return
        if self._agrees_by_enter:
            if self._rate(code=self._spreads[self._card.item].ratings[0].code) and not self._asks_more:
                self.action_next_item()
        elif self._card.unknown.asks(self.desk) and not self.desk.locked:
            self.action_plan()
        elif self._reason_asked and not self.desk.locked:
            self._write(self._card.reason)
        else:
            self.action_next_item()

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
    def _agrees_by_enter(self) -> bool:
        """Whether enter agrees: all who were to answer gave the same, and the group has not answered yet."""
        spread = self._spreads.get(self._card.item)
        open_still = not self.desk.locked and self._card.rating(self.desk.assessment) is None
        return spread is not None and spread.unanimous and open_still

    def _lines(self) -> list[ItemLine]:
        found = tuple(self._spreads.values())
        raters = max((spread.raters for spread in found), default=0)
        apart = self.size.width >= _NARROW or raters <= _CLOSE
        ordered = lines_by_spread if self._by_spread else lines_by_domain
        return ordered(found, self.desk, apart=apart)

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
        keys = self.own_keys()
        if keys != self._keys:
            self._keys = keys
            self.post_message(self.KeysChanged())

    def _to_items(self) -> None:
        self._items.focus()

    def _go_to_observation(self, observation: str | None) -> None:
        if observation:
            self.post_message(self.Asked("observations", observation))
