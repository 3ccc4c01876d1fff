"""What comes in from outside together: whether it fits each other and the register, asked before any of it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from assess.casework.assessment import Assessment, label_of
from assess.casework.case import Case
from assess.errors import ImportRefused
from assess.instrument.edition import Edition
from assess.language import _
from assess.register.store import Store


@dataclass(frozen=True, slots=True)
class Arrival:
    """One assessment with its case and the instrument it was made with."""

    case: Case
    edition: Edition
    assessment: Assessment


def refuse_misfits(store: Store, arrivals: tuple[Arrival, ...]) -> None:
    """Refuse all of the arrivals when one of them does not fit.

    Raises:
        ImportRefused: Two cases contend for one reference or id, or an assessment is there already.
    """
    before: list[Arrival] = []
    for arrival in arrivals:
        case, assessment = arrival.case, arrival.assessment
        label = label_of(assessment, case.reference)
        if any(other != case for other in _namesakes(store, before, case)):
            message = _("Det finnes en annen sak som heter {reference}.").format(reference=case.reference)
            raise ImportRefused(message, nothing())
        if any(one.assessment.id == assessment.id for one in before) or _is_kept(store, arrival):
            raise ImportRefused(_("Vurdering {label} finnes fra før.").format(label=label), nothing())
        if any(label == label_of(one.assessment, one.case.reference) for one in before):
            raise ImportRefused(_("To av filene er vurdering {label}.").format(label=label), nothing())
        before.append(arrival)


def nothing() -> str:
    """What every refused import ends with."""
    return _("Ingenting er hentet inn.")


def _namesakes(store: Store, before: list[Arrival], case: Case) -> list[Case]:
    """Every case with the same reference or the same id, kept or arriving."""
    arriving = [one.case for one in before if one.case.reference == case.reference or one.case.id == case.id]
    kept = (store.case_called(case.reference), store.case(case.id))
    return [*arriving, *(one for one in kept if one is not None)]


def _is_kept(store: Store, arrival: Arrival) -> bool:
    wanted = arrival.assessment
    kept = store.assessments_of(arrival.case.id)
    return store.assessment(wanted.id) is not None or any(one.number == wanted.number for one in kept)
