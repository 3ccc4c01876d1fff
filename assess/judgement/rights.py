"""The rights check: what is lawful, and whether the concern stands without it.

Lawful expression, belief, dress and assembly are protected and are never counted (Fredrikstad 1.4; Oslo 3). The
program can't judge that; it can show what the group marked, and what the agreed ratings rest on without it.
"""

from __future__ import annotations

from dataclasses import dataclass

from assess.casework.assessment import Assessment
from assess.casework.observation import Observation
from assess.instrument.model import Instrument


@dataclass(frozen=True, slots=True)
class RightsView:
    """What the group has in front of it when it answers the rights check."""

    lawful: tuple[Observation, ...]
    """Standing observations marked as lawful."""
    raised: tuple[str, ...]
    """The items of the risk half that the group rated above the lowest step."""
    only_lawful: tuple[str, ...]
    """Items rated above the lowest step for which only lawful observations speak."""
    only_expression: bool
    """Whether every risk item rated above the lowest step lies in the instrument's first risk domain: words, not
    acts."""


def rights_view(assessment: Assessment, instrument: Instrument) -> RightsView:
    """Gather what the rights check asks about."""
    raised = raised_risks(assessment, instrument)
    first = next((domain.id for domain in instrument.domains if domain.part == "risk"), None)
    return RightsView(
        lawful=tuple(one for one in assessment.standing_observations if one.lawful),
        raised=raised,
        only_lawful=tuple(item for item in raised if _rests_on_lawful(assessment, item)),
        only_expression=bool(raised) and all(instrument.domain_of(item).id == first for item in raised),
    )


def raised_risks(assessment: Assessment, instrument: Instrument) -> tuple[str, ...]:
    """The items of the risk half that the group rated above the lowest step."""
    found = []
    for domain in instrument.domains:
        if domain.part != "risk":
            continue
        for item in domain.items:
            rank = instrument.scale_of(item.id).rank(assessment.answers.get(item.id, ""))
            if item.kind != "protective" and rank is not None and rank > 0:
                found.append(item.id)
    return tuple(found)


def _rests_on_lawful(assessment: Assessment, item: str) -> bool:
    speaking = [one for one in assessment.standing_observations if item in one.speaks_for]
    return bool(speaking) and all(one.lawful for one in speaking)
