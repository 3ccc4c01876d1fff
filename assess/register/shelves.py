"""Where each part of an assessment lies: which table, under which key, and how a record becomes a row and back.

Scalars are columns; lists and mappings inside a record are JSON text. Nothing here knows of SQL.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_origin

from pydantic import BaseModel, JsonValue

from assess.casework.assessment import Assessment
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
from assess.casework.following import unknown_check_id
from assess.casework.meeting import Attendee
from assess.casework.observation import Observation
from assess.casework.plan import AcuteCall, PlannedMeasure, UnknownPlan
from assess.casework.quality import Addendum, CheckAnswer, Signature
from assess.casework.rating import Rating, Remark
from assess.casework.record import Record

Row = dict[str, str | int | None]
Key = tuple[str | int | None, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One table that holds one kind of record of an assessment."""

    table: str
    field: str
    """The assessment's field; `attendees` are the meeting's."""
    model: type[Record]
    key: tuple[str, ...]
    """The columns that, with the assessment, name one row; none for a record there is at most one of."""

    def records(self, assessment: Assessment) -> tuple[Record, ...]:
        """The records of this kind, in order."""
        holder = assessment.meeting if self.field == "attendees" else assessment
        found = getattr(holder, self.field)
        if isinstance(found, tuple):
            return found
        return () if found is None else (found,)

    def rows(self, assessment: Assessment, places: Iterable[int] | None = None) -> dict[Key, Row]:
        """The rows of this kind by their keys; of the records at these places only, if they are named.

        A place past the last record is passed over.
        """
        records = self.records(assessment)
        wanted = range(len(records)) if places is None else (place for place in places if place < len(records))
        return {
            tuple(row[column] for column in self.key): row
            for row in (
                {
                    "assessment_id": assessment.id,
                    "organisation": assessment.organisation,
                    "position": position,
                    **columns(records[position]),
                    **_derived(assessment, records[position]),
                }
                for position in wanted
            )
        }

    def read(self, rows: Iterable[Mapping[str, str | int | None]]) -> JsonValue:
        """The records' data from their rows: a list in order, or one mapping or None for a single record."""
        ordered = sorted(rows, key=lambda row: int(row["position"] or 0))
        found: list[JsonValue] = [fields(self.model, row) for row in ordered]
        if self.key:
            return found
        return found[0] if found else None


SHELVES: tuple[Shelf, ...] = (
    Shelf("attendees", "attendees", Attendee, ("id",)),
    Shelf("observations", "observations", Observation, ("id",)),
    Shelf("ratings", "ratings", Rating, ("round", "rater", "item")),
    Shelf("remarks", "remarks", Remark, ("item", "kind")),
    Shelf("prompt_answers", "prompts", PromptAnswer, ("prompt",)),
    Shelf("scenarios", "scenarios", Scenario, ("id",)),
    Shelf("rights_answers", "rights", RightsAnswer, ("check",)),
    Shelf("party_levels", "party_levels", PartyLevel, ("party",)),
    Shelf("decisions", "decision", Decision, ()),
    Shelf("help_needs", "help_need", HelpNeed, ()),
    Shelf("dissents", "dissents", Dissent, ("id",)),
    Shelf("duty_answers", "duties", DutyAnswer, ("duty",)),
    Shelf("indicators", "indicators", Indicator, ("id",)),
    Shelf("planned_measures", "measures", PlannedMeasure, ("id",)),
    Shelf("unknown_plans", "unknown_plans", UnknownPlan, ("item",)),
    Shelf("check_answers", "checks", CheckAnswer, ("check",)),
    Shelf("acute_calls", "calls", AcuteCall, ("id",)),
    Shelf("signatures", "signatures", Signature, ("id",)),
    Shelf("addenda", "addenda", Addendum, ("id",)),
)
"""Every part of an assessment that lies in a table of its own."""

_MEETING = ("held_on", "agenda", "phase", "deviation_reason")
_OWN = (
    *("id", "case_id", "organisation", "number", "profile", "started_at", "state", "revision", "revealed_at"),
    *("reveal_note", "no_measures", "review_on", "locked_at"),
)


def head_row(assessment: Assessment) -> Row:
    """The row of the assessment itself, without its parts."""
    data = assessment.model_dump(mode="json", include=set(_OWN))
    meeting = assessment.meeting.model_dump(mode="json", include=set(_MEETING))
    pin = assessment.instrument
    return {
        **{name: data[name] for name in _OWN},
        **{name: meeting[name] for name in _MEETING},
        "instrument_hash": pin.hash,
        "instrument": json.dumps(pin.model_dump(mode="json"), sort_keys=True),
    }


def assemble(head: Mapping[str, str | int | None], parts: Mapping[str, JsonValue]) -> Assessment:
    """Put an assessment together from its own row and the data of its parts by field name."""
    others = {name: value for name, value in parts.items() if name != "attendees"}
    meeting = {name: head[name] for name in _MEETING} | {"attendees": parts["attendees"]}
    own = {name: head[name] for name in _OWN}
    data = {**own, **others, "meeting": meeting, "instrument": json.loads(str(head["instrument"]))}
    return Assessment.model_validate(data, strict=False)


def columns(record: Record) -> Row:
    """A record's fields as columns."""
    return {name: _column(value) for name, value in record.model_dump(mode="json").items()}


def fields(model: type[Record], row: Mapping[str, str | int | None]) -> dict[str, JsonValue]:
    """A record's fields from its columns; other columns are left out."""
    return {
        name: json.loads(str(row[name])) if _is_json(info.annotation) else row[name]
        for name, info in model.model_fields.items()
    }


def _derived(assessment: Assessment, record: Record) -> Row:
    """What follows from a record, for questions that SQL could not answer without it."""
    if isinstance(record, UnknownPlan):
        return {"check_id": unknown_check_id(assessment.id, record.item)}
    return {}


def _is_json(annotation: object) -> bool:
    return get_origin(annotation) in {tuple, dict} or (
        isinstance(annotation, type) and issubclass(annotation, BaseModel)
    )


def _column(value: JsonValue) -> str | int | None:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if value is None or isinstance(value, str | int):
        return value
    message = f"no column holds a {type(value).__name__}"
    raise TypeError(message)
