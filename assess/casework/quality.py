"""How an assessment is vouched for: the checklist's answers, signatures, and later corrections."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from assess.casework.record import Instant, Name, Note, Record, ShortNote
from assess.ids import RecordId

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 over an assessment's content, as hexadecimal text."""


class CheckAnswer(Record):
    """The group's answer to one line of the checklist."""

    check: Name
    answer: Literal["yes", "no", "not_relevant"]
    note: Note = ""


class Signature(Record):
    """One participant vouches for exactly this content."""

    id: RecordId
    attendee: RecordId
    party: Name
    signed_as: ShortNote
    """The role the participant signs in."""
    digest: Digest
    """What the content was when it was signed."""
    signed_at: Instant
    void: bool = False
    """Whether a later change made it void; the journal says when."""


class Addendum(Record):
    """A correction or addition after locking; the assessment itself is never changed."""

    id: RecordId
    text: Note
    by: ShortNote
    added_at: Instant


class Clearance(Record):
    """That nothing the instrument and profile demand is missing from content with this digest."""

    digest: Digest
