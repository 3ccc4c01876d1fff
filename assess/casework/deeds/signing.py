"""Vouching for the content, and adding to it afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from assess.casework.assessment import Assessment
from assess.casework.deeds.deed import changed, known, put, refuse_locked, renewed
from assess.casework.quality import Addendum, CheckAnswer, Clearance, Signature
from assess.errors import NotAllowed
from assess.instrument.model import Instrument
from assess.language import _


@dataclass(frozen=True, slots=True)
class Check:
    """Answer one line of the checklist."""

    name: ClassVar[str] = "check"
    answer: CheckAnswer

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        known(self.answer.check, {line.id for line in instrument.quality})
        return changed(assessment, checks=put(assessment.checks, self.answer, lambda one: one.check))


@dataclass(frozen=True, slots=True)
class Sign:
    """Vouch for the content. Two people of two parties; the second signature locks the assessment."""

    name: ClassVar[str] = "sign"
    signature: Signature
    clearance: Clearance

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        refuse_locked(assessment)
        signature, standing = self.signature, assessment.standing_signatures
        if {self.clearance.digest, signature.digest} != {assessment.digest}:
            raise NotAllowed(_("Vurderingen ble endret etter at den ble kontrollert. Se gjennom den på nytt."))
        attendee = assessment.meeting.attendee(signature.attendee)
        if attendee is None or attendee.party != signature.party:
            raise NotAllowed(_("Bare deltakere i møtet kan signere, for sin egen part."))
        if any(one.attendee == signature.attendee for one in standing):
            raise NotAllowed(_("Samme person kan ikke signere to ganger."))
        if any(one.party == signature.party for one in standing):
            raise NotAllowed(_("De to som signerer, må komme fra hver sin organisasjon."))
        signatures = (*assessment.signatures, signature)
        if not standing:
            return renewed(assessment, signatures=signatures)
        return renewed(assessment, signatures=signatures, state="locked", locked_at=signature.signed_at)


@dataclass(frozen=True, slots=True)
class Append:
    """Add a correction to a locked assessment, which itself stays as it was signed."""

    name: ClassVar[str] = "append"
    addendum: Addendum

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        if assessment.state != "locked":
            raise NotAllowed(_("Vurderingen er ikke låst. Rett den direkte."))
        if not self.addendum.text.strip():
            raise NotAllowed(_("Et tillegg må ha en tekst."))
        return renewed(assessment, addenda=(*assessment.addenda, self.addendum))
