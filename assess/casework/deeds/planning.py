"""What the group will do, and what it did at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from assess.casework.assessment import Assessment
from assess.casework.deeds.deed import changed, known_item, put
from assess.casework.plan import AcuteCall, PlannedMeasure, UnknownPlan
from assess.errors import NotAllowed
from assess.instrument.model import Instrument
from assess.language import _


@dataclass(frozen=True, slots=True)
class PlanMeasure:
    """Plan a measure, or change one."""

    name: ClassVar[str] = "plan-measure"
    measure: PlannedMeasure

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        for item in self.measure.items:
            known_item(instrument, item)
        return changed(assessment, measures=put(assessment.measures, self.measure, lambda one: one.id))


@dataclass(frozen=True, slots=True)
class PlanUnknown:
    """Say how an unknown is cleared up."""

    name: ClassVar[str] = "plan-unknown"
    plan: UnknownPlan

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        known_item(instrument, self.plan.item)
        return changed(assessment, unknown_plans=put(assessment.unknown_plans, self.plan, lambda one: one.item))


@dataclass(frozen=True, slots=True)
class SetReview:
    """Set the date of the next assessment, and why no measure is planned when none is."""

    name: ClassVar[str] = "set-review"
    review_on: date | None
    no_measures: str = ""

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        return changed(assessment, review_on=self.review_on, no_measures=self.no_measures)


@dataclass(frozen=True, slots=True)
class NoteCall:
    """Note who called whom while the meeting was stopped."""

    name: ClassVar[str] = "note-call"
    call: AcuteCall

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        return changed(assessment, calls=put(assessment.calls, self.call, lambda one: one.id))


@dataclass(frozen=True, slots=True)
class Remove:
    """Take out something entered by mistake: a scenario, a measure, a dissent, an indicator or an unknown's plan."""

    name: ClassVar[str] = "remove"
    kind: str
    """`scenarios`, `measures`, `dissents`, `indicators` or `unknown_plans`."""
    key: str

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        keys = {**dict.fromkeys(("scenarios", "measures", "dissents", "indicators"), "id"), "unknown_plans": "item"}
        if self.kind not in keys:
            raise NotAllowed(_("Dette kan ikke fjernes."))
        kept = getattr(assessment, self.kind)
        left = tuple(one for one in kept if getattr(one, keys[self.kind]) != self.key)
        if len(left) == len(kept):
            return assessment
        return changed(assessment, **{self.kind: left})
