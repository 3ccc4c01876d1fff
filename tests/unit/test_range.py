from __future__ import annotations

import pytest

from assess.instrument.model import Instrument
from assess.instrument.range import Range, Reason, range_of
from tests.unit.conftest import ANSWERS, changed_item, made, small


def shown(instrument: Instrument, outcome: str = "level", **codes: str) -> Range:
    found = range_of(instrument, outcome, ANSWERS | codes)
    assert found is not None
    return found


def ends(found: Range) -> tuple[str, str]:
    return found.low, found.high


def test_a_form_that_nobody_has_filled_in_gives_no_range_and_never_low(instrument: Instrument) -> None:
    assert range_of(instrument, "level", {}) is None


def test_an_outcome_without_order_has_no_range() -> None:
    data = small()
    data["outcomes"][1]["kind"] = "nominal"
    data["rules"].pop()
    assert range_of(made(data), "help", ANSWERS) is None


def test_an_outcome_that_the_instrument_lacks_is_an_error(instrument: Instrument) -> None:
    with pytest.raises(KeyError):
        range_of(instrument, "weather", ANSWERS)


def test_everything_known_gives_one_level(instrument: Instrument) -> None:
    assert ends(shown(instrument)) == ("N0", "N0")
    assert ends(shown(instrument, threat="2")) == ("N3", "N3")
    assert shown(instrument).open_items == ()


def test_the_reasons_tell_what_holds_and_what_could_still_hold(instrument: Instrument) -> None:
    found = shown(instrument, threat="U", words="2", plans="U")
    assert ends(found) == ("N1", "N3")
    assert found.reasons == (
        Reason("N1", "Not knowing of a threat is not knowing that there is none", ("threat",), sure=True),
        Reason("N3", "A clear threat", ("threat",), sure=False),
        Reason("N2", "Words and plans", ("plans",), sure=False),
        Reason("N2", "A threat is never small", ("threat",), sure=False),
    )
    assert found.open_items == ("threat", "plans")


def test_a_sure_rule_names_the_items_that_make_it_hold_and_no_others(instrument: Instrument) -> None:
    (reason,) = shown(instrument, words="2", plans="1").reasons
    assert (reason.because, reason.items) == ("Words and plans", ("words", "plans"))


def test_a_critical_item_left_blank_widens_and_does_not_alarm(instrument: Instrument) -> None:
    blank = {item: code for item, code in ANSWERS.items() if item != "threat"}
    found = range_of(instrument, "level", blank)
    assert found is not None
    assert ends(found) == ("N0", "N3")
    assert ends(shown(instrument, threat="U")) == ("N1", "N3")


def test_not_sought_closes_an_item_and_widens_nothing(instrument: Instrument) -> None:
    assert ends(shown(instrument, threat="X")) == ("N0", "N0")


def test_each_outcome_has_rules_of_its_own(instrument: Instrument) -> None:
    assert ends(shown(instrument, "help", health="2", threat="2")) == ("H1", "H1")
    assert ends(shown(instrument, "level", health="2")) == ("N0", "N0")


def conditional(**when: object) -> Instrument:
    return made(changed_item(small(), "threat", applicable_when=when))


def test_a_stale_answer_to_an_item_that_does_not_apply_raises_nothing_not_even_as_unknown() -> None:
    instrument = conditional(item="words", at_least="1")
    assert ends(shown(instrument, words="0", threat="2")) == ("N0", "N0")
    assert ends(shown(instrument, words="0", threat="U")) == ("N0", "N0")


def test_while_it_is_open_whether_an_item_applies_its_answer_could_still_hold() -> None:
    instrument = conditional(item="words", at_least="1")
    found = shown(instrument, words="U", threat="2")
    assert ends(found) == ("N0", "N3")
    assert found.open_items == ("threat",)


def test_an_unknown_on_an_item_that_may_not_apply_could_still_alarm() -> None:
    found = shown(conditional(item="words", at_least="1"), words="U", threat="U")
    assert found.low == "N0"
    assert (
        Reason("N1", "Not knowing of a threat is not knowing that there is none", ("threat",), False) in found.reasons
    )


def test_an_item_that_depends_on_a_hidden_one_is_judged_after_it() -> None:
    data = changed_item(small(), "plans", applicable_when={"item": "health", "at_least": "1"})
    instrument = made(changed_item(data, "threat", applicable_when={"not": {"item": "plans", "at_least": "1"}}))
    assert ends(shown(instrument, health="0", plans="2", threat="2")) == ("N3", "N3")


@pytest.mark.parametrize(
    "when",
    [
        {"not": {"item": "friends", "at_least": "2"}},
        {"item": "friends", "is": ["0", "1"]},
        {"not": {"item": "plans", "at_least": "2"}},
        {"item": "plans", "is": ["0", "1"]},
        {"not": {"count": {"of": ["plans", "words"], "at_least": "2", "min": 1}}},
        {"all": [{"item": "health", "at_least": "0"}, {"item": "plans", "is": ["0"]}]},
    ],
)
def test_neither_a_strength_nor_a_graver_answer_hides_a_threat_from_the_high_end(when: dict[str, object]) -> None:
    instrument = conditional(**when)
    for threat in ("2", "U"):
        found = shown(instrument, friends="2", plans="2", words="0", threat=threat)
        assert ends(found) == ("N0", "N3")
        assert "threat" in found.open_items


def test_a_threat_that_only_a_low_answer_or_the_case_itself_keeps_out_stays_out() -> None:
    low = conditional(any=[{"item": "plans", "at_least": "1"}, {"count": {"of": ["words"], "at_least": "1", "min": 1}}])
    assert ends(shown(low, plans="0", words="0", threat="2")) == ("N0", "N0")
    grown = conditional(**{"not": {"context": "age_band", "is": ["a18_24"]}})
    found = range_of(grown, "level", ANSWERS | {"threat": "2"}, {"age_band": "a18_24"})
    assert found is not None
    assert ends(found) == ("N0", "N0")


def test_age_can_decide_whether_an_item_applies() -> None:
    instrument = conditional(context="age_band", **{"is": ["a18_24"]})
    for age, low in (("a18_24", "N3"), ("u13", "N0")):
        found = range_of(instrument, "level", ANSWERS | {"threat": "2"}, {"age_band": age})
        assert found is not None
        assert found.low == low
