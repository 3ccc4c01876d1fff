"""Every kind of report of every training case, in both languages: what must conform."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.deeds.deed import renewed
from assess.casework.follow_up import Closure, ConsentEntry, DatedCheck, MeasureProgress
from assess.casework.follow_up import Handover as HandedOver
from assess.casework.record import Record
from assess.ids import RecordId
from assess.instrument.library import Library
from assess.profile.load import Profiles
from assess.register.exchange import Bundle, as_text
from assess.reports.content import ReportContent, build
from assess.reports.dossier import Dossier, Earlier
from assess.reports.render import pdf_bytes
from assess.reports.request import (
    AccessReport,
    ArchiveReport,
    ComparisonReport,
    FullReport,
    Handover,
    OnePage,
    PaperCopy,
    PlainReport,
    Request,
)
from assess.training.demonstration import TrainingRecord, demonstration
from tests.reports.conformance.structure import Node, structure

CASES = ("MYRULL", "HESTEHOV", "RØSSLYNG", "BLÅKLOKKE")
TWICE = "RØSSLYNG"
"""The case that was assessed two times."""
LANGUAGES = ("nb", "en")
PRINTED = date(2026, 11, 21)
HAPPENED = date(2026, 11, 18)
NOTED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Wanted:
    """Which report of which case, in which language."""

    variant: str
    case: str
    language: str


@dataclass(frozen=True)
class Made:
    """A report, made for real."""

    wanted: Wanted
    content: ReportContent
    data: bytes
    tree: Node


Make = Callable[[Dossier], Request]


def carried(dossier: Dossier) -> str:
    """The assessment as the JSON that a report carries."""
    edition = Library().edition(dossier.instrument.id)
    return as_text(Bundle(kind="demonstration", case=dossier.case, assessment=dossier.assessment, edition=edition))


def around(case: Case, assessment: Assessment) -> tuple[Record, ...]:
    """One of everything that is kept about a case around its assessments."""
    progress = [
        MeasureProgress(
            id=case.id,
            case_id=case.id,
            organisation=case.organisation,
            assessment_id=assessment.id,
            measure_id=measure.id,
            status="started",
            happened_on=HAPPENED,
            consent="given",
            note="Første samtale er holdt.",
            noted_at=NOTED,
        )
        for measure in assessment.measures[:1]
    ]
    return (*progress, *_said_and_given(case.id, case.organisation), *_ended(case.id, case.organisation))


def _said_and_given(case: RecordId, organisation: str) -> tuple[Record, ...]:
    return (
        ConsentEntry(
            id=case,
            case_id=case,
            organisation=organisation,
            who="person",
            kind="consent",
            status="given",
            about="Samtaler med en veileder",
            happened_on=HAPPENED,
            by="SLT-koordinator",
            noted_at=NOTED,
        ),
        HandedOver(
            id=case,
            case_id=case,
            organisation=organisation,
            to="Barnevernstjenesten",
            what="Opplysninger om omsorg",
            legal_basis="fvl_13b_6",
            by="SLT-koordinator",
            happened_on=HAPPENED,
            noted_at=NOTED,
        ),
    )


def _ended(case: RecordId, organisation: str) -> tuple[Record, ...]:
    return (
        DatedCheck(
            id=case,
            case_id=case,
            organisation=organisation,
            due_on=HAPPENED,
            text="Se etter om tiltakene virker.",
            cause="own",
        ),
        Closure(
            case_id=case,
            organisation=organisation,
            closed_at=NOTED,
            criteria={"bekymring": "Den er mindre."},
            reason="Gruppa er ikke bekymret lenger.",
            by="SLT-koordinator",
        ),
    )


def _comparison(dossier: Dossier) -> ComparisonReport:
    found = _record(dossier.case.reference)
    return ComparisonReport(_dossier(found, found.assessments[0], dossier.language))


VARIANTS: dict[str, Make] = {
    "one-page": lambda _dossier: OnePage(),
    "full": lambda dossier: FullReport(attached=carried(dossier)),
    "archive": lambda dossier: ArchiveReport(
        around=around(dossier.case, dossier.assessment), attached=carried(dossier)
    ),
    "access": lambda _dossier: AccessReport(withheld=frozenset({2}), read=True),
    "handover": lambda _dossier: Handover(
        party="politi", basis="fvl_13b_6", reason="Politiet må kunne vurdere om noen er i fare.", requested=True
    ),
    "plain-young": lambda _dossier: PlainReport("young"),
    "plain-guardian": lambda _dossier: PlainReport("guardian"),
    "comparison": _comparison,
}
"""Each kind of report by a name, and how it is asked for."""

SAMPLE = (
    Wanted("one-page", "BLÅKLOKKE", "nb"),
    Wanted("full", "HESTEHOV", "en"),
    Wanted("archive", "MYRULL", "nb"),
    Wanted("access", "RØSSLYNG", "en"),
    Wanted("handover", "MYRULL", "nb"),
    Wanted("plain-young", "HESTEHOV", "en"),
    Wanted("plain-guardian", "BLÅKLOKKE", "nb"),
    Wanted("comparison", "RØSSLYNG", "en"),
)
"""Each kind once, the cases and the languages in turn."""

MATRIX = tuple(
    Wanted(variant, case, language)
    for variant in VARIANTS
    for case in CASES
    for language in LANGUAGES
    if variant != "comparison" or case == TWICE
)
"""All there is. Only a case that was assessed twice can be compared."""


@cache
def made(wanted: Wanted) -> Made:
    """Make a report, or give the one that was made."""
    return printed(wanted, content_of(wanted))


def content_of(wanted: Wanted) -> ReportContent:
    """A report in words."""
    dossier = training_dossier(wanted.case, wanted.language)
    if wanted.variant == "handover":
        dossier = _given_to_the_police(dossier)
    return build(dossier, VARIANTS[wanted.variant](dossier), PaperCopy(1, 3, "Barnevernstjenesten"))


def printed(wanted: Wanted, content: ReportContent) -> Made:
    """Make a report of its words."""
    data = pdf_bytes(content)
    return Made(wanted, content, data, structure(data))


def training_dossier(case: str, language: str) -> Dossier:
    """The last assessment of a training case."""
    found = _record(case)
    return _dossier(found, found.assessments[-1], language)


def _given_to_the_police(dossier: Dossier) -> Dossier:
    """The dossier with the police as recipient of every shared observation: no training case names any."""
    observations = tuple(
        one.model_copy(update={"recipients": ("politi",)}) if one.shared else one
        for one in dossier.assessment.observations
    )
    return dataclasses.replace(dossier, assessment=renewed(dossier.assessment, observations=observations))


@cache
def _records() -> dict[str, TrainingRecord]:
    library = Library()
    cases = library.folder("vrb") / "cases"
    found = demonstration(library.edition("vrb"), Profiles().profile("fredrikstad"), cases)
    return {one.case.reference: one for one in found}


def _record(case: str) -> TrainingRecord:
    return _records()[case]


def _dossier(record: TrainingRecord, assessment: Assessment, language: str) -> Dossier:
    profiles = Profiles()
    profile = profiles.profile("fredrikstad", language)
    spoken = Library().edition("vrb").spoken(language)
    return Dossier(
        case=record.case,
        assessment=assessment,
        instrument=spoken,
        profile=profile,
        legal=profiles.legal(profile.legal, language),
        journal_head="812:abc1 23de 0f45 6789",
        demonstration=True,
        printed_on=PRINTED,
        language=language,
        earlier=tuple(Earlier(one, spoken) for one in record.assessments if one.number < assessment.number),
    )
