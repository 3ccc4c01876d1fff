"""A deed: one change to an assessment, and what every deed leans on.

A screen makes a deed, the register carries it out: `on` returns the changed assessment or refuses with
`NotAllowed`. Nothing here knows of the database, the terminal or the clock. Any change voids the signatures;
nothing but an addendum changes a locked assessment.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import ClassVar, Protocol, TypeVar

from assess.casework.assessment import Assessment
from assess.casework.record import Record
from assess.errors import NotAllowed
from assess.instrument.model import Instrument
from assess.language import _

Kept = TypeVar("Kept", bound=Record)


class Deed(Protocol):
    """One change to an assessment."""

    name: ClassVar[str]
    """What the journal calls it."""

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        """Return the changed assessment.

        Raises:
            NotAllowed: The state, the scale or the round does not allow it.
        """
        ...


def changed(assessment: Assessment, **changes: object) -> Assessment:
    """Return the draft with `changes`, its signatures void.

    Raises:
        NotAllowed: It is locked.
    """
    refuse_locked(assessment)
    void = tuple(signature.model_copy(update={"void": True}) for signature in assessment.signatures)
    return renewed(assessment, signatures=void, **changes)


def renewed(assessment: Assessment, **changes: object) -> Assessment:
    """Return the assessment with `changes`, one revision on and with nothing remembered of its old content."""
    fields = {name: getattr(assessment, name) for name in Assessment.model_fields}
    return Assessment.model_construct(**{**fields, **changes, "revision": assessment.revision + 1})


def refuse_locked(assessment: Assessment) -> None:
    """Refuse with `NotAllowed` when the assessment is signed and locked."""
    if assessment.state == "locked":
        raise NotAllowed(
            _("Vurderingen er signert og låst."), _("Rettelser skrives som tillegg, så det signerte blir stående.")
        )


def put(kept: tuple[Kept, ...], new: Kept, key: Callable[[Kept], object]) -> tuple[Kept, ...]:
    """Put `new` in the place of the record with the same key, or last."""
    keys, wanted = [key(one) for one in kept], key(new)
    place = keys.index(wanted) if wanted in keys else len(keys)
    return (*kept[:place], new, *kept[place + 1 :])


def known_item(instrument: Instrument, item: str) -> None:
    """Refuse with `NotAllowed` when the instrument has no such item."""
    known(item, instrument.items_by_id)


def known_level(instrument: Instrument, code: str) -> None:
    """Refuse with `NotAllowed` when the instrument's concern level has no such code."""
    if instrument.level_outcome is None:
        raise NotAllowed(_("Dette verktøyet har ikke noe bekymringsnivå."))
    known(code, {choice.code for choice in instrument.outcome(instrument.level_outcome).choices()})


def known(name: str, names: Container[str]) -> None:
    """Refuse with `NotAllowed` when `name` is not among `names`."""
    if name not in names:
        raise NotAllowed(_("Verktøyet har ikke noe som heter «{name}».").format(name=name))
