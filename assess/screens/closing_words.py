"""What a case still holds when it is closed: the level that stands, measures under way, and days to look again."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import shorten

from assess.casework.follow_up import DatedCheck
from assess.casework.following import OPEN, MeasureStanding, latest_locked
from assess.language import _
from assess.screens.follow_up_file import CaseFile
from assess.screens.local_time import day_text

_LONGEST = 50
"""Characters of what somebody wrote that one line shows."""

Say = Callable[[str], str]
"""What somebody wrote, as it may be drawn now."""


def standing_level(file: CaseFile) -> tuple[str, bool]:
    """The level of the last signed assessment in words, and whether it lies over the lowest; empty without any."""
    latest = latest_locked(file.assessments)
    if latest is None or latest.decision is None:
        return "", False
    instrument = file.instrument_of(latest)
    if instrument.level_outcome is None:
        return "", False
    outcome = instrument.outcome(instrument.level_outcome)
    choice = outcome.choice(latest.decision.level)
    words = _("Nivået som står: {code} {label}, satt {day}.").format(
        code=choice.code, label=choice.label, day=day_text(latest.meeting.held_on)
    )
    return words, outcome.rank(choice.code) != 0


def open_things(file: CaseFile, say: Say) -> list[str]:
    """A line for each measure that is not finished and each day that nobody has looked at; the latest plan's first."""
    measures = (one for one in file.measures if one.current and one.status in OPEN)
    checks = (one for one in file.checks if one.done_on is None)
    return [*(_measure(file, one, say) for one in measures), *(_check(file, one, say) for one in checks)]


def _measure(file: CaseFile, standing: MeasureStanding, say: Say) -> str:
    known = file.profile.measure(standing.measure.number)
    text = shorten(say(standing.measure.text), _LONGEST, placeholder=" …")
    name = f"{known.number} {known.title}" if known is not None else text or _("Eget tiltak")
    over, deadline = file.days_over(standing), standing.measure.deadline
    if over == 1:
        return _("! Tiltak ikke ferdig: {name}, 1 dag over fristen").format(name=name)
    if over:
        return _("! Tiltak ikke ferdig: {name}, {days} dager over fristen").format(name=name, days=over)
    if deadline is None:
        return _("Tiltak ikke ferdig: {name}, uten frist").format(name=name)
    return _("Tiltak ikke ferdig: {name}, frist {day}").format(name=name, day=day_text(deadline))


def _check(file: CaseFile, check: DatedCheck, say: Say) -> str:
    text = shorten(say(check.text), _LONGEST, placeholder=" …")
    come = check.due_on <= file.today
    words = _("! Ikke sett etter: {day} – {text}") if come else _("Skal ses etter: {day} – {text}")
    return words.format(day=day_text(check.due_on), text=text)
