"""What lies around the assessments of the planted case: one of everything that people can write there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from assess.casework.agenda import AgendaPoint, ContactMeeting
from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.follow_up import Closure, ConsentEntry, DatedCheck, Handover, MeasureProgress
from assess.casework.meeting import Attendee
from assess.casework.record import Record
from assess.casework.triage import Triage
from assess.instrument.edition import Edition
from assess.profile.model import Profile
from assess.register.register import Register
from tests.unit.conftest import record_id

MOMENT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = MOMENT.date()


def written_around(case: Case, signed: Assessment, triage: Edition, profile: Profile) -> tuple[Record, ...]:
    """One of everything that is kept beside the assessments, with room for words in every text.

    Args:
        case: The case; it was closed and is taken up again.
        signed: Its signed assessment, whose first measure is under way.
        triage: What the first calls are taken with.
        profile: Whose closing criteria were answered.
    """
    return (*_between(case, signed, profile), *_calls(triage), *_meetings())


def point_of(case: Case) -> AgendaPoint:
    """The case on the agenda of the planted meeting; its title is the reference, which is no note."""
    return _point(3, "case").model_copy(update={"title": case.reference, "case_id": case.id})


def put_around(register: Register, cards: Sequence[Record]) -> None:
    """Keep the cards in a register as they are."""
    register.store.put(tuple(cards), register.act("import", record_id(7500)))


def _between(case: Case, signed: Assessment, profile: Profile) -> tuple[Record, ...]:
    of_case = {"case_id": case.id, "organisation": case.organisation}
    open_check = DatedCheck.model_validate(
        {"id": record_id(7513), **of_case, "due_on": TODAY, "text": "", "cause": "own"}
    )
    return (
        MeasureProgress.model_validate(
            {
                "id": record_id(7510),
                **of_case,
                "assessment_id": signed.id,
                "measure_id": signed.measures[0].id,
                "status": "started",
                "happened_on": TODAY,
                "consent": "given",
                "noted_at": MOMENT,
            }
        ),
        ConsentEntry.model_validate(
            {
                "id": record_id(7511),
                **of_case,
                "who": "person",
                "kind": "consent",
                "status": "given",
                "about": "",
                "happened_on": TODAY,
                "noted_at": MOMENT,
            }
        ),
        open_check,
        open_check.model_copy(update={"id": record_id(7514), "done_on": TODAY}),
        Handover.model_validate(
            {
                "id": record_id(7512),
                **of_case,
                "to": "",
                "what": "",
                "legal_basis": "",
                "by": "",
                "happened_on": TODAY,
                "noted_at": MOMENT,
            }
        ),
        Closure(
            **of_case,
            closed_at=MOMENT,
            criteria={one.id: "" for one in profile.closing},
            reason="",
            by="",
            reopened_at=MOMENT,
        ),
    )


def _calls(edition: Edition) -> tuple[Record, ...]:
    """An open call with an acute answer, an earlier ended one, and one taken with another version."""
    opened = Triage(
        id=record_id(7520),
        organisation="kommune",
        taken_at=MOMENT,
        instrument=edition.instrument.id,
        version=edition.instrument.version,
        edition_hash=edition.hash,
        sender="skole",
        channel="telephone",
        answers={"T1": "J", "T5": "J"},
        notes={"T1": "", "T5": ""},
        outcome="AKUTT",
        called_at=MOMENT,
        due_on=date(2027, 11, 20),
    )
    before = {"taken_at": MOMENT - timedelta(days=2), "ended_at": MOMENT}
    other = {"taken_at": MOMENT - timedelta(days=9), "ended_at": MOMENT, "version": "0.0.1", "edition_hash": "ab"}
    return (
        opened,
        opened.model_copy(update={"id": record_id(7521), **before}),
        opened.model_copy(update={"id": record_id(7522), **other}),
    )


def _meetings() -> tuple[Record, ...]:
    people = (
        Attendee(id=record_id(7541), role="slt", party="kommune"),
        Attendee(id=record_id(7542), role="radikaliseringskontakt", party="politi"),
    )
    meeting = ContactMeeting(
        id=record_id(7530), organisation="kommune", held_on=TODAY, attendees=people, created_at=MOMENT
    )
    return (meeting, _point(1, "demonstration"), _point(2, "planning"))


def _point(number: int, kind: str) -> AgendaPoint:
    return AgendaPoint.model_validate(
        {
            "id": record_id(7530 + number),
            "meeting_id": record_id(7530),
            "organisation": "kommune",
            "position": number,
            "kind": kind,
            "title": "",
        }
    )
