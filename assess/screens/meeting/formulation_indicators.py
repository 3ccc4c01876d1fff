"""What would raise or lower the level, as something that somebody looks for on a day: three short lines each."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from assess.casework.decision import Indicator
from assess.language import _, mark
from assess.screens.local_time import day_text
from assess.screens.meeting.ask_line import LONGEST
from assess.screens.meeting.day_line import DayLine
from assess.screens.meeting.desk import Desk
from assess.screens.style_sheets import DIALOGS
from assess.screens.terminal import clean_line, plain
from assess.screens.unsaved import ask_to_drop
from assess.screens.widgets.display import display
from assess.screens.widgets.item_list import ItemLine
from assess.screens.widgets.prompt_text import TextLine
from assess.screens.widgets.words import Words

Direction = Literal["raise", "lower"]

DIRECTION_KEYS: dict[str, Direction] = {"+": "raise", "-": "lower"}
"""What is entered, by the character that says it."""

_SIGNS: dict[Direction, str] = {"raise": "↑", "lower": "↓"}
_QUESTIONS: dict[Direction, str] = {
    "raise": mark("Hva kan dere se som ville hevet nivået?"),
    "lower": mark("Hva kan dere se som ville senket nivået?"),
}
_LINE = "indicator "
"""What a line of the list begins with, before the indicator's id."""


class IndicatorForm(ModalScreen[Indicator | None]):
    """Asks what, who and when, one line each; enter goes on. Gives back None when it was left.

    Args:
        indicator: The one to write; its text is empty for a new one.
    """

    CSS_PATH = DIALOGS
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, indicator: Indicator) -> None:
        super().__init__()
        self._opened = indicator
        self._text = TextLine(indicator.text, placeholder=_("Noe dere faktisk kan se"), classes="note", longest=LONGEST)
        self._who = TextLine(indicator.who, placeholder=_("En rolle"), classes="note", longest=LONGEST)
        self._day = DayLine(_("Hvilken dag ser dere etter?"))
        self._said = Words(classes="caution")

    def compose(self) -> ComposeResult:
        """Compose the three lines and the two ways out."""
        with Vertical(classes="dialog", id="indicator"):
            yield Words(plain(_(_QUESTIONS[self._opened.direction])), classes="dialog--question")
            yield self._text
            yield Words(plain(_("Hvem ser etter?")), classes="subheading")
            yield self._who
            yield self._day
            yield Words(_("Feltet er skjermet. F9 viser det."), classes="muted when-private")
            yield self._said
            with Horizontal(classes="dialog--answers"):
                yield Button(plain(_("↵  Før opp")), id="yes", compact=True)
                yield Button(plain(_("esc  Gå tilbake")), id="no", compact=True)

    def on_mount(self) -> None:
        """Stand in the first line."""
        self._day.open(self._opened.look_on)
        display(self._said, when=False)
        self._text.focus()

    def notes_changed(self) -> None:
        """Stand in the first line once it is shown."""
        if self._text.visible:
            self._text.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next line; from the last one, give the indicator back."""
        event.stop()
        following = {self._text: self._who, self._who: self._day.line}
        after = next((then for line, then in following.items() if line is event.input), None)
        if after is not None:
            after.focus()
        else:
            self._answer()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Give the indicator back, or leave."""
        event.stop()
        if event.button.id == "yes":
            self._answer()
        else:
            self.action_leave()

    @property
    def filled_in(self) -> bool:
        """Whether something is written that is not in the indicator as it was opened."""
        opened = (clean_line(self._opened.text), clean_line(self._opened.who), day_text(self._opened.look_on))
        return (self._text.line, self._who.line, self._day.line.line) != opened

    def action_leave(self) -> None:
        """Leave without entering anything; ask first when something would go."""
        if self.filled_in:
            self.app.push_screen(ask_to_drop(), self._leave_if)
        else:
            self.dismiss(None)

    def _leave_if(self, sure: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        if sure:
            self.dismiss(None)

    def _answer(self) -> None:
        text, look_on = self._text.line.strip(), self._day.day(None)
        display(self._said, when=not text)
        if not text:
            self._said.update(plain(_("Skriv hva dere skal se etter.")))
            self._text.focus()
        elif self._day.unread:
            self._day.line.focus()
        else:
            changes = {"text": text, "who": self._who.line.strip(), "look_on": look_on}
            self.dismiss(self._opened.model_copy(update=changes))


def indicator_lines(desk: Desk) -> list[ItemLine]:
    """The indicators under a heading, each with its direction and its day; nothing where there is no level."""
    found = desk.assessment.indicators
    if desk.instrument.level_outcome is None and not found:
        return []
    heading = _("Hva ville endret nivået")
    if not found and not desk.locked:
        heading = _("Hva ville endret nivået? + eller -")
    return [ItemLine("", heading), *(_line(desk, one) for one in found)]


def indicator_at(item: str, desk: Desk) -> Indicator | None:
    """The indicator that a line of the list stands for."""
    return next((one for one in desk.assessment.indicators if f"{_LINE}{one.id}" == item), None)


def line_of(indicator: Indicator) -> str:
    """The line of the list that stands for an indicator."""
    return f"{_LINE}{indicator.id}"


def indicator_words(one: Indicator, desk: Desk) -> str:
    """An indicator in full: what, who and when."""
    who = desk.note(one.who) if one.who.strip() else _("ikke avtalt")
    day = day_text(one.look_on) or _("ikke avtalt")
    return "\n".join(
        (desk.note(one.text), "", _("Hvem ser etter: {who}").format(who=who), _("Når: {day}").format(day=day))
    )


def indicator_title(one: Indicator) -> str:
    """What an indicator is about."""
    return _("Ville hevet nivået") if one.direction == "raise" else _("Ville senket nivået")


def _line(desk: Desk, one: Indicator) -> ItemLine:
    day = day_text(one.look_on) or _("uten dato")
    return ItemLine(line_of(one), clean_line(desk.note(one.text)), _SIGNS[one.direction], day, short="")
