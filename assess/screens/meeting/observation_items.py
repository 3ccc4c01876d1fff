"""Which items an observation speaks for and against. Both sides have the same room and the same ease."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Literal

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from assess.casework.observation import Observation
from assess.instrument.model import Instrument
from assess.language import _
from assess.screens.meeting.item_words import not_counted
from assess.screens.meeting.observation_words import items_words
from assess.screens.style_sheets import DIALOGS
from assess.screens.terminal import plain
from assess.screens.widgets.item_list import ItemLine, ItemList
from assess.screens.widgets.words import Words
from assess.screens.widgets.work_list import WorkList

Side = Literal["speaks_for", "speaks_against"]
"""The field of an observation that holds an item."""


class SidesList(WorkList):
    """The items; an item's own name, such as `b` and then `3`, moves to it at once.

    The list moves by itself, so that an answer typed right after a name is an answer to that item.
    """

    def __init__(self, items: Sequence[str], *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(takes=" +-", id=id)
        self._names = {item.casefold(): item for item in items}
        self._typed = ""

    def on_key(self, event: events.Key) -> None:
        """Go to the item whose name is being typed, else do what every list does."""
        character = (event.character or "").casefold()
        if not character.isalnum():
            self._typed = ""
            super().on_key(event)
            return
        for typed in (self._typed + character, character):
            found = next((item for name, item in self._names.items() if name.startswith(typed)), None)
            if found is not None:
                event.stop()
                event.prevent_default()
                self._typed = typed
                self.go_to(found)
                return


class ItemsScreen(ModalScreen[None]):
    """The instrument's items; space or plus: it speaks for, minus: it speaks against, the same again: neither.

    Args:
        instrument: Where the items come from.
        observation: The observation as it is kept now.
        toggle: Keeps that the item is on a side, or no longer; at once.
    """

    CSS_PATH = DIALOGS
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]

    def __init__(
        self, instrument: Instrument, observation: Callable[[], Observation], toggle: Callable[[str, Side], None]
    ) -> None:
        super().__init__()
        self._instrument = instrument
        self._observation = observation
        self._toggle = toggle
        self._items = SidesList([item.id for domain in instrument.domains for item in domain.items], id="item-sides")

    def compose(self) -> ComposeResult:
        """Compose the list, the question of the item that the cursor is on, and both sides so far."""
        with Vertical(classes="dialog", id="items-page"):
            yield Words(id="about", classes="dialog--question note")
            yield self._items
            yield Words(id="question", classes="muted")
            yield Words(id="sides")
            with Horizontal(classes="dialog--answers"):
                yield Button(_("mellomrom  Taler for"), id="speaks_for", compact=True)
                yield Button(_("-  Taler imot"), id="speaks_against", compact=True)
                yield Button(_("↵  Ferdig"), id="done", compact=True)

    def on_mount(self) -> None:
        """Show the items, and stand among them."""
        self.query_one("#about", Static).update(plain(self._observation().seen))
        self.show()
        self._show_question()
        self._items.focus()

    def show(self) -> None:
        """Show where each item stands now."""
        one = self._observation()
        lines: list[ItemLine] = []
        for domain in self._instrument.domains:
            lines.append(ItemLine("", f"{domain.id}  {domain.title}"))
            lines += [ItemLine(item.id, item.title, *_stands(one, item.id)) for item in domain.items]
        self._items.show_lines(lines)
        self.query_one("#sides", Static).update(plain(items_words(one)))

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        """Show the question of the item that the cursor is on."""
        event.stop()
        self._show_question()

    def on_work_list_typed(self, event: WorkList.Typed) -> None:
        """Put the item on a side, or take it away from there."""
        event.stop()
        self._put(event.item, "speaks_against" if event.character == "-" else "speaks_for")

    def on_work_list_opened(self, event: WorkList.Opened) -> None:
        """Go back to the observation."""
        event.stop()
        self.action_close()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the key does."""
        event.stop()
        if event.button.id == "done":
            self.action_close()
        else:
            self._put(self._items.item, "speaks_for" if event.button.id == "speaks_for" else "speaks_against")
            self._items.focus()

    def action_close(self) -> None:
        """Go back to the observation."""
        self.dismiss(None)

    def _put(self, item: str, side: Side) -> None:
        if item:
            self._toggle(item, side)
            self.show()

    def _show_question(self) -> None:
        if self._items.item:
            item = self._instrument.item(self._items.item)
            words = plain(item.question)
            if item.not_this:
                words += plain("\n") + not_counted(item)
            self.query_one("#question", Static).update(words)


def with_toggled(one: Observation, item: str, side: Side) -> Observation:
    """The observation with the item on `side`, or on neither when it was there; it is never on both."""
    here = getattr(one, side)
    speaks_for = tuple(other for other in one.speaks_for if other != item)
    against = tuple(other for other in one.speaks_against if other != item)
    if item not in here and side == "speaks_for":
        speaks_for = (*speaks_for, item)
    elif item not in here:
        against = (*against, item)
    return one.model_copy(update={"speaks_for": speaks_for, "speaks_against": against})


def _stands(one: Observation, item: str) -> tuple[str, str]:
    """The sign before an item, and the words after it."""
    if item in one.speaks_for:
        return "+", _("taler for")
    if item in one.speaks_against:
        return "−", _("taler imot")
    return "·", ""
