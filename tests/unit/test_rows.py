from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assess.casework.case import Case
from assess.instrument.edition import Edition
from assess.register import meeting_traces
from assess.register.changes import edition_row
from assess.register.connection import create
from assess.register.data_key import DataKey
from assess.register.driver import Database, dbapi
from assess.register.migrations import migrate
from assess.register.rows import add_row, change_row, put_row, take_row
from assess.register.shelves import columns, head_row
from assess.register.store import Place
from tests.unit.conftest import NOW, begun, record_id

KEY = DataKey(bytes(range(32)))
FACT = {"key": "organisation", "value": "kommune"}


@pytest.fixture
def db(tmp_path: Path, case: Case, edition: Edition) -> Iterator[Database]:
    """A register with one assessment in it."""
    path = tmp_path / "r.assess"
    made = create(path, KEY, "register")
    migrate(made, path, KEY)
    add_row(made, "cases", columns(case))
    add_row(made, "editions", edition_row(edition))
    add_row(made, "assessments", head_row(begun(case, edition)))
    yield made
    made.close()


def test_a_row_is_added_once_and_put_in_place_as_often_as_wanted(db: Database) -> None:
    add_row(db, "register_facts", FACT)
    with pytest.raises(dbapi.IntegrityError):
        add_row(db, "register_facts", FACT)
    put_row(db, "register_facts", ("key",), {**FACT, "value": "politi"})
    put_row(db, "register_facts", ("key",), {"key": "profile", "value": "oslo"})
    assert _facts(db) == {"organisation": "politi", "profile": "oslo"}


def test_only_a_row_that_is_as_it_was_known_is_changed(db: Database) -> None:
    add_row(db, "register_facts", FACT)
    assert not change_row(db, "register_facts", {**FACT, "value": "politi"}, {"value": "x"})
    assert change_row(db, "register_facts", FACT, {"value": "y"})
    assert _facts(db) == {"organisation": "y"}


def test_taking_away_a_row_that_is_not_there_is_an_error(db: Database) -> None:
    add_row(db, "register_facts", FACT)
    take_row(db, "register_facts", {"key": "organisation"})
    assert _facts(db) == {}
    with pytest.raises(LookupError, match="register_facts"):
        take_row(db, "register_facts", {"key": "organisation"})


def test_a_locked_assessment_is_unlocked_by_no_statement(db: Database) -> None:
    known = {"number": 1}
    assert change_row(db, "assessments", known, {"state": "locked", "locked_at": NOW.isoformat()})
    assert change_row(db, "assessments", known, {"revision": 2, "state": "locked"})
    (row,) = list(db.table("assessments").rows)
    with pytest.raises(dbapi.IntegrityError, match="stays locked"):
        change_row(db, "assessments", known, {"state": "draft"})
    with pytest.raises(dbapi.IntegrityError, match="stays locked"):
        put_row(db, "assessments", ("id",), {**row, "state": "draft"})
    assert list(db.table("assessments").rows) == [row]


@pytest.mark.parametrize(
    ("column", "value"), [("number", 3), ("state", "locked"), ("review_on", "2027-01-02"), ("case_id", record_id(2))]
)
def test_a_case_stands_anew_by_whatever_column_it_follows_from(
    db: Database, case: Case, column: str, value: str | int
) -> None:
    add_row(db, "cases", {**columns(case), "id": record_id(2), "reference": "ANNEN"})
    change_row(db, "assessments", {"number": 1}, {column: value})
    db.conn.execute("UPDATE assessments SET revision = 9")
    kept, now = (list(db.query(f"SELECT * FROM {name}")) for name in ("case_standings", "case_standings_now"))  # noqa: S608  our own words
    # The case that an assessment left stands anew only with its own next change; nothing moves one there.
    here = value if column == "case_id" else case.id
    assert [one for one in kept if one["case_id"] == here] == [one for one in now if one["case_id"] == here]


def test_time_is_added_and_a_place_replaced(db: Database, case: Case, edition: Edition) -> None:
    one = begun(case, edition).id
    for seconds in (60, 5):
        meeting_traces.spend(db, one, "level", seconds)
    meeting_traces.spend(db, one, "quality", 7)
    for item in ("A1", "B2"):
        meeting_traces.remember(db, one, Place("discussion", item))
    meeting_traces.remember(db, record_id(99), Place("discussion"))
    meeting_traces.spend(db, record_id(99), "level", 1)
    assert meeting_traces.spent(db, one) == {"level": 65, "quality": 7}
    assert meeting_traces.place(db, one) == Place("discussion", "B2")
    assert meeting_traces.place(db, record_id(99)) is None


def _facts(db: Database) -> dict[str, str]:
    return {row["key"]: row["value"] for row in db.table("register_facts").rows}
