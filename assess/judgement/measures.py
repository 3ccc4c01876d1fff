"""What a plan must say before it is signed: of each measure, and of the day when the group looks again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from assess.casework.assessment import Assessment
from assess.casework.plan import OWN, Consent, PlannedMeasure
from assess.instrument.model import Instrument
from assess.profile.model import Measure, Profile

MeasureGap = Literal["text", "owner", "deadline", "consent", "harm"]
"""What can be missing of a measure."""

_UNDECIDED: dict[str, frozenset[Consent]] = {
    "required": frozenset({"not_considered"}),
    "voluntary": frozenset({"not_considered", "not_needed"}),
}
"""Where consent can't stand when the plan makes a measure depend on it: nobody has thought of asking."""


def gaps_in(measure: PlannedMeasure, known: Measure | None) -> tuple[MeasureGap, ...]:
    """What keeps a planned measure from being signed: nobody answers for it, by no day, or without a needed thought.

    Args:
        measure: The measure as it is planned.
        known: The measure in the plan's catalogue, which says what it is; None for the group's own, which must say so.
    """
    consent = known is None or measure.consent not in _UNDECIDED.get(known.consent, frozenset())
    said: tuple[tuple[MeasureGap, bool], ...] = (
        ("text", bool(measure.text.strip()) or (known is not None and measure.number != OWN)),
        ("owner", bool(measure.owner.strip())),
        ("deadline", measure.deadline is not None),
        ("consent", consent),
        ("harm", bool(measure.harm.strip())),
    )
    return tuple(gap for gap, there in said if not there)


def review_days(assessment: Assessment, instrument: Instrument, profile: Profile) -> int | None:
    """Days from the meeting to the latest new assessment at the level decided; None when nothing asks for one."""
    if assessment.decision is None or instrument.level_outcome is None:
        return None
    choice = instrument.outcome(instrument.level_outcome).choice(assessment.decision.level)
    return profile.review_days(assessment.decision.level, choice.review_days)


def latest_review(assessment: Assessment, instrument: Instrument, profile: Profile) -> date | None:
    """The latest day for a new assessment at the level decided; None when nothing asks for one."""
    days = review_days(assessment, instrument, profile)
    return assessment.meeting.held_on + timedelta(days=days) if days is not None else None


def is_late(assessment: Assessment, instrument: Instrument, profile: Profile) -> bool:
    """Whether the day that is set is later than the level decided allows."""
    latest = latest_review(assessment, instrument, profile)
    return latest is not None and assessment.review_on is not None and assessment.review_on > latest


def late_line(instrument: Instrument) -> str:
    """The line of the checklist that a reason for a later day is written to; empty when the instrument has none."""
    return next((line.id for line in instrument.quality if line.auto == "review_date"), "")


def late_reason(assessment: Assessment, instrument: Instrument) -> str:
    """Why the day is later than the level allows, as the group wrote it; empty when it did not."""
    line = late_line(instrument)
    return next((one.note for one in assessment.checks if one.check == line), "").strip()
