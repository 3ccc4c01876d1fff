from __future__ import annotations

import json
from datetime import date
from typing import get_args, get_origin

import pytest

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.meeting import Meeting
from assess.casework.record import Record
from assess.instrument.edition import Edition
from assess.register.shelves import SHELVES, Row, assemble, columns, fields, head_row
from tests.unit.conftest import OFFICER, SECRETARY, a_case, begun, finished, made, observation, signed, small


def through(assessment: Assessment) -> Assessment:
    """The assessment taken apart into rows, each through JSON as a table would, and put together in another order."""
    parts = {
        shelf.field: shelf.read(json.loads(json.dumps(row)) for row in reversed(shelf.rows(assessment).values()))
        for shelf in SHELVES
    }
    return assemble(json.loads(json.dumps(head_row(assessment))), parts)


@pytest.fixture
def full(case: Case, edition: Edition) -> Assessment:
    return signed(finished(case, edition, threat="U"), edition.instrument, SECRETARY, OFFICER)


def test_a_whole_assessment_comes_back_from_its_rows_as_it_was(full: Assessment, start: Assessment) -> None:
    assert through(full) == full
    assert through(full).digest == full.digest
    assert through(start) == start


def test_the_rows_keep_the_order_in_which_things_were_entered(full: Assessment) -> None:
    turned = full.model_copy(update={"ratings": full.ratings[::-1]})
    assert through(turned).ratings == turned.ratings != full.ratings


def test_every_part_of_an_assessment_has_its_place() -> None:
    shelved = {shelf.field for shelf in SHELVES} - {"attendees"}
    parts = {
        name
        for name, info in Assessment.model_fields.items()
        if get_origin(info.annotation) is tuple or _is_record(get_args(info.annotation))
    }
    assert shelved == parts
    assert set(Assessment.model_fields) - shelved - set(_head_columns()) == {"meeting"}
    assert set(Meeting.model_fields) - {"attendees"} <= set(_head_columns())


def test_every_row_names_its_assessment_its_organisation_and_its_place(full: Assessment) -> None:
    for shelf in SHELVES:
        rows = list(shelf.rows(full).values())
        assert [row["position"] for row in rows] == list(range(len(rows)))
        assert {(row["assessment_id"], row["organisation"]) for row in rows} <= {(full.id, "kommune")}


def test_each_shelf_tells_its_rows_apart_by_its_key(full: Assessment) -> None:
    for shelf in SHELVES:
        assert len(shelf.rows(full)) == len(shelf.records(full)), shelf.table
        assert set(shelf.key) <= set(shelf.model.model_fields), shelf.table


def test_a_record_there_is_at_most_one_of_is_one_row_or_none(start: Assessment, full: Assessment) -> None:
    (shelf,) = [shelf for shelf in SHELVES if shelf.field == "decision"]
    assert shelf.rows(start) == {}
    assert list(shelf.rows(full)) == [()]
    assert shelf.read([]) is None


def test_scalars_are_columns_and_lists_are_json_text() -> None:
    row = columns(observation(lawful=True, speaks_for=("words",), received_on=date(2026, 11, 20)))
    assert (row["lawful"], row["shared"], row["reliability"]) == (1, 0, None)
    assert row["speaks_for"] == '["words"]'
    assert row["received_on"] == "2026-11-20"


def test_a_number_with_a_fraction_fits_no_column() -> None:
    class Share(Record):
        part: float

    with pytest.raises(TypeError, match="no column holds a float"):
        columns(Share(part=0.5))


def test_columns_that_belong_to_the_table_are_left_out_of_the_record(full: Assessment) -> None:
    (shelf,) = [shelf for shelf in SHELVES if shelf.field == "ratings"]
    row: Row = next(iter(shelf.rows(full).values()))
    assert set(fields(shelf.model, row)) == set(shelf.model.model_fields)


def _head_columns() -> list[str]:
    return list(head_row(begun(a_case(), Edition(instrument=made(small())))))


def _is_record(found: tuple[object, ...]) -> bool:
    return any(isinstance(one, type) and issubclass(one, Record) for one in found)
