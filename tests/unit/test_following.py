from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.decision import Indicator
from assess.casework.follow_up import ConsentEntry, DatedCheck, Handover, MeasureProgress
from assess.casework.following import all_checks, due_checks, last_consent, latest_locked, rate_again, standings
from assess.casework.gates import consent_stop, refuse_progress
from assess.casework.plan import Consent, PlannedMeasure, UnknownPlan
from assess.errors import NotAllowed, NotFound
from assess.instrument.edition import Edition
from assess.profile.model import Profile
from assess.register.arrivals import Arrival
from assess.register.following import follow_ups, note_follow_up, note_progress
from assess.register.overview import pressing, standing_lines
from assess.register.register import Register
from assess.register.retention import block
from tests.unit.conftest import NOW, a_case, begun, measure, record_id
from tests.unit.conftest import decision as a_decision

DAY = date(2026, 11, 20)


def plan(number: int, *measures: PlannedMeasure, locked: bool = True, **more: object) -> Assessment:
    """An assessment with these measures; signed unless it is said otherwise."""
    state = {"state": "locked", "locked_at": NOW} if locked else {}
    made = begun(a_case(), _edition(), number)
    return made.model_copy(update={"measures": measures, "decision": a_decision(), **state, **more})


_KNOWN: list[Edition] = []


def _edition() -> Edition:
    return _KNOWN[0]


@pytest.fixture(autouse=True)
def known(edition: Edition) -> None:
    _KNOWN[:] = [edition]


def step(one: PlannedMeasure, status: str, number: int = 1, days: int = 1, **more: object) -> MeasureProgress:
    """A step in the life of a measure of assessment `number`, some days after the level was decided."""
    at = NOW + timedelta(days=days)
    data: dict[str, Any] = {
        "id": record_id(600 + days),
        "case_id": a_case().id,
        "organisation": "kommune",
        "assessment_id": record_id(2000 + number),
        "measure_id": one.id,
        "status": status,
        "happened_on": DAY,
        "consent": "given",
        "noted_at": at,
    }
    return MeasureProgress.model_validate({**data, **more})


def from_catalogue(number: str, count: int = 1, **more: object) -> PlannedMeasure:
    """The measure of the plan's catalogue with this number."""
    return measure(count, **more).model_copy(update={"number": number})


def check(number: int = 1, **more: object) -> DatedCheck:
    """Something to look at today."""
    data = {"id": record_id(700 + number), "case_id": a_case().id, "organisation": "kommune", "due_on": DAY}
    return DatedCheck.model_validate({**data, "text": "Se etter", "cause": "own", **more})


def consent(**more: object) -> ConsentEntry:
    """That the person said yes."""
    data = {
        "id": record_id(800),
        "case_id": a_case().id,
        "organisation": "kommune",
        "who": "person",
        "kind": "consent",
        "status": "given",
        "about": "Samarbeid mellom tjenestene",
        "happened_on": DAY,
        "noted_at": NOW,
    }
    return ConsentEntry.model_validate({**data, **more})


def test_a_measure_that_nobody_wrote_about_is_planned_and_gets_overdue_after_its_deadline() -> None:
    (one,) = standings([plan(1, measure(deadline=DAY))], [])
    assert (one.status, one.current) == ("planned", True)
    assert (one.days_over(DAY), one.days_over(DAY + timedelta(days=3))) == (0, 3)


@pytest.mark.parametrize(("status", "over"), [("started", 3), ("done", 0), ("stopped", 0)])
def test_only_a_measure_that_is_not_finished_is_overdue(status: str, over: int) -> None:
    one = measure(deadline=DAY)
    (found,) = standings([plan(1, one)], [step(one, status)])
    assert found.days_over(DAY + timedelta(days=3)) == over


def test_the_last_thing_written_says_how_a_measure_stands() -> None:
    one = measure()
    later, earlier = step(one, "stopped", days=5), step(one, "started", days=2)
    (found,) = standings([plan(1, one)], [later, earlier])
    assert (found.status, found.begun) == ("stopped", True)


def test_a_newer_plan_takes_the_place_of_what_was_never_begun_and_keeps_what_was() -> None:
    idle, running, new, drafted = measure(1), measure(2), measure(3), measure(4)
    found = standings(
        [plan(1, idle, running), plan(2, new), plan(3, drafted, locked=False)], [step(running, "started")]
    )
    assert {one.measure.id: one.current for one in found} == {
        idle.id: False,
        running.id: True,
        new.id: True,
        drafted.id: True,
    }
    assert [one.assessment.number for one in found] == [3, 2, 1, 1]


def test_a_draft_does_not_take_the_place_of_the_signed_plan() -> None:
    assessments = [plan(1, measure(1)), plan(2, locked=False)]
    assert [one.current for one in standings(assessments, [])] == [True]
    assert latest_locked(assessments) == assessments[0]


def indicators(*numbers: int, look_on: date | None = DAY) -> tuple[Indicator, ...]:
    return tuple(
        Indicator(id=record_id(900 + n), direction="raise", text=f"Tegn {n}", look_on=look_on) for n in numbers
    )


def test_what_would_change_the_level_is_looked_at_on_its_day_until_somebody_has() -> None:
    signed = plan(1, indicators=indicators(1, 2))
    seen = check(cause="indicator", source=record_id(901), done_on=DAY, outcome="Ikke sett")
    found = all_checks([signed], [seen])
    assert [(one.text, one.done_on) for one in found] == [("Tegn 2", None), ("Se etter", DAY)]
    assert (found[0].cause, found[0].source, found[0].due_on) == ("indicator", record_id(902), DAY)


def test_only_the_last_signed_assessment_says_what_to_look_for() -> None:
    old, signed = plan(1, indicators=indicators(1)), plan(2, indicators=indicators(2))
    draft = plan(3, locked=False, indicators=indicators(3))
    assert [one.text for one in all_checks([draft, old, signed], [])] == ["Tegn 2"]


def unknown(by: date | None = DAY) -> UnknownPlan:
    return UnknownPlan(item="B2", who="Politiet", how="Egne systemer", by=by)


def test_an_unknown_is_looked_at_on_its_day_until_somebody_has() -> None:
    signed = plan(1, unknown_plans=(unknown(),))
    (found,) = all_checks([signed], [])
    assert (found.text, found.due_on, found.cause, found.source) == ("B2 – Politiet: Egne systemer", DAY, "own", "B2")
    assert all_checks([signed], []) == (found,), "it is known again"
    done = found.model_copy(update={"done_on": DAY, "outcome": "Har ingen våpen"})
    assert all_checks([signed], [done]) == (done,)


def test_an_unknown_that_is_planned_anew_is_looked_at_anew_and_one_without_a_day_is_no_check() -> None:
    first, second = plan(1, unknown_plans=(unknown(),)), plan(2, unknown_plans=(unknown(),))
    done = all_checks([first], [])[0].model_copy(update={"done_on": DAY, "outcome": "Ikke svar"})
    assert [one.done_on for one in all_checks([first, second], [done])] == [None, DAY]
    assert all_checks([plan(1, unknown_plans=(unknown(None),))], []) == ()
    assert all_checks([plan(1, locked=False, unknown_plans=(unknown(),))], []) == ()


def test_an_indicator_without_a_day_is_no_check() -> None:
    assert all_checks([plan(1, indicators=indicators(1, look_on=None))], []) == ()


def test_checks_that_are_open_come_first_and_the_earliest_on_top() -> None:
    late, soon = check(1, due_on=DAY + timedelta(days=9)), check(2, due_on=DAY + timedelta(days=1))
    done = check(3, done_on=DAY, outcome="x")
    found = all_checks([], [late, done, soon])
    assert found == (soon, late, done)
    assert due_checks(found, DAY) == ()
    assert due_checks(found, DAY + timedelta(days=1)) == (soon,)


def test_a_finished_measure_asks_to_rate_its_items_again_until_the_level_is_decided_anew() -> None:
    one, other = measure(1, items=("H2", "A10", "A3")), measure(2, items=("A3",))
    steps = [step(one, "done"), step(other, "done", days=2)]
    assert rate_again([plan(1, one, other)], steps) == ("A3", "A10", "H2")
    later = a_decision(decided_at=NOW + timedelta(days=30))
    assert rate_again([plan(1, one, other), plan(2, decision=later)], steps) == ()
    assert rate_again([plan(1, one, other), plan(2, locked=False, decision=later)], steps) == ("A3", "A10", "H2")


def test_a_measure_that_was_stopped_or_goes_on_asks_for_nothing_again() -> None:
    one = measure(items=("A3",))
    assert rate_again([plan(1, one)], [step(one, "stopped")]) == ()
    assert rate_again([plan(1, one)], [step(one, "started")]) == ()


def test_the_last_answer_of_the_person_counts_and_guardians_are_somebody_else() -> None:
    given = consent()
    withdrawn = consent(id=record_id(801), status="withdrawn", happened_on=DAY + timedelta(days=1))
    told = consent(id=record_id(802), kind="information", status="told", happened_on=DAY + timedelta(days=2))
    found = last_consent([withdrawn, told, given], "person")
    assert found == withdrawn
    assert last_consent([given], "guardians") is None


def refused(
    profile: Profile, number: str, status: str, consent: Consent, note: str = "", *, begun: bool = False
) -> str | None:
    one = from_catalogue(number)
    before = [step(one, "started")] if begun else []
    (standing,) = standings([plan(1, one)], before)
    entry = step(one, status, consent=consent, note=note, days=2)
    try:
        refuse_progress(standing, entry, profile.measure(number), DAY)
    except NotAllowed as error:
        return str(error)
    return None


@pytest.mark.parametrize("consent", ["to_be_asked", "declined", "not_needed", "not_considered"])
def test_what_needs_consent_is_not_set_in_motion_without_it_or_a_reason(profile: Profile, consent: Consent) -> None:
    said = refused(profile, "5.7", "started", consent)
    assert said is not None
    assert "uten samtykke" in said
    assert "skriv hvorfor" in said
    assert refused(profile, "5.7", "started", consent, "Barnevernet har egen hjemmel") is None
    assert refused(profile, "5.7", "started", "given") is None


@pytest.mark.parametrize("consent", ["to_be_asked", "declined", "not_needed", "not_considered"])
def test_what_is_voluntary_is_never_set_in_motion_by_a_reason(profile: Profile, consent: Consent) -> None:
    said = refused(profile, "5.6", "started", consent, "Vi mener det er best")
    assert said is not None
    assert "frivillig" in said
    assert "«Stoppet»" in said
    assert refused(profile, "5.6", "stopped", consent, "Personen ønsket det ikke") is None
    assert refused(profile, "5.6", "started", "given") is None


def test_what_was_never_begun_is_not_finished_past_the_gate(profile: Profile) -> None:
    assert refused(profile, "5.7", "done", "to_be_asked") is not None
    assert refused(profile, "5.7", "done", "to_be_asked", begun=True) is None


def test_a_no_stands_unless_the_group_writes_why(profile: Profile) -> None:
    assert refused(profile, "5.3", "started", "declined") is not None
    assert refused(profile, "5.3", "started", "declined", "Politiet må ha samtalen") is None
    assert refused(profile, "5.3", "started", "to_be_asked") is None


def test_a_measure_that_concerns_nobody_in_person_asks_for_no_consent(profile: Profile) -> None:
    assert consent_stop(profile.measure("5.5"), "declined", "") is None
    assert consent_stop(None, "not_considered", "") is None


def test_stopping_asks_why_and_nothing_happens_tomorrow(profile: Profile) -> None:
    assert refused(profile, "5.3", "stopped", "given") is not None
    one = measure()
    (standing,) = standings([plan(1, one)], [])
    with pytest.raises(NotAllowed, match="ikke kommet"):
        refuse_progress(standing, step(one, "started", happened_on=DAY + timedelta(days=1)), None, DAY)


@pytest.fixture
def kept(register: Register, edition: Edition) -> Case:
    """A signed case with two measures past their deadline and something to look for."""
    case = a_case()
    signed = plan(
        1,
        measure(1, deadline=DAY - timedelta(days=5), owner="Skolen"),
        from_catalogue("5.7", 2, deadline=DAY - timedelta(days=2), owner="NAV"),
        measure(3, deadline=DAY + timedelta(days=50)),
        indicators=indicators(1),
    )
    register.store.bring_in((case,), (edition,), ((signed, register.act("import", signed.id, case.id)),))
    return case


def late(register: Register, day: date = DAY) -> list[tuple[str, int, int]]:
    return [(one.owner, one.days, one.count) for one in pressing(register, day).late.first]


def due(register: Register, day: date) -> list[tuple[str, date, int]]:
    return [(one.case_id, one.day, one.count) for one in pressing(register, day).due.first]


def waiting(register: Register) -> list[tuple[int, date | None]]:
    return [(one.open_measures, one.deadline) for one in standing_lines(register, 0, 9)]


def test_home_counts_what_is_late_and_not_what_is_finished(register: Register, kept: Case, profile: Profile) -> None:
    assert late(register) == [("Skolen", 5, 2)]
    assert waiting(register) == [(3, DAY - timedelta(days=5))]
    note_progress(register, kept, profile, step(measure(1), "done"))
    assert late(register) == [("NAV", 2, 1)]
    assert waiting(register) == [(2, DAY - timedelta(days=2))]


def test_of_two_notes_in_the_same_second_home_believes_the_later(
    register: Register, kept: Case, profile: Profile
) -> None:
    note_progress(register, kept, profile, step(measure(1), "started", days=1, noted_at=NOW))
    note_progress(register, kept, profile, step(measure(1), "done", days=2, noted_at=NOW + timedelta(milliseconds=500)))
    assert late(register) == [("NAV", 2, 1)]


def test_home_tells_of_a_check_from_its_day_until_it_is_done(register: Register, kept: Case) -> None:
    assert due(register, DAY - timedelta(days=1)) == []
    assert due(register, DAY) == [(kept.id, DAY, 1)]
    note_follow_up(register, kept, check(cause="indicator", source=record_id(901), done_on=DAY, outcome="Ikke sett"))
    assert due(register, DAY) == []


def test_home_tells_of_an_unknown_from_its_day_until_it_is_looked_into(register: Register, edition: Edition) -> None:
    case, signed = a_case(), plan(1, unknown_plans=(unknown(), UnknownPlan(item="A2", who="Skolen")))
    register.store.bring_in((case,), (edition,), ((signed, register.act("import", signed.id, case.id)),))
    assert due(register, DAY - timedelta(days=1)) == []
    assert due(register, DAY) == [(case.id, DAY, 1)]
    (asked,) = all_checks(register.assessments_of(case.id), [])
    note_follow_up(register, case, asked.model_copy(update={"done_on": DAY, "outcome": "Har ingen våpen"}))
    assert due(register, DAY) == []


def test_home_says_nothing_of_what_a_blocked_case_waits_for(register: Register, kept: Case, profile: Profile) -> None:
    block(register, profile, kept.reference, "Krav om sperring")
    now = pressing(register, DAY)
    assert (now.overdue.count, now.late.count, now.due.count, now.drafts.count) == (0, 0, 0, 0)
    (line,) = standing_lines(register, 0, 9)
    assert (line.line.summary, line.line.level, line.open_measures, line.deadline) == ("Sperret", None, 0, None)


def test_of_an_earlier_plan_home_counts_only_what_is_under_way(
    register: Register, kept: Case, edition: Edition, profile: Profile
) -> None:
    note_progress(register, kept, profile, step(measure(2), "started"))
    newer = plan(2, measure(8))
    register.store.bring_in((), (edition,), ((newer, register.act("import", newer.id, kept.id)),))
    assert [owner for owner, _days, _count in late(register)] == ["NAV"]
    assert waiting(register)[0][0] == 2
    assert due(register, DAY) == []


def test_the_gate_stands_in_the_register_too(register: Register, kept: Case, profile: Profile) -> None:
    with pytest.raises(NotAllowed, match="samtykke"):
        note_progress(register, kept, profile, step(measure(2), "started", consent="to_be_asked"))
    assert follow_ups(register, kept.id) == ()


def test_a_step_needs_a_measure_of_the_case(register: Register, kept: Case, profile: Profile) -> None:
    with pytest.raises(NotFound):
        note_progress(register, kept, profile, step(measure(77), "done"))


@pytest.mark.parametrize(
    ("card", "said"),
    [
        (consent(about=" "), "hva det gjelder"),
        (consent(status="not_now"), "hvorfor det ikke passer"),
        (consent(status="told"), "passer ikke"),
        (consent(happened_on=DAY + timedelta(days=1)), "ikke kommet"),
        (check(text=""), "hva dere skal se på"),
        (check(done_on=DAY), "hva dere så"),
        (
            Handover(
                id=record_id(950),
                case_id=a_case().id,
                organisation="kommune",
                to="NAV",
                what="Kontaktopplysninger",
                legal_basis="",
                by="SLT",
                happened_on=DAY,
                noted_at=NOW,
            ),
            "hjemmel",
        ),
    ],
)
def test_what_says_too_little_is_not_kept(
    register: Register, kept: Case, card: ConsentEntry | DatedCheck | Handover, said: str
) -> None:
    with pytest.raises(NotAllowed, match=said):
        note_follow_up(register, kept, card)
    assert follow_ups(register, kept.id) == ()


def test_an_arrival_brings_its_measures_along(register: Register, edition: Edition) -> None:
    case = a_case(7)
    late = plan(1, measure(deadline=DAY - timedelta(days=1))).model_copy(update={"case_id": case.id})
    register.bring_in((Arrival(case, edition, late),))
    assert [one.case_id for one in pressing(register, DAY).late.first] == [case.id]
