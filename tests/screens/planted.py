"""A case in which every text that people can write holds a word of its own, and what lies around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args

from pydantic import AfterValidator
from pydantic.fields import FieldInfo

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.decision import Dissent, DutyAnswer, Indicator
from assess.casework.plan import OWN, AcuteCall, UnknownPlan
from assess.casework.quality import Addendum, CheckAnswer, Signature
from assess.casework.rating import Rating, Remark, RemarkKind
from assess.casework.record import Record
from assess.instrument.edition import Edition
from assess.instrument.library import Library
from assess.instrument.text import seen
from assess.judgement.duties import asked_duties
from assess.profile.load import Profiles
from assess.profile.model import Profile
from assess.register.arrivals import Arrival
from assess.register.register import Register
from assess.screens.terminal import SafeApp
from assess.training.demonstration import demonstration
from tests.screens.planted_around import MOMENT, point_of, put_around, written_around
from tests.unit.conftest import record_id

MARK = "ZQX"
"""What every planted word begins with; nothing else in the program does."""

_BY_NAME = {"Scenario.fields", "Triage.notes", "Closure.criteria"}
"""Texts that lie beside each other under names of their own."""

_CODES = {"Triage.channel"}
"""Chosen from a list, though the field takes any text."""


@dataclass
class Planter:
    """Puts a word of its own into every text of a record, found by the fields' types: new ones are found, too."""

    words: dict[str, str] = field(default_factory=dict)
    """Each word, and the field that it stands in."""

    def planted(self, record: Any, where: str = "") -> Any:  # noqa: ANN401  a record, or what one is made of
        if isinstance(record, Record):
            kind = type(record)
            changes = {
                name: self._text(f"{kind.__name__}.{name}", getattr(record, name))
                if _is_text(info) and f"{kind.__name__}.{name}" not in _CODES
                else self.planted(getattr(record, name), f"{kind.__name__}.{name}")
                for name, info in kind.model_fields.items()
            }
            return kind.model_validate(changes)
        if isinstance(record, tuple):
            return tuple(self.planted(one, where) for one in record)
        if isinstance(record, dict) and where in _BY_NAME:
            return {name: self._text(where, text) for name, text in record.items()}
        return record

    def _text(self, where: str, before: str) -> str:
        if where == "Observation.withdrawn" and not before:
            return ""
        word = f"{MARK}{len(self.words):04d}"
        self.words[word] = where
        return f"{word} {before}"[:40].strip()


def _is_text(info: FieldInfo) -> bool:
    return any(isinstance(one, AfterValidator) and one.func is seen for one in info.metadata)


@dataclass(frozen=True)
class PlantedCase:
    """The case with three assessments: signed, being discussed, and being rated alone."""

    case: Case
    edition: Edition
    signed: Assessment
    discussed: Assessment
    alone: Assessment
    around: tuple[Record, ...]
    """What is kept beside the assessments."""
    words: dict[str, str]

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """The three of them."""
        return (self.signed, self.discussed, self.alone)

    def put_into(self, register: Register) -> None:
        """Keep everything in a register."""
        register.bring_in(tuple(Arrival(self.case, self.edition, one) for one in self.assessments))
        put_around(register, self.around)


def planted_case() -> PlantedCase:
    library = Library()
    edition = library.edition("vrb")
    profile = Profiles().profile("fredrikstad")
    records = demonstration(edition, profile, library.folder("vrb") / "cases")
    record = next(one for one in records if one.case.reference == "BLÅKLOKKE")
    full = _with_everything(record.case, record.assessments[0], edition, profile)
    planter = Planter()
    case: Case = planter.planted(record.case)
    signed = planter.planted(full)
    draft = {"state": "draft", "locked_at": None, "addenda": ()}
    void = tuple(one.model_copy(update={"void": True}) for one in full.signatures)
    discussed = planter.planted(
        full.model_copy(update={**draft, "id": record_id(7002), "number": 2, "signatures": void})
    )
    own = tuple(one for one in full.ratings if one.round == "individual")
    bare = {**draft, "id": record_id(7003), "number": 3, "revealed_at": None, "ratings": own, "signatures": ()}
    alone = planter.planted(full.model_copy(update=bare))
    around = planter.planted(written_around(case, signed, library.edition("triage"), profile))
    return PlantedCase(case, edition, signed, discussed, alone, (*around, point_of(case)), planter.words)


def _with_everything(case: Case, assessment: Assessment, edition: Edition, profile: Profile) -> Assessment:
    """The assessment with one of everything that can be written, and ratings of the first items only."""
    items = [item.id for item in edition.instrument.items()][:3]
    own = [line.id for line in edition.instrument.quality if line.auto is None]
    withdrawn, lawful, other = assessment.observations[:3]
    attendee = assessment.meeting.attendees[0]
    return assessment.model_copy(
        update={
            "observations": (
                withdrawn.model_copy(update={"withdrawn": "Misforstått", "shared": True}),
                lawful.model_copy(update={"lawful": True, "speaks_for": (items[0],)}),
                other.model_copy(update={"speaks_against": (items[0],), "shared": True}),
            ),
            "ratings": tuple(_unknown(one, items[2]) for one in assessment.ratings if one.item in items),
            "remarks": tuple(Remark(item=items[0], kind=kind, made_at=MOMENT) for kind in get_args(RemarkKind)),
            "scenarios": assessment.scenarios[:1],
            "measures": (assessment.measures[0], assessment.measures[1].model_copy(update={"number": OWN})),
            "indicators": tuple(
                Indicator(id=record_id(7110 + n), direction=one, text="", look_on=date(2026, 12, n + 1))
                for n, one in enumerate(get_args(Indicator.model_fields["direction"].annotation))
            ),
            "duties": tuple(
                DutyAnswer(duty=one.duty.id, text="", answered_at=MOMENT)
                for one in asked_duties(assessment, edition.instrument, case, profile)
            ),
            "unknown_plans": (UnknownPlan(item=items[2], who=""),),
            "dissents": (Dissent(id=record_id(7101), who="", text=""),),
            "checks": tuple(CheckAnswer(check=line, answer="yes") for line in own),
            "calls": (AcuteCall(id=record_id(7102), called_at=MOMENT, whom="", by=""),),
            "signatures": assessment.signatures
            or (
                Signature(
                    id=record_id(7104),
                    attendee=attendee.id,
                    party=attendee.party,
                    signed_as="",
                    digest=assessment.digest,
                    signed_at=MOMENT,
                ),
            ),
            "addenda": (Addendum(id=record_id(7103), text="", by="", added_at=MOMENT),),
        }
    )


def _unknown(rating: Rating, item: str) -> Rating:
    """The rating, but the group doesn't know about `item`."""
    if rating.round != "agreed" or rating.item != item:
        return rating
    return rating.model_copy(update={"code": "U"})


def drawn(app: SafeApp[None]) -> str:
    """What stands on the screen."""
    return "\n".join(
        "".join(segment.text for segment in strip).rstrip() for strip in app.screen._compositor.render_strips()
    )
