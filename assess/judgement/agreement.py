"""How far the participants' own ratings lie apart, widest first.

Spread is a distance in steps between known answers. A known answer beside an unknown one is a difference of
its own kind: it is never a distance, and never agreement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assess.casework.assessment import Assessment
from assess.casework.rating import Rating
from assess.instrument.model import Instrument

Kind = Literal["nobody", "alone", "equal", "known_and_unknown", "apart"]
"""What the ratings of one item show together."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The participants' own ratings of one item, side by side."""

    item: str
    kind: Kind
    steps: int
    """Steps between the lowest and the highest known answer."""
    ratings: tuple[Rating, ...]
    """In the order the raters were entered."""
    critical: bool

    @property
    def equal(self) -> bool:
        """Whether all raters, two or more, gave the same answer."""
        return self.kind == "equal"


def spreads(assessment: Assessment, instrument: Instrument) -> tuple[Spread, ...]:
    """Every item's spread, widest first, critical items before others, then in the instrument's order.

    The caller decides whether the ratings may be seen; before the reveal nobody but the rater may.
    """
    found = [_spread(assessment, instrument, item.id) for item in instrument.items()]
    return tuple(
        sorted(found, key=lambda spread: (-spread.steps, spread.kind != "known_and_unknown", not spread.critical))
    )


def needs_devils_advocate(assessment: Assessment, instrument: Instrument) -> tuple[str, ...]:
    """Critical items on which all agree and nobody has yet spoken against it.

    Agreement among equals is where groups overlook things (groupthink; the IDEA protocol asks for a challenge).
    """
    challenged = {remark.item for remark in assessment.remarks if remark.kind == "devils_advocate"}
    return tuple(
        spread.item
        for spread in (_spread(assessment, instrument, item.id) for item in instrument.items())
        if spread.critical and spread.equal and spread.item not in challenged
    )


def _spread(assessment: Assessment, instrument: Instrument, item: str) -> Spread:
    scale = instrument.scale_of(item)
    ratings = tuple(
        rating
        for rater in assessment.meeting.raters()
        if (rating := assessment.individual.get((rater.id, item))) is not None
    )
    ranks = [scale.rank(rating.code) for rating in ratings]
    known = [rank for rank in ranks if rank is not None]
    steps = max(known) - min(known) if known else 0
    kind: Kind
    if len(ratings) < 2:
        kind = "alone" if ratings else "nobody"
    elif len({rating.code for rating in ratings}) == 1:
        kind = "equal"
    else:
        kind = "apart" if len(known) == len(ranks) else "known_and_unknown"
    return Spread(item, kind, steps, ratings, instrument.item(item).critical is not None)
