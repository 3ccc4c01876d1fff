"""A training case as data: an invented concern, its meetings, and the ratings it is measured against.

The file says everything that happened in each meeting in the group's own words; the records that come of it are
made by `assess.training.demonstration`. The reference ratings are sealed: whoever shows a case to people who are
going to rate it leaves `SealedReference` out.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from assess.casework.case import Phase, Reference
from assess.casework.decision import HelpNeed, PartyLevel, RightsAnswer
from assess.casework.observation import Credibility, Hand, Nature, Reliability, Sensitivity
from assess.casework.plan import Consent, UnknownPlan
from assess.casework.quality import CheckAnswer
from assess.casework.rating import Change, RemarkKind
from assess.casework.record import Confidence, Instant
from assess.instrument.text import Code, DataFile, Id, Line, Slug, Strict, Text


class Background(Strict):
    """What the register knows of the case itself."""

    phase: Phase
    age_band: Id
    ideology: Id
    sender: Id
    summary: Line
    opened: Instant


class AttendeeEntry(Strict):
    """Somebody present, by role; the party is the role's own."""

    key: Id
    """What the rest of the file calls the participant."""
    role: Id
    label: str = ""
    secretary: bool = False
    rates: bool = True
    leads: bool = False


class ObservationEntry(Strict):
    """One piece of information; its number is its place in the list."""

    seen: Text
    meaning: str = ""
    brought_by: Line
    observed: Line
    received: date
    hand: Hand
    reliability: Reliability
    credibility: Credibility
    nature: Nature
    lawful: bool = False
    shared: bool = False
    legal_basis: str = ""
    necessity: str = ""
    recipients: tuple[Id, ...] = ()
    sensitivity: Sensitivity = "ordinary"
    mentions: str = ""
    document: str = ""
    speaks_for: tuple[Id, ...] = ()
    speaks_against: tuple[Id, ...] = ()


class SealedReference(Strict):
    """What an experienced group is expected to conclude, and where people may well differ."""

    ratings: dict[Id, Code]
    """The reference code of every item."""
    tolerance: dict[Id, Annotated[tuple[Code, ...], Field(min_length=2)]] = {}
    """Items on which trained people are expected to differ, with the codes that are all as good."""
    level: Code
    levels: tuple[Code, ...] = ()
    """The levels that are as good as `level`, itself among them; empty when only that one is."""
    help: Code


class OwnRating(Strict):
    """Where one participant's own rating differs from the reference."""

    code: Code
    confidence: Confidence = "medium"
    reason: str = ""


class Agreement(Strict):
    """What the group says of an item beside its code, which is the reference's."""

    confidence: Confidence
    change: Change
    reason: Text


class RemarkEntry(Strict):
    """Something said about one item in the discussion."""

    item: Id
    kind: RemarkKind
    text: Text


class DecisionEntry(Strict):
    """Why the group chose the reference's level, and how sure it is."""

    confidence: Confidence
    reason: Text
    departure: str = ""


class DissentEntry(Strict):
    """A minority view."""

    who: Line
    level: Code | None = None
    text: Text


class MeasureEntry(Strict):
    """One measure; a number of the plan's catalogue, or none for the group's own."""

    number: str = ""
    text: Text
    owner: Line
    deadline: date
    consent: Consent
    guardians: str = ""
    items: tuple[Id, ...] = ()
    harm: Text


class CallEntry(Strict):
    """A call made while the meeting was stopped."""

    at: Instant
    whom: Line
    by: Line
    note: str = ""


class SignatureEntry(Strict):
    """Who signs, and when."""

    by: Id
    at: Instant


class DutyEntry(Strict):
    """What was considered under one of the profile's duties."""

    duty: Id
    text: Text
    by: str = ""


class IndicatorEntry(Strict):
    """What would change the level, and when somebody looks."""

    direction: Literal["raise", "lower"]
    text: Text
    who: str = ""
    look_on: date | None = None


class Conclusion(Strict):
    """Everything from the reveal to the signatures."""

    revealed: Instant
    agreed: dict[Id, Agreement]
    remarks: tuple[RemarkEntry, ...] = ()
    prompts: dict[Id, Text]
    scenarios: tuple[dict[Id, Text], ...]
    rights: tuple[RightsAnswer, ...]
    party_levels: tuple[PartyLevel, ...]
    decided: Instant
    decision: DecisionEntry
    help: HelpNeed
    dissents: tuple[DissentEntry, ...] = ()
    duties: tuple[DutyEntry, ...] = ()
    indicators: tuple[IndicatorEntry, ...] = ()
    measures: tuple[MeasureEntry, ...] = ()
    no_measures: str = ""
    unknown_plans: tuple[UnknownPlan, ...] = ()
    review: date | None = None
    checks: tuple[CheckAnswer, ...] = ()
    signatures: tuple[SignatureEntry, SignatureEntry]


class MeetingEntry(Strict):
    """One meeting on the case, and how far the group came in it."""

    held_on: date
    began: Instant
    phase: Phase
    attendees: Annotated[tuple[AttendeeEntry, ...], Field(min_length=1)]
    deviation_reason: str = ""
    calls: tuple[CallEntry, ...] = ()
    observations: Annotated[tuple[ObservationEntry, ...], Field(min_length=1)]
    sealed: SealedReference
    rated: Instant
    """When the first participant began to rate alone."""
    individual: dict[Id, dict[Id, OwnRating]]
    """Those who have rated, by key, each with only the ratings that differ from the reference."""
    concluded: Conclusion | None = None
    """None while the ratings have not been revealed."""

    def attendee(self, key: str) -> AttendeeEntry | None:
        """The participant that the file calls `key`."""
        return next((one for one in self.attendees if one.key == key), None)


class TrainingCase(DataFile):
    """One invented case with its meetings, in the order they were held."""

    format: Literal[1]
    instrument: Slug
    """The instrument that its ratings belong to."""
    reference: Reference
    """What the case is called in a register, such as `BLÅKLOKKE`."""
    title: Line
    gloss: Line
    """The title in English."""
    licence: Line
    holder: Line
    text: Annotated[tuple[Text, ...], Field(min_length=1)]
    """The case as it is read out, a paragraph each."""
    text_en: tuple[Text, ...] = ()
    background: Background
    meetings: Annotated[tuple[MeetingEntry, ...], Field(min_length=1)]
    teaching: Annotated[tuple[Text, ...], Field(min_length=1)]
    """What the trainer brings out afterwards."""
    teaching_en: tuple[Text, ...] = ()
