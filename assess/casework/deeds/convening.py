"""Who meets, and what they bring to the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from assess.casework.anonymity import refuse_crossing
from assess.casework.assessment import Assessment
from assess.casework.deeds.deed import changed, known_item, put
from assess.casework.meeting import Meeting
from assess.casework.observation import Observation
from assess.errors import NotAllowed
from assess.instrument.model import Instrument
from assess.language import _


@dataclass(frozen=True, slots=True)
class Convene:
    """Set what kind of meeting it is, who is present, and why its rule was departed from."""

    name: ClassVar[str] = "convene"
    meeting: Meeting

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        refuse_crossing(assessment.meeting.phase, self.meeting.phase)
        gone = {rater for rater, _item in assessment.individual} - {one.id for one in self.meeting.raters()}
        if gone:
            raise NotAllowed(
                _("En deltaker som har vurdert, kan ikke tas ut av møtet."),
                _("Vurderingen hører til det møtet visste. La deltakeren stå."),
            )
        if len({one.id for one in self.meeting.attendees}) < len(self.meeting.attendees):
            raise NotAllowed(_("Samme deltaker står to ganger i møtet."))
        raters = [one.party for one in self.meeting.raters()]
        if instrument.rounds == "parties_then_agreed" and len(set(raters)) < len(raters):
            raise NotAllowed(
                _("I dette verktøyet gir hver part én egen vurdering."),
                _("Velg hvem som vurderer for parten, og la de andre bare være til stede."),
            )
        return changed(assessment, meeting=self.meeting)


@dataclass(frozen=True, slots=True)
class Observe:
    """Enter an observation, or change one that stands."""

    name: ClassVar[str] = "observe"
    observation: Observation

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        if not self.observation.seen.strip():
            raise NotAllowed(_("En opplysning må si hva som er sett eller hørt."))
        for item in (*self.observation.speaks_for, *self.observation.speaks_against):
            known_item(instrument, item)
        if set(self.observation.speaks_for) & set(self.observation.speaks_against):
            raise NotAllowed(_("En opplysning kan ikke tale både for og imot samme forhold."))
        others = {one.number for one in assessment.observations if one.id != self.observation.id}
        if self.observation.number in others:
            raise NotAllowed(_("Nummeret er brukt av en annen opplysning. Et nummer brukes aldri om igjen."))
        return changed(assessment, observations=put(assessment.observations, self.observation, lambda one: one.id))
