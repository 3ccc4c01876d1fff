from __future__ import annotations

import re
from datetime import timedelta

from assess.casework.case import Case
from assess.instrument.edition import Edition
from assess.profile.model import Profile
from assess.register import schema_files
from assess.register.keeping import keeping_for
from assess.register.overview import case_names, standing_lines
from assess.register.register import Register
from assess.register.retention import block, open_blocked
from assess.register.soundness import read_through
from assess.register.sqlite_store import SqliteStore
from tests.unit.conftest import NOW, a_case, begun, measure

DAY = NOW.date()


READ = ("case_lines", "open_measures", "waiting_indicators", "waiting_unknowns", "case_standings_now")
OF_A_PLAN = ("planned_measures", "indicators", "unknown_plans")
MAKES = re.compile(r"CREATE (VIEW|TABLE) (\w+)")
WATCHES = re.compile(r"AFTER (\w+)(?: OF [\w, ]+)? ON (\w+).*INSERT INTO changed_cases ", re.DOTALL)


NAMED = re.compile(r"UPDATE OF ([\w, ]+) ON \w+\s+WHEN \(([^)]+)\) IS NOT")


def references(register: Register, start: int = 0, most: int = 99) -> list[str]:
    return [one.line.reference[-1] for one in standing_lines(register, start, most)]


def test_a_case_that_stands_elsewhere_than_its_records_say_is_told_of(register: Register, case: Case) -> None:
    register.open_case(case)
    assert read_through(register).problems == ()
    assert isinstance(register.store, SqliteStore)
    register.store._writer.do(lambda db: db.conn.execute("UPDATE case_standings SET calm = 0"))
    assert read_through(register).problems == (f"{case.reference}: saken står på feil plass i oversikten",)
    register.store._writer.do(lambda db: db.conn.execute("DELETE FROM case_standings"))
    assert read_through(register).problems == (f"{case.reference}: saken står på feil plass i oversikten",)


def test_whatever_a_standing_is_worked_out_from_writes_it_anew() -> None:
    schema = schema_files.shipped()
    made = [MAKES.match(one) for step in schema.steps for one in step.statements]
    newest = {found[2]: found.string for found in made if found is not None and found[1] == "VIEW"}
    tables = {found[2] for found in made if found is not None and found[1] == "TABLE"}
    asked = " ".join(newest[name] for name in READ)
    # A case is never changed, and what help is needed moves none.
    read = {one for one in tables if re.search(rf"\b(FROM|JOIN) {one}\b", asked)} - {"cases", "help_needs"}
    watched = {tuple(found.groups()) for one in schema.triggers.values() if (found := WATCHES.search(one))}
    assert read == {"assessments", "decisions", "closures", *OF_A_PLAN, "measure_progress", "dated_checks"}
    assert watched == {(deed, one) for deed in ("INSERT", "UPDATE", "DELETE") for one in read} | {("INSERT", "cases")}
    named = NAMED.search(schema.triggers["changed_assessments_move_their_case"])
    assert named is not None
    assert named[1] == named[2].replace("NEW.", ""), "it wakes for exactly the columns that it compares"


def test_a_blocked_case_lies_where_its_place_tells_nothing_until_it_is_let_in(
    register: Register, edition: Edition, profile: Profile
) -> None:
    for number in (1, 2, 3):
        register.open_case(a_case(number), keeping_for(a_case(number), profile, DAY))
    draft = begun(a_case(3), edition).model_copy(update={"review_on": DAY + timedelta(days=9)})
    register.store.bring_in((), (edition,), ((draft, register.act("import", draft.id, draft.case_id)),))
    assert references(register) == ["3", "1", "2"]
    block(register, profile, a_case(3).reference, "Krav")
    assert references(register) == ["1", "2", "3"]
    assert [references(register, at, 1) for at in range(4)] == [["1"], ["2"], ["3"], []]
    assert [one.summary for one in case_names(register)] == [a_case().summary, a_case().summary, "Sperret"]
    open_blocked(register, a_case(3).reference, "Må")
    assert references(register) == ["3", "1", "2"]
    assert {one.summary for one in case_names(register, 2)} == {a_case().summary}


def test_a_case_moves_when_only_its_review_does_and_when_a_measure_is_taken_away(
    register: Register, edition: Edition, case: Case
) -> None:
    register.open_case(case)
    first = begun(case, edition).model_copy(update={"measures": (measure(1, deadline=DAY),)})
    register.store.bring_in((), (edition,), ((first, register.act("import", first.id, case.id)),))
    moved = first.model_copy(update={"review_on": DAY, "revision": 2})
    register.store.change(first, moved, register.act("decide", first.id, case.id))
    assert register.store.misplaced() == ()
    (line,) = standing_lines(register, 0, 9)
    assert (line.line.review_on, line.open_measures, line.deadline) == (DAY, 1, DAY)
    emptied = moved.model_copy(update={"measures": (), "revision": 3})
    register.store.change(moved, emptied, register.act("drop", first.id, case.id))
    assert register.store.misplaced() == ()
    (line,) = standing_lines(register, 0, 9)
    assert (line.open_measures, line.deadline) == (0, None)


def test_of_how_long_cases_are_kept_only_what_is_due_or_blocked_is_read(register: Register, profile: Profile) -> None:
    for number, days in ((1, 10), (2, 31), (3, -5)):
        card = keeping_for(a_case(number), profile, DAY).model_copy(update={"due_on": DAY + timedelta(days=days)})
        register.open_case(a_case(number), card)
    due = {name[-1] for name, _card in register.store.keepings_due(DAY + timedelta(days=30))}
    assert due == {"1", "3"}
    block(register, profile, a_case(2).reference, "Krav")
    block(register, profile, a_case(3).reference, "Krav")
    found = [name[-1] for name, _card in register.store.keepings_due(DAY + timedelta(days=30))]
    assert sorted(found) == ["1", "2", "3"]
