"""How far the participants' own ratings lie apart, widest first.

Spread is a distance in steps between known answers. A known answer beside an unknown one is a difference of
its own kind: it is never a distance, and never agreement.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from assess.casework.assessment import Assessment
from assess.casework.meeting import Attendee
from assess.casework.rating import Rating
from assess.instrument.model import Instrument

Kind = Literal["nobody", "alone", "equal", "known_and_unknown", "apart"]
"""What the ratings of one item show together."""

Shift = Literal["nobody_gave", "against_most"]
"""How what the group agreed on lies apart from what its members answered alone."""


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
    raters: int
    """How many were to answer."""

    @property
    def equal(self) -> bool:
        """Whether all who answered, two or more, gave the same answer."""
        return self.kind == "equal"

    @property
    def unanimous(self) -> bool:
        """Whether all who were to answer did, and gave the same answer."""
        return self.equal and len(self.ratings) == self.raters


def spreads(assessment: Assessment, instrument: Instrument) -> tuple[Spread, ...]:
    """Every item's spread, widest first, critical items before others, then in the instrument's order.

    The caller decides whether the ratings may be seen; before the reveal nobody but the rater may.
    """
    raters = assessment.meeting.raters()
    found = [_spread(assessment, instrument, item.id, raters) for item in instrument.items()]
    return tuple(
        sorted(found, key=lambda spread: (-spread.steps, spread.kind != "known_and_unknown", not spread.critical))
    )


def needs_devils_advocate(assessment: Assessment, instrument: Instrument) -> tuple[str, ...]:
    """Critical items on which all agree and nobody has yet spoken against it.

    Agreement among equals is where groups overlook things (groupthink; the IDEA protocol asks for a challenge).
    """
    challenged = {remark.item for remark in assessment.remarks if remark.kind == "devils_advocate"}
    asked = (item.id for item in instrument.items() if item.critical is not None and item.id not in challenged)
    raters = assessment.meeting.raters()
    return tuple(item for item in asked if _spread(assessment, instrument, item, raters).equal)


def shift(spread: Spread, code: str) -> Shift | None:
    """How an agreed code lies apart from the participants' own; None when it does not, or when nobody answered.

    Most means more than half of those who answered. A group that lands where nobody stood, or away from where most
    stood, has learnt something in the discussion, or has been led: a reason in words tells which (the IDEA protocol
    keeps both rounds and the reasons between them).
    """
    given = Counter(rating.code for rating in spread.ratings)
    if not given:
        return None
    if code not in given:
        return "nobody_gave"
    most, count = given.most_common(1)[0]
    return "against_most" if code != most and 2 * count > len(spread.ratings) else None


def _spread(assessment: Assessment, instrument: Instrument, item: str, raters: tuple[Attendee, ...]) -> Spread:
    scale = instrument.scale_of(item)
    ratings = tuple(rating for rater in raters if (rating := assessment.individual.get((rater.id, item))) is not None)
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
    return Spread(item, kind, steps, ratings, instrument.item(item).critical is not None, len(raters))
