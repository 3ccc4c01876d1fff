"""Ratings: what one participant, or the group, answers on one item in one round."""

from __future__ import annotations

from typing import Literal

from assess.casework.record import Confidence, Instant, Name, Note, Record
from assess.instrument.text import Code

Round = Literal["individual", "agreed"]
"""Alone before anybody talks, or what the group agreed on after the reveal. Both are kept."""

Change = Literal["increased", "unchanged", "decreased", "unclear"]
"""How it has moved since last time, or over the last weeks."""

GROUP = ""
"""The rater of an agreed rating: nobody in particular."""


class Rating(Record):
    """One answer to one item."""

    round: Round
    rater: Name
    """The participant's id, or `GROUP`."""
    item: Name
    code: Code
    """A step or a non-answer of the item's own scale."""
    confidence: Confidence | None = None
    change: Change | None = None
    reason: Note = ""
    given_at: Instant


RemarkKind = Literal["read_differently", "devils_advocate", "question"]
"""The group read the question differently, somebody spoke against what all agreed on, or the group asks the second
reader something."""


class Remark(Record):
    """Something said about one item in the discussion."""

    item: Name
    kind: RemarkKind
    text: Note = ""
    made_at: Instant
