"""The training cases as complete assessments, each change made by the same deeds as in a real meeting.

Nothing here asks the clock or draws a number: times come from the case files, identifiers from what they name, so
two demonstrations of the same files are equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid5

from assess.casework.assessment import Assessment, Pin
from assess.casework.case import Case
from assess.casework.decision import Decision, Dissent, DutyAnswer, Indicator, PromptAnswer, Scenario
from assess.casework.deeds.convening import Convene, Observe
from assess.casework.deeds.deciding import (
    AnswerDuty,
    AnswerRights,
    Decide,
    Disagree,
    Formulate,
    Imagine,
    ProposeLevel,
    SetHelpNeed,
    Watch,
)
from assess.casework.deeds.deed import Deed
from assess.casework.deeds.planning import NoteCall, PlanMeasure, PlanUnknown, SetReview
from assess.casework.deeds.rating import Comment, Rate, Reveal
from assess.casework.deeds.signing import Check, Sign
from assess.casework.meeting import Attendee, Meeting
from assess.casework.observation import Observation
from assess.casework.plan import AcuteCall, PlannedMeasure
from assess.casework.quality import Clearance, Signature
from assess.casework.rating import GROUP, Rating, Remark
from assess.errors import NotAllowed
from assess.ids import RecordId
from assess.instrument.edition import Edition
from assess.instrument.model import Instrument
from assess.judgement.quality import Folder, clear, findings, unanswered
from assess.language import _
from assess.profile.model import Profile
from assess.training.case_check import Names, read_cases
from assess.training.case_file import Conclusion, MeetingEntry, SignatureEntry, TrainingCase

_NAMESPACE = UUID("b0e6f8a4-5f0d-5a53-9d6e-6c1f0f6f7a21")
_ALONE = timedelta(seconds=15)
"""Between two of one participant's own ratings."""
_TOGETHER = timedelta(seconds=45)
"""Between two items in the discussion."""


@dataclass(frozen=True, slots=True)
class TrainingRecord:
    """One training case as the register keeps it."""

    case: Case
    assessments: tuple[Assessment, ...]
    """In the order the meetings were held."""


def demonstration(edition: Edition, profile: Profile, folder: Path) -> tuple[TrainingRecord, ...]:
    """Build every training case in `folder`, finished meetings signed and locked.

    Args:
        edition: The instrument that the cases are rated with.
        profile: The organisation that the invented group works in.
        folder: Holds the case files, such as `instruments/vrb/cases`.

    Raises:
        DataError: A case file is wrong; the message names every place.
        NotAllowed: A case does something that no group may do, or is signed with something missing.
    """
    cases = read_cases(folder, Names(edition.instrument, profile))
    return tuple(record(case, edition, profile) for case in cases)


def record(case: TrainingCase, edition: Edition, profile: Profile) -> TrainingRecord:
    """Build one training case.

    Raises:
        NotAllowed: The case does something that no group may do, or is signed with something missing.
    """
    background = case.background
    kept = Case(
        id=_id(case.reference),
        reference=case.reference,
        organisation=profile.organisation,
        opened_at=background.opened,
        phase=background.phase,
        age_band=background.age_band,
        ideology=background.ideology,
        sender=background.sender,
        summary=background.summary,
    )
    meetings = enumerate(case.meetings, 1)
    return TrainingRecord(
        kept, tuple(_Secretary(kept, number, edition, profile, one).assessment() for number, one in meetings)
    )


class _Secretary:
    """Carries one meeting's entries over into deeds, as a secretary would."""

    def __init__(self, case: Case, number: int, edition: Edition, profile: Profile, entry: MeetingEntry) -> None:
        self._case = case
        self._number = number
        self._edition = edition
        self._profile = profile
        self._entry = entry

    @property
    def _instrument(self) -> Instrument:
        return self._edition.instrument

    def assessment(self) -> Assessment:
        """Do everything that the entries say, and sign when the meeting was concluded."""
        assessment = self._begun()
        for deed in self._deeds():
            assessment = deed.on(assessment, self._instrument)
        end = self._entry.concluded
        for signature in () if end is None else end.signatures:
            assessment = self._signed(assessment, signature)
        return assessment

    def _begun(self) -> Assessment:
        entry, instrument, edition = self._entry, self._instrument, self._edition
        return Assessment(
            id=self._id(),
            case_id=self._case.id,
            organisation=self._profile.organisation,
            number=self._number,
            instrument=Pin(id=instrument.id, version=instrument.version, hash=edition.hash, engine=edition.engine),
            profile=self._profile.id,
            started_at=entry.began,
            meeting=Meeting(held_on=entry.held_on, phase=entry.phase),
        )

    def _deeds(self) -> Iterator[Deed]:
        yield Convene(self._meeting())
        for call in self._entry.calls:
            path = f"call/{call.at.isoformat()}"
            yield NoteCall(AcuteCall(id=self._id(path), called_at=call.at, whom=call.whom, by=call.by, note=call.note))
        yield from self._observations()
        yield from self._own_ratings()
        end = self._entry.concluded
        if end is not None:
            yield Reveal(end.revealed)
            yield from self._discussion(end)
            yield from self._formulation(end)
            yield from self._level(end)
            yield from self._plan(end)
            yield from (Check(answer) for answer in end.checks)

    def _meeting(self) -> Meeting:
        entry = self._entry
        return Meeting(
            held_on=entry.held_on,
            phase=entry.phase,
            attendees=tuple(
                Attendee(
                    id=self._attendee(one.key),
                    role=one.role,
                    party=self._party(one.role),
                    label=one.label,
                    secretary=one.secretary,
                    impartial=True,
                    rates=one.rates,
                    leads=one.leads,
                )
                for one in entry.attendees
            ),
            deviation_reason=entry.deviation_reason,
        )

    def _observations(self) -> Iterator[Deed]:
        for number, one in enumerate(self._entry.observations, 1):
            words = one.model_dump(exclude={"received"})
            path = f"observation/{number}"
            yield Observe(Observation(id=self._id(path), number=number, received_on=one.received, **words))

    def _own_ratings(self) -> Iterator[Deed]:
        """Each participant in turn passes the keyboard on: the reference, but for what the file says is apart."""
        entry, at = self._entry, self._entry.rated
        agreed = {} if entry.concluded is None else entry.concluded.agreed
        for key, apart in entry.individual.items():
            for item in self._instrument.items():
                own = apart.get(item.id)
                sure = agreed[item.id].confidence if item.id in agreed else None
                yield Rate(
                    Rating(
                        round="individual",
                        rater=self._attendee(key),
                        item=item.id,
                        code=entry.sealed.ratings[item.id] if own is None else own.code,
                        confidence=sure if own is None else own.confidence,
                        reason="" if own is None else own.reason,
                        given_at=at,
                    )
                )
                at += _ALONE

    def _discussion(self, end: Conclusion) -> Iterator[Deed]:
        for place, item in enumerate(self._instrument.items()):
            at = end.revealed + place * _TOGETHER
            for one in end.remarks:
                if one.item == item.id:
                    yield Comment(Remark(item=one.item, kind=one.kind, text=one.text, made_at=at))
            code = self._entry.sealed.ratings[item.id]
            said = end.agreed[item.id].model_dump()
            yield Rate(Rating(round="agreed", rater=GROUP, item=item.id, code=code, given_at=at, **said))

    def _formulation(self, end: Conclusion) -> Iterator[Deed]:
        for prompt, text in end.prompts.items():
            yield Formulate(PromptAnswer(prompt=prompt, text=text))
        for number, fields in enumerate(end.scenarios, 1):
            yield Imagine(Scenario(id=self._id(f"scenario/{number}"), fields=fields))

    def _level(self, end: Conclusion) -> Iterator[Deed]:
        yield from (AnswerRights(answer) for answer in end.rights)
        yield from (ProposeLevel(level) for level in end.party_levels)
        words = end.decision.model_dump()
        yield Decide(Decision(level=self._entry.sealed.level, decided_at=end.decided, **words))
        yield SetHelpNeed(end.help)
        for number, one in enumerate(end.dissents, 1):
            yield Disagree(Dissent(id=self._id(f"dissent/{number}"), **one.model_dump()))
        for duty in end.duties:
            yield AnswerDuty(DutyAnswer(answered_at=end.decided, **duty.model_dump()))
        for number, sign in enumerate(end.indicators, 1):
            yield Watch(Indicator(id=self._id(f"indicator/{number}"), **sign.model_dump()))

    def _plan(self, end: Conclusion) -> Iterator[Deed]:
        for number, one in enumerate(end.measures, 1):
            yield PlanMeasure(PlannedMeasure(id=self._id(f"measure/{number}"), **one.model_dump()))
        yield from (PlanUnknown(plan) for plan in end.unknown_plans)
        yield SetReview(end.review, end.no_measures)

    def _signed(self, assessment: Assessment, signature: SignatureEntry) -> Assessment:
        attendee = assessment.meeting.attendee(self._attendee(signature.by))
        entry = self._entry.attendee(signature.by)
        clearance = self._cleared(assessment)
        if attendee is None or entry is None:
            raise NotAllowed(_("Bare deltakere i møtet kan signere, for sin egen part."))
        role = self._profile.role(entry.role)
        vouched = Signature(
            id=self._id(f"signature/{signature.by}"),
            attendee=attendee.id,
            party=attendee.party,
            signed_as=entry.label or (role.label if role is not None else entry.role),
            digest=assessment.digest,
            signed_at=signature.at,
        )
        return Sign(vouched, clearance).on(assessment, self._instrument)

    def _cleared(self, assessment: Assessment) -> Clearance:
        folder = Folder(self._case, assessment, self._instrument, self._profile)
        clearance = clear(folder)
        if clearance is None:
            missing = [finding.check for finding in findings(folder) if finding.blocking and not finding.met]
            raise NotAllowed(
                _("Øvingssaken {reference} kan ikke signeres ennå.").format(reference=self._case.reference),
                _("Det mangler: {checks}.").format(checks=", ".join((*missing, *unanswered(folder)))),
            )
        return clearance

    def _party(self, role_id: str) -> str:
        role = self._profile.role(role_id)
        return self._profile.organisation if role is None else role.party

    def _attendee(self, key: str) -> RecordId:
        return self._id(f"attendee/{key}")

    def _id(self, path: str = "") -> RecordId:
        return _id(self._case.reference, str(self._number), path)


def _id(*path: str) -> RecordId:
    """An identifier that is the same for the same path in every run (UUID version 5, RFC 9562 § 5.5)."""
    return str(uuid5(_NAMESPACE, "/".join(path)))
