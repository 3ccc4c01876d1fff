"""What the instrument's rules say beside the group's own level, and when that asks for a reason.

The group decides first. Nothing here sets, lowers or suggests a level; it only shows the range that the answers
already carry, and says when a decision below it must be explained in writing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assess.casework.assessment import Assessment
from assess.casework.case import Case, facts_of_case
from assess.instrument.model import Instrument
from assess.instrument.range import Range, is_unknown, range_of
from assess.judgement.coverage import knowledge

Demand = Literal["below_range", "critical_unknown"]
"""Why a written reason is demanded of a decided level."""


@dataclass(frozen=True, slots=True)
class Departure:
    """That the decided level asks for a written reason, why, and from which items."""

    demand: Demand
    items: tuple[str, ...]


def shown_range(assessment: Assessment, instrument: Instrument, case: Case, outcome: str) -> Range | None:
    """The range for an outcome, but only once the group has decided its own; None before, or when there is none.

    Where no concern was looked into, the rules being silent says nothing, and no range is shown: it would read as low.
    """
    decided = assessment.decision if outcome == instrument.level_outcome else assessment.help_need
    if decided is None:
        return None
    found = range_of(instrument, outcome, assessment.answers, facts_of_case(case))
    if found is not None and not found.reasons and not _knows_of_concern(assessment, instrument):
        return None
    return found


def departures(assessment: Assessment, instrument: Instrument, case: Case) -> tuple[Departure, ...]:
    """Every reason that the decided concern level must give in writing; empty when it needs none."""
    outcome_id = instrument.level_outcome
    if assessment.decision is None or outcome_id is None:
        return ()
    outcome = instrument.outcome(outcome_id)
    rank = outcome.rank(assessment.decision.level)
    if rank is None:
        return ()
    found: list[Departure] = []
    rules = shown_range(assessment, instrument, case, outcome_id)
    low = outcome.rank(rules.low) if rules is not None else None
    if rules is not None and low is not None and rank < low:
        behind = (reason for reason in rules.reasons if reason.sure and (outcome.rank(reason.at_least) or 0) > rank)
        found.append(Departure("below_range", tuple(dict.fromkeys(item for one in behind for item in one.items))))
    cautious = outcome.rank(instrument.cautious_below) if instrument.cautious_below else None
    unknown = critical_unknowns(assessment, instrument)
    if cautious is not None and rank < cautious and unknown:
        found.append(Departure("critical_unknown", unknown))
    return tuple(found)


def critical_unknowns(assessment: Assessment, instrument: Instrument) -> tuple[str, ...]:
    """The critical items that the group answered as unknown."""
    return tuple(
        item.id
        for item in instrument.items()
        if item.critical is not None and is_unknown(instrument, item.id, assessment.answers)
    )


def alarms(assessment: Assessment, instrument: Instrument) -> tuple[str, ...]:
    """The critical items that ask for something to be done now: at their step, or explicitly unknown."""
    found = []
    for item in instrument.items():
        code, critical = assessment.answers.get(item.id), item.critical
        if code is None or critical is None:
            continue
        scale = instrument.scale_of(item.id)
        rank, least = scale.rank(code), scale.rank(critical.at_least)
        high = rank is not None and least is not None and rank >= least
        if high or (critical.when_unknown is not None and is_unknown(instrument, item.id, assessment.answers)):
            found.append(item.id)
    return tuple(found)


def _knows_of_concern(assessment: Assessment, instrument: Instrument) -> bool:
    """Whether at least one item that could raise a concern is known, at whatever step."""
    return any(
        item.kind != "protective" and knowledge(instrument, item.id, assessment.answers) == "known"
        for item in instrument.items()
    )
