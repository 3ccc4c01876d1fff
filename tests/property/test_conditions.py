from __future__ import annotations

import json
from collections.abc import Mapping

from hypothesis import event, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from assess.instrument.condition import Condition, Facts, Truth, holds
from assess.instrument.model import Instrument
from assess.instrument.range import facts_of
from tests.property.examples import examples
from tests.property.possible_worlds import worlds
from tests.property.small_instruments import (
    Json,
    answers,
    conditions,
    contexts,
    instruments,
    known_contexts,
    plain,
    read_once,
)

_CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)


def judged(instrument: Instrument, condition: Json, said: Mapping[str, str], context: Mapping[str, str]) -> Truth:
    return holds(_CONDITION.validate_json(json.dumps(condition)), facts_of(instrument, said, context))


def truths(instrument: Instrument, condition: Json, said: Mapping[str, str], context: Mapping[str, str]) -> set[bool]:
    """What the condition is in the possible worlds: one truth or both."""
    written = _CONDITION.dump_python(_CONDITION.validate_json(json.dumps(condition)), mode="json", by_alias=True)
    return {world.true(written) for world in worlds(instrument, said, context, written)}


def items_of(instrument: Instrument) -> list[Json]:
    return [item for domain in plain(instrument)["domains"] for item in domain["items"]]


@examples(80)
@given(st.data())
def test_yes_is_true_in_every_possible_world_and_no_in_none(data: st.DataObject) -> None:
    instrument = data.draw(instruments(positive=False))
    condition = data.draw(conditions(items_of(instrument), positive=False))
    said, context = data.draw(answers(instrument)), data.draw(contexts())
    truth = judged(instrument, condition, said, context)
    event(truth.name)
    if truth is not Truth.OPEN:
        assert truths(instrument, condition, said, context) == {truth is Truth.YES}


@examples(80)
@given(st.data())
def test_open_means_that_both_are_possible_when_nothing_is_looked_at_twice(data: st.DataObject) -> None:
    instrument = data.draw(instruments(conditional=False))
    condition = data.draw(read_once(instrument))
    said, context = data.draw(answers(instrument)), data.draw(contexts())
    truth = judged(instrument, condition, said, context)
    event(truth.name)
    expected = {Truth.YES: {True}, Truth.NO: {False}, Truth.OPEN: {True, False}}[truth]
    assert truths(instrument, condition, said, context) == expected


@examples(50)
@given(st.data())
def test_an_item_that_does_not_apply_never_counts_whatever_was_answered(data: st.DataObject) -> None:
    """With conditions that only ask for what is there; one that asks for what isn't keeps no item out by answers."""
    instrument = data.draw(instruments())
    said, context = data.draw(answers(instrument, settled=True)), data.draw(known_contexts())
    facts = facts_of(instrument, said, context)
    (world,) = worlds(instrument, said, context)
    for item in instrument.items_by_id:
        steps = [level.code for level in instrument.scale_of(item).levels]
        if world.applies(item):
            assert facts.is_one_of(item, (said[item],)) is Truth.YES
        else:
            assert {facts.at_least(item, step) for step in steps} == {Truth.NO}
            assert facts.is_one_of(item, instrument.scale_of(item).codes()) is Truth.NO


@examples(50)
@given(st.data())
def test_an_answer_of_unknown_counts_as_no_answer_but_where_a_condition_asks_for_it(data: st.DataObject) -> None:
    instrument = data.draw(instruments(conditional=False))
    said = data.draw(answers(instrument))
    item = data.draw(st.sampled_from(sorted(instrument.items_by_id)))
    blank = {other: code for other, code in said.items() if other != item}
    unknown = Facts(instrument.scales_by_item, blank | {item: data.draw(st.sampled_from("UD"))})
    steps = [level.code for level in instrument.scale_of(item).levels]
    left = Facts(instrument.scales_by_item, blank)
    assert unknown.is_open(item)
    for step in steps:
        assert unknown.at_least(item, step) is left.at_least(item, step)
        assert unknown.is_one_of(item, (step,)) is left.is_one_of(item, (step,))
