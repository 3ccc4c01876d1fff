"""Step 5, «Formulering»: how the group explains the case in its own words, and what could happen.

The questions stand in one list and are answered in one field, so that nobody loses the thread. A text may point to
what it rests on, and what that says stands below it. What would change the level is entered with a day to look for it.
A scenario has the instrument's own questions; it is kept from the first word written in it.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button, Input, Static, TextArea

from assess.casework.decision import Indicator, PromptAnswer, Scenario
from assess.casework.deeds.deciding import Formulate, Imagine, Watch
from assess.casework.deeds.planning import Remove
from assess.instrument.model import Step
from assess.language import _
from assess.screens.keys import KeyEntry
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.discussion_picker import PickOne
from assess.screens.meeting.formulation_citing import cited_words, pointer_lines
from assess.screens.meeting.formulation_indicators import (
    DIRECTION_KEYS,
    Direction,
    IndicatorForm,
    indicator_at,
    indicator_title,
    indicator_words,
    line_of,
)
from assess.screens.meeting.formulation_words import Question, lines_of, question_at, reminder_of, rest_of
from assess.screens.meeting.step import StepPane
from assess.screens.meeting.work_list import step_key
from assess.screens.terminal import clean, plain
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.display import display
from assess.screens.widgets.ground import Columns, Rows, ScrolledRows
from assess.screens.widgets.item_list import ItemLine, ItemList
from assess.screens.widgets.prompt_text import PromptText
from assess.screens.widgets.words import Words


class FormulationStep(StepPane):
    """The questions to the left, the answer to the one under the cursor to the right."""

    step: ClassVar[Step] = "formulation"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "to_list", show=False),
        Binding("ctrl+n", "next_question", show=False),
        Binding("ctrl+o", "cite", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._begun = ""
        """The scenario that was asked for and holds no word yet."""
        self._shown = ""
        self._questions = ItemList(steered=True, id="questions")
        self._answer = PromptText(_("Gruppas ord"), id="answer")

    def compose(self) -> ComposeResult:
        """Compose the questions, the answer, and what is worth remembering while one writes."""
        with Columns(id="page"):
            with Rows(id="asked"):
                yield self._questions
                yield Button(_("n  Nytt scenario"), id="new", compact=True)
            with ScrolledRows(id="writing", can_focus=False):
                yield Words(id="title", classes="heading")
                yield Words(id="help", classes="muted reading")
                yield self._answer
                yield Words(id="cited", classes="muted reading")
                yield Button(_("Fjern scenarioet"), id="remove", compact=True)
                yield Words(id="rest", classes="reading")
                yield Words(id="reminder", classes="muted")

    def on_mount(self) -> None:
        """Fill the pane and stand on the first question that demands an answer and has none; what may be left, may."""
        self.show()
        asked = (one.id for one in self.desk.instrument.prompts if one.required)
        self._questions.go_to(next((one for one in asked if not self.desk.assessment.prompt(one).strip()), ""))

    def show(self) -> None:
        """Fill the list, and the answer unless it is being written."""
        self._questions.show_lines(self._lines())
        display(self.query_one("#new"), when=bool(self.desk.instrument.scenario_fields) and not self.desk.locked)
        self._show_answer(self._questions.item)

    def take_focus(self) -> None:
        """Stand on the questions."""
        self._questions.focus()

    def go_to(self, item: str) -> None:
        """Put the cursor on a question, named by its prompt or by «scenario field»."""
        if any(line.item == item for line in self._lines()):
            self._questions.go_to(item)

    def at(self) -> str:
        """The question that the cursor is on."""
        return self._questions.item

    def own_keys(self) -> list[KeyEntry]:
        """The keys of the list, or those of the answer that is being written; none that would be refused."""
        if self._writing:
            found = [
                step_key("ctrl+n", _("Neste spørsmål"), "next_question"),
                step_key("esc", _("Til lista"), "to_list"),
            ]
            return found if self.desk.locked else [*found, step_key("ctrl+o", _("Vis til"), "cite")]
        if self.desk.locked:
            return [step_key("↵", _("Les"), "write")]
        own = [step_key("↵", _("Skriv"), "write")]
        if self.desk.instrument.level_outcome is not None:
            own += [step_key("+", _("Kan heve"), "watch('raise')"), step_key("-", _("Kan senke"), "watch('lower')")]
        if self.desk.instrument.scenario_fields:
            own.append(step_key("n", _("Nytt scenario"), "new_scenario"))
        asked = self._asked
        if indicator_at(self._shown, self.desk) is not None:
            own.append(step_key("del", _("Fjern"), "remove"))
        elif asked is not None and asked.scenario:
            own.append(step_key("del", _("Fjern scenario"), "remove"))
        return own

    def on_key(self, event: events.Key) -> None:
        """Write with enter, where a list else moves on; the moving keys are taken here, in the order they came."""
        if not self._questions.has_focus:
            return
        self._follow()
        if event.key == "enter":
            event.stop()
            self.action_write()
        elif event.key == "n":
            event.stop()
            self.action_new_scenario()
        elif event.character in DIRECTION_KEYS:
            event.stop()
            self.action_watch(DIRECTION_KEYS[event.character])
        elif event.key == "delete":
            event.stop()
            self.action_remove()
        elif self._questions.steer(event.key):
            event.stop()
            self._follow()

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        """Keep what was written on the question that is left, and show the one that the cursor is on."""
        event.stop()
        self._follow()

    def on_descendant_focus(self) -> None:
        """Show the keys that work now."""
        self.post_message(self.KeysChanged())

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Begin a scenario, or remove the one that is shown."""
        event.stop()
        if event.button.id == "new":
            self.action_new_scenario()
        else:
            self.action_remove()

    def keep_text(self, prompt: PromptText, text: str) -> None:
        """Keep the answer; a field that shows another question by now was kept when the question was left."""
        if text == prompt.text:
            self.leave()

    def leave(self) -> None:
        """Keep what is written."""
        asked = self._asked
        text = self._answer.text
        if asked is None or text == self._recorded(asked):
            return
        if not asked.scenario:
            self.carry_out(Formulate(PromptAnswer(prompt=asked.field, text=text)))
        else:
            fields = {**self._fields(asked.scenario), asked.field: text}
            if self.carry_out(Imagine(Scenario(id=asked.scenario, fields=fields))) and asked.scenario == self._begun:
                self._begun = ""

    def action_write(self) -> None:
        """Answer the question that the cursor is on, or change the indicator."""
        indicator = indicator_at(self._shown, self.desk)
        if indicator is None:
            self._answer.focus_text()
        elif not self.desk.locked:
            self.app.push_screen(IndicatorForm(indicator), self._watch)

    def action_watch(self, direction: Direction) -> None:
        """Enter something that would raise or lower the level, with who looks for it and when."""
        if not self.desk.locked and self.desk.instrument.level_outcome is not None:
            new = Indicator(id=self.desk.new_id(), direction=direction, text="")
            self.app.push_screen(IndicatorForm(new), self._watch)

    def action_cite(self) -> None:
        """Pick what the answer points to, and put the pointer where the cursor is."""
        if self._asked is not None and not self.desk.locked:
            question = _("Hva skal teksten vise til?")
            self.app.push_screen(PickOne(question, _("Sett inn"), lambda: pointer_lines(self.desk)), self._point_to)

    def action_new_scenario(self) -> None:
        """Begin a scenario; it is kept once something is written in it."""
        fields = self.desk.instrument.scenario_fields
        if not fields or self.desk.locked:
            return
        self.leave()
        self._begun = self._begun or self.desk.new_id()
        self.show()
        self._questions.go_to(f"{self._begun} {fields[0].id}")
        self._follow()
        self._answer.focus_text()

    def action_remove(self) -> None:
        """Ask, and take out the scenario or the indicator that is shown."""
        asked, indicator = self._asked, indicator_at(self._shown, self.desk)
        if indicator is not None and not self.desk.locked:
            self.app.push_screen(Confirm(_("Vil dere fjerne dette?"), _("Fjern"), _("La stå")), self._remove_if)
            return
        if asked is None or not asked.scenario or self.desk.locked:
            return
        if not any(one.id == asked.scenario for one in self.desk.assessment.scenarios):
            self._forget()
            return
        question = _("Vil dere fjerne hele scenario {number}?").format(number=asked.number)
        self.app.push_screen(Confirm(question, _("Fjern"), _("La stå")), self._remove_if)

    def action_to_list(self) -> None:
        """Go back to the list."""
        self._questions.focus()

    def action_next_question(self) -> None:
        """Keep what is written and go on to the next question; who writes goes on writing."""
        self.leave()
        self._questions.action_move(1)
        self._follow()

    @property
    def _writing(self) -> bool:
        return isinstance(self.screen.focused, TextArea | Input)

    @property
    def _asked(self) -> Question | None:
        return question_at(self._shown, self.desk, self._begun)

    def _lines(self) -> list[ItemLine]:
        return lines_of(self.desk, self._begun)

    def _fields(self, scenario: str) -> dict[str, str]:
        return next((one.fields for one in self.desk.assessment.scenarios if one.id == scenario), {})

    def _recorded(self, asked: Question) -> str:
        if asked.scenario:
            return clean(self._fields(asked.scenario).get(asked.field, ""))
        return clean(self.desk.assessment.prompt(asked.field))

    def _follow(self) -> None:
        """Show the question that the cursor is on; a key may come before the list has told that it moved."""
        if self._questions.item != self._shown:
            self.leave()
            self._show_answer(self._questions.item)

    def _show_answer(self, item: str) -> None:
        anew = item != self._shown
        self._shown = item
        asked, indicator = self._asked, indicator_at(item, self.desk)
        display(self._answer, when=asked is not None)
        if indicator is not None:
            self._show_indicator(indicator)
        if anew:
            self.post_message(self.KeysChanged())
        if asked is None:
            return
        self.query_one("#title", Static).update(plain(asked.title))
        self.query_one("#help", Static).update(plain(asked.help))
        self._answer.query_one(TextArea).read_only = self.desk.locked
        if anew or not self._answer.has_focus_within:
            self._answer.text = self._recorded(asked)
        display(self.query_one("#remove"), when=bool(asked.scenario) and not self.desk.locked)
        words = rest_of(asked, self.desk, self._fields(asked.scenario))
        cited = self.query_one("#cited", Static)
        cited.update(plain(cited_words([self._answer.text], self.desk)))
        display(cited, when=bool(cited.content))
        rest = self.query_one("#rest", Static)
        rest.update(words)
        display(rest, when=bool(words))
        self.query_one("#reminder", Static).update(reminder_of(self.desk))
        if anew:
            self.query_one("#writing", VerticalScroll).scroll_home(animate=False)

    def _show_indicator(self, indicator: Indicator) -> None:
        """Show an indicator in full, where else an answer is written."""
        self.query_one("#title", Static).update(plain(indicator_title(indicator)))
        self.query_one("#help", Static).update(plain(indicator_words(indicator, self.desk)))
        for other in ("#cited", "#rest"):
            display(self.query_one(other), when=False)
        display(self.query_one("#remove"), when=False)
        self.query_one("#reminder", Static).update(reminder_of(self.desk))

    def _watch(self, indicator: Indicator | None) -> None:
        """Keep what was entered, and stand on it."""
        if indicator is not None and self.carry_out(Watch(indicator)):
            self._questions.go_to(line_of(indicator))
            self._follow()

    def _point_to(self, pointer: str | None) -> None:
        """Put a pointer where the cursor is, with a space on the sides where it touches a word."""
        if pointer is None or self._asked is None:
            return
        area = self._answer.query_one(TextArea)
        start, end = sorted((area.selection.start, area.selection.end))
        before, after = area.document.get_line(start[0])[: start[1]], area.document.get_line(end[0])[end[1] :]
        words = f"{' ' if before[-1:].isalnum() or before[-1:] in tuple('.,;:])') else ''}{pointer}"
        area.replace(words + (" " if after[:1].isalnum() else ""), start, end, maintain_selection_offset=False)
        self._answer.focus_text()

    def _remove_if(self, sure: bool | None) -> None:  # noqa: FBT001  the dialog's answer
        asked, indicator = self._asked, indicator_at(self._shown, self.desk)
        if sure and indicator is not None:
            self.carry_out(Remove("indicators", indicator.id))
            self._questions.focus()
        elif sure and asked is not None:
            self._answer.text = self._recorded(asked)
            self.carry_out(Remove("scenarios", asked.scenario))
            self._questions.focus()

    def _forget(self) -> None:
        """Take away a scenario that holds no word yet."""
        self._begun = ""
        self.show()
        self._questions.focus()
