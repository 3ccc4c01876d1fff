"""Taking the last change back, and doing it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from assess.casework.assessment import Assessment
from assess.casework.deeds.deed import changed
from assess.errors import NotAllowed
from assess.instrument.model import Instrument
from assess.language import _

_CONTENT = tuple(
    name
    for name in Assessment.model_fields
    if name
    not in {"id", "case_id", "organisation", "number", "instrument", "profile", "started_at"}
    | {"state", "revision", "signatures", "addenda", "locked_at"}
)
"""What a deed may change in a draft; the rest is what the assessment is, or how it was vouched for."""


@dataclass(frozen=True, slots=True)
class GoBack:
    """Make the draft say what it said at an earlier (or, after that, a later) moment; signatures become void.

    What was seen can't be unseen, so the reveal stands, and with it everybody's own ratings.
    """

    name: ClassVar[str] = "go-back"
    to: Assessment

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        if self.to.id != assessment.id:
            raise NotAllowed(_("Dette hører til en annen vurdering."))
        if self.to.revealed_at != assessment.revealed_at:
            raise NotAllowed(_("Visningen av alles vurderinger kan ikke angres."))
        return changed(assessment, **{name: getattr(self.to, name) for name in _CONTENT})
