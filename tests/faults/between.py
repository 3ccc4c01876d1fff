"""What happens around the assessments: follow-up, closing a case, first calls, contact meetings, and taking back.

To `tests.faults.operations` these are operations like any other. They look at the cards beside the cases as well,
without the moments at which these were kept: a step that the disk refused is done again a little later.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from assess.casework.agenda import AgendaPoint, ContactMeeting, moved, ticked
from assess.casework.deeds.deed import Deed
from assess.casework.deeds.rating import Rate
from assess.casework.deeds.undoing import GoBack
from assess.casework.follow_up import ConsentEntry, DatedCheck, Handover, MeasureProgress
from assess.casework.triage import Triage, ended
from assess.profile.load import Profiles
from assess.register.agenda import contact_meetings, end_meeting, keep_points, open_meeting, points_of, put_on_agenda
from assess.register.arrivals import Arrival
from assess.register.cards import DRAWERS, FOLLOW_UPS, FollowUp, Keeping
from assess.register.closing import close_case, reopen_case
from assess.register.following import note_follow_up, note_progress
from assess.register.register import Register
from assess.register.retention import keeping_of
from assess.register.triage import keep_triage, link_triage
from tests.faults.rehearsal import (
    ASSESSMENT,
    CASE,
    EDITION,
    Act,
    Operation,
    a_begun_assessment,
    register_path,
    sound_content,
    unlocked,
)
from tests.unit.conftest import (
    NOW,
    OFFICER,
    SECRETARY,
    TEACHER,
    finished,
    found_register,
    measure,
    rating,
    record_id,
    signed,
)

PROFILE = Profiles().profile("fredrikstad")
BESIDE = (*FOLLOW_UPS, Keeping, Triage, ContactMeeting, AgendaPoint)
"""The kinds of cards that are looked at."""


def _look(folder: Path) -> str:
    """The content of the register and its cards, but for when and under which new ids these were made."""
    with unlocked(register_path(folder)) as register:
        cards = [
            [DRAWERS[kind].table, *sorted(json.dumps(_timeless(one.model_dump(mode="json"))) for one in kept)]
            for kind in BESIDE
            if (kept := register.store.cards(kind))
        ]
        return f"{sound_content(register)} {json.dumps(cards)}"


def _timeless(card: Mapping[str, object]) -> dict[str, object]:
    fields: dict[str, object] = {}
    for name, value in card.items():
        if name in {"id", "at"} or name.endswith("_at"):
            fields[name] = value is not None
        elif isinstance(value, list):
            fields[name] = [_timeless(one) if isinstance(one, dict) else one for one in value]
        else:
            fields[name] = value
    return fields


# Between the assessments


def _a_signed_assessment(folder: Path) -> None:
    done = signed(finished(CASE, EDITION), EDITION.instrument, SECRETARY, OFFICER)
    with found_register(register_path(folder)) as register:
        register.bring_in((Arrival(CASE, EDITION, done),))
        keeping_of(register, PROFILE, CASE)  # how long it is kept is worked out when it is first asked for


def _entries() -> tuple[FollowUp, ...]:
    of_case = {"case_id": CASE.id, "organisation": CASE.organisation}
    happened = {"happened_on": NOW.date(), "noted_at": NOW}
    asked = {"who": "person", "kind": "consent", "status": "given", "about": "Samtaler", "by": "SLT", "note": "Ja"}
    given = {"to": "NAV", "what": "At det er en plan", "legal_basis": "samtykke", "by": "SLT"}
    to_see = {"due_on": date(2027, 1, 2), "text": "Kom han?", "cause": "own"}
    looked = DatedCheck.model_validate({"id": record_id(603), **of_case, **to_see})
    return (
        ConsentEntry.model_validate({"id": record_id(601), **of_case, **happened, **asked}),
        Handover.model_validate({"id": record_id(602), **of_case, **happened, **given}),
        looked,
        looked.model_copy(update={"done_on": NOW.date(), "outcome": "Ja"}),
    )


def _note(folder: Path, act: Act) -> None:
    started = MeasureProgress(
        id=record_id(604),
        case_id=CASE.id,
        organisation=CASE.organisation,
        assessment_id=ASSESSMENT,
        measure_id=measure().id,
        status="started",
        happened_on=NOW.date(),
        consent="given",
        note="De møttes",
        noted_at=NOW,
    )
    with unlocked(register_path(folder)) as register:
        act(lambda: note_progress(register, CASE, PROFILE, started))
        for entry in _entries():
            act(partial(note_follow_up, register, CASE, entry))


def _end_and_begin_anew(folder: Path, act: Act) -> None:
    criteria = {one.id: "Ja" for one in PROFILE.closing}
    with unlocked(register_path(folder)) as register:
        act(lambda: close_case(register, CASE, PROFILE, criteria, "Avklart", "SLT"))
        act(lambda: reopen_case(register, CASE, PROFILE, "De ringte igjen"))


# First calls


def _take_a_call(folder: Path, act: Act) -> None:
    begun = Triage(
        id=record_id(901),
        organisation=CASE.organisation,
        taken_at=NOW,
        instrument="triage",
        version="0.1.0",
        edition_hash="ab",
        due_on=date(2027, 11, 20),
    )
    told = begun.model_copy(update={"sender": "skole", "summary": "Uro i klassen", "answers": {"T1": "J"}})
    chosen = told.model_copy(update={"notes": {"T1": "Nå"}, "outcome": "FULL", "reason": "Det gjelder vold"})
    with unlocked(register_path(folder)) as register:
        for call in (begun, told, chosen, ended(chosen, NOW)):
            act(partial(keep_triage, register, call))
        act(lambda: link_triage(register, chosen, CASE.id))


# Contact meetings


def _two_meetings(folder: Path) -> None:
    a_begun_assessment(folder)
    with unlocked(register_path(folder)) as register:
        first = open_meeting(register)
        for title in ("Beredskap", "Markering", "Opplæring"):
            put_on_agenda(register, first, "planning", title)
        put_on_agenda(register, open_meeting(register), "planning", "Neste gang")


def _hold_a_meeting(folder: Path, act: Act) -> None:
    with unlocked(register_path(folder)) as register:
        first = contact_meetings(register)[-1]
        before = points_of(register, first)
        after = moved(before, before[0].id, 2)
        written = after[0].model_copy(update={"note": "Sagt", "agreed": "SLT ringer"})
        act(lambda: keep_points(register, after))
        act(lambda: keep_points(register, (written,)))
        act(lambda: keep_points(register, (ticked(written, NOW),)))
        act(lambda: end_meeting(register, first))


# Taking back


def _take_back_and_do_again(folder: Path, act: Act) -> None:
    def do(register: Register, deed: Deed) -> None:
        register.do(register.assessment(ASSESSMENT), deed)

    with unlocked(register_path(folder)) as register:
        before = register.assessment(ASSESSMENT)
        act(lambda: do(register, Rate(rating("words", "1", TEACHER))))
        after = register.assessment(ASSESSMENT)
        act(lambda: do(register, GoBack(before)))
        act(lambda: do(register, GoBack(after)))


BETWEEN = tuple(
    replace(operation, look=_look)
    for operation in (
        Operation("follow-up", _a_signed_assessment, _note),
        Operation("end of a case", _a_signed_assessment, _end_and_begin_anew),
        Operation("first call", a_begun_assessment, _take_a_call),
        Operation("contact meeting", _two_meetings, _hold_a_meeting),
        Operation("undo", a_begun_assessment, _take_back_and_do_again),
    )
)
"""What people do around the assessments, and what they take back."""
