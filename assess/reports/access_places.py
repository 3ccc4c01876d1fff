"""What each place of an assessment is called, so that the group can leave a text out, and see where one was.

A place is a word and a name or number: `item.A1`, `measure.1`, `meaning.3`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import BaseModel

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.decision import (
    Decision,
    Dissent,
    DutyAnswer,
    HelpNeed,
    Indicator,
    PromptAnswer,
    RightsAnswer,
    Scenario,
)
from assess.casework.meeting import Meeting
from assess.casework.observation import Observation
from assess.casework.plan import AcuteCall, PlannedMeasure, UnknownPlan
from assess.casework.quality import Addendum, CheckAnswer, Signature
from assess.casework.rating import Rating
from assess.language import _, mark
from assess.reports.access_fields import RULINGS
from assess.reports.dossier import Dossier

_NAMED_BY: Final[dict[type[BaseModel], tuple[str, str]]] = {
    Rating: ("item", "item"),
    PromptAnswer: ("prompt", "prompt"),
    RightsAnswer: ("rights", "check"),
    DutyAnswer: ("duty", "duty"),
    UnknownPlan: ("unknown", "item"),
    CheckAnswer: ("check", "check"),
    Observation: ("observation", "number"),
    Scenario: ("scenario", ""),
    Indicator: ("indicator", ""),
    Dissent: ("dissent", ""),
    PlannedMeasure: ("measure", ""),
    Addendum: ("addendum", ""),
    AcuteCall: ("call", ""),
    Signature: ("signature", ""),
}
"""What a record among several is called, and the field that tells it from the others: none when its order does."""
_ALONE: Final[dict[type[BaseModel], str]] = {
    Case: "summary",
    Assessment: "no_measures",
    Meeting: "deviation",
    Decision: "decision",
    HelpNeed: "help",
}
"""What the texts of a record that there is one of are called."""
_WORDS: Final[dict[str, str]] = {
    "summary": mark("sakens innledning"),
    "no_measures": mark("hvorfor det ikke er tiltak"),
    "deviation": mark("avviket fra møteregelen"),
    "decision": mark("begrunnelsen for nivået"),
    "help": mark("begrunnelsen for hjelpebehovet"),
    "item": mark("begrunnelsen for {name}"),
    "prompt": mark("gruppas forklaring"),
    "rights": mark("rettighetskontrollen"),
    "duty": mark("vurdert plikt"),
    "unknown": mark("plan for å avklare {name}"),
    "check": mark("kvalitetskontrollen"),
    "observation": mark("opplysning {name}"),
    "meaning": mark("tolkningen av opplysning {name}"),
    "scenario": mark("scenario {name}"),
    "indicator": mark("hva ville endret nivået, nr. {name}"),
    "dissent": mark("dissens {name}"),
    "measure": mark("tiltak {name}"),
    "addendum": mark("tillegg {name}"),
    "call": mark("varsling {name}"),
    "signature": mark("signatur {name}"),
}


def place_of(record: BaseModel, number: int) -> str:
    """Where a record stands; `number` is its order among its siblings, from 1."""
    if type(record) in _ALONE:
        return _ALONE[type(record)]
    word, name = _NAMED_BY.get(type(record), ("", ""))
    return f"{word}.{getattr(record, name) if name else number}" if word else ""


def text_place(record: BaseModel, place: str) -> str:
    """Where a record's free texts are left out: an observation's interpretation apart from the observation."""
    return f"meaning.{record.number}" if isinstance(record, Observation) else place


def text_places(dossier: Dossier, *, internal: bool = True) -> dict[str, str]:
    """Every free text that the group wrote for itself: its words by its place, with its preparation or without."""
    found: dict[str, list[str]] = {}
    for place, record in records(dossier):
        for name, ruling in RULINGS[type(record)].items():
            if ruling.treatment == "text" and (internal or ruling.kind != "internal"):
                value = getattr(record, name)
                words = value.values() if isinstance(value, dict) else [value]
                found.setdefault(text_place(record, place), []).extend(word for word in words if word.strip())
    return {place: "\n".join(words) for place, words in found.items() if words}


def readable_texts(dossier: Dossier, *, internal: bool = True) -> dict[str, str]:
    """Every free text that the group may leave out, by its place: the observations themselves, and `text_places`."""
    seen = {place_of(one, one.number): f"{one.seen}\n{one.observed}".strip() for one in dossier.assessment.observations}
    return {**seen, **text_places(dossier, internal=internal)}


def records(dossier: Dossier) -> Iterator[tuple[str, BaseModel]]:
    """Every record of the case and its assessment with its place, but for the ratings that each gave alone."""
    yield from _within(dossier.case, 1)
    yield from _within(dossier.assessment, 1)


def place_words(place: str) -> str:
    """The place in words, in the language spoken now; empty for what is not tied to one."""
    word, _dot, name = place.partition(".")
    return _(_WORDS[word]).format(name=name) if word in _WORDS else ""


def place_title(dossier: Dossier, place: str) -> str:
    """The place in words, and for an answer to one of many questions what was asked."""
    instrument, (word, _dot, name) = dossier.instrument, place.partition(".")
    asked = {
        "prompt": {one.id: one.title for one in instrument.prompts},
        "rights": {one.id: one.question for one in instrument.rights_checks},
        "check": {one.id: one.text for one in instrument.quality},
        "duty": {one.id: one.title for one in dossier.profile.duties},
    }.get(word, {})
    words = place_words(place)
    return _("{place} («{asked}»)").format(place=words, asked=asked[name]) if name in asked else words


def _within(record: BaseModel, number: int) -> Iterator[tuple[str, BaseModel]]:
    if isinstance(record, Rating) and record.round != "agreed":
        return
    yield place_of(record, number), record
    for name in type(record).model_fields:
        value = getattr(record, name)
        inner = value if isinstance(value, tuple) else (value,)
        for order, one in enumerate(inner, 1):
            if isinstance(one, BaseModel) and type(one) in RULINGS:
                yield from _within(one, order)
