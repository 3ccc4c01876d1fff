from __future__ import annotations

import json

import pytest
from pydantic import TypeAdapter, ValidationError

from assess.instrument.condition import Condition, Facts, Truth, holds, items_in
from assess.instrument.model import Instrument

_CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)


def read(data: object) -> Condition:
    return _CONDITION.validate_json(json.dumps(data))


def judged(instrument: Instrument, data: object, answers: str = "", **context: str) -> Truth:
    said = dict(pair.split("=", maxsplit=1) for pair in answers.split())
    return holds(read(data), Facts(instrument.scales_by_item, said, instrument.members(), context))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        *(("words=2", Truth.YES), ("words=1", Truth.YES), ("words=0", Truth.NO)),
        *(("words=U", Truth.OPEN), ("words=X", Truth.NO), ("", Truth.OPEN)),
    ],
)
def test_a_step_is_reached_missed_or_open(instrument: Instrument, answer: str, expected: Truth) -> None:
    assert judged(instrument, {"item": "words", "at_least": "1"}, answer) is expected


def test_even_an_open_item_is_at_least_the_lowest_step_but_one_closed_without_an_answer_is_not(
    instrument: Instrument,
) -> None:
    condition = {"item": "words", "at_least": "0"}
    assert judged(instrument, condition, "words=U") is Truth.YES
    assert judged(instrument, condition, "words=X") is Truth.NO


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("threat=U", Truth.YES), ("threat=X", Truth.NO), ("threat=0", Truth.NO), ("", Truth.NO)],
)
def test_an_explicit_unknown_can_be_asked_for_and_a_blank_is_not_one(
    instrument: Instrument, answer: str, expected: Truth
) -> None:
    assert judged(instrument, {"item": "threat", "is": ["U"]}, answer) is expected


@pytest.mark.parametrize(
    ("codes", "expected"),
    [(["1"], Truth.OPEN), (["0", "1", "2"], Truth.YES), (["X"], Truth.NO), (["U", "1"], Truth.OPEN)],
)
def test_a_blank_item_is_surely_one_of_all_its_steps(instrument: Instrument, codes: list[str], expected: Truth) -> None:
    assert judged(instrument, {"item": "words", "is": codes}) is expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("words=2 threat=2 plans=0", Truth.YES),
        ("words=2 threat=U plans=0", Truth.OPEN),
        ("words=2 threat=X plans=0", Truth.NO),
        ("words=2", Truth.OPEN),
        ("words=2 threat=2", Truth.YES),
        ("words=1 threat=1", Truth.NO),
    ],
)
def test_a_count_is_decided_as_soon_as_it_can_be(instrument: Instrument, answers: str, expected: Truth) -> None:
    count = {"of": ["words", "threat", "plans"], "at_least": "2", "min": 2}
    assert judged(instrument, {"count": count}, answers) is expected


def test_a_count_may_look_at_a_whole_domain(instrument: Instrument) -> None:
    condition = {"count": {"domain": "W", "at_least": "1", "min": 2}}
    assert judged(instrument, condition, "words=1 threat=1") is Truth.YES
    facts = Facts(instrument.scales_by_item, {}, instrument.members())
    assert tuple(items_in(read(condition), facts)) == ("words", "threat")


@pytest.mark.parametrize(
    ("parts", "every", "some"),
    [
        ("words=1", Truth.OPEN, Truth.YES),
        ("words=0", Truth.NO, Truth.OPEN),
        ("words=1 plans=1", Truth.YES, Truth.YES),
        ("words=0 plans=0", Truth.NO, Truth.NO),
    ],
)
def test_all_and_any_are_decided_by_one_part_where_one_is_enough(
    instrument: Instrument, parts: str, every: Truth, some: Truth
) -> None:
    both = [{"item": "words", "at_least": "1"}, {"item": "plans", "at_least": "1"}]
    assert judged(instrument, {"all": both}, parts) is every
    assert judged(instrument, {"any": both}, parts) is some


@pytest.mark.parametrize(
    ("answer", "expected"), [("words=1", Truth.NO), ("words=0", Truth.YES), ("words=U", Truth.OPEN)]
)
def test_the_opposite_of_open_is_open(instrument: Instrument, answer: str, expected: Truth) -> None:
    assert judged(instrument, {"not": {"item": "words", "at_least": "1"}}, answer) is expected


def test_a_fact_that_nobody_has_told_is_open(instrument: Instrument) -> None:
    condition = {"context": "age_band", "is": ["u13"]}
    assert judged(instrument, condition) is Truth.OPEN
    assert judged(instrument, condition, age_band="u13") is Truth.YES
    assert judged(instrument, condition, age_band="a60") is Truth.NO


def test_an_item_that_may_not_apply_can_only_be_surely_untrue(instrument: Instrument) -> None:
    facts = Facts(instrument.scales_by_item, {"words": "1"}, doubtful=frozenset({"words"}))
    assert facts.at_least("words", "1") is Truth.OPEN
    assert facts.at_least("words", "2") is Truth.NO
    assert facts.is_one_of("words", ("1",)) is Truth.OPEN
    assert facts.unsettled("words")
    assert not facts.is_open("words")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"item": "words"}, "give exactly one of at_least and is"),
        ({"item": "words", "at_least": "1", "is": ["1"]}, "give exactly one of at_least and is"),
        ({"count": {"at_least": "1", "min": 1}}, "give exactly one of of and domain"),
        ({"count": {"of": ["words"], "domain": "W", "at_least": "1", "min": 1}}, "give exactly one of of and domain"),
        ({"count": {"of": ["words"], "at_least": "1", "min": 0}}, "greater than or equal to 1"),
        ({"all": []}, "at least 1 item"),
        ({"some": []}, "a condition must have one of: item, count, all, any, not, context"),
        ({"item": "words", "at_least": "1", "or": "2"}, "Extra inputs are not permitted"),
        ({"context": "weather", "is": ["rain"]}, "'age_band' or 'phase'"),
    ],
)
def test_a_condition_is_one_of_six_forms_and_nothing_else(data: object, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        read(data)
