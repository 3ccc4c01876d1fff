"""What the group will do: measures, how each unknown that matters is cleared up, and when to look again."""

from __future__ import annotations

from datetime import date
from typing import Literal

from assess.casework.record import Instant, Name, Note, Record, ShortNote
from assess.ids import RecordId

Consent = Literal["given", "to_be_asked", "declined", "not_needed", "not_considered"]
"""Where the person's (or guardians') consent to a measure stands."""

OWN = ""
"""The number of a measure that is not in the catalogue."""


class PlannedMeasure(Record):
    """One measure with an owner, a deadline and a thought for harm."""

    id: RecordId
    number: Name
    """The measure's number in the plan's catalogue, or `OWN`."""
    text: Note
    """What exactly will be done."""
    owner: ShortNote
    """The role that answers for it."""
    deadline: date | None = None
    consent: Consent = "not_considered"
    guardians: Note = ""
    """How guardians are involved, asked when the person is under 18."""
    items: tuple[Name, ...] = ()
    """The items it should affect."""
    harm: Note = ""
    """«Kan dette gjøre vondt verre?» (Fredrikstad 1.4)"""


class UnknownPlan(Record):
    """How one unknown that matters is cleared up."""

    item: Name
    who: ShortNote
    """Who may lawfully find out."""
    how: Note = ""
    by: date | None = None


class AcuteCall(Record):
    """Who called whom, when, while the meeting was stopped."""

    id: RecordId
    called_at: Instant
    whom: ShortNote
    by: ShortNote
    note: Note = ""
