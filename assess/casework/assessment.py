"""An assessment: one run of one instrument version on one case in one meeting, whole and frozen."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cached_property
from typing import Literal

import rfc8785

from assess.casework.decision import (
    Decision,
    Dissent,
    DutyAnswer,
    HelpNeed,
    Indicator,
    PartyLevel,
    PromptAnswer,
    RightsAnswer,
    Scenario,
)
from assess.casework.meeting import Meeting
from assess.casework.observation import Observation
from assess.casework.plan import AcuteCall, PlannedMeasure, UnknownPlan
from assess.casework.quality import Addendum, CheckAnswer, Digest, Signature
from assess.casework.rating import Rating, Remark, RemarkKind
from assess.casework.record import Instant, Name, Note, Record
from assess.ids import RecordId
from assess.instrument.model import Instrument
from assess.instrument.text import Slug, Version

State = Literal["draft", "locked"]

_NOT_CONTENT = {"state", "revision", "signatures", "addenda", "locked_at"}


class Pin(Record):
    """Which instrument, exactly, an assessment was made with."""

    id: Slug
    version: Version
    hash: Digest
    engine: int


class Assessment(Record):
    """Everything that was observed, rated, explained, decided and planned in one meeting on one case.

    Tuples keep the order in which things were entered. `assess.casework.deeds` says what may be changed.
    """

    id: RecordId
    case_id: RecordId
    organisation: Name
    number: int
    """1 for the case's first assessment."""
    instrument: Pin
    profile: Slug
    started_at: Instant
    state: State = "draft"
    revision: int = 0
    """Counts the changes; the register refuses to write over one that it has not seen."""
    meeting: Meeting
    observations: tuple[Observation, ...] = ()
    ratings: tuple[Rating, ...] = ()
    revealed_at: Instant | None = None
    reveal_note: Note = ""
    """Why the ratings were revealed before all were in; empty when all were."""
    remarks: tuple[Remark, ...] = ()
    prompts: tuple[PromptAnswer, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    rights: tuple[RightsAnswer, ...] = ()
    party_levels: tuple[PartyLevel, ...] = ()
    decision: Decision | None = None
    help_need: HelpNeed | None = None
    dissents: tuple[Dissent, ...] = ()
    duties: tuple[DutyAnswer, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    """What would raise or lower the level, with the day somebody looks for it."""
    measures: tuple[PlannedMeasure, ...] = ()
    no_measures: Note = ""
    """Why no measure is planned; empty when one is."""
    unknown_plans: tuple[UnknownPlan, ...] = ()
    review_on: date | None = None
    checks: tuple[CheckAnswer, ...] = ()
    calls: tuple[AcuteCall, ...] = ()
    signatures: tuple[Signature, ...] = ()
    addenda: tuple[Addendum, ...] = ()
    locked_at: Instant | None = None

    @cached_property
    def agreed(self) -> dict[str, Rating]:
        """The group's rating of each item that has one."""
        return {rating.item: rating for rating in self.ratings if rating.round == "agreed"}

    @cached_property
    def answers(self) -> dict[str, str]:
        """The agreed codes by item: what the rules look at."""
        return {item: rating.code for item, rating in self.agreed.items()}

    @cached_property
    def individual(self) -> dict[tuple[str, str], Rating]:
        """The blind ratings by (rater, item)."""
        return {(rating.rater, rating.item): rating for rating in self.ratings if rating.round == "individual"}

    @property
    def standing_observations(self) -> tuple[Observation, ...]:
        """The observations that were not withdrawn."""
        return tuple(observation for observation in self.observations if not observation.withdrawn)

    @property
    def standing_signatures(self) -> tuple[Signature, ...]:
        """The signatures that no later change made void."""
        return tuple(signature for signature in self.signatures if not signature.void)

    def observation(self, observation_id: str) -> Observation | None:
        """The observation with this id."""
        return next((one for one in self.observations if one.id == observation_id), None)

    def about(self, item: str) -> tuple[Observation, ...]:
        """The standing observations that speak for or against an item."""
        return tuple(one for one in self.standing_observations if item in one.speaks_for or item in one.speaks_against)

    def prompt(self, prompt: str) -> str:
        """The words given to one of the instrument's prompts; empty when there are none."""
        return next((answer.text for answer in self.prompts if answer.prompt == prompt), "")

    def duty_answer(self, duty: str) -> DutyAnswer | None:
        """What was considered under a duty; None when nothing was."""
        return next((answer for answer in self.duties if answer.duty == duty), None)

    def remark(self, item: str, kind: RemarkKind) -> Remark | None:
        """What was remarked of this kind about an item; None when nothing was."""
        return next((one for one in self.remarks if one.item == item and one.kind == kind), None)

    def rights_answer(self, check: str) -> RightsAnswer:
        """The answer to one question of the rights check; an empty one when it is not answered."""
        return next((answer for answer in self.rights if answer.check == check), RightsAnswer(check=check))

    def missing_ratings(self, instrument: Instrument) -> dict[RecordId, tuple[str, ...]]:
        """The items that each rater has not rated yet; raters who are done are left out."""
        items = tuple(item.id for item in instrument.items())
        missing = {
            rater.id: tuple(item for item in items if (rater.id, item) not in self.individual)
            for rater in self.meeting.raters()
        }
        return {rater: left for rater, left in missing.items() if left}

    @cached_property
    def digest(self) -> Digest:
        """SHA-256 over the canonical JSON of the content that signatures vouch for.

        A field that says nothing is left out, so that one that is added to the program later breaks no signature.
        """
        content = self.model_dump(mode="json", exclude=_NOT_CONTENT, exclude_defaults=True)
        return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def label_of(assessment: Assessment, reference: str) -> str:
    """What an assessment is called: its case's reference and its number, such as `F-2026-0042/2`."""
    return f"{reference}/{assessment.number}"
