"""Step 2, «Opplysninger»: the ledger of what was seen or heard, apart from what it is taken to mean.

An observation is entered in one line and refined afterwards. It can be withdrawn with a reason, never deleted.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button, Input, Static, TextArea

from assess.casework.deeds.convening import Observe
from assess.casework.meeting import attendee_label
from assess.casework.observation import Observation
from assess.errors import NotAllowed, ProfileError
from assess.instrument.model import Step
from assess.language import _, spoken
from assess.profile.wording import Wording, wording
from assess.screens.keys import KeyEntry
from assess.screens.meeting.ask_line import AskLine
from assess.screens.meeting.attendance_words import anonymous_words
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.observation_entry import Entry, entry_from
from assess.screens.meeting.observation_form import ObservationForm
from assess.screens.meeting.observation_gaps import gaps, next_with_gaps
from assess.screens.meeting.observation_items import ItemsScreen, Side, with_toggled
from assess.screens.meeting.observation_legal import LegalScreen
from assess.screens.meeting.observation_words import answer_words, ledger_legend, ledger_line, none_words
from assess.screens.meeting.step import StepPane
from assess.screens.meeting.work_list import step_key
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.display import display
from assess.screens.widgets.ground import Columns, Rows
from assess.screens.widgets.item_list import ItemList
from assess.screens.widgets.language_watch import LanguageWatch
from assess.screens.widgets.prompt_text import LONGEST, PromptText, TextLine
from assess.screens.widgets.words import Words
from assess.screens.widgets.work_list import WorkList

_ANSWERS: Final = "mildgt"
"""The keys that do something with the observation that the cursor is on."""


class ObservationsStep(StepPane):
    """A line for a new observation on top, the ledger to the left, the form of the selected one to the right."""

    step: ClassVar[Step] = "observations"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", show=False),
        *(Binding(key, f"answer('{key}')", show=False) for key in _ANSWERS),
        Binding("escape", "to_ledger", show=False),
        Binding("down", "to_ledger", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._new = TextLine(
            placeholder=_("Ny opplysning: sett eller hørt | kilde | når | +A1 −B2. Enter lagrer."),
            longest=LONGEST,
            id="new-observation",
        )
        self._sources: list[str] = []
        self._wording, self._wording_fault = _wording()
        self._watch = LanguageWatch(self._new, self._wording)
        self._before = Words(id="before", classes="muted reading")
        self._ledger = WorkList(takes=_ANSWERS, id="ledger")
        self._form = ObservationForm(desk.profile, desk.legal, self._wording, id="form")

    def compose(self) -> ComposeResult:
        """Compose the line, the ledger and the form."""
        yield self._new
        with Columns(id="book"):
            with Rows(id="left"):
                yield self._ledger
                yield Words(classes="muted", id="legend")
            yield self._form

    def on_mount(self) -> None:
        """Suggest who may have brought it, and show the ledger."""
        profile = self.desk.profile
        present = self.desk.assessment.meeting.attendees
        called = [attendee_label(one, profile) for one in present]  # seen only in a field, which hides with the notes
        known = [*called, *(role.label for role in profile.roles), *(one.label for one in profile.senders)]
        self._sources = list(dict.fromkeys(known))
        self._form.suggest(self._sources)
        if self._wording_fault is not None:
            self.post_message(self.Refused(self._wording_fault))
        super().on_mount()

    def show(self) -> None:
        """Fill the ledger and the form from the desk."""
        assessment = self.desk.assessment
        display(self._new, when=not self.desk.locked)
        words = [
            anonymous_words() if assessment.meeting.phase == "anonymous" else "",
            "" if assessment.observations else none_words(),
        ]
        if any(words) and not self._before.is_attached:
            self.mount(self._before, after=self._new)
        self._before.update(plain("\n\n".join(word for word in words if word)))
        display(self._before, when=any(words))
        display(self.query_one("#book"), when=bool(assessment.observations))
        self._ledger.show_lines([ledger_line(one, self.desk.note) for one in assessment.observations])
        self.query_one("#legend", Static).update(plain(ledger_legend(assessment.observations)))
        self._show_form()

    def take_focus(self) -> None:
        """Stand in the ledger, or in the line for the first one while there is none."""
        if self.desk.assessment.observations:
            self._ledger.focus()
        else:
            self._new.focus()

    def go_to(self, item: str) -> None:
        """Select an observation, by its id or its number."""
        found = (one for one in self.desk.assessment.observations if item in (one.id, str(one.number)))
        one = next(found, None)
        if one is not None:
            self._ledger.go_to(one.id)
        self._show_form()

    def at(self) -> str:
        """The id of the observation that is selected."""
        one = self._selected
        return one.id if one is not None else ""

    def leave(self) -> None:
        """Keep what is being written."""
        if self._new.line.strip():
            self._enter(as_it_stands=True)
        self._keep()

    def own_keys(self) -> list[KeyEntry]:
        """The keys that do what they say where the cursor is; a locked ledger has none."""
        if self.desk.locked:
            return []
        focused, filled = self.screen.focused, bool(self.desk.assessment.observations)
        if focused is self._new:
            return [KeyEntry("↵", _("Lagre"), ""), *([step_key("↓", _("Til lista"), "to_ledger")] if filled else [])]
        if isinstance(focused, TextArea | Input):
            on = [KeyEntry("↵", _("Neste felt"), "")] if isinstance(focused, Input) else []
            return [*on, step_key("esc", _("Til lista"), "to_ledger")]
        new = step_key("n", _("Ny"), "new")
        if not filled:
            return [new]
        taken = {option.key.casefold() for option in focused.options} if isinstance(focused, Choice) else set()
        answers = [step_key(key, words, f'answer("{key}")') for key, words in answer_words() if key not in taken]
        if isinstance(focused, Choice):
            choose = KeyEntry("↵", _("Velg"), "")
            return [choose, step_key("esc", _("Til lista"), "to_ledger"), new, *answers]
        if isinstance(focused, Button):
            return [step_key("esc", _("Til lista"), "to_ledger"), new, *answers]
        return [new, step_key("↵", _("Skriv"), "revise"), *answers]

    def on_descendant_focus(self) -> None:
        """Show the keys that work now."""
        self.post_message(self.KeysChanged())

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        """Keep the one that is left, and show the one that the cursor is on."""
        event.stop()
        self._keep()
        self._show_form()

    def on_work_list_opened(self, event: WorkList.Opened) -> None:
        """Write on the one that enter was pressed on."""
        event.stop()
        self._ledger.go_to(event.item)
        self.action_revise()

    def on_work_list_typed(self, event: WorkList.Typed) -> None:
        """Do what the key does with the one that it was pressed on, though the cursor may be on another by now."""
        event.stop()
        self._answer(event.character, event.item)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look at the words of a new one, after a pause."""
        event.stop()
        if event.input is self._new:
            self._watch.look_soon(lambda: (self._new.line, False))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter the new one, or keep the line that was written and go on to the next."""
        event.stop()
        if event.input is self._new:
            self._enter()
        elif self._keep_line(event.input):
            self._form.go_on(event.input)

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Keep the line when it is left; a new one waits for enter."""
        event.stop()
        if event.input is not self._new:
            self._keep_line(event.input)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Keep what was chosen."""
        event.stop()
        self._keep()

    def keep_text(self, prompt: PromptText, text: str) -> None:  # noqa: ARG002  the form holds what is newest
        """Keep what was written; what was seen can't be emptied."""
        if self._form.says_nothing(prompt):
            self.notify(
                _("En opplysning må si hva som er sett eller hørt. Det som sto der, blir stående til du skriver noe."),
                severity="warning",
            )
        self._keep()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button's key does."""
        event.stop()
        self.action_answer({"pick-items": "i", "pick-basis": "g"}.get(event.button.id or "", "t"))

    def action_new(self) -> None:
        """Write a new one."""
        self._new.focus()

    def action_revise(self) -> None:
        """Write on what was seen."""
        if self._open_one(self._ledger.item) is not None:
            self._form.focus_seen()

    def action_to_ledger(self) -> None:
        """Go back to the ledger."""
        if self.desk.assessment.observations:
            self._ledger.focus()

    def action_answer(self, key: str) -> None:
        """Do what a key does with the observation that the cursor is on."""
        self._answer(key, self._ledger.item)

    def _answer(self, key: str, item: str) -> None:
        if key == "m":
            self._to_next_gap(item)
            return
        one = self._open_one(item)
        if one is None:
            return
        match key:
            case "i":
                sides = ItemsScreen(self.desk.instrument, partial(self._current, one), partial(self._toggle, one))
                self.app.push_screen(sides)
            case "l":
                self._observe(one.model_copy(update={"lawful": not one.lawful}))
            case "d":
                self._observe(one.model_copy(update={"shared": not one.shared}))
            case "g":
                self._ask_basis(one)
            case "t":
                self._ask_why_withdrawn(one)

    def _to_next_gap(self, item: str) -> None:
        """Put the cursor where something is missing: in this one, else in the next that lacks something."""
        self._keep()
        one = next_with_gaps(self.desk.assessment.observations, item)
        if one is None:
            self.notify(_("Alle opplysningene har kilde, dato og gradering."))
        elif not self.desk.locked:
            self.go_to(one.id)
            self._form.focus_gap(gaps(one)[0])

    def _ask_basis(self, one: Observation) -> None:
        if one.shared:
            self.app.push_screen(LegalScreen(self.desk.legal, one.legal_basis), partial(self._lean, one))
        else:
            self.notify(_("Bare en delt opplysning trenger hjemmel. Merk den som delt med d først."))

    def _ask_why_withdrawn(self, one: Observation) -> None:
        """Ask why it is withdrawn; it stays in the ledger and no longer counts."""
        ask = AskLine(
            _("Hvorfor trekkes opplysning {number}?").format(number=one.number),
            _("Den slettes ikke. Den blir stående i listen med grunnen, og teller ikke lenger."),
            _("Trekk den"),
        )
        self.app.push_screen(ask, partial(self._withdraw, one))

    @property
    def _selected(self) -> Observation | None:
        return self.desk.assessment.observation(self._ledger.item)

    def _current(self, one: Observation) -> Observation:
        """The observation as it is kept now."""
        return self.desk.assessment.observation(one.id) or one

    def _open_one(self, item: str) -> Observation | None:
        """The observation with this id, with what is being written, when it may be changed."""
        self._keep()
        one = self.desk.assessment.observation(item)
        if self.desk.locked or one is None:
            return None
        if one.withdrawn:
            self.notify(_("Opplysningen er trukket. Før den opp som en ny hvis den likevel skal stå."))
            return None
        return one

    def _show_form(self) -> None:
        one = self._selected
        if one is not None:
            self._form.fill(one, self.desk.note, locked=self.desk.locked)

    def _enter(self, *, as_it_stands: bool = False) -> None:
        """Enter what stands in the line; a line that can't be read is kept whole when it must be kept now."""
        text = self._new.line.strip()
        if not text:
            return
        self._keep()
        try:
            entry = entry_from(text, self.desk.instrument.items_by_id, self._sources)
        except NotAllowed as error:
            if not as_it_stands:
                self.post_message(self.Refused(error))
                return
            entry = Entry(text)
        number = max((one.number for one in self.desk.assessment.observations), default=0) + 1
        one = Observation(id=self.desk.new_id(), number=number, **asdict(entry))
        if self.carry_out(Observe(one)):
            self._new.value = ""
            self._watch.look("")
            self.go_to(one.id)

    def _keep_line(self, line: Input) -> bool:
        """Keep the form, and say whether the line was one that can be kept."""
        complaint = self._form.complaint() if line.id == "received" else None
        if complaint is not None:
            self.post_message(self.Refused(complaint))
        self._keep()
        return complaint is None

    def _keep(self) -> None:
        """Keep what the form says, when it is another than what is kept.

        The form knows which observation it shows, so a late message can never write into another one.
        """
        try:
            edited = self._form.edited()
        except NotAllowed as error:
            self.post_message(self.Refused(error))
            return
        if edited is not None and not self.desk.locked and edited != self._current(edited):
            self._observe(edited)

    def _toggle(self, one: Observation, item: str, side: Side) -> None:
        self._observe(with_toggled(self._current(one), item, side))

    def _lean(self, one: Observation, basis: str | None) -> None:
        if basis is not None:
            self._observe(self._current(one).model_copy(update={"legal_basis": basis}))

    def _withdraw(self, one: Observation, reason: str | None) -> None:
        if reason:
            self._observe(self._current(one).model_copy(update={"withdrawn": reason}))

    def _observe(self, one: Observation) -> None:
        self.carry_out(Observe(one))


def _wording() -> tuple[Wording | None, ProfileError | None]:
    """The words to think twice about; without them people write as before, and are told why there is no advice."""
    try:
        return wording(spoken()), None
    except ProfileError as error:
        return None, error
