"""A small instrument, a whole invented assessment with it, and its report as words, HTML, PDF and pages of text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from assess.casework.assessment import Assessment, Pin
from assess.casework.case import Case
from assess.casework.decision import (
    Decision,
    Dissent,
    HelpNeed,
    PartyLevel,
    PromptAnswer,
    RightsAnswer,
    Scenario,
)
from assess.casework.deeds.deed import renewed
from assess.casework.meeting import Attendee, Meeting
from assess.casework.observation import Observation
from assess.casework.plan import AcuteCall, PlannedMeasure, UnknownPlan
from assess.casework.quality import Addendum, CheckAnswer, Signature
from assess.casework.rating import GROUP, Rating, Remark
from assess.ids import RecordId
from assess.instrument.model import Instrument
from assess.profile.load import Profiles
from assess.reports.content import ReportContent, build
from assess.reports.dossier import Dossier
from assess.reports.render import pdf_bytes

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
SUMMARY = "Elev med økende interesse for et voldelig nettmiljø"
AGREED = {"A1": "2", "A2": "U", "A3": "X", "B1": "2", "B2": "0", "J1": "1"}

_RISK = {
    "id": "risk",
    "levels": [
        {"code": "0", "label": "Ikke til stede"},
        {"code": "1", "label": "Delvis til stede", "tone": "concern"},
        {"code": "2", "label": "Tydelig til stede", "tone": "strong_concern"},
    ],
}
_STRENGTH = {
    "id": "strength",
    "levels": [
        {"code": "0", "label": "Ikke til stede"},
        {"code": "1", "label": "Til dels", "tone": "strength"},
        {"code": "2", "label": "Tydelig styrke", "tone": "strength"},
    ],
}
_NOT_ANSWERED = [
    {"code": "U", "label": "Ukjent, bør avklares", "means": "unknown", "closes": False},
    {"code": "X", "label": "Ikke innhentet", "means": "not_sought", "closes": True},
]


def _item(name: str, title: str, **more: object) -> dict[str, object]:
    return {"id": name, "title": title, "question": f"{title}?", "scale": "risk", **more}


def _critical(action: str) -> dict[str, object]:
    unknown = {"outcome": "level", "at_least": "N2", "because": "Det kritiske er ukjent."}
    high = {"outcome": "level", "at_least": "N3", "because": "Det kritiske er tydelig."}
    return {"at_least": "2", "action": action, "floor": high, "when_unknown": unknown}


def _choice(code: str, label: str, **more: object) -> dict[str, object]:
    return {"code": code, "label": label, "definition": f"Det som kalles {label.lower()}.", **more}


_INSTRUMENT: dict[str, object] = {
    "format": 1,
    "id": "lite",
    "version": "1.2.3",
    "status": "active",
    "language": "nb",
    "dated": "2026-01-01",
    "title": "Lite verktøy",
    "short_title": "Lite",
    "description": "Til prøving.",
    "rights": {"licence": "CC BY 4.0", "holder": "Ingen"},
    "use": {"population": "Alle", "raters": "Alle", "validation": "none", "validation_note": "Ikke undersøkt."},
    "steps": ["meeting"],
    "scales": [{**_RISK, "non_answers": _NOT_ANSWERED}, {**_STRENGTH, "non_answers": _NOT_ANSWERED}],
    "domains": [
        {
            "id": "A",
            "part": "risk",
            "title": "Uttrykk",
            "items": [
                _item("A1", "Forsvarer vold"),
                _item("A2", "Forbereder noe", critical=_critical("Ring politiet i dag.")),
                _item("A3", "Skaffer utstyr"),
            ],
        },
        {
            "id": "B",
            "part": "resilience",
            "title": "Mestring",
            "items": [
                _item("B1", "Har støtte hjemme", scale="strength", kind="protective"),
                _item("B2", "Har venner", scale="strength", kind="protective"),
            ],
        },
        {"id": "J", "part": "across", "title": "Utvikling", "items": [_item("J1", "Rask utvikling")]},
    ],
    "outcomes": [
        {
            "id": "level",
            "title": "Bekymringsnivå",
            "question": "Hvor bekymret?",
            "levels": [_choice("N1", "Lav"), _choice("N2", "Moderat"), _choice("N3", "Høy")],
            "undecided": _choice("NX", "Kan ikke konkluderes ennå"),
        },
        {
            "id": "help",
            "title": "Hjelpebehov",
            "question": "Hvor mye hjelp?",
            "levels": [_choice("H0", "Ingen"), _choice("H2", "Stort hjelpebehov")],
        },
    ],
    "level_outcome": "level",
    "help_outcome": "help",
    "cautious_below": "N2",
    "prompts": [
        {"id": "worry", "title": "Hva bekymrer oss?"},
        {"id": "other", "title": "En annen forklaring?", "kind": "alternative"},
    ],
    "scenario_fields": [{"id": "what", "title": "Hva kan skje?"}],
    "rights_checks": [{"id": "mirror", "question": "Ville dere vurdert likt med en annen tro?", "kind": "mirror"}],
    "quality": [
        {"id": "dealt", "text": "Alt er behandlet.", "auto": "all_dealt_with"},
        {"id": "rule", "text": "Møteregelen er fulgt.", "auto": "meeting_rule"},
        {"id": "respect", "text": "Språket er respektfullt."},
    ],
}


def make_id(number: int) -> RecordId:
    """A fixed identifier."""
    return f"00000000-0000-7000-8000-{number:012d}"


def _attendees() -> tuple[Attendee, ...]:
    present = [("sekretaer", "kommune"), ("slt", "kommune"), ("skole", "kommune"), ("politi", "politi")]
    present.append(("radikaliseringskontakt", "politi"))
    return tuple(
        Attendee(id=make_id(place), role=role, party=party, secretary=place == 0, impartial=True, rates=place > 0)
        for place, (role, party) in enumerate(present)
    )


def _ratings() -> tuple[Rating, ...]:
    own = [
        Rating(round="individual", rater=make_id(rater), item=item, code=code, given_at=NOW)
        for item, agreed in AGREED.items()
        for rater in range(1, 5)
        for code in (("1" if item == "A1" and rater == 3 else agreed),)
    ]
    agreed = [
        Rating(
            round="agreed",
            rater=GROUP,
            item=item,
            code=code,
            confidence="medium",
            change="increased" if item == "A1" else None,
            reason="Sagt to ganger i klassen." if item == "A1" else "",
            given_at=NOW,
        )
        for item, code in AGREED.items()
    ]
    return (*own, *agreed)


def _observations() -> tuple[Observation, ...]:
    return (
        Observation(
            id=make_id(101),
            number=1,
            seen="Sa i timen at noen fortjener vold.",
            meaning="Kan være et forsvar for vold.",
            brought_by="skole",
            observed="uke 8",
            received_on=date(2026, 2, 27),
            hand="first_hand",
            reliability="B",
            credibility="2",
            nature="fact",
            shared=True,
            legal_basis="ikke-i-lista",
            necessity="Politiet må kunne vurdere det.",
            speaks_for=("A1",),
        ),
        Observation(id=make_id(102), number=2, seen="Bærer et kors.", lawful=True, speaks_against=("A1",)),
        Observation(
            id=make_id(103), number=3, seen="Et rykte.", speaks_for=("A1",), withdrawn="Melderen tok feil av person."
        ),
    )


def _signature(number: int, attendee: int, role: str, digest: str) -> Signature:
    return Signature(
        id=make_id(number),
        attendee=make_id(attendee),
        party="kommune",
        signed_as=role,
        digest=digest,
        signed_at=NOW + timedelta(hours=2),
    )


@pytest.fixture(scope="session")
def assessment() -> Assessment:
    """Signed, with one of everything."""
    unsigned = Assessment(
        id=make_id(900),
        case_id=make_id(901),
        organisation="kommune",
        number=1,
        instrument=Pin(id="lite", version="1.2.3", hash="ab" * 32, engine=1),
        profile="fredrikstad",
        started_at=NOW,
        meeting=Meeting(held_on=date(2026, 3, 3), attendees=_attendees()),
        observations=_observations(),
        ratings=_ratings(),
        revealed_at=NOW + timedelta(hours=1),
        remarks=(Remark(item="A1", kind="read_differently", text="Noen tenkte på mål.", made_at=NOW),),
        prompts=(PromptAnswer(prompt="worry", text="At han trekkes lenger inn."),),
        scenarios=(Scenario(id=make_id(201), fields={"what": "Han blir bedt om å true noen."}),),
        rights=(RightsAnswer(check="mirror", answer="yes", text="Ja, det er handlingene."),),
        party_levels=(
            PartyLevel(party="kommune", level="N2", reason="Det er nytt."),
            PartyLevel(party="politi", level="N3", reason="Nettgruppa er ukjent."),
        ),
        decision=Decision(level="N2", confidence="medium", reason="Ordene er klare, planer er ukjent.", decided_at=NOW),
        help_need=HelpNeed(need="H2", reason="Han står alene."),
        dissents=(Dissent(id=make_id(301), who="radikaliseringskontakten", level="N3", text="Gruppa er lukket."),),
        measures=(
            PlannedMeasure(
                id=make_id(401),
                number="5.4",
                text="Samtale med begge foreldre.",
                owner="SLT-koordinator",
                deadline=date(2026, 3, 10),
                consent="given",
                guardians="Begge er med.",
                items=("B1",),
                harm="Kan oppleves som en anklage.",
            ),
        ),
        unknown_plans=(
            UnknownPlan(item="A2", who="Politiets nettpatrulje", how="Ser på det åpne.", by=date(2026, 3, 6)),
        ),
        review_on=date(2026, 4, 28),
        checks=(CheckAnswer(check="respect", answer="yes", note="Lest høyt."),),
        calls=(AcuteCall(id=make_id(501), called_at=NOW, whom="operasjonssentralen", by="SLT", note="Varslet."),),
    )
    valid = _signature(601, 1, "SLT-koordinator", unsigned.digest)
    void = _signature(602, 2, "Skole", "0" * 64).model_copy(update={"void": True})
    return renewed(
        unsigned,
        signatures=(void, valid),
        state="locked",
        locked_at=NOW + timedelta(hours=2),
        addenda=(Addendum(id=make_id(701), text="Fristen var 11. mars.", by="SLT", added_at=NOW + timedelta(days=1)),),
    )


@pytest.fixture(scope="session")
def dossier(assessment: Assessment) -> Dossier:
    """The signed assessment, of a real register."""
    profiles = Profiles()
    case = Case(
        id=make_id(901),
        reference="F-2026-0042",
        organisation="kommune",
        opened_at=NOW,
        phase="initial",
        age_band="a13_15",
        ideology="uklar",
        sender="skole",
        summary=SUMMARY,
    )
    return Dossier(
        case=case,
        assessment=assessment,
        instrument=Instrument.model_validate_json(json.dumps(_INSTRUMENT)),
        profile=profiles.profile("fredrikstad"),
        legal=profiles.legal("no"),
        journal_head="812:abc1 23de",
        demonstration=False,
        printed_on=date(2026, 3, 4),
    )


@pytest.fixture(scope="session")
def practice_draft(dossier: Dossier) -> Dossier:
    """The same before anything was agreed or decided, in a demonstration."""
    kept = dossier.assessment
    draft = renewed(
        kept,
        state="draft",
        locked_at=None,
        signatures=(),
        addenda=(),
        revealed_at=None,
        decision=None,
        help_need=None,
        dissents=(),
        ratings=tuple(one for one in kept.ratings if one.round == "individual"),
    )
    return Dossier(
        dossier.case,
        draft,
        dossier.instrument,
        dossier.profile,
        dossier.legal,
        journal_head="",
        demonstration=True,
        printed_on=dossier.printed_on,
    )


@dataclass(frozen=True)
class Printed:
    """A report in each of its shapes."""

    content: ReportContent
    data: bytes
    pages: tuple[str, ...]

    def says(self, words: str, page: int | None = None) -> bool:
        """Whether the words stand on the page, or on any; line breaks and hyphenation don't matter."""
        text = "".join(self.pages) if page is None else self.pages[page - 1]
        return flat(words) in flat(text)


Print = Callable[[Dossier], Printed]


def flat(text: str) -> str:
    """The text without white space and hyphens."""
    return "".join(text.split()).replace("-", "")


def print_report(dossier: Dossier) -> Printed:
    """Make the report for real."""
    content = build(dossier)
    data = pdf_bytes(content)
    return Printed(content, data, tuple(page.extract_text() for page in PdfReader(BytesIO(data)).pages))


@pytest.fixture(scope="session")
def printing() -> Print:
    """Makes a report for real."""
    return print_report


@pytest.fixture(scope="session")
def printed(dossier: Dossier) -> Printed:
    """The signed report."""
    return print_report(dossier)


@pytest.fixture(scope="session")
def printed_draft(practice_draft: Dossier) -> Printed:
    """The report of the draft in a demonstration."""
    return print_report(practice_draft)
