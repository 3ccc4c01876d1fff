from __future__ import annotations

import pytest

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.decision import HelpNeed
from assess.casework.deeds.deciding import SetHelpNeed
from assess.instrument.model import Instrument
from assess.judgement.level import Departure, alarms, critical_unknowns, departures, shown_range
from tests.unit.conftest import agreed, changed_item, decided, made, rated_alone, small


def rated(start: Assessment, instrument: Instrument, **codes: str) -> Assessment:
    return agreed(rated_alone(start, instrument), instrument, **codes)


def test_the_range_is_not_shown_before_the_group_has_decided(
    start: Assessment, instrument: Instrument, case: Case
) -> None:
    undecided = rated(start, instrument, threat="2")
    assert shown_range(undecided, instrument, case, "level") is None
    found = shown_range(decided(undecided, instrument, "N3"), instrument, case, "level")
    assert found is not None
    assert (found.low, found.high) == ("N3", "N3")


def test_each_axis_shows_its_range_after_its_own_decision(
    start: Assessment, instrument: Instrument, case: Case
) -> None:
    level_only = decided(rated(start, instrument, health="2"), instrument)
    assert shown_range(level_only, instrument, case, "help") is None
    found = shown_range(SetHelpNeed(HelpNeed(need="H0")).on(level_only, instrument), instrument, case, "help")
    assert found is not None
    assert found.low == "H1"


def test_a_case_of_the_right_age_is_judged_by_the_rules_for_that_age(start: Assessment, case: Case) -> None:
    when = {"context": "age_band", "is": ["u13"]}
    instrument = made(changed_item(small(), "threat", applicable_when=when))
    after = decided(rated(start, instrument, threat="2"), instrument, "N0")
    assert departures(after, instrument, case) == ()
    child = case.model_copy(update={"age_band": "u13"})
    assert [one.demand for one in departures(after, instrument, child)] == ["below_range"]


def test_a_level_inside_the_range_or_above_it_needs_no_further_reason(
    start: Assessment, instrument: Instrument, case: Case
) -> None:
    for level in ("N2", "N3"):
        after = decided(rated(start, instrument, words="2", plans="1"), instrument, level)
        assert departures(after, instrument, case) == ()


def test_a_level_below_the_range_demands_a_reason_and_names_the_items_behind_it(
    start: Assessment, instrument: Instrument, case: Case
) -> None:
    after = decided(rated(start, instrument, words="2", plans="1"), instrument, "N1")
    assert departures(after, instrument, case) == (Departure("below_range", ("words", "plans")),)


def test_only_the_reasons_above_the_decided_level_are_named(
    start: Assessment, instrument: Instrument, case: Case
) -> None:
    after = decided(rated(start, instrument, words="2", plans="1", threat="2"), instrument, "N2")
    assert departures(after, instrument, case) == (Departure("below_range", ("threat",)),)


def test_a_low_level_with_a_critical_item_unknown_demands_a_reason(
    start: Assessment, instrument: Instrument, case: Case
) -> None:
    after = decided(rated(start, instrument, threat="U"), instrument, "N1")
    assert departures(after, instrument, case) == (Departure("critical_unknown", ("threat",)),)


def test_the_two_demands_stand_beside_each_other(start: Assessment, instrument: Instrument, case: Case) -> None:
    after = decided(rated(start, instrument, threat="U"), instrument, "N0")
    assert [one.demand for one in departures(after, instrument, case)] == ["below_range", "critical_unknown"]


def test_from_the_cautious_level_on_an_unknown_critical_item_needs_no_further_reason(
    start: Assessment, instrument: Instrument, case: Case
) -> None:
    after = decided(rated(start, instrument, threat="U"), instrument, "N2")
    assert departures(after, instrument, case) == ()


@pytest.mark.parametrize("code", ["U", "2"])
def test_saying_that_it_can_not_be_concluded_is_never_below_anything(
    start: Assessment, instrument: Instrument, case: Case, code: str
) -> None:
    after = decided(rated(start, instrument, threat=code), instrument, "NX")
    assert departures(after, instrument, case) == ()


def test_nothing_is_demanded_before_the_decision(start: Assessment, instrument: Instrument, case: Case) -> None:
    assert departures(rated(start, instrument, threat="2"), instrument, case) == ()


@pytest.mark.parametrize(
    ("code", "alarm", "unknown"),
    [("0", (), ()), ("1", (), ()), ("2", ("threat",), ()), ("U", ("threat",), ("threat",)), ("X", (), ())],
)
def test_a_critical_item_alarms_from_its_step_and_when_unknown(
    start: Assessment, instrument: Instrument, code: str, alarm: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    after = rated(start, instrument, threat=code)
    assert alarms(after, instrument) == alarm
    assert critical_unknowns(after, instrument) == unknown


def test_a_blank_critical_item_does_not_alarm(start: Assessment, instrument: Instrument) -> None:
    assert alarms(start, instrument) == critical_unknowns(start, instrument) == ()


def test_an_unknown_alarms_only_where_the_instrument_says_so(start: Assessment) -> None:
    critical = {"at_least": "2", "action": "Call somebody"}
    instrument = made(changed_item(small(), "threat", critical=critical))
    after = rated(start, instrument, threat="U")
    assert alarms(after, instrument) == ()
    assert critical_unknowns(after, instrument) == ("threat",)
