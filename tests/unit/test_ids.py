from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from pydantic import TypeAdapter, ValidationError

from assess.ids import RecordId, new_id
from tests.unit.conftest import NOW


def test_an_identifier_is_a_uuid_of_version_7_in_its_canonical_form() -> None:
    made = new_id(NOW)
    assert (UUID(made).version, UUID(made).variant) == (7, UUID(int=0x8 << 60).variant)
    assert TypeAdapter(RecordId).validate_python(made) == made == str(UUID(made))


def test_its_first_48_bits_are_the_moment_in_milliseconds() -> None:
    moment = datetime(2026, 11, 20, 9, 0, 0, 123_000, tzinfo=UTC)
    milliseconds = UUID(new_id(moment)).int >> 80
    assert datetime.fromtimestamp(milliseconds / 1000, UTC) == moment


def test_the_same_moment_in_another_zone_is_the_same_moment() -> None:
    there = NOW.astimezone(timezone(timedelta(hours=2)))
    assert new_id(NOW)[:13] == new_id(there)[:13]


def test_identifiers_sort_by_time_and_two_of_the_same_millisecond_differ() -> None:
    moments = [NOW + timedelta(milliseconds=step) for step in range(100)]
    made = [new_id(moment) for moment in moments]
    assert made == sorted(made)
    assert len({new_id(NOW) for _ in range(1000)}) == 1000


@pytest.mark.parametrize("text", ["", "F-2026-0042", "0" * 36, "00000000-0000-7000-8000-00000000000G", "A" * 36])
def test_other_text_is_no_identifier(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(RecordId).validate_python(text)
