from __future__ import annotations

import json
import tempfile
from itertools import product
from pathlib import Path

import pytest
import rfc8785
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from pydantic import JsonValue

from assess.casework.assessment import Assessment
from assess.casework.deeds.deed import Deed, put
from assess.casework.deeds.rating import Rate
from assess.casework.deeds.undoing import GoBack
from assess.casework.rating import GROUP
from assess.register.canonical import canonical
from assess.register.connection import checkpoint_and_close, connect, create
from assess.register.data_key import DataKey
from assess.register.migrations import migrate
from assess.register.shelves import SHELVES, head_row
from assess.register.sqlite_store import SqliteStore
from assess.register.store import Act, Place
from tests.property.examples import examples
from tests.property.test_deeds import CODES, EDITION, ITEMS, Meeting
from tests.unit.conftest import NOW, TEACHER, a_case, rating

KEY = DataKey(bytes(range(32)))
STEPS = st.sampled_from(("individual", "discussion"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


class KeptMeeting(Meeting):
    """The same group; each of its deeds is kept in a register, which must then hold exactly what was done."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "r.assess"
        db = create(path, KEY, "register")
        migrate(db, path, KEY)
        checkpoint_and_close(db)
        self.store = SqliteStore(path, KEY, "register")
        self.read = connect(path, KEY, "ro")
        self.place: Place | None = None
        self.kept_place: Place | None = None
        self.before: Assessment | None = None

    def teardown(self) -> None:
        verified = self.store.verify()
        self.read.close()
        self.store.close()
        self.folder.cleanup()
        assert verified.broken_at is None

    @initialize()
    def begin(self) -> None:
        told = ((self.assessment, _act("import", self.assessment)),)
        self.store.bring_in((a_case(),), (EDITION,), told)

    def try_to(self, deed: Deed) -> bool:
        before = self.assessment
        if not super().try_to(deed):
            return False
        self.before = before
        self.store.change(before, self.assessment, _act(deed.name, before), place=self.place)
        self.kept_place = self.place or self.kept_place
        return True

    @rule(step=STEPS, item=ITEMS)
    def go_to(self, step: str, item: str) -> None:
        self.place = Place(step, item)
        for rater, code in product((TEACHER, GROUP), "12"):
            self.try_to(Rate(rating(item, code, rater)))

    @rule()
    def go_back(self) -> None:
        before, now = self.before, self.assessment
        if before is not None and (before.revealed_at, before.state) == (now.revealed_at, now.state):
            self.try_to(GoBack(before))

    @invariant()
    def the_register_holds_exactly_the_rows_of_the_assessment(self) -> None:
        assert self._rows("assessments", "id") == [head_row(self.assessment)]
        for shelf in SHELVES:
            held = {tuple(row[column] for column in shelf.key): row for row in self._rows(shelf.table, "assessment_id")}
            assert held == shelf.rows(self.assessment), shelf.table

    @invariant()
    def the_last_body_is_canonical_and_tells_where_the_assessment_stands(self) -> None:
        (body,) = self.read.execute("SELECT body FROM journal_bodies ORDER BY seq DESC LIMIT 1").fetchone()
        told = json.loads(body)
        assert rfc8785.dumps(told).decode() == body
        assert self.before is None or told["assessment"] == head_row(self.assessment)

    @invariant()
    def the_place_is_where_the_last_deed_was_done(self) -> None:
        assert self.store.place(self.assessment.id) == self.kept_place

    def _rows(self, table: str, column: str) -> list[dict[str, object]]:
        found = self.read.execute(f"SELECT * FROM {table} WHERE {column} = ?", (self.assessment.id,))  # noqa: S608  our own words
        names = [one[0] for one in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]


KeptMeeting.TestCase.settings = settings(examples(40), stateful_step_count=25)
TestKeptMeeting = KeptMeeting.TestCase


@examples(400)
@example({"\ufb33": 1, "\U0001f600": 2})
@example({"a": {"\u20ac": [2**53 - 1, '\x7f\u2028\x1f"\\/<'], "b": -0.0}})
@example({"a": 2**53})
@example({"a": [-(2**53)]})
@given(VALUES.map(lambda value: {"body": value}) | st.dictionaries(st.text(max_size=4), VALUES, max_size=4))
def test_canonical_json_is_that_of_rfc_8785_and_refuses_what_it_refuses(value: dict[str, JsonValue]) -> None:
    try:
        wanted = rfc8785.dumps(value)
    except ValueError:
        with pytest.raises(ValueError):  # noqa: PT011  each of the two says it in its own words
            canonical(value)
    else:
        assert canonical(value) == wanted


@examples(400)
@given(st.lists(st.tuples(ITEMS, CODES), unique_by=lambda one: one[0], max_size=5), ITEMS, CODES)
def test_a_record_is_put_in_the_place_of_the_one_with_its_key_or_last(
    kept: list[tuple[str, str]], item: str, code: str
) -> None:
    ratings, new = tuple(rating(*one) for one in kept), rating(item, code)
    others = tuple(new if one.item == item else one for one in ratings)
    wanted = others if item in {one.item for one in ratings} else (*ratings, new)
    assert put(ratings, new, lambda one: one.item) == wanted


def _act(action: str, assessment: Assessment) -> Act:
    return Act(NOW, "sekretaer", action, assessment.id, assessment.case_id)
