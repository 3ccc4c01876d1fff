"""The register's flat records: users, seals, backups, deadlines, and what happens around the assessments of a case.

Each kind lies in one drawer (a table) under one key, and is written and read by the same few methods of the store.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from assess.casework.agenda import AgendaPoint, ContactMeeting
from assess.casework.follow_up import Closure, ConsentEntry, DatedCheck, Handover, MeasureProgress
from assess.casework.record import Instant, Name, Note, Record, ShortNote
from assess.casework.triage import Triage
from assess.ids import RecordId
from assess.register.data_key import Box, PublicKey
from assess.register.roles import Role
from assess.register.slot import ActorId, UserName

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class User(Record):
    """Somebody who may open the register; kept after removal, so that the journal can be read."""

    id: ActorId
    name: UserName
    roles: tuple[Role, ...]
    signing_key: PublicKey
    added_at: Instant
    removed_at: Instant | None = None


class Seal(Record):
    """The Ed25519 signature of the user who held the keyboard when a participant signed."""

    signature_id: RecordId
    assessment_id: RecordId
    organisation: Name
    user: ActorId
    sealed_at: Instant
    value: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{128}$")]


class Backup(Record):
    """One backup that was made of this register. Where it lies is not known, only what the file was called."""

    id: RecordId
    made_at: Instant
    made_by: ActorId
    name: ShortNote
    size: Annotated[int, Field(ge=0)]
    sha256: Sha256
    content: Sha256
    """The digest of everything the register held (`assess.register.content`)."""
    anchor: str
    """The journal's head when it was made."""
    expires_on: date
    """When the group has promised to destroy it."""
    verified_at: Instant | None = None
    """When it was last restored and compared, and was the same."""


class Renewal(Record):
    """Somebody decided that a case is still needed."""

    at: Instant
    by: ActorId
    reason: Note


class Keeping(Record):
    """How long a case may be kept, and how far it has come towards leaving: blocked, then archived, then erased."""

    case_id: RecordId
    organisation: Name
    rule: Name
    """The id of one of the profile's retention rules."""
    due_on: date
    """The last day; the case must then be renewed, or leave."""
    renewals: tuple[Renewal, ...] = ()
    blocked_at: Instant | None = None
    blocked_by: ActorId | Literal[""] = ""
    block_reason: Note = ""
    archived_at: Instant | None = None
    archive_sha256: Sha256 | Literal[""] = ""
    """The digest of the archive export that was read back and found whole."""


class SealedIdentity(Record):
    """Whom a case is about, in a box that only keyholders open."""

    case_id: RecordId
    organisation: Name
    entered_at: Instant
    box: Box


class HeldBackup(Record):
    """A backup that still holds something erased, and until when."""

    name: ShortNote
    made_at: Instant
    expires_on: date


class Receipt(Record):
    """That a case was erased: how much, on what ground, and which backups still hold it. Never of whom."""

    id: RecordId
    erased_at: Instant
    erased_by: ActorId
    ground: Literal["archived", "disposal_rule"]
    rule: ShortNote
    """The named disposal rule, or the digest of the archive export."""
    counts: dict[str, int]
    """Rows by table."""
    backups: tuple[HeldBackup, ...]


class ReportCopy(Record):
    """One copy of a report that was written to a file; the file itself is not kept here."""

    id: RecordId
    case_id: RecordId
    organisation: Name
    assessment_id: RecordId
    variant: ShortNote
    """Which kind of report (`assess.reports.request.Variant`)."""
    language: ShortNote
    number: Annotated[int, Field(ge=1)]
    """Which of `of` copies it is."""
    of: Annotated[int, Field(ge=1)]
    recipient: ShortNote
    """Whom it is for: a role or an organisation; empty when nobody was named."""
    made_at: Instant
    made_by: ActorId
    printed_on: date
    anchor: str
    """The journal's head as it is printed on every page."""
    content: Sha256
    """The digest of the assessment that was printed."""
    sha256: Sha256
    """The digest of the file."""
    name: ShortNote
    """What the file was called."""


FollowUp = MeasureProgress | ConsentEntry | DatedCheck | Handover | Closure
"""What is kept about a case between its assessments."""

FOLLOW_UPS: tuple[type[FollowUp], ...] = (MeasureProgress, ConsentEntry, DatedCheck, Handover, Closure)

Card = (
    User
    | Seal
    | Backup
    | Keeping
    | SealedIdentity
    | Receipt
    | ReportCopy
    | FollowUp
    | ContactMeeting
    | AgendaPoint
    | Triage
)


@dataclass(frozen=True, slots=True)
class Drawer:
    """The table of one kind of card, and the column that names one."""

    table: str
    key: str


DRAWERS: dict[type[Record], Drawer] = {
    User: Drawer("users", "id"),
    Seal: Drawer("seals", "signature_id"),
    Backup: Drawer("backups", "id"),
    Keeping: Drawer("keepings", "case_id"),
    SealedIdentity: Drawer("identities", "case_id"),
    Receipt: Drawer("receipts", "id"),
    ReportCopy: Drawer("report_copies", "id"),
    MeasureProgress: Drawer("measure_progress", "id"),
    ConsentEntry: Drawer("consent_entries", "id"),
    DatedCheck: Drawer("dated_checks", "id"),
    Handover: Drawer("handovers", "id"),
    Closure: Drawer("closures", "case_id"),
    ContactMeeting: Drawer("contact_meetings", "id"),
    AgendaPoint: Drawer("agenda_points", "id"),
    Triage: Drawer("triages", "id"),
}
