"""A small instrument with everything an instrument can ask for, a meeting over it, and a register to keep it in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.decision import Decision, HelpNeed, PartyLevel, PromptAnswer, RightsAnswer, Scenario
from assess.casework.deeds.convening import Observe
from assess.casework.deeds.deciding import AnswerRights, Decide, Formulate, Imagine, ProposeLevel, SetHelpNeed
from assess.casework.deeds.deed import Deed
from assess.casework.deeds.planning import PlanMeasure, PlanUnknown, SetReview
from assess.casework.deeds.rating import Comment, Rate, Reveal
from assess.casework.deeds.signing import Check, Sign
from assess.casework.meeting import Attendee, Meeting
from assess.casework.observation import Observation
from assess.casework.plan import PlannedMeasure, UnknownPlan
from assess.casework.quality import CheckAnswer, Clearance, Signature
from assess.casework.rating import GROUP, Rating, Remark
from assess.ids import RecordId
from assess.instrument.edition import Edition
from assess.instrument.model import Instrument
from assess.judgement.quality import Folder
from assess.profile.load import Profiles
from assess.profile.model import Profile
from assess.register.founding import Founding, found, found_demonstration
from assess.register.recovery import RecoveryKey
from assess.register.register import Register, pin
from assess.register.slot import KeyCost, NewUser
from tests.unit.founded_once import FoundedOnce

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PASSPHRASE = "fire rolige ord om vinteren"
CHEAP = KeyCost(memory_kib=8, passes=1, lanes=1)
OTHER_PASSPHRASE = "blåklokke under steinrøysa"
PEOPLE = (
    NewUser("sekretær", ("secretary", "supervisor", "keyholder"), PASSPHRASE),
    NewUser("slt", ("participant", "keyholder"), OTHER_PASSPHRASE),
)
RECOVERY = RecoveryKey("7K3MQ2XW9T4B6H8JZR5CD0VAPNQW")
ANSWERS = {"words": "1", "threat": "0", "plans": "0", "friends": "1", "health": "0"}
"""A calm case: known throughout, one thing somewhat present."""

_OTHERS = [
    {"code": "U", "label": "unknown", "means": "unknown", "closes": False},
    {"code": "X", "label": "not sought", "means": "not_sought", "closes": True},
]
_STEPS = [{"code": str(code), "label": f"step {code}"} for code in range(3)]


def _item(name: str, scale: str = "present", **more: object) -> dict[str, Any]:
    return {"id": name, "title": name.title(), "question": f"What of {name}?", "scale": scale, **more}


def _level(code: str, days: int | None = None) -> dict[str, Any]:
    return {"code": code, "label": f"level {code}", "definition": f"what {code} means", "review_days": days}


def _floor(level: str, because: str) -> dict[str, str]:
    return {"outcome": "level", "at_least": level, "because": because}


_CRITICAL = {
    "at_least": "2",
    "action": "Call somebody",
    "floor": _floor("N2", "A threat is never small"),
    "when_unknown": _floor("N1", "Not knowing of a threat is not knowing that there is none"),
}
_AUTOMATIC = (
    *("all_dealt_with", "reasons_present", "deviations_reasoned", "unknowns_planned", "meeting_rule"),
    *("legal_basis", "review_date", "rights_answered", "alternative_present", "devils_advocate"),
)


def small() -> dict[str, Any]:
    """The small instrument as a file would hold it."""
    return {
        "format": 1,
        "id": "small",
        "version": "1.0.0",
        "language": "nb",
        "status": "draft",
        "dated": "2026-11-20",
        "title": "The small one",
        "short_title": "Small",
        "description": "For tests",
        "rights": {"licence": "CC BY 4.0", "holder": "Nobody"},
        "use": {"population": "Nobody", "raters": "Nobody", "validation": "none", "validation_note": "not validated"},
        "sources": [{"id": "OWN", "title": "Own work", "used_for": "Everything"}],
        "steps": ["meeting", "individual", "discussion", "level", "quality"],
        "scales": [
            {"id": "present", "levels": _STEPS, "non_answers": _OTHERS},
            {"id": "strength", "levels": _STEPS, "non_answers": _OTHERS},
        ],
        "domains": [
            {
                "id": "W",
                "part": "risk",
                "title": "Words",
                "items": [
                    _item("words", evidence={"reason_from": "2"}),
                    _item("threat", critical=_CRITICAL, evidence={"reason_from": "1", "reason_for_lowest": True}),
                ],
            },
            {"id": "D", "part": "risk", "title": "Deeds", "items": [_item("plans")]},
            {
                "id": "S",
                "part": "resilience",
                "title": "Strengths",
                "items": [_item("friends", "strength", kind="protective"), _item("health")],
            },
        ],
        "outcomes": [
            {
                "id": "level",
                "title": "Level",
                "question": "How high?",
                "undecided": _level("NX", 14),
                "levels": [_level("N0"), _level("N1", 180), _level("N2", 56), _level("N3", 28)],
            },
            {"id": "help", "title": "Help", "question": "How much?", "levels": [_level("H0"), _level("H1")]},
        ],
        "level_outcome": "level",
        "help_outcome": "help",
        "cautious_below": "N2",
        "rules": [
            {"id": "clear", "when": {"item": "threat", "at_least": "2"}, **_floor("N3", "A clear threat")},
            {
                "id": "both",
                **_floor("N2", "Words and plans"),
                "when": {"all": [{"item": "words", "at_least": "2"}, {"item": "plans", "at_least": "1"}]},
            },
            {
                "id": "ill",
                "outcome": "help",
                "at_least": "H1",
                "because": "Suffering",
                "when": {"item": "health", "at_least": "2"},
            },
        ],
        "prompts": [
            {"id": "worry", "title": "What worries us?"},
            {"id": "other", "title": "What else could it be?", "kind": "alternative"},
        ],
        "scenario_fields": [{"id": "what", "title": "What"}, {"id": "when", "title": "When"}],
        "rights_checks": [
            {"id": "lawful", "question": "What is lawful?", "kind": "lawful"},
            {"id": "stands", "question": "Does it stand without it?", "kind": "stands"},
        ],
        "quality": [
            *({"id": check, "text": check, "auto": check} for check in _AUTOMATIC),
            {"id": "read", "text": "Somebody read it aloud"},
        ],
    }


def made(data: Mapping[str, Any]) -> Instrument:
    """The instrument that this data makes."""
    return Instrument.model_validate_json(json.dumps(data))


def changed_item(data: dict[str, Any], item: str, **changes: object) -> dict[str, Any]:
    """Change one item of an instrument's data, and return the data."""
    for domain in data["domains"]:
        for one in domain["items"]:
            if one["id"] == item:
                one.update(changes)
    return data


def record_id(number: int) -> RecordId:
    """An identifier that is the same in every run."""
    return f"00000000-0000-7000-8000-{number:012x}"


SECRETARY, TEACHER, COORDINATOR, OFFICER, CONTACT = (record_id(number) for number in range(1, 6))
RATERS = (TEACHER, COORDINATOR, OFFICER, CONTACT)


def attendee(number: RecordId, party: str = "kommune", **more: object) -> Attendee:
    """Somebody who meets, impartial unless said."""
    role = "slt" if party == "kommune" else "politi"
    return Attendee.model_validate({"id": number, "role": role, "party": party, "impartial": True, **more})


def meeting(**more: object) -> Meeting:
    """Two of the kommune, two of the police and a secretary who gives no rating."""
    attendees = (
        attendee(SECRETARY, secretary=True, rates=False),
        *(attendee(number) for number in (TEACHER, COORDINATOR)),
        *(attendee(number, "politi") for number in (OFFICER, CONTACT)),
    )
    return Meeting.model_validate({"held_on": date(2026, 11, 20), "attendees": attendees, **more})


def a_case(number: int = 42) -> Case:
    """A case of this year."""
    return Case(
        id=record_id(1000 + number),
        reference=f"F-2026-{number:04d}",
        organisation="kommune",
        opened_at=NOW,
        phase="initial",
        age_band="a18_24",
        ideology="uklar",
        sender="skole",
        summary="En bekymring uten navn",
    )


def begun(case: Case, edition: Edition, number: int = 1) -> Assessment:
    """An assessment in which the group has just sat down."""
    return Assessment(
        id=record_id(2000 + number),
        case_id=case.id,
        organisation="kommune",
        number=number,
        instrument=pin(edition),
        profile="fredrikstad",
        started_at=NOW,
        meeting=meeting(),
    )


def rating(item: str, code: str, rater: RecordId = GROUP, **more: object) -> Rating:
    """One answer: the group's, or one participant's own."""
    data = {"round": "individual" if rater else "agreed", "rater": rater, "item": item, "code": code, "given_at": NOW}
    return Rating.model_validate({**data, **more})


def observation(number: int = 1, **more: object) -> Observation:
    """One piece of information."""
    data = {"id": record_id(100 + number), "number": number, "seen": "Har hørt ham si det selv"}
    return Observation.model_validate({**data, **more})


def done(assessment: Assessment, instrument: Instrument, *deeds: Deed) -> Assessment:
    """The assessment after these deeds."""
    for deed in deeds:
        assessment = deed.on(assessment, instrument)
    return assessment


def rated_alone(assessment: Assessment, instrument: Instrument, **codes: str) -> Assessment:
    """Everybody rates everything alone and alike, but for what is given here."""
    deeds = [Rate(rating(item, code, rater)) for rater in RATERS for item, code in (ANSWERS | codes).items()]
    return done(assessment, instrument, *deeds)


def agreed(assessment: Assessment, instrument: Instrument, **codes: str) -> Assessment:
    """The ratings are shown, and the group agrees, each rating with a reason."""
    deeds = [Rate(rating(item, code, reason="Vi vet det")) for item, code in (ANSWERS | codes).items()]
    return done(assessment, instrument, Reveal(NOW), *deeds)


def decision(level: str = "N1", **more: object) -> Decision:
    """The group's level with a reason."""
    data = {"level": level, "confidence": "medium", "reason": "Slik ser vi det", "decided_at": NOW}
    return Decision.model_validate({**data, **more})


def decided(assessment: Assessment, instrument: Instrument, level: str = "N1", **more: object) -> Assessment:
    """The rights check is answered, each party has spoken, and the group has set its level."""
    deeds: list[Deed] = [AnswerRights(RightsAnswer(check=one.id, answer="yes")) for one in instrument.rights_checks]
    deeds += [ProposeLevel(PartyLevel(party=party, level=level)) for party in assessment.meeting.parties()]
    return done(assessment, instrument, *deeds, Decide(decision(level, **more)))


def measure(number: int = 1, **more: object) -> PlannedMeasure:
    """One planned measure."""
    data = {"id": record_id(300 + number), "number": "5.3", "text": "En samtale", "owner": "slt"}
    return PlannedMeasure.model_validate({**data, **more})


def finished(case: Case, edition: Edition, level: str = "N1", **codes: str) -> Assessment:
    """An assessment in which nothing is missing, ready to be signed."""
    instrument = edition.instrument
    assessment = rated_alone(begun(case, edition), instrument, **codes)
    assessment = decided(agreed(assessment, instrument, **codes), instrument, level, departure="Vi kjenner saken")
    unknown = [item for item, code in (ANSWERS | codes).items() if code == "U"]
    return done(
        assessment,
        instrument,
        Observe(observation(speaks_for=("words",))),
        Comment(Remark(item="threat", kind="devils_advocate", text="Hva om vi tar feil?", made_at=NOW)),
        Formulate(PromptAnswer(prompt="worry", text="At han blir alene")),
        Formulate(PromptAnswer(prompt="other", text="At han spiller en rolle")),
        Imagine(Scenario(id=record_id(400), fields={"what": "Ingenting", "when": "Aldri"})),
        SetHelpNeed(HelpNeed(need="H0")),
        PlanMeasure(measure(deadline=date(2026, 12, 1), items=("words",), harm="Nei")),
        *(PlanUnknown(UnknownPlan(item=item, who="politi", by=date(2026, 12, 1))) for item in unknown),
        SetReview(date(2026, 12, 4) if level in {"N3", "NX"} else date(2027, 1, 15)),
        Check(CheckAnswer(check="read", answer="yes")),
    )


def signature(assessment: Assessment, who: RecordId, number: int = 1, **more: object) -> Signature:
    """A participant vouches for exactly this content."""
    found = assessment.meeting.attendee(who)
    data = {
        "id": record_id(500 + number),
        "attendee": who,
        "party": found.party if found else "kommune",
        "signed_as": "Deltaker",
        "digest": assessment.digest,
        "signed_at": NOW + timedelta(hours=1),
    }
    return Signature.model_validate({**data, **more})


def signed(assessment: Assessment, instrument: Instrument, *who: RecordId) -> Assessment:
    """The assessment with these signatures; two parties lock it."""
    for number, one in enumerate(who, 1):
        clearance = Clearance(digest=assessment.digest)
        assessment = Sign(signature(assessment, one, number), clearance).on(assessment, instrument)
    return assessment


class Ticking:
    """A clock that goes one second further each time it is looked at."""

    def __init__(self, after: datetime = NOW) -> None:
        self.time = after

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


def found_register(path: Path) -> Register:
    """A new register of the kommune, with cheap keys and a clock of its own."""
    founding = Founding(profile="fredrikstad", organisation="kommune")
    return found(path, PEOPLE, RECOVERY, founding, cost=CHEAP, clock=Ticking())


def found_invented(path: Path) -> Register:
    """A new demonstration register, with a clock of its own."""
    founding = Founding(profile="fredrikstad", organisation="kommune")
    return found_demonstration(path, founding, cost=CHEAP, clock=Ticking())


@pytest.fixture(scope="session")
def instrument() -> Instrument:
    return made(small())


@pytest.fixture(scope="session")
def edition(instrument: Instrument) -> Edition:
    return Edition(instrument=instrument)


@pytest.fixture(scope="session")
def profile() -> Profile:
    return Profiles().profile("fredrikstad")


@pytest.fixture
def case() -> Case:
    return a_case()


@pytest.fixture
def start(case: Case, edition: Edition) -> Assessment:
    return begun(case, edition)


@pytest.fixture
def folder(case: Case, edition: Edition, profile: Profile) -> Folder:
    return Folder(case, finished(case, edition), edition.instrument, profile)


@pytest.fixture(scope="session")
def founded_once(tmp_path_factory: pytest.TempPathFactory) -> FoundedOnce:
    return FoundedOnce(tmp_path_factory.mktemp("founded"), found_register)


@pytest.fixture
def register(founded_once: FoundedOnce, own_state_folder: Path, tmp_path: Path) -> Iterator[Register]:
    clock = Ticking(founded_once.moment - timedelta(seconds=1))
    with founded_once.copied(tmp_path / "r.assess", clock) as opened:
        yield opened
