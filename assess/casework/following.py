"""How a case stands between its assessments: its measures, the days somebody looks at it, and what to rate again.

Everything here is worked out from records that were locked or added; nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID, uuid5

from assess.casework.assessment import Assessment
from assess.casework.follow_up import ConsentEntry, DatedCheck, MeasureProgress
from assess.casework.plan import Consent, PlannedMeasure, UnknownPlan
from assess.ids import RecordId

Status = Literal["planned", "started", "done", "stopped"]
"""How a measure stands; one that nobody has written anything about is only planned."""

OPEN: frozenset[Status] = frozenset({"planned", "started"})
"""What can still be overdue."""


@dataclass(frozen=True, slots=True)
class MeasureStanding:
    """A planned measure, and what became of it."""

    assessment: Assessment
    """The assessment that planned it."""
    measure: PlannedMeasure
    progress: tuple[MeasureProgress, ...]
    """What was written about it, oldest first."""
    current: bool
    """Whether it belongs to the plan that holds now, or is under way since an earlier one."""

    @property
    def status(self) -> Status:
        """How it stands."""
        return self.progress[-1].status if self.progress else "planned"

    @property
    def consent(self) -> Consent:
        """Where consent stood last."""
        return self.progress[-1].consent if self.progress else self.measure.consent

    @property
    def begun(self) -> bool:
        """Whether it was ever set in motion."""
        return any(one.status == "started" for one in self.progress)

    def days_over(self, today: date) -> int:
        """Days past its deadline; 0 when it is finished, has time left or has no deadline."""
        deadline = self.measure.deadline
        if deadline is None or self.status not in OPEN:
            return 0
        return max((today - deadline).days, 0)


def latest_locked(assessments: Iterable[Assessment]) -> Assessment | None:
    """The case's last signed assessment; None while it has none."""
    locked = [one for one in assessments if one.state == "locked"]
    return max(locked, key=lambda one: one.number, default=None)


def standings(assessments: Iterable[Assessment], progress: Iterable[MeasureProgress]) -> tuple[MeasureStanding, ...]:
    """Every planned measure of a case and how it stands, those of the last meeting first.

    The plan that holds is that of the last signed assessment, with what a draft after it adds. Of earlier plans only
    what was set in motion and not finished is current; the rest gave way to the newer plan.
    """
    known = tuple(assessments)
    locked = latest_locked(known)
    least = locked.number if locked is not None else 0
    noted = sorted(progress, key=lambda one: (one.noted_at, one.id))
    found = []
    for assessment in sorted(known, key=lambda one: one.number, reverse=True):
        for measure in assessment.measures:
            steps = tuple(one for one in noted if (one.assessment_id, one.measure_id) == (assessment.id, measure.id))
            under_way = bool(steps) and steps[-1].status == "started"
            found.append(MeasureStanding(assessment, measure, steps, assessment.number >= least or under_way))
    return tuple(found)


def all_checks(assessments: Iterable[Assessment], kept: Iterable[DatedCheck]) -> tuple[DatedCheck, ...]:
    """Everything that somebody should look at on a day: what is open first, the earliest day on top.

    What would change the level, by the last signed assessment, is looked at on the day that was set for it; once
    looked at, a kept check that names it stands in its place. So it is with each unknown that got a day in that
    assessment; its check is known again by its id, so that a later plan for the same item asks anew.
    """
    known = tuple(kept)
    answered = {one.source for one in known if one.cause == "indicator"}
    locked = latest_locked(assessments)
    wanted = [] if locked is None else [one for one in locked.indicators if one.id not in answered]
    waiting = tuple(
        DatedCheck(
            id=one.id,
            case_id=locked.case_id,
            organisation=locked.organisation,
            due_on=one.look_on,
            text=one.text,
            cause="indicator",
            source=one.id,
        )
        for one in wanted
        if locked is not None and one.look_on is not None
    )
    unknown = () if locked is None else _unknown_checks(locked, {one.id for one in known})
    still = sorted(
        (one for one in (*known, *waiting, *unknown) if one.done_on is None), key=lambda one: (one.due_on, one.id)
    )
    done = ((one.done_on, one.id, one) for one in known if one.done_on is not None)
    return (*still, *(one for _day, _id, one in sorted(done, key=lambda pair: pair[:2], reverse=True)))


def unknown_check_id(assessment_id: RecordId, item: str) -> RecordId:
    """The id of the check for an unknown that an assessment planned to clear up: the same each time it is asked for."""
    return str(uuid5(UUID(assessment_id), item))


def due_checks(checks: Iterable[DatedCheck], today: date) -> tuple[DatedCheck, ...]:
    """Those whose day has come and that nobody has looked at."""
    return tuple(one for one in checks if one.done_on is None and one.due_on <= today)


def rate_again(assessments: Sequence[Assessment], progress: Iterable[MeasureProgress]) -> tuple[str, ...]:
    """The items that measures should affect which were finished after the level was last decided, each once."""
    seen = _judged_at(latest_locked(assessments))
    items: dict[str, None] = {}
    for one in standings(assessments, progress):
        if one.status == "done" and (seen is None or one.progress[-1].noted_at > seen):
            items.update(dict.fromkeys(one.measure.items))
    return tuple(sorted(items, key=_in_order))


def last_consent(entries: Iterable[ConsentEntry], who: Literal["person", "guardians"]) -> ConsentEntry | None:
    """What they answered last when they were asked to consent; None when nothing is written."""
    asked = [one for one in entries if one.who == who and one.kind == "consent"]
    return max(asked, key=lambda one: (one.happened_on, one.noted_at, one.id), default=None)


def _unknown_checks(assessment: Assessment, kept: set[RecordId]) -> tuple[DatedCheck, ...]:
    """The unknowns of an assessment that got a day and that no kept check stands for."""
    ids = {one.item: unknown_check_id(assessment.id, one.item) for one in assessment.unknown_plans}
    return tuple(
        DatedCheck(
            id=ids[one.item],
            case_id=assessment.case_id,
            organisation=assessment.organisation,
            due_on=one.by,
            text=_who_and_how(one),
            cause="own",
            source=one.item,
        )
        for one in assessment.unknown_plans
        if one.by is not None and ids[one.item] not in kept
    )


def _who_and_how(plan: UnknownPlan) -> str:
    said = ": ".join(words for words in (plan.who.strip(), plan.how.strip()) if words)
    return f"{plan.item} – {said}" if said else plan.item


def _judged_at(assessment: Assessment | None) -> datetime | None:
    """When the group last made up its mind."""
    if assessment is None:
        return None
    return assessment.decision.decided_at if assessment.decision is not None else assessment.locked_at


def _in_order(item: str) -> tuple[str, int, str]:
    digits = "".join(letter for letter in item if letter.isdigit())
    return (item.rstrip("0123456789"), int(digits) if digits else 0, item)
