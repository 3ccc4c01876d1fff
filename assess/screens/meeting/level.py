"""Step 6, «Nivå»: the rights check, each party's own level, the group's, and only then what the rules say.

The list to the left holds every part in order, always reachable; the card to the right is the part that the
cursor is on. Nothing is suggested, preselected or set by the program.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button, Input, TextArea

from assess.errors import NotAllowed
from assess.instrument.model import Step
from assess.language import _
from assess.screens.emergency import EmergencyScreen
from assess.screens.keys import KeyEntry
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.level_dissent import DissentPart
from assess.screens.meeting.level_form import LevelForm
from assess.screens.meeting.level_part import Filled, Part, Removal
from assess.screens.meeting.level_parts import NEW_DISSENT, answer_keys, lines_of, parts_of
from assess.screens.meeting.meeting import MeetingScreen
from assess.screens.meeting.step import StepPane
from assess.screens.meeting.work_list import page_key, page_on, step_key
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.ground import Columns
from assess.screens.widgets.item_list import ItemList
from assess.screens.widgets.prompt_text import PromptText
from assess.screens.widgets.work_list import WorkList


class LevelStep(StepPane):
    """The parts of the decision, one card at a time."""

    step: ClassVar[Step] = "level"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "to_list", show=False),
        Binding("space", "page", show=False),
        Binding("r", "write", show=False),
        Binding("delete", "remove", show=False),
        Binding("ctrl+s", "set_it", show=False),
        Binding("ctrl+n", "next_part", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._list = WorkList(takes=answer_keys(desk), id="parts")
        self._form = LevelForm()
        self._parts: dict[str, Part] = {}
        self._open = ""
        self._before = Filled()
        self._refused = False
        """Whether the last thing that a card's button said was what is missing."""

    def compose(self) -> ComposeResult:
        """Compose the list and the card."""
        with Columns():
            yield self._list
            yield self._form

    def on_mount(self) -> None:
        """Open the first part that waits."""
        self.show()
        waiting = next((place for place, part in self._parts.items() if part.waits), "")
        self._list.go_to(waiting)
        self._open_part(self._list.item)

    def show(self) -> None:
        """Show the list and the card's words anew; what stands in the fields stays."""
        self._parts = {part.place: part for part in parts_of(self.desk)}
        self._list.show_lines(lines_of(self._parts))
        if self._open not in self._parts:
            self._open = ""
        else:
            self._form.tell(self._part.card(self._form.filled), locked=self._shut)

    def take_focus(self) -> None:
        """Stand in the list."""
        self._list.focus()

    def go_to(self, item: str) -> None:
        """Open a part by its place, or by what the checklist calls it."""
        places = [place for place, part in self._parts.items() if item and item in (place, part.known_as())]
        if places:
            self._list.go_to(places[0])
            self._open_part(places[0])

    def at(self) -> str:
        """The part that is open."""
        return self._open

    def leave(self) -> None:
        """Keep what is being written."""
        self._keep()

    def own_keys(self) -> list[KeyEntry]:
        """The keys of the card that is open, or those that work in the field that has the cursor."""
        if self.desk.locked:
            return [page_key()]
        if not self._open:
            return []
        keys, focused = self._part.keys(), self.screen.focused
        if isinstance(focused, TextArea | Input):
            on = [KeyEntry("↵", _("Neste felt"), "")] if isinstance(focused, Input) else []
            out = [step_key("ctrl+n", _("Neste punkt"), "next_part"), step_key("esc", _("Til lista"), "to_list")]
            return [*on, *out, *(entry for entry in keys if entry.key.startswith("ctrl+"))]
        if isinstance(focused, Choice):  # it has keys of its own for these
            keys = [entry for entry in keys if entry.key != "del" and entry != page_key()]
        return [KeyEntry("↵ esc", _("Inn, ut"), ""), *keys]

    def on_descendant_focus(self) -> None:
        """Show the keys that work now."""
        self.post_message(self.KeysChanged())

    def on_work_list_typed(self, event: WorkList.Typed) -> None:
        """Answer the part that the key was typed at, also when the cursor has gone on since."""
        event.stop()
        self._follow(event.item)
        self._type(event.character)
        self._follow()

    def on_key(self, event: events.Key) -> None:
        """Answer the open card by the answer's own key, wherever on it the cursor is."""
        if not isinstance(self.screen.focused, TextArea | Input) and self._type(event.character):
            event.stop()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Keep the answer; one that can't be taken back stays."""
        event.stop()
        if event.value is None and not self._part.card(self._form.filled).clearable:
            event.choice.value = self._before.choice if event.choice is self._form.answers else self._before.sure
        self._answered(event.choice)

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        """Open the part that the cursor is on; one that it has left again is passed by."""
        event.stop()
        if event.item == self._list.item:
            self._follow()

    def on_work_list_opened(self, event: WorkList.Opened) -> None:
        """Go into the card."""
        event.stop()
        self._follow(event.item)
        field = self._form.first_field()
        if field is not None:
            field.focus()

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Keep the line that was left."""
        event.stop()
        self._keep()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the line and go on."""
        event.stop()
        self._keep()
        self.screen.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the card's button says."""
        event.stop()
        self.action_set_it()

    def keep_text(self, prompt: PromptText, text: str) -> None:  # noqa: ARG002  the card is kept whole
        """Keep what stands on the card."""
        self._keep()

    def action_to_list(self) -> None:
        """Go back to the list."""
        self._list.focus()

    def action_next_part(self) -> None:
        """Keep what is written and go on to the next part of the list."""
        self._list.focus()
        self._list.action_move(1)
        self._follow()

    def action_page(self) -> None:
        """Show the next page of the card."""
        page_on(self._form)

    def action_write(self) -> None:
        """Write in the card's text field."""
        self._follow()
        if self._form.words.display and not self._shut:
            self._form.words.focus_text()
            # The card may have been filled by the key before, and goes to its top only once it is laid out.
            self.call_after_refresh(self._form.words.scroll_visible, animate=False)

    def action_set_it(self) -> None:
        """Set the level, or add the dissent; say what is missing otherwise."""
        self._follow()
        part = self._part
        if self.desk.locked or not part.card(self._form.filled).button:
            return
        doubt = part.doubt(self._form.filled)
        if doubt is None:
            self._set()
        else:
            self.app.push_screen(Confirm(doubt.question, doubt.yes, doubt.no, doubt.detail), self._set_if)

    def action_remove(self) -> None:
        """Ask, and take out what the cursor is on."""
        self._follow()
        asked = self._part.removing()
        if asked is not None and not self.desk.locked:
            question = Confirm(asked.question, yes=asked.yes, no=_("Behold"), detail=asked.detail)
            self.app.push_screen(question, partial(self._remove, asked))

    @property
    def _part(self) -> Part:
        return self._parts[self._open]

    @property
    def _shut(self) -> bool:
        """Whether the open card can only be read."""
        return self.desk.locked or bool(self._part.closed)

    def _set_if(self, sure: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        if sure:
            self._set()
        else:
            self._form.words.focus_text()

    def _set(self) -> None:
        part = self._part
        try:
            deed = part.setting(self._form.filled)
        except NotAllowed as error:
            self.post_message(self.Refused(error))
            self._refused = True
            return
        if self._refused:
            self.app.clear_notifications()  # what was missing is there now
            self._refused = False
        if self.carry_out(deed):
            part.was_set()
            self._go_on(part)
            if part.urgent() and isinstance(self.screen, MeetingScreen):
                self.app.clear_notifications()  # a warning in the corner would lie over the numbers
                self.app.push_screen(EmergencyScreen(self.screen, why=part.urgent()))

    def _remove(self, asked: Removal, sure: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        part = self._part
        before = part.filled
        if sure and self.carry_out(asked.deed):
            part.was_removed(before)
            self._list.go_to(NEW_DISSENT if isinstance(part, DissentPart) else part.place)
            self._open_part(self._list.item)
            self._list.focus()

    def _go_on(self, part: Part) -> None:
        """Show what comes now: the rules after the level, the new dissent after it was added."""
        places = list(self._parts)
        number = places.index(NEW_DISSENT) - 1 if isinstance(part, DissentPart) else places.index(part.place) + 1
        self._list.go_to(places[number])
        self._open_part(places[number])
        self._list.focus()

    def _type(self, character: str | None) -> bool:
        """Give the answer that a character stands for on the open card; say whether there is one."""
        for choice in (self._form.answers, self._form.sure):
            found = [option.value for option in choice.options if character and option.key == character]
            if found and choice.display and not self.desk.locked:
                self._answer(choice, found[0])
                return True
        return False

    def _answer(self, choice: Choice, answer: str | frozenset[str] | None) -> None:
        """Answer the open card, or say why it can't be answered now."""
        if self._part.closed:
            self.post_message(self.Refused(NotAllowed(self._part.closed)))
            return
        choice.value = answer
        self._answered(choice)

    def _follow(self, place: str = "") -> None:
        """Open a part, or the one that the cursor is on; a key may come before the list has told that it moved."""
        place = place or self._list.item
        if place and place != self._open:
            self._keep()
            self._open_part(place)

    def _open_part(self, place: str) -> None:
        self._open = place
        filled = self._part.filled
        self._form.open(self._part.card(filled), filled, locked=self._shut)
        self._before = self._form.filled
        self.post_message(self.KeysChanged())

    def _answered(self, choice: Choice) -> None:
        self._keep()
        alarm = self._part.alarm(self._form.filled) if choice is self._form.answers else ""
        if alarm:
            self.notify(alarm, severity="warning", timeout=8)

    def _keep(self) -> None:
        """Keep the card when something on it is another than before."""
        now = self._form.filled
        if now == self._before or self._shut:
            return
        deed = self._part.keeping(self._before, now)
        if deed is None:
            self.show()
        elif self.carry_out(deed):
            self._before = now
