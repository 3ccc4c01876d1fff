"""First calls: what may be answered, what the rules say beside it, and how long a call is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from assess.casework.case import Case
from assess.casework.triage import (
    Triage,
    answered,
    decided,
    earlier_of_same,
    ended,
    in_order,
    noted,
    past_due,
    taken_up,
    told,
)
from assess.errors import AccessDenied, NotAllowed, NotFound, ProfileError
from assess.instrument.edition import Edition
from assess.instrument.library import Library
from assess.instrument.model import Instrument
from assess.judgement.triage import saying, stops_at
from assess.profile.model import Profile
from assess.register.cards import Keeping
from assess.register.erasure import erase
from assess.register.keeping import keeping_for
from assess.register.register import Register
from assess.register.retention import block
from assess.register.triage import (
    erase_triage,
    instrument_of,
    keep_triage,
    link_triage,
    new_triage,
    triages,
)
from tests.unit.conftest import NOW, changed_item, made, record_id, small

LIBRARY = Library()


@pytest.fixture(scope="session")
def triage_edition() -> Edition:
    return LIBRARY.edition("triage")


@pytest.fixture(scope="session")
def twelve(triage_edition: Edition) -> Instrument:
    return triage_edition.instrument


def call(number: int = 1, /, **more: object) -> Triage:
    """A call as it was when it began."""
    data = {
        "id": record_id(900 + number),
        "organisation": "kommune",
        "taken_at": NOW + timedelta(minutes=number),
        "instrument": "triage",
        "version": "0.1.0",
        "edition_hash": "ab",
        "due_on": date(2027, 11, 20),
    }
    return Triage.model_validate({**data, **more})


def decided_call(instrument: Instrument) -> Triage:
    return told(decided(call(sender="skole"), instrument, "FULL"), reason="Det handler om vold")


def test_an_answer_is_one_of_the_codes_of_the_question(twelve: Instrument) -> None:
    after = answered(call(), twelve, "T1", "U")
    assert after.answers == {"T1": "U"}
    assert answered(after, twelve, "T1", None).answers == {}
    for item, code in (("T1", "2"), ("T99", "J")):
        with pytest.raises(NotAllowed):
            answered(call(), twelve, item, code)


def test_an_empty_note_is_no_note() -> None:
    after = noted(call(), "T1", "Hørt av to")
    assert after.notes == {"T1": "Hørt av to"}
    assert noted(after, "T1", "  ").notes == {}


def test_a_call_ends_only_with_an_outcome_that_people_chose_and_a_reason(twelve: Instrument) -> None:
    with pytest.raises(NotAllowed, match="Velg veien videre"):
        ended(call(), NOW)
    with pytest.raises(NotAllowed, match="hvorfor"):
        ended(decided(call(), twelve, "RAAD"), NOW)
    with pytest.raises(NotAllowed):
        decided(call(), twelve, "N2")
    assert ended(decided_call(twelve), NOW).ended_at == NOW


def test_nothing_is_changed_in_an_ended_call_until_it_is_taken_up(twelve: Instrument) -> None:
    over = ended(decided_call(twelve), NOW)
    changes: tuple[Callable[[], Triage], ...] = (
        lambda: answered(over, twelve, "T1", "N"),
        lambda: noted(over, "T1", "Ord"),
        lambda: told(over, sender="nav"),
        lambda: decided(over, twelve, "RAAD"),
    )
    for change in changes:
        with pytest.raises(NotAllowed, match="avsluttet"):
            change()
    assert answered(taken_up(over), twelve, "T1", "N").answers == {"T1": "N"}
    with pytest.raises(NotAllowed, match="blitt en sak"):
        taken_up(over.model_copy(update={"case_id": record_id(1)}))


def test_open_calls_stand_on_top_and_the_newest_first() -> None:
    calls = (call(1, ended_at=NOW), call(2), call(3, ended_at=NOW), call(4))
    assert [one.id for one in in_order(calls)] == [record_id(number) for number in (904, 902, 903, 901)]


def test_repeated_calls_are_known_by_the_kind_of_sender_only() -> None:
    calls = (call(1, sender="skole"), call(2, sender="nav"), call(3, sender="skole"), call(4, sender=""), call(5))
    now = call(6, sender="skole")
    assert [one.id for one in earlier_of_same(now, (*calls, now))] == [record_id(903), record_id(901)]
    assert earlier_of_same(call(6), calls) == (), "an unknown sender is like nobody"
    assert earlier_of_same(calls[0], calls) == (), "what came later is not earlier"


def test_a_call_is_past_due_the_day_after_its_last_unless_a_case_came_of_it() -> None:
    due = date(2027, 11, 20)
    assert not past_due(call(due_on=due), due)
    assert past_due(call(due_on=due), due + timedelta(days=1))
    assert not past_due(call(due_on=due, case_id=record_id(1)), due + timedelta(days=1))


@pytest.mark.parametrize("item", ["T1", "T2", "T3", "T4"])
def test_yes_to_one_of_the_first_four_stops_the_call_and_nothing_else_does(twelve: Instrument, item: str) -> None:
    assert stops_at(twelve, item, {item: "J"})
    assert not stops_at(twelve, item, {item: "U"})
    assert not stops_at(twelve, item, {})
    assert not stops_at(twelve, "T5", {"T5": "J"})
    assert [one.id for one in saying(twelve, {item: "J"}, {}).stops] == [item]


def test_the_rules_say_what_is_unclear_open_and_without_words_and_never_an_outcome(twelve: Instrument) -> None:
    answers = {"T1": "N", "T2": "U", "T5": "J", "gone": "J"}
    said = saying(twelve, answers, {"T5": "Sier at noen må dø"})
    assert [one.id for one in said.unclear] == ["T2"]
    assert [one.id for one in said.unreasoned] == ["T1"]
    assert [one.id for one in said.open] == ["T3", "T4", *(f"T{number}" for number in range(6, 13))]
    assert said.stops == ()
    assert said.range is None, "the outcome has no order"


def test_an_instrument_that_orders_its_outcome_gives_a_range_from_its_rules() -> None:
    said = saying(made(changed_item(small(), "threat", critical=None)), {"threat": "2"}, {})
    assert said.range is not None
    assert said.range.low == "N3"


def test_a_new_call_is_kept_from_its_first_answer_and_for_as_long_as_an_anonymous_discussion(
    register: Register, triage_edition: Edition, profile: Profile
) -> None:
    fresh = new_triage(register, triage_edition, profile)
    assert triages(register) == (), "a mistaken key leaves nothing"
    assert fresh.due_on == date(2027, 11, 20)
    kept = keep_triage(register, answered(fresh, triage_edition.instrument, "T1", "N"))
    assert triages(register) == (kept,)
    assert kept.edition_hash == triage_edition.hash


def test_a_profile_without_the_rule_takes_no_calls(
    register: Register, triage_edition: Edition, profile: Profile
) -> None:
    with pytest.raises(ProfileError, match="anonym"):
        new_triage(register, triage_edition, profile.model_copy(update={"retention": ()}))


@pytest.mark.parametrize(
    "named",
    [
        {"summary": "Ring mor på 412 34 567"},
        {"reason": "Se zigne@example.org"},
        {"notes": {"T7": "født 12.03.2009"}},
        {"channel": "telefon 412 34 567"},
    ],
)
def test_no_text_of_a_call_may_say_who_somebody_is(register: Register, named: dict[str, object]) -> None:
    with pytest.raises(NotAllowed, match="førstevurderingen") as refused:
        keep_triage(register, call(**named))
    assert "412" not in str(refused.value)
    assert triages(register) == ()


def test_the_journal_hears_of_a_call_and_never_of_its_words(register: Register) -> None:
    keep_triage(register, call(summary="Skjult linje", notes={"T1": "Skjult ord"}))
    entry = register.entries()[-1]
    assert (entry.action, entry.subject, entry.body) == ("note-triage", record_id(901), {})


def test_a_call_leads_to_one_case_and_takes_nothing_with_it(register: Register, case: Case, twelve: Instrument) -> None:
    register.open_case(case)
    kept = keep_triage(register, decided_call(twelve))
    with pytest.raises(NotAllowed):
        link_triage(register, call(2), case.id)
    with pytest.raises(NotFound):
        link_triage(register, kept, record_id(5))
    linked = link_triage(register, kept, case.id)
    assert linked.case_id == case.id
    assert linked.ended_at is not None
    assert triages(register) == (linked,)
    assert register.case(case.id) == case
    assert register.assessments_of(case.id) == ()
    with pytest.raises(NotAllowed, match="blitt en sak"):
        link_triage(register, linked, case.id)


def test_of_a_call_whose_case_is_blocked_only_that_it_is_there_can_be_seen(
    register: Register, case: Case, twelve: Instrument, profile: Profile
) -> None:
    register.open_case(case, keeping_for(case, profile, NOW.date()))
    told_of = told(decided_call(twelve), summary="Noe om noen")
    linked = link_triage(register, keep_triage(register, told_of), case.id)
    block(register, profile, case.reference, "Innsigelse")
    (seen,) = triages(register)
    assert (seen.id, seen.summary, seen.reason, seen.outcome) == (linked.id, "", "", None)
    with pytest.raises(NotAllowed, match="sperret"):
        keep_triage(register, seen)
    assert register.store.card(Keeping, case.id) is not None


def test_a_call_is_erased_after_its_time_and_not_before(register: Register) -> None:
    late = keep_triage(register, call(1, due_on=date(2026, 11, 19)))
    fresh = keep_triage(register, call(2))
    with pytest.raises(NotAllowed, match="beholdes ennå"):
        erase_triage(register, fresh)
    erase_triage(register, late)
    assert triages(register) == (fresh,)
    assert register.entries()[-1].action == "erase-triage"


def test_erasing_a_case_takes_the_call_that_led_to_it_along(
    register: Register, case: Case, twelve: Instrument, profile: Profile
) -> None:
    register.open_case(case, keeping_for(case, profile, NOW.date()))
    link_triage(register, keep_triage(register, decided_call(twelve)), case.id)
    other = keep_triage(register, call(2))
    block(register, profile, case.reference, "Skal slettes")
    erase(register, case.reference, profile.disposal_rules[0].model_copy(update={"decided": "Rådet, 1. juni"}))
    assert triages(register) == (other,)


def test_only_a_secretary_takes_calls_and_a_reader_may_read_them(register: Register, triage_edition: Edition) -> None:
    keep_triage(register, call())
    register.ring = replace(register.ring, roles=("reader",))
    assert len(triages(register)) == 1
    with pytest.raises(AccessDenied):
        keep_triage(register, call(2))
    register.ring = replace(register.ring, roles=("keyholder",))
    with pytest.raises(AccessDenied):
        triages(register)


def test_an_old_call_is_read_with_the_instrument_only_when_it_is_the_same_one(triage_edition: Edition) -> None:
    same = call(edition_hash=triage_edition.hash)
    assert instrument_of(same, LIBRARY, "nb") == triage_edition.spoken("nb")
    assert instrument_of(call(version="0.0.9"), LIBRARY, "nb") is None
    assert instrument_of(call(instrument="borte"), LIBRARY, "nb") is None
