"""What is kept about a case between its assessments: read whole, and added to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assess.casework.agenda import AgendaPoint
from assess.casework.anonymity import refuse_named_record
from assess.casework.case import Case
from assess.casework.follow_up import Closure, ConsentEntry, DatedCheck, Handover, MeasureProgress
from assess.casework.following import OPEN, MeasureStanding, Status, standings
from assess.casework.gates import refuse_check, refuse_consent, refuse_handover, refuse_progress
from assess.casework.record import Record
from assess.casework.triage import Triage
from assess.errors import NotAllowed, NotFound
from assess.language import _
from assess.norwegian_time import norwegian
from assess.profile.model import Profile
from assess.register.cards import FOLLOW_UPS, FollowUp
from assess.register.register import Register
from assess.register.store import MeasureLine, Store

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


@dataclass(frozen=True, slots=True)
class LateMeasure:
    """A measure past its deadline that nobody has said is finished."""

    case_id: str
    owner: str
    """The role that answers for it: a note, drawn only as such."""
    days: int


@dataclass(frozen=True, slots=True)
class OpenMeasures:
    """How many measures of a case are not finished, and the first deadline among them."""

    count: int
    deadline: date | None


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What all the cases wait for."""

    late: tuple[LateMeasure, ...]
    """The longest past its deadline first; closed cases are left out."""
    due: tuple[tuple[str, date], ...]
    """The case and the day of each check whose day has come, also those after closing; the earliest first."""
    measures: Mapping[str, OpenMeasures]
    """By case; a case whose measures are all finished, or that has none, is left out."""
    closed: frozenset[str]
    """The cases that are closed."""


def outstanding(register: Register, today: date) -> Outstanding:
    """What all the cases wait for; asks the database once for each kind, however many cases there are.

    Raises:
        AccessDenied: No role of the user allows it.
    """
    register.require("read")
    store = register.store
    closed = frozenset(one.case_id for one in store.cards(Closure) if one.stands)
    measures = tuple(_open_measures(store))
    late = [
        LateMeasure(one.case_id, one.owner, (today - one.deadline).days)
        for one in measures
        if one.case_id not in closed and one.deadline is not None and one.deadline < today
    ]
    due = [one for one in _waiting(store) if one[1] <= today]
    usable = {case: _usable(register, case) for case in {one.case_id for one in measures} | {one for one, _day in due}}
    by_case: dict[str, OpenMeasures] = {}
    for one in measures:
        before = by_case.get(one.case_id, OpenMeasures(0, None))
        days = [day for day in (before.deadline, one.deadline) if day is not None]
        by_case[one.case_id] = OpenMeasures(before.count + 1, min(days, default=None))
    return Outstanding(
        late=tuple(sorted((one for one in late if usable[one.case_id]), key=lambda one: -one.days)),
        due=tuple(sorted((one for one in due if usable[one[0]]), key=lambda one: one[1])),
        measures={case: found for case, found in by_case.items() if usable[case]},
        closed=closed,
    )


def _open_measures(store: Store) -> Iterator[MeasureLine]:
    status: dict[tuple[str, str], Status] = {}
    for step in sorted(store.cards(MeasureProgress), key=lambda one: (one.noted_at, one.id)):
        status[step.assessment_id, step.measure_id] = step.status
    for line in store.measure_lines():
        if status.get((line.assessment_id, line.measure_id), "planned") in OPEN:
            yield line


def _waiting(store: Store) -> Iterator[tuple[str, date]]:
    """The case and day of every check that nobody has looked at."""
    answered = set()
    for check in store.cards(DatedCheck):
        answered.add((check.case_id, check.source if check.cause == "indicator" else check.id))
        if check.done_on is None:
            yield check.case_id, check.due_on
    for look in store.look_lines():
        if (look.case_id, look.source_id) not in answered:
            yield look.case_id, look.look_on


def _usable(register: Register, case_id: str) -> bool:
    try:
        register.blocked.refuse(case_id)
    except NotAllowed:
        return False
    return True


def _standing(register: Register, case: Case, entry: MeasureProgress) -> MeasureStanding:
    steps = register.store.cards_of(MeasureProgress, case.id)
    for one in standings(register.assessments_of(case.id), steps):
        if (one.assessment.id, one.measure.id) == (entry.assessment_id, entry.measure_id):
            return one
    raise NotFound(_("Saken har ikke noe slikt tiltak."), _("Se over listen og prøv igjen."))
