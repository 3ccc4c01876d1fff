"""One first call on one screen: twelve questions, one key each, and then the way on that people choose."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, TextArea

from assess.casework.case import Phase
from assess.casework.triage import Triage, decided
from assess.errors import AssessError
from assess.language import _
from assess.screens.frame import Frame
from assess.screens.keys import KeyEntry, Place
from assess.screens.local_time import clock_text, moment_text
from assess.screens.meeting.item_words import code_typed
from assess.screens.meeting.work_list import page_on
from assess.screens.privacy import note
from assess.screens.terminal import plain
from assess.screens.triage_acute import AcuteAnswerScreen, Called
from assess.screens.triage_card import TriageCard
from assess.screens.triage_case import CaseFromCallScreen
from assess.screens.triage_desk import TriageDesk
from assess.screens.triage_words import CHANNEL, OUTCOME, SENDER, SUMMARY, earlier_words, just_answered, lines_of
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.ground import Columns, Rows
from assess.screens.widgets.item_list import ItemList
from assess.screens.widgets.prompt_text import PAUSE, PromptText
from assess.screens.widgets.words import Words

_MOVES = {"up", "down", "enter", "pageup", "pagedown", "home", "end"}
"""Keys that move in the lines; letters are answers."""


class TriageScreen(Frame):
    """The lines of a call to the left, what one of them asks to the right. Everything is kept as it is given."""

    place: ClassVar[Place] = "everywhere"
    DEFAULT_CSS: ClassVar[str] = """
    TriageScreen #call-lines { width: 40; }
    TriageScreen #last { height: auto; max-height: 3; color: $petrol; }
    TriageScreen.-narrow #call-lines { width: 31; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "finish", show=False, priority=True),
        Binding("escape", "back", show=False),
        Binding("backspace", "leave", show=False),
    ]

    def __init__(self, desk: TriageDesk, at: str = "") -> None:
        super().__init__(_("Førstevurdering"), exercise=desk.register.demonstration)
        self.desk = desk
        self._start = at
        self._pause: Timer | None = None
        self._lines = ItemList(steered=True, id="call-lines")
        self._last = Words(id="last")
        self._card = TriageCard(desk.instrument, desk.profile)
        self._done_by: dict[str, Callable[[], None]] = {
            "r": self.action_write,
            "a": self.action_acute,
            "s": self.action_new_case,
            "d": self.action_discussion,
            "g": self.action_take_up,
            "delete": self.action_take_back,
            "space": self.action_page,
        }

    @property
    def anonymous(self) -> bool:
        """Nobody is named in a first call."""
        return True

    def body(self) -> Iterable[Widget]:
        """What was just answered, the lines, and the card."""
        yield Rows(self._last, Columns(self._lines, self._card), classes="body")

    def own_keys(self) -> list[KeyEntry]:
        """What can be done on the line that the cursor is on."""
        back = KeyEntry("⌫", _("Tilbake"), "screen.leave")
        if self.desk.over:
            return [*([] if self.desk.triage.case_id else [KeyEntry("g", _("Ta opp igjen"), "screen.take_up")]), back]
        own = []
        if self.desk.asks(self._card.line):
            codes = " ".join(sorted(self.desk.instrument.scale_of(self._card.line).codes()))
            own = [KeyEntry(codes, _("Svar"), ""), KeyEntry("r", _("Skriv"), "screen.write")]
        elif self._card.line == OUTCOME:
            own = [KeyEntry(f"1–{len(self._card.outcome.options)}", _("Velg"), "")]
            if self.desk.triage.outcome is not None:
                own += [
                    KeyEntry("r", _("Hvorfor"), "screen.write"),
                    KeyEntry("s", _("Ny sak"), "screen.new_case"),
                    KeyEntry("d", _("Anonym drøfting"), "screen.discussion"),
                ]
        if self.desk.said.stops:
            own.append(KeyEntry("a", _("Ring nå"), "screen.acute"))
        return [*own, KeyEntry("ctrl+s", _("Ferdig"), "screen.finish"), back]

    def again(self) -> Frame:
        """The same call in the language spoken now, on the same line."""
        self._keep_text()
        self.desk.speak()
        return TriageScreen(self.desk, self._card.line)

    def on_mount(self) -> None:
        """Stand on the first thing that is not answered."""
        self._show()
        self._lines.go_to(self._start or self.desk.next_open())
        self._follow()
        self._lines.focus()

    def notes_changed(self) -> None:
        """Keep what is being written before it is hidden, and draw anew."""
        self._keep_text()
        super().notes_changed()
        self._show()

    def keep_writing(self) -> None:
        """Keep what is being written."""
        self._keep_text()

    def at(self) -> str:
        """The line that the cursor is on."""
        return self._card.line

    def on_key(self, event: events.Key) -> None:
        """Answer the line that the cursor is on; all of it here, so that a fast hand answers no other line."""
        if self._writing:
            return
        self._follow()
        line, here = self._card.line, self._lines.has_focus
        value = self._value_typed((event.character or "").casefold())
        if value is not None:
            self._give(value)
        elif event.key in self._done_by:
            self._done_by[event.key]()
        elif event.key == "enter" and line == SUMMARY and here and not self.desk.over:
            self._card.summary.focus()
        elif here and event.key in _MOVES and self._lines.steer(event.key):
            self._follow()
        else:
            return
        event.stop()
        event.prevent_default()

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        """Keep what is written on the line that is left, and show the one that the cursor is on."""
        event.stop()
        self._follow()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Keep what was chosen on the card with the mouse or the arrows."""
        event.stop()
        if isinstance(event.value, str):
            self._lines.focus()
            self._give(event.value)
        else:
            self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the summary and go on to the first question."""
        event.stop()
        self._keep_text()
        self._lines.focus()
        self._go_on()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the summary after a pause in the writing, as longer texts are."""
        event.stop()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._keep_text)

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Keep the summary when the field is left."""
        event.stop()
        self._keep_text()

    def on_prompt_text_edited(self, event: PromptText.Edited) -> None:
        """Keep what was written; text of a line that was left is kept already."""
        event.stop()
        if event.text == event.prompt.text:
            self._keep_text()

    def action_write(self) -> None:
        """Write about the question, or why this way was chosen."""
        if self.desk.over:
            return
        if self.desk.asks(self._card.line):
            self._write(self._card.text)
        elif self._card.line == OUTCOME and self.desk.triage.outcome is not None:
            self._write(self._card.reason)

    def action_acute(self) -> None:
        """Show what can't wait, and note who was called."""
        if self.desk.said.stops:
            self.app.push_screen(AcuteAnswerScreen(self.desk.said.stops, self.desk.profile), self._called)

    def action_take_back(self) -> None:
        """Take the answer to this question back."""
        if self._card.line in self.desk.triage.answers:
            self._keep(lambda: self.desk.given(self._card.line, None))

    def action_page(self) -> None:
        """Show the next page of the card."""
        page_on(self._card)

    def action_take_up(self) -> None:
        """Open an ended call again."""
        if self.desk.over:
            self._keep(self.desk.taken_up)

    def action_new_case(self) -> None:
        """Make a case of what the call is about; the group writes it anew."""
        self._lead_to("initial")

    def action_discussion(self) -> None:
        """Begin an anonymous discussion of what the call is about; the group writes it anew."""
        self._lead_to("anonymous")

    def action_finish(self) -> None:
        """End the call with advice and no case; what is missing is said, and asked for."""
        self._keep_text()
        if self._keep(self.desk.ended):
            self.dismiss()
            return
        self._lines.go_to(OUTCOME)
        self._follow()
        self.action_write()

    def action_back(self) -> None:
        """From a text back to the lines, and from the lines out."""
        if self._lines.has_focus:
            self.action_leave()
        else:
            self._keep_text()
            self._lines.focus()

    def action_leave(self) -> None:
        """Go back to the calls; everything is kept."""
        self._keep_text()
        self.dismiss()

    @property
    def _writing(self) -> bool:
        return isinstance(self.focused, Input | TextArea)

    def _value_typed(self, typed: str) -> str | None:
        """What a character stands for on this line; None when it stands for nothing here."""
        line = self._card.line
        if self.desk.over or not typed:
            return None
        if self.desk.asks(line):
            return code_typed(self.desk.instrument, line, typed)
        choice = {SENDER: self._card.sender, CHANNEL: self._card.channel, OUTCOME: self._card.outcome}.get(line)
        return next((one.value for one in (choice.options if choice is not None else ()) if one.key == typed), None)

    def _give(self, value: str) -> None:
        """Keep a value on this line and go on to the next; an acute answer stops everything at once."""
        line = self._card.line
        if line == OUTCOME:
            if self._keep(lambda: decided(self.desk.triage, self.desk.instrument, value)):
                self._write(self._card.reason)
        elif self._keep(lambda: self.desk.given(line, value)):
            self._say_answer(line, value)
            if self.desk.stops_at(line):
                self.action_acute()
            else:
                self._go_on()

    def _say_answer(self, line: str, value: str) -> None:
        """Leave what an answer asks for on the screen, since the cursor goes on."""
        if self.desk.asks(line):
            label = self.desk.instrument.scale_of(line).label(value)
            self._last.update(plain(just_answered(self.desk.instrument.item(line), value, label)))

    def _go_on(self) -> None:
        self._lines.action_move(1)
        self._follow()
        if self._card.line == SUMMARY and not self.desk.triage.summary:
            self._card.summary.focus()

    def _keep(self, change: Callable[[], Triage]) -> bool:
        """Keep the changed call and say so; say why not when it can't be."""
        try:
            if self.desk.keep(change()):
                self.header.saved = _("Lagret {time}").format(time=clock_text(self.desk.now()))
        except AssessError as error:
            self.refuse(error)
            self._show()
            return False
        self._show()
        return True

    def _keep_text(self) -> None:
        """Keep what is written on the line that the card shows."""
        line, written = self._card.line, self._card.written()
        if not self.desk.over and written is not None and written != self.desk.text(line):
            self._keep(lambda: self.desk.written(line, written))

    def _follow(self) -> None:
        """Show the line that the cursor is on; a key may come before the list has told that it moved."""
        if self._lines.item != self._card.line:
            self._keep_text()
            if self._writing:
                self._lines.focus()
            self._card.to(self._lines.item)
            self._show()

    def _show(self) -> None:
        """Draw lines, card and keys from the call as it is kept."""
        desk = self.desk
        self._lines.show_lines(lines_of(desk.triage, desk.instrument, desk.profile, self._shown))
        self._card.show(desk.triage, self._earlier_words())
        self.header.state = _("AVSLUTTET") if desk.over else _("ÅPEN")
        self.show_keys()

    def _earlier_words(self) -> str:
        """Earlier calls of the same kind, where they matter: by the sender, and where the past is asked about."""
        desk, line = self.desk, self._card.line
        item = desk.instrument.items_by_id.get(line)
        asked = item is None or item.temporal == "historical"
        words = earlier_words(desk.earlier, desk.instrument, desk.profile, self._shown) if asked else ""
        if line == OUTCOME and desk.triage.called_at is not None:
            words = _("Ringt {when}.").format(when=moment_text(desk.triage.called_at)) + f"\n{words}"
        return words.strip()

    def _shown(self, text: str) -> str:
        return note(self.app, text)

    def _write(self, prompt: PromptText) -> None:
        prompt.focus_text()
        self.call_after_refresh(prompt.scroll_visible, animate=False)

    def _called(self, called: Called | None) -> None:
        """Note who was called, and ask for the way on."""
        if called is not None and not self.desk.over:
            self._keep(lambda: self.desk.called(called))
        self._lines.go_to(OUTCOME)
        self._follow()
        self._lines.focus()

    def _lead_to(self, phase: Phase) -> None:
        self._keep_text()
        try:
            self.desk.refuse_unready()
        except AssessError as error:
            self.refuse(error)
            return
        page = CaseFromCallScreen(self.desk.register, self.desk.profiles, phase, self.desk.triage.sender)
        self.app.push_screen(page, self._made)

    def _made(self, case_id: str | None) -> None:
        from assess.screens.case import CaseScreen

        if case_id is None:
            return
        try:
            case = self.desk.link(case_id)
        except AssessError as error:
            self.refuse(error)
            return
        self.app.switch_screen(CaseScreen(self.desk.register, case, self.desk.library, self.desk.profiles))
