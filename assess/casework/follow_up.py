"""What happens in a case between its assessments: measures under way, consents, checks, handovers, and its end.

An assessment is locked when it is signed; life goes on. What is written here is added and never changed, so that it
can be read in order; only a check that is done says so.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from assess.casework.plan import Consent
from assess.casework.record import Instant, Name, Note, Record, ShortNote
from assess.ids import RecordId

MeasureStatus = Literal["started", "done", "stopped"]
"""What became of a planned measure; one without any entry is only planned."""


class MeasureProgress(Record):
    """One step in the life of a planned measure; the last one says how it stands."""

    id: RecordId
    case_id: RecordId
    organisation: Name
    assessment_id: RecordId
    """The assessment that planned it."""
    measure_id: RecordId
    status: MeasureStatus
    happened_on: date
    consent: Consent
    """Where consent stood then."""
    note: Note = ""
    """How it went; why it was stopped; or why it was started without the consent it needs."""
    noted_at: Instant


class ConsentEntry(Record):
    """That somebody was asked or told, and what came of it."""

    id: RecordId
    case_id: RecordId
    organisation: Name
    who: Literal["person", "guardians"]
    kind: Literal["consent", "information"]
    """Whether they were asked to consent, or told what is done and kept."""
    status: Literal["given", "declined", "withdrawn", "to_be_asked", "not_now", "told"]
    """`not_now`: not appropriate yet, with the reason in the note; `told` belongs to information."""
    about: ShortNote
    """What they consented to or were told about."""
    happened_on: date
    by: ShortNote = ""
    """The role that asked or told."""
    note: Note = ""
    noted_at: Instant


class DatedCheck(Record):
    """Something to look at on a day."""

    id: RecordId
    case_id: RecordId
    organisation: Name
    due_on: date
    text: Note
    cause: Literal["closure", "indicator", "own"]
    """Made when the case was closed, from what would change the level, or by the group itself."""
    source: Name = ""
    """The id of the indicator that it came of, or the item that the group planned to clear up; empty for others."""
    done_on: date | None = None
    outcome: Note = ""


class Handover(Record):
    """That something was handed over to another body: what, to whom, and on what legal basis."""

    id: RecordId
    case_id: RecordId
    organisation: Name
    to: ShortNote
    what: Note
    """What kind of information, never the information itself."""
    legal_basis: Name
    """The id of a legal basis that people chose."""
    by: ShortNote
    happened_on: date
    noted_at: Instant


class Closure(Record):
    """That the work with a case ended, by which criteria, and whether it was taken up again."""

    case_id: RecordId
    organisation: Name
    closed_at: Instant
    criteria: dict[Name, Note]
    """The group's words to each of the profile's closing criteria."""
    reason: Note
    by: ShortNote
    reopened_at: Instant | None = None
    reopen_reason: Note = ""

    @property
    def stands(self) -> bool:
        """Whether the case is closed now."""
        return self.reopened_at is None
