"""What is kept about a case between its assessments: read whole, and added to."""

from __future__ import annotations

from assess.casework.agenda import AgendaPoint
from assess.casework.anonymity import refuse_named_record
from assess.casework.case import Case
from assess.casework.follow_up import Closure, ConsentEntry, DatedCheck, Handover, MeasureProgress
from assess.casework.following import MeasureStanding, standings
from assess.casework.gates import refuse_check, refuse_consent, refuse_handover, refuse_progress
from assess.casework.record import Record
from assess.casework.triage import Triage
from assess.errors import NotFound
from assess.language import _
from assess.norwegian_time import norwegian
from assess.profile.model import Profile
from assess.register.cards import FOLLOW_UPS, FollowUp
from assess.register.register import Register
from assess.register.store import Store

_ACTIONS: dict[type[FollowUp], str] = {
    MeasureProgress: "note-progress",
    ConsentEntry: "note-consent",
    DatedCheck: "note-check",
    Handover: "note-handover",
    Closure: "note-closure",
}
"""What the journal calls each kind; it is never told what was written."""


def follow_ups(register: Register, case_id: str) -> tuple[FollowUp, ...]:
    """Everything kept about a case between its assessments, kind by kind.

    Raises:
        AccessDenied: No role of the user allows it.
    """
    register.require("read", case_id)
    return tuple(card for kind in FOLLOW_UPS for card in register.store.cards_of(kind, case_id))


def kept_around(store: Store, case_id: str) -> tuple[Record, ...]:
    """Everything about a case beside its assessments, also a blocked one's: what is archived and erased with it."""
    kinds: tuple[type[Record], ...] = (*FOLLOW_UPS, Triage, AgendaPoint)
    return tuple(card for kind in kinds for card in store.cards_of(kind, case_id))


def note_follow_up(register: Register, case: Case, card: FollowUp) -> None:
    """Keep something about a case, and tell the journal what kind of thing it was.

    A step in a measure's life goes through `note_progress`, which knows the measure.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: It says too little, or names somebody in an anonymous discussion.
    """
    register.require("run_case", case.id)
    today = norwegian(register.now()).date()
    if isinstance(card, ConsentEntry):
        refuse_consent(card, today)
    elif isinstance(card, DatedCheck):
        refuse_check(card, today)
    elif isinstance(card, Handover):
        refuse_handover(card, today)
    refuse_named_record(case, card, register.now().date())
    register.store.put((card,), register.act(_ACTIONS[type(card)], case.id, case.id))


def note_progress(register: Register, case: Case, profile: Profile, entry: MeasureProgress) -> None:
    """Keep a step in a measure's life, when its consent allows it.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: Consent is missing, or it says too little; nothing was kept.
        NotFound: No assessment of the case plans such a measure.
    """
    register.require("run_case", case.id)
    standing = _standing(register, case, entry)
    known = profile.measure(standing.measure.number)
    refuse_progress(standing, entry, known, norwegian(register.now()).date())
    note_follow_up(register, case, entry)


def _standing(register: Register, case: Case, entry: MeasureProgress) -> MeasureStanding:
    steps = register.store.cards_of(MeasureProgress, case.id)
    for one in standings(register.assessments_of(case.id), steps):
        if (one.assessment.id, one.measure.id) == (entry.assessment_id, entry.measure_id):
            return one
    raise NotFound(_("Saken har ikke noe slikt tiltak."), _("Se over listen og prøv igjen."))
