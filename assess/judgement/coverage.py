"""How much of the instrument is known: counts of items, never a sum of answers.

An item that doesn't apply here, by its own `applicable_when`, is not counted at all: it is neither known nor missing.
Where it is open whether an item applies, it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from assess.casework.assessment import Assessment
from assess.instrument.model import Domain, Instrument
from assess.instrument.range import facts_of

Knowledge = Literal["known", "unknown", "not_sought", "blank"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many items are known, unknown, not sought, and not dealt with."""

    known: int
    unknown: int
    not_sought: int
    blank: int

    @property
    def total(self) -> int:
        """All the items looked at."""
        return self.known + self.unknown + self.not_sought + self.blank


def knowledge(instrument: Instrument, item: str, answers: Mapping[str, str]) -> Knowledge:
    """What an item's answer says about what is known; a withheld or declined one is not known either."""
    code = answers.get(item)
    if code is None:
        return "blank"
    other = instrument.scale_of(item).non_answer(code)
    if other is None:
        return "known"
    return "not_sought" if other.means in {"not_sought", "not_applicable"} else "unknown"


def hidden_items(
    instrument: Instrument, answers: Mapping[str, str], context: Mapping[str, str] | None = None
) -> frozenset[str]:
    """The items that don't apply here, whatever the open answers turn out to be.

    Args:
        instrument: Its items say when they apply.
        answers: Codes by item id.
        context: Facts about the case, such as `age_band`; without one, what depends on it stays open and applies.
    """
    if all(item.applicable_when is None for item in instrument.items()):
        return frozenset()
    return facts_of(instrument, answers, context).hidden


def coverage(assessment: Assessment, instrument: Instrument, context: Mapping[str, str] | None = None) -> Coverage:
    """Coverage over the whole instrument, of what the group agreed on."""
    return _count(instrument, (item.id for item in instrument.items()), assessment.answers, context)


def coverage_of(
    domain: Domain, assessment: Assessment, instrument: Instrument, context: Mapping[str, str] | None = None
) -> Coverage:
    """Coverage of one domain."""
    return _count(instrument, (item.id for item in domain.items), assessment.answers, context)


def unknown_items(
    assessment: Assessment, instrument: Instrument, context: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """The items explicitly unknown, critical ones first."""
    answers = assessment.answers
    hidden = hidden_items(instrument, answers, context)
    unknown = [
        item
        for item in instrument.items()
        if item.id not in hidden and knowledge(instrument, item.id, answers) == "unknown"
    ]
    return tuple(item.id for item in sorted(unknown, key=lambda item: item.critical is None))


def _count(
    instrument: Instrument, items: Iterable[str], answers: Mapping[str, str], context: Mapping[str, str] | None
) -> Coverage:
    hidden = hidden_items(instrument, answers, context)
    found = [knowledge(instrument, item, answers) for item in items if item not in hidden]
    return Coverage(*(found.count(kind) for kind in ("known", "unknown", "not_sought", "blank")))
