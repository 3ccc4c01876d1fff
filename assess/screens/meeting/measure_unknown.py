"""The card of one unknown: who may lawfully find it out, how, and by when."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget

from assess.casework.deeds.deed import Deed
from assess.casework.deeds.planning import PlanUnknown
from assess.casework.plan import UnknownPlan
from assess.language import _
from assess.screens.meeting.day_line import DayLine
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.item_words import heading_of
from assess.screens.meeting.measure_form import MOST_CHARACTERS
from assess.screens.terminal import plain
from assess.screens.widgets.prompt_text import TextLine
from assess.screens.widgets.words import Words


class UnknownForm(VerticalScroll, can_focus=False):
    """Fields for one unknown item; `open` fills them, `deed` is what keeps them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(classes="form")
        self._desk = desk
        self._item = ""
        self._opened: tuple[UnknownPlan, UnknownPlan] | None = None
        self._title = Words(classes="text")
        self._question = Words(classes="text")
        self._who = TextLine(placeholder=_("Rollen som har lov til å finne det ut"))
        self._how = TextLine(placeholder=_("For eksempel: spør personen, eller slå opp i egne systemer"))
        self._by = DayLine(_("Innen når?"))
        for line in (self._who, self._how):
            line.max_length = MOST_CHARACTERS

    def compose(self) -> ComposeResult:
        """Compose the fields."""
        yield self._title
        yield self._question
        yield Words(plain(_("Hvem kan lovlig finne det ut?")), classes="subheading")
        yield self._who
        yield Words(plain(_("Hvordan?")), classes="subheading")
        yield self._how
        yield self._by

    @property
    def kept(self) -> UnknownPlan | None:
        """The plan as it is kept; None when there is none yet."""
        return next((one for one in self._desk.assessment.unknown_plans if one.item == self._item), None)

    @property
    def first_field(self) -> Widget:
        """The field to start in."""
        return self._who

    def open(self, item: str) -> None:
        """Show the unknown item with this id."""
        self._item = item
        plan = self.kept or UnknownPlan(item=item, who="")
        self._who.value, self._how.value = plan.who, plan.how
        self._by.open(plan.by)
        for field in (self._who, self._how, self._by):
            field.disabled = self._desk.locked
        self._opened = (plan, self._read(plan))
        self.tell()
        self.scroll_home(animate=False)

    def tell(self) -> None:
        """Show the words anew; what stands in the fields stays."""
        item = self._desk.instrument.item(self._item)
        self._title.update(heading_of(item))
        self._question.update(plain(item.question))

    def deed(self) -> Deed | None:
        """The deed that keeps the fields; None when nothing has changed."""
        kept = self.kept or UnknownPlan(item=self._item, who="")
        now = self._read(kept)
        return PlanUnknown(now) if now != kept and (kept, now) != self._opened else None

    def _read(self, kept: UnknownPlan) -> UnknownPlan:
        """The plan as the fields say; a day that can't be read stays as it was kept."""
        return UnknownPlan(
            item=self._item, who=self._who.line.strip(), how=self._how.line.strip(), by=self._by.day(kept.by)
        )
