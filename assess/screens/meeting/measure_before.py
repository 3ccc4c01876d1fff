"""The card of a measure from an earlier meeting: what was planned, and what became of it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget

from assess.casework.deeds.deed import Deed
from assess.casework.following import MeasureStanding
from assess.language import _
from assess.register.cards import FollowUp
from assess.screens.follow_up_file import CaseFile
from assess.screens.follow_up_form import EntryForm
from assess.screens.follow_up_words import measure_card, measure_line
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.measure_form import measure_name
from assess.screens.terminal import plain
from assess.screens.widgets.item_list import ItemLine
from assess.screens.widgets.words import Words

BEFORE = "~"
"""What the place of an earlier measure begins with; no item is called so."""


class Before:
    """The measures that this meeting looks back at. It knows no screen; read once, and after each entry."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._file = CaseFile(desk.register, desk.case, desk.profile, desk.legal)

    def lines(self) -> list[ItemLine]:
        """A line for each, under a heading; none in a first meeting."""
        found = [
            measure_line(self._file, one, f"{BEFORE}{number}", self._desk.note)
            for number, one in enumerate(self._measures())
        ]
        return [ItemLine("", _("Tiltak fra før")), *found] if found else []

    def words(self, place: str) -> str:
        """Everything about the one at a place."""
        found = self._found(place)
        return measure_card(self._file, found, self._desk.note) if found is not None else ""

    def form(self, place: str) -> EntryForm[FollowUp] | None:
        """The page on which the group writes what became of it; None for a role that may not."""
        from assess.screens.follow_up_forms import ProgressForm

        found = self._found(place)
        if found is None or not self._file.may_write:
            return None
        known = self._desk.profile.measure(found.measure.number)

        def heading() -> str:
            return measure_name(found.measure, known) if known is not None else self._desk.note(found.measure.text)

        return ProgressForm(self._file, found, heading, self._file.keep)

    def _found(self, place: str) -> MeasureStanding | None:
        number, found = place.removeprefix(BEFORE), self._measures()
        return found[int(number)] if number.isdecimal() and int(number) < len(found) else None

    def _measures(self) -> tuple[MeasureStanding, ...]:
        return self._file.before(self._desk.assessment.number)


class BeforeForm(VerticalScroll, can_focus=False):
    """What was planned and what became of it; nothing of it is written here."""

    def __init__(self, before: Before) -> None:
        super().__init__(classes="form")
        self._before = before
        self._place = ""
        self._words = Words(classes="text")

    def compose(self) -> ComposeResult:
        """Compose the words."""
        yield self._words

    @property
    def first_field(self) -> Widget:
        """The card itself: it has no field."""
        return self

    def open(self, place: str) -> None:
        """Show the measure at this place."""
        self._place = place
        self.tell()
        self.scroll_home(animate=False)

    def tell(self) -> None:
        """Show the words anew."""
        self._words.update(plain(self._before.words(self._place)))

    def deed(self) -> Deed | None:
        """Nothing on this card changes the assessment."""
        return None
