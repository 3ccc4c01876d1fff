"""What any store promises. Another store is held to it by one more entry in `STORES`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.decision import HelpNeed
from assess.casework.deeds.convening import Observe
from assess.casework.deeds.deciding import SetHelpNeed
from assess.casework.deeds.deed import Deed
from assess.casework.deeds.planning import PlanMeasure, Remove, SetReview
from assess.errors import ChangedElsewhere, RegisterError
from assess.instrument.edition import Edition
from assess.instrument.library import Library
from assess.instrument.model import Instrument
from assess.places import shipped
from assess.profile.model import Profile
from assess.register.connection import checkpoint_and_close, create
from assess.register.data_key import DataKey
from assess.register.migrations import migrate
from assess.register.shelves import SHELVES
from assess.register.sqlite_store import SqliteStore
from assess.register.store import Act, CaseLine, Place, Store
from assess.training.demonstration import demonstration
from tests.unit.conftest import (
    COORDINATOR,
    NOW,
    OFFICER,
    SECRETARY,
    a_case,
    begun,
    decision,
    finished,
    measure,
    observation,
    record_id,
    signed,
)

Open = Callable[[], Store]
"""Opens the store once more, as another window would."""


def sqlite(folder: Path) -> Open:
    path, key = folder / "r.assess", DataKey(bytes(range(32)))
    db = create(path, key, "register")
    migrate(db, path, key)
    checkpoint_and_close(db)
    return lambda: SqliteStore(path, key, "register")


STORES: dict[str, Callable[[Path], Open]] = {"sqlite": sqlite}


@pytest.fixture(params=list(STORES))
def another(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    opened: list[Store] = []
    make = STORES[request.param](tmp_path)

    def open_one_more() -> Store:
        opened.append(make())
        return opened[-1]

    yield open_one_more
    for store in opened:
        store.close()


@pytest.fixture
def store(another: Open) -> Store:
    return another()


def act(action: str = "test", subject: str = "", case_id: str = "") -> Act:
    return Act(at=NOW, actor="sekretaer", action=action, subject=subject, case_id=case_id)


def bring_in(store: Store, case: Case | None, edition: Edition, *assessments: Assessment) -> None:
    """Bring in assessments of one instrument, with their case when it is new."""
    told = tuple((one, act("import", one.id, one.case_id)) for one in assessments)
    store.bring_in(() if case is None else (case,), (edition,), told)


@pytest.fixture
def kept(store: Store, case: Case, edition: Edition, start: Assessment) -> Assessment:
    bring_in(store, case, edition, start)
    return start


def test_facts_stand_until_they_are_stated_again(store: Store) -> None:
    store.state_facts({"profile": "oslo", "organisation": "kommune"}, act("found"))
    store.state_facts({"profile": "fredrikstad"}, act("found"))
    assert dict(store.facts()) == {"profile": "fredrikstad", "organisation": "kommune"}


def test_a_case_comes_back_equal_by_id_and_by_reference(store: Store, another: Open, case: Case) -> None:
    store.add_case(case, act("open-case", case.id, case.id))
    for one in (store, another()):
        assert one.case(case.id) == one.case_called(case.reference) == case


def test_what_is_not_there_is_none(store: Store) -> None:
    nothing = record_id(1)
    single = [store.case(nothing), store.case_called("F-2026-9999"), store.assessment(nothing)]
    assert [*single, store.edition("0" * 64), store.place(nothing)] == [None] * 5
    assert [store.assessments_of(nothing), store.references(), store.case_lines()] == [(), (), ()]


def test_references_are_sorted(store: Store) -> None:
    for number in (3, 1, 2):
        store.add_case(a_case(number), act("open-case"))
    assert store.references() == ("F-2026-0001", "F-2026-0002", "F-2026-0003")
    assert [line.reference for line in store.case_lines()] == list(store.references())


def test_a_reference_is_taken_once_and_a_refused_case_leaves_nothing(store: Store, case: Case) -> None:
    store.add_case(case, act("open-case"))
    head = store.head()
    with pytest.raises(RegisterError):
        store.add_case(case.model_copy(update={"id": record_id(1)}), act("open-case"))
    assert (store.references(), store.head()) == ((case.reference,), head)


def test_a_finished_assessment_comes_back_equal_in_another_window(
    store: Store, another: Open, case: Case, edition: Edition
) -> None:
    whole = signed(finished(case, edition, threat="U"), edition.instrument, SECRETARY, OFFICER)
    bring_in(store, case, edition, whole)
    found = another().assessment(whole.id)
    assert found == whole
    assert found is not None
    assert found.digest == whole.digest


def test_every_training_case_comes_back_equal_with_its_instrument(store: Store, profile: Profile) -> None:
    edition = Library().edition("vrb")
    records = demonstration(edition, profile, shipped("instruments") / "vrb" / "cases")
    for record in records:
        bring_in(store, record.case, edition, *record.assessments)
    for record in records:
        assert store.case(record.case.id) == record.case
        assert store.assessments_of(record.case.id) == record.assessments
    found = store.edition(edition.hash)
    assert found == edition
    assert found is not None
    assert found.hash == edition.hash


def test_every_deed_is_kept(store: Store, another: Open, kept: Assessment, instrument: Instrument) -> None:
    deeds: list[Deed] = [
        PlanMeasure(measure(1)),
        PlanMeasure(measure(2)),
        PlanMeasure(measure(3)),
        Remove("measures", measure(1).id),
        PlanMeasure(measure(3, text="To samtaler")),
        SetHelpNeed(HelpNeed(need="H0")),
        SetHelpNeed(HelpNeed(need="H1", reason="Det ble verre")),
        SetReview(date(2027, 1, 1)),
    ]
    other, now = another(), kept
    for deed in deeds:
        after = deed.on(now, instrument)
        store.change(now, after, act("change", after.id, after.case_id))
        assert other.assessment(now.id) == store.assessment(now.id) == after
        now = after


def test_a_change_is_refused_when_somebody_else_has_changed_the_assessment(
    store: Store, another: Open, kept: Assessment, instrument: Instrument
) -> None:
    mine = SetReview(date(2027, 1, 1)).on(kept, instrument)
    yours = PlanMeasure(measure()).on(kept, instrument)
    store.change(kept, mine, act())
    other = another()
    head = other.head()
    with pytest.raises(ChangedElsewhere):
        other.change(kept, yours, act())
    assert (other.assessment(kept.id), other.head()) == (mine, head)


def test_assessments_stand_in_their_order(store: Store, case: Case, edition: Edition) -> None:
    for number in (2, 1):
        known = None if store.case(case.id) else case
        bring_in(store, known, edition, begun(case, edition, number))
    assert [one.number for one in store.assessments_of(case.id)] == [1, 2]


def test_bringing_in_is_all_or_nothing(store: Store, case: Case, edition: Edition) -> None:
    twice = (begun(case, edition, 1), begun(case, edition, 2).model_copy(update={"number": 1}))
    head = store.head()
    with pytest.raises(RegisterError):
        bring_in(store, case, edition, *twice)
    assert (store.case(case.id), store.edition(edition.hash)) == (None, None)
    assert (store.assessments_of(case.id), store.head()) == ((), head)


def test_an_assessment_of_a_case_that_is_not_there_is_refused(
    store: Store, edition: Edition, start: Assessment
) -> None:
    with pytest.raises(RegisterError):
        bring_in(store, None, edition, start)
    assert store.assessment(start.id) is None


def test_the_line_of_a_case_tells_of_its_latest_assessment(store: Store, case: Case, edition: Edition) -> None:
    store.add_case(a_case(1), act("open-case"))
    first = finished(case, edition, "N2")
    second = begun(case, edition, 2)
    bring_in(store, case, edition, first)
    empty, line = store.case_lines()
    assert empty == CaseLine(
        case_id=a_case(1).id,
        reference="F-2026-0001",
        summary="En bekymring uten navn",
        phase="initial",
        assessment_id=None,
        number=None,
        state=None,
        held_on=None,
        review_on=None,
        due_on=None,
        level=None,
        standing=False,
        need=None,
        measures=0,
        next_deadline=None,
        assessments=0,
    )
    assert line == CaseLine(
        case_id=case.id,
        reference=case.reference,
        summary=case.summary,
        phase="initial",
        assessment_id=first.id,
        number=1,
        state="draft",
        held_on=date(2026, 11, 20),
        review_on=date(2027, 1, 15),
        due_on=None,
        level="N2",
        standing=False,
        need="H0",
        measures=1,
        next_deadline=date(2026, 12, 1),
        assessments=1,
    )
    bring_in(store, None, edition, second)
    latest = store.case_lines()[1]
    assert (latest.number, latest.level, latest.measures, latest.assessments) == (2, None, 0, 2)


def test_a_draft_does_not_hide_the_signed_level_or_its_review(store: Store, case: Case, edition: Edition) -> None:
    locked = signed(finished(case, edition, "N2"), edition.instrument, COORDINATOR, OFFICER)
    draft = begun(case, edition, 2)
    bring_in(store, case, edition, locked, draft)
    (line,) = store.case_lines()
    assert (line.assessment_id, line.state, line.held_on) == (draft.id, "draft", draft.meeting.held_on)
    assert (line.level, line.need, line.standing) == ("N2", "H0", True)
    assert line.review_on == line.due_on == date(2027, 1, 15)


def test_a_draft_with_a_level_of_its_own_shows_it_and_the_signed_review_is_still_due(
    store: Store, case: Case, edition: Edition
) -> None:
    locked = signed(finished(case, edition, "N2"), edition.instrument, COORDINATOR, OFFICER)
    draft = begun(case, edition, 2).model_copy(update={"decision": decision("N3"), "review_on": date(2027, 3, 1)})
    bring_in(store, case, edition, locked, draft)
    (line,) = store.case_lines()
    assert (line.level, line.standing) == ("N3", False)
    assert (line.review_on, line.due_on) == (date(2027, 3, 1), date(2027, 1, 15))
    assert line.need == "H0", "the help need that was signed is not hidden either"


def test_a_place_is_remembered_until_the_next_one_and_is_no_change(
    store: Store, another: Open, kept: Assessment
) -> None:
    head = store.head()
    for place in (Place("individual", "words"), Place("level")):
        store.remember(kept.id, place)
        assert another().place(kept.id) == place
    assert store.head() == head
    assert store.assessment(kept.id) == kept


def test_the_place_of_an_assessment_that_is_not_there_is_not_remembered(store: Store) -> None:
    store.remember(record_id(1), Place("level"))
    assert store.place(record_id(1)) is None


def test_every_writing_tells_the_journal_once_and_in_order(
    store: Store, case: Case, edition: Edition, start: Assessment, instrument: Instrument
) -> None:
    store.state_facts({"profile": "oslo"}, act("found"))
    store.add_case(case, act("open-case", case.id, case.id))
    store.bring_in((), (edition,), ((start, act("start-assessment", start.id, case.id)),))
    after = SetReview(date(2027, 1, 1)).on(start, instrument)
    store.change(start, after, act("set-review", start.id, case.id))
    noted = store.note(act("view", start.id, case.id))
    actions = ["found", "open-case", "start-assessment", "set-review", "view"]
    assert [entry.action for entry in store.entries()] == actions
    assert [entry.action for entry in store.entries(since=2, limit=2)] == actions[2:4]
    assert store.head() == noted
    verified = store.verify()
    assert (verified.entries, verified.broken_at, verified.head) == (5, None, noted)


def test_the_journal_tells_what_was_put_and_what_was_taken_away(
    store: Store, kept: Assessment, instrument: Instrument
) -> None:
    planned = PlanMeasure(measure(text="En samtale")).on(kept, instrument)
    store.change(kept, planned, act("plan-measure", kept.id, kept.case_id))
    gone = Remove("measures", measure().id).on(planned, instrument)
    store.change(planned, gone, act("remove", kept.id, kept.case_id))
    put, removed = (entry.body for entry in store.entries(since=1))
    assert put is not None
    assert removed is not None
    assert put["planned_measures"] == list(_rows("measures", planned))
    assert removed["planned_measures removed"] == [[measure().id]]


def _rows(field: str, assessment: Assessment) -> Iterator[object]:
    (shelf,) = [shelf for shelf in SHELVES if shelf.field == field]
    return iter(shelf.rows(assessment).values())


def test_an_act_may_tell_more(store: Store) -> None:
    store.note(replace(act("export"), body={"file": "x.json"}, at=NOW + timedelta(hours=1)))
    (entry,) = store.entries()
    assert (entry.body, entry.at, entry.actor) == ({"file": "x.json"}, "2026-11-20T10:00:00.000Z", "sekretaer")


def test_words_that_look_like_code_are_kept_as_they_are(store: Store, kept: Assessment, instrument: Instrument) -> None:
    words = '\'; DROP TABLE cases; -- "x" %s ? :a \\ 🌲 [b]æøå\n\tlinje to'
    after = Observe(observation(seen=words)).on(kept, instrument)
    store.change(kept, after, act("observe"))
    assert store.assessment(kept.id) == after


def test_a_store_that_is_as_it_was_written_has_no_faults(store: Store, kept: Assessment) -> None:
    assert store.assessment(kept.id) == kept
    assert store.faults() == []


def test_a_closed_store_says_so(another: Open, case: Case) -> None:
    store = another()
    store.close()
    with pytest.raises(RegisterError):
        store.add_case(case, act("open-case"))
