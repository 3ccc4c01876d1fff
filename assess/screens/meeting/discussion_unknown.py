"""Two lines on an unknown item's card: who may lawfully find it out, and by when."""

from __future__ import annotations

from datetime import date

from textual.widget import Widget

from assess.casework.deeds.deed import Deed
from assess.casework.deeds.planning import PlanUnknown, Remove
from assess.casework.plan import UnknownPlan
from assess.errors import NotAllowed
from assess.judgement.coverage import knowledge
from assess.language import _
from assess.screens.local_time import day_from, day_text
from assess.screens.meeting.desk import Desk
from assess.screens.terminal import clean_line, plain
from assess.screens.widgets.display import display
from assess.screens.widgets.prompt_text import TextLine
from assess.screens.widgets.words import Words


class UnknownLines:
    """The question and its two lines; `show` fills them, `deed` is what keeps them. The card holds the widgets.

    What the plan says besides, such as how, is written in the step «Tiltak» and stays.
    """

    def __init__(self) -> None:
        self.item = ""
        self._wrong = False
        self.question = Words(id="who-asks", classes="subheading")
        self.who = TextLine(id="who")
        self.by = TextLine(id="by", watched=False)
        self.widgets: tuple[Widget, ...] = (self.question, self.who, self.by)

    def show(self, desk: Desk, item: str) -> None:
        """Show the plan of an item that the group answered as unknown; nothing is seen for any other."""
        unknown = knowledge(desk.instrument, item, desk.assessment.answers) == "unknown"
        anew = item != self.item
        self.item = item
        for widget in self.widgets:
            display(widget, when=unknown)
        if anew:
            self._say("")
        if not unknown:
            return
        plan = self.kept(desk)
        self.who.placeholder, self.by.placeholder = _("Hvem? En rolle"), _("Innen når? dd.mm.åååå")
        self.who.disabled = self.by.disabled = desk.locked
        for line, kept in ((self.who, plan.who), (self.by, day_text(plan.by))):
            if anew or not (line.has_focus or (line is self.by and self._wrong)):
                line.value = clean_line(kept)
                line.cursor_position = 0
        if not self._wrong:
            self._say("")

    def kept(self, desk: Desk) -> UnknownPlan:
        """The plan as it is kept; an empty one when there is none."""
        found = (one for one in desk.assessment.unknown_plans if one.item == self.item)
        return next(found, UnknownPlan(item=self.item, who=""))

    @property
    def shown(self) -> bool:
        """Whether the item that is shown is unknown."""
        return self.who.display

    @property
    def unread(self) -> bool:
        """Whether what is written could not be read as a day."""
        return self._wrong

    def asks(self, desk: Desk) -> bool:
        """Whether nobody is named yet for an unknown that is shown."""
        return self.shown and not self.kept(desk).who.strip()

    def deed(self, desk: Desk) -> Deed | None:
        """The deed that keeps what is written; None when nothing has changed. A day that can't be read is told of."""
        if not self.shown or desk.locked:
            return None
        kept = self.kept(desk)
        now = kept.model_copy(update={"who": self.who.line.strip(), "by": self._day(kept.by)})
        if (now.who, now.by) == (clean_line(kept.who), kept.by):
            return None
        nothing = not (now.who or now.by or now.how.strip())
        return Remove("unknown_plans", self.item) if nothing else PlanUnknown(now)

    def _day(self, kept: date | None) -> date | None:
        try:
            day = day_from(self.by.line)
        except NotAllowed as error:
            self._say(str(error))
            return kept
        self._say("")
        return day

    def _say(self, wrong: str) -> None:
        self._wrong = bool(wrong)
        question = _("Hvem kan lovlig finne det ut, og innen når?")
        self.question.update(plain(f"{question}\n! {wrong}" if wrong else question))
