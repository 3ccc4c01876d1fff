"""How much of the instrument is known: counts of items, never a sum of answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from assess.casework.assessment import Assessment
from assess.instrument.model import Domain, Instrument

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


def coverage(assessment: Assessment, instrument: Instrument) -> Coverage:
    """Coverage over the whole instrument, of what the group agreed on."""
    return _count(instrument, (item.id for item in instrument.items()), assessment.answers)


def coverage_of(domain: Domain, assessment: Assessment, instrument: Instrument) -> Coverage:
    """Coverage of one domain."""
    return _count(instrument, (item.id for item in domain.items), assessment.answers)


def unknown_items(assessment: Assessment, instrument: Instrument) -> tuple[str, ...]:
    """The items explicitly unknown, critical ones first."""
    unknown = [item for item in instrument.items() if knowledge(instrument, item.id, assessment.answers) == "unknown"]
    return tuple(item.id for item in sorted(unknown, key=lambda item: item.critical is None))


def _count(instrument: Instrument, items: Iterable[str], answers: Mapping[str, str]) -> Coverage:
    found = [knowledge(instrument, item, answers) for item in items]
    return Coverage(*(found.count(kind) for kind in ("known", "unknown", "not_sought", "blank")))
