"""A case: one concern about one person, known by a reference and never by a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import StringConstraints

from assess.casework.record import Instant, Name, Record, ShortNote
from assess.ids import RecordId

Phase = Literal["anonymous", "initial", "follow_up"]
"""Anonymous discussion, initial assessment, or follow-up with consent."""

Reference = Annotated[str, StringConstraints(pattern=r"^[0-9A-ZÆØÅ][0-9A-ZÆØÅ-]{0,39}$")]
"""What a case is called: `F-2026-0042`, or a training case's own word."""


class Case(Record):
    """One concern about one person. What can tell who it is lives elsewhere."""

    id: RecordId
    reference: Reference
    organisation: Name
    opened_at: Instant
    phase: Phase
    age_band: Name
    """The id of an age band of the profile."""
    ideology: Name
    """The id of an ideology of the profile; `ingen`, `uklar` and `blandet` are as good as any."""
    sender: Name
    """The id of a kind of sender of the profile: where the concern came from."""
    summary: ShortNote
    """What the case is about, in a line without names."""


def facts_of_case(case: Case) -> dict[str, str]:
    """What an instrument's conditions may ask about the case."""
    return {"age_band": case.age_band, "phase": case.phase}


def next_reference(prefix: str, year: int, taken: Iterable[str]) -> Reference:
    """Return the next free reference of the year, such as `F-2026-0042`."""
    pattern = re.compile(rf"^{re.escape(prefix)}-{year}-(\d+)$")
    numbers = [int(found.group(1)) for reference in taken if (found := pattern.match(reference))]
    return f"{prefix}-{year}-{max(numbers, default=0) + 1:04d}"
