"""Rating alone, revealing, and agreeing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from assess.casework.assessment import Assessment
from assess.casework.deeds.deed import changed, known_item, put
from assess.casework.rating import GROUP, Rating, Remark, RemarkKind
from assess.casework.record import Instant
from assess.errors import NotAllowed
from assess.instrument.model import Instrument
from assess.language import _


@dataclass(frozen=True, slots=True)
class Rate:
    """Answer one item: alone before the reveal, or as a group after it."""

    name: ClassVar[str] = "rate"
    rating: Rating

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        rating = self.rating
        known_item(instrument, rating.item)
        if rating.code not in instrument.scale_of(rating.item).codes():
            raise NotAllowed(
                _("«{code}» er ikke et svar på forhold {item}.").format(code=rating.code, item=rating.item)
            )
        if rating.round == "individual":
            self._alone(assessment)
        elif rating.rater != GROUP:
            raise NotAllowed(_("Vurderingen dere er enige om, hører til hele gruppa."))
        elif assessment.revealed_at is None and instrument.alone_first:
            raise NotAllowed(
                _("Gruppa kan ikke bli enig før alles egne vurderinger er vist."),
                _("Fullfør steget «Egen vurdering» først."),
            )
        return changed(
            assessment,
            ratings=put(assessment.ratings, rating, lambda one: (one.round, one.rater, one.item)),
        )

    def _alone(self, assessment: Assessment) -> None:
        if assessment.revealed_at is not None:
            raise NotAllowed(_("De egne vurderingene er vist og kan ikke endres. Bli enige i drøftingen i stedet."))
        if not any(rater.id == self.rating.rater for rater in assessment.meeting.raters()):
            raise NotAllowed(_("Bare deltakere i møtet kan gi en egen vurdering."))


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Take one's own rating of an item back, before the reveal; or the group's, before signing."""

    name: ClassVar[str] = "take-back"
    round: str
    rater: str
    item: str

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        if self.round == "individual" and assessment.revealed_at is not None:
            raise NotAllowed(_("De egne vurderingene er vist og kan ikke endres."))
        key = (self.round, self.rater, self.item)
        left = tuple(one for one in assessment.ratings if (one.round, one.rater, one.item) != key)
        if left == assessment.ratings:
            return assessment
        return changed(assessment, ratings=left)


@dataclass(frozen=True, slots=True)
class Reveal:
    """Show everybody's own ratings; from here on they can't be changed."""

    name: ClassVar[str] = "reveal"
    at: Instant
    note: str = ""

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        if assessment.revealed_at is not None:
            raise NotAllowed(_("De egne vurderingene er allerede vist."))
        if not assessment.individual:
            raise NotAllowed(_("Ingen har gitt en egen vurdering ennå."))
        if assessment.missing_ratings(instrument) and not self.note.strip():
            raise NotAllowed(
                _("Ikke alle har vurdert alle forhold."),
                _("Fullfør vurderingene, eller skriv hvorfor dere går videre."),
            )
        return changed(assessment, revealed_at=self.at, reveal_note=self.note)


@dataclass(frozen=True, slots=True)
class TakeRemarkBack:
    """Take back a remark that was made by mistake."""

    name: ClassVar[str] = "take-remark-back"
    item: str
    kind: RemarkKind

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        left = tuple(one for one in assessment.remarks if (one.item, one.kind) != (self.item, self.kind))
        return assessment if left == assessment.remarks else changed(assessment, remarks=left)


@dataclass(frozen=True, slots=True)
class Comment:
    """Note that an item was read differently, what the devil's advocate said, or what the second reader is asked."""

    name: ClassVar[str] = "remark"
    remark: Remark

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        known_item(instrument, self.remark.item)
        return changed(assessment, remarks=put(assessment.remarks, self.remark, lambda one: (one.item, one.kind)))
