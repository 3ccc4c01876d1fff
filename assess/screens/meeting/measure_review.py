"""The card of the next assessment: its date, what the level asks for, and why no measure is planned when none is."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget

from assess.casework.deeds.deed import Deed
from assess.casework.deeds.planning import SetReview
from assess.casework.deeds.signing import Check
from assess.casework.quality import CheckAnswer
from assess.judgement import measures
from assess.judgement.measures import is_late, late_line, late_reason
from assess.language import _
from assess.screens.local_time import day_text
from assess.screens.meeting.day_line import DayLine
from assess.screens.meeting.desk import Desk
from assess.screens.terminal import clean, plain
from assess.screens.widgets.display import display
from assess.screens.widgets.prompt_text import PromptText
from assess.screens.widgets.words import Words


class ReviewForm(VerticalScroll, can_focus=False):
    """Fields for the next assessment; `open` fills them, `deed` is what keeps them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(classes="form")
        self._desk = desk
        self._asked = Words(classes="text")
        self._day = DayLine(_("Dato for ny vurdering"))
        self._late = Words(classes="text caution")
        self._later = PromptText(_("Hvorfor kan det vente så lenge?"))
        self._why = PromptText(_("Hvorfor planlegger dere ingen tiltak?"))

    def compose(self) -> ComposeResult:
        """Compose the fields."""
        yield Words(plain(_("Ny vurdering")), classes="heading")
        yield self._asked
        yield self._day
        yield self._late
        yield self._later
        yield self._why

    @property
    def first_field(self) -> Widget:
        """The field to start in."""
        return self._day.line

    def open(self, _place: str) -> None:
        """Show what is set."""
        self._day.open(self._desk.assessment.review_on)
        self._why.text = self._desk.assessment.no_measures
        self._later.text = self._reason
        for field in (self._day, self._later, self._why):
            field.disabled = self._desk.locked
        self.tell()
        self.scroll_home(animate=False)

    def tell(self) -> None:
        """Show the words anew; what stands in the fields stays."""
        assessment = self._desk.assessment
        self._asked.update(plain(asked_review(self._desk)))
        late = is_late(assessment, self._desk.instrument, self._desk.profile)
        self._late.update(plain(self._late_words() if late else ""))
        display(self._late, when=late)
        display(self._later, when=late and bool(late_line(self._desk.instrument)))
        display(self._why, when=not assessment.measures or bool(assessment.no_measures))

    def suggest(self) -> None:
        """Write the latest day that the level allows."""
        latest = latest_review(self._desk)
        if latest is not None:
            self._day.open(latest)

    def deed(self) -> Deed | None:
        """The deed that keeps the fields; None when nothing has changed."""
        assessment = self._desk.assessment
        now = (self._day.day(assessment.review_on), self._why.text)
        if now != (assessment.review_on, clean(assessment.no_measures)):
            return SetReview(*now)
        if self._later.display and self._later.text.strip() != clean(self._reason):
            line = late_line(self._desk.instrument)
            return Check(CheckAnswer(check=line, answer="yes", note=self._later.text.strip()))
        return None

    @property
    def _reason(self) -> str:
        """Why the day is later than the level allows, as it is kept."""
        return late_reason(self._desk.assessment, self._desk.instrument)

    def _late_words(self) -> str:
        said = _("! Datoen er senere enn {day}.").format(day=day_text(latest_review(self._desk)))
        if self._reason or not late_line(self._desk.instrument):
            return said
        return said + " " + _("Skriv hvorfor, ellers kan dere ikke signere.")


def latest_review(desk: Desk) -> date | None:
    """The latest day for a new assessment at the level decided; None before, or when the level needs none."""
    return measures.latest_review(desk.assessment, desk.instrument, desk.profile)


def asked_review(desk: Desk) -> str:
    """What the level decided asks for, in words."""
    decision, days = desk.assessment.decision, _days(desk)
    if desk.instrument.level_outcome is None:
        return _("Sett en dato hvis dere skal vurdere på nytt.")
    if decision is None:
        return _("Sett nivået først, så står fristen her.")
    if days is None:
        return _("{level} krever ingen ny vurdering. Dere kan likevel sette en dato.").format(level=decision.level)
    return _("{level}: senest {day}, {days} dager etter møtet. Trykk s i lista for å sette den datoen.").format(
        level=decision.level, day=day_text(latest_review(desk)), days=days
    )


def _days(desk: Desk) -> int | None:
    return measures.review_days(desk.assessment, desk.instrument, desk.profile)
