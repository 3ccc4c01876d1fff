from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import assume, event, given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from assess.instrument.check import complaints
from assess.instrument.edition import Edition
from assess.instrument.locale import Locale, texts_of
from assess.instrument.model import Instrument
from assess.instrument.range import Range, range_of
from tests.property.examples import examples
from tests.property.possible_worlds import worlds
from tests.property.small_instruments import (
    CODES,
    LEVELS,
    STEPS,
    Json,
    again,
    answers,
    conditions,
    contexts,
    instruments,
    known_contexts,
    plain,
)

SETTINGS = examples(40)


@composite
def filled(draw: DrawFn, *, positive: bool = True, conditional: bool = True) -> tuple[Instrument, dict[str, str], Json]:
    """An instrument with at least one answer, and what is known of the case."""
    instrument = draw(instruments(positive=positive, conditional=conditional))
    said = draw(answers(instrument).filter(bool))
    return instrument, said, draw(contexts())


def ends(instrument: Instrument, said: Mapping[str, str], context: Mapping[str, str]) -> tuple[int, int]:
    """The places of the range's two ends."""
    found = range_of(instrument, "level", said, context)
    assert found is not None
    return LEVELS.index(found.low), LEVELS.index(found.high)


def told(found: Range | None) -> tuple[Any, ...] | None:
    """All that a range says, without the order of the reasons."""
    if found is None:
        return None
    reasons = {(reason.at_least, reason.because, frozenset(reason.items), reason.sure) for reason in found.reasons}
    return found.low, found.high, frozenset(reasons), frozenset(found.open_items)


def changed_rules(instrument: Instrument, rules: list[Json]) -> Instrument:
    return again({**plain(instrument), "rules": rules})


@SETTINGS
@given(instruments(positive=False))
def test_the_instruments_drawn_here_have_nothing_wrong(instrument: Instrument) -> None:
    assert complaints(instrument) == []


@SETTINGS
@given(filled(positive=False))
def test_the_range_encloses_the_highest_rule_of_every_completion(
    drawn: tuple[Instrument, dict[str, str], Json],
) -> None:
    instrument, said, context = drawn
    low, high = ends(instrument, said, context)
    event(f"{high - low} wide")
    for world in worlds(instrument, said, context):
        assert low <= world.highest("level") <= high


@SETTINGS
@given(filled(conditional=False))
def test_the_low_end_is_exactly_the_lowest_completion(drawn: tuple[Instrument, dict[str, str], Json]) -> None:
    instrument, said, context = drawn
    lowest = min(world.highest("level") for world in worlds(instrument, said, context))
    assert ends(instrument, said, context)[0] == lowest


@SETTINGS
@given(filled(conditional=False))
def test_the_high_end_is_exactly_the_highest_completion_of_a_known_case(
    drawn: tuple[Instrument, dict[str, str], Json],
) -> None:
    instrument, said, context = drawn
    known = {"age_band": "grown", "phase": "initial"} | context
    highest = max(world.highest("level") for world in worlds(instrument, said, known))
    assert ends(instrument, said, known)[1] == highest


@SETTINGS
@given(instruments(positive=False), contexts())
def test_nothing_answered_gives_no_range(instrument: Instrument, context: dict[str, str]) -> None:
    assert range_of(instrument, "level", {}, context) is None


@SETTINGS
@given(filled(), st.data())
def test_unknown_never_shows_less_than_any_known_answer_could_be(
    drawn: tuple[Instrument, dict[str, str], Json], data: st.DataObject
) -> None:
    instrument, said, context = drawn
    item = data.draw(st.sampled_from(sorted(instrument.items_by_id)))
    steps = STEPS[instrument.item(item).scale]
    for code in ("U", "D"):
        unknown = ends(instrument, said | {item: code}, context)
        for step in steps:
            assert unknown[1] >= ends(instrument, said | {item: step}, context)[1]
        assert unknown[0] >= ends(instrument, said | {item: steps[0]}, context)[0]


@SETTINGS
@given(filled(), st.data())
def test_what_is_sure_with_an_item_unknown_is_sure_with_every_answer_unless_it_is_the_unknown_that_raises(
    drawn: tuple[Instrument, dict[str, str], Json], data: st.DataObject
) -> None:
    instrument, said, context = drawn
    item = data.draw(st.sampled_from(sorted(instrument.items_by_id)))
    left = {other: code for other, code in said.items() if other != item}
    assume(left)
    blank, unknown = ends(instrument, left, context), ends(instrument, left | {item: "U"}, context)
    assert unknown[0] >= blank[0]
    assert unknown[1] >= blank[1]
    for step in STEPS[instrument.item(item).scale]:
        assert blank[0] <= ends(instrument, left | {item: step}, context)[0]
    if not _asks_for_unknown(instrument):
        assert told(range_of(instrument, "level", left | {item: "U"}, context)) == told(
            range_of(instrument, "level", left, context)
        )


@SETTINGS
@given(filled(positive=False), st.data())
def test_answering_a_blank_item_with_a_step_only_narrows(
    drawn: tuple[Instrument, dict[str, str], Json], data: st.DataObject
) -> None:
    """Any step of any item. An explicit unknown may raise both ends, and is looked at in the test above."""
    instrument, said, context = drawn
    item = data.draw(st.sampled_from(sorted(instrument.items_by_id)))
    left = {other: code for other, code in said.items() if other != item}
    assume(left)
    low, high = ends(instrument, left, context)
    for step in STEPS[instrument.item(item).scale]:
        narrow = ends(instrument, left | {item: step}, context)
        assert low <= narrow[0] <= narrow[1] <= high


@SETTINGS
@given(filled(positive=False), st.data())
def test_answering_an_unknown_item_never_raises_the_high_end(
    drawn: tuple[Instrument, dict[str, str], Json], data: st.DataObject
) -> None:
    instrument, said, context = drawn
    assume(not _asks_for_unknown(instrument) or all(item.applicable_when is None for item in instrument.items()))
    item = data.draw(st.sampled_from(sorted(instrument.items_by_id)))
    high = ends(instrument, said | {item: "U"}, context)[1]
    for step in STEPS[instrument.item(item).scale]:
        assert ends(instrument, said | {item: step}, context)[1] <= high


@SETTINGS
@given(filled(), st.data())
def test_a_higher_rating_never_lowers_either_end(
    drawn: tuple[Instrument, dict[str, str], Json], data: st.DataObject
) -> None:
    instrument, said, context = drawn
    item = data.draw(st.sampled_from(sorted(instrument.items_by_id)))
    found = [ends(instrument, said | {item: step}, context) for step in STEPS[instrument.item(item).scale]]
    for lower, higher in pairwise(found):
        assert lower[0] <= higher[0]
        assert lower[1] <= higher[1]


@SETTINGS
@given(instruments(positive=False, strength=True), contexts(), st.data())
def test_no_answer_about_a_strength_changes_anything(
    instrument: Instrument, context: Json, data: st.DataObject
) -> None:
    said = data.draw(answers(instrument).filter(bool))
    strength = next(item.id for item in instrument.items() if item.kind == "protective")
    left = {other: code for other, code in said.items() if other != strength}
    assume(left)
    expected = told(range_of(instrument, "level", left, context))
    for code in CODES[instrument.item(strength).scale]:
        assert told(range_of(instrument, "level", left | {strength: code}, context)) == expected


@SETTINGS
@given(filled(), st.data())
def test_an_unknown_critical_item_raises_where_the_instrument_says_so_and_a_blank_one_does_not(
    drawn: tuple[Instrument, dict[str, str], Json], data: st.DataObject
) -> None:
    instrument, said, context = drawn
    critical = {
        item.id: item.critical.when_unknown.at_least
        for item in instrument.items()
        if item.critical is not None and item.critical.when_unknown is not None and item.applicable_when is None
    }
    assume(critical)
    item = data.draw(st.sampled_from(sorted(critical)))
    low, high = ends(instrument, said | {item: "U"}, context)
    assert low >= LEVELS.index(critical[item])
    assert high >= low
    left = {other: code for other, code in said.items() if other != item}
    found = range_of(instrument, "level", left, context)
    sure = [reason for reason in found.reasons if reason.sure] if found else []
    assert not any(reason.because == "when_unknown says so" and item in reason.items for reason in sure)


@SETTINGS
@given(filled(positive=False), st.data())
def test_a_rule_more_never_lowers_and_a_rule_less_never_raises(
    drawn: tuple[Instrument, dict[str, str], Json], data: st.DataObject
) -> None:
    instrument, said, context = drawn
    file = plain(instrument)
    items = [item for domain in file["domains"] for item in domain["items"] if item["kind"] != "protective"]
    level = data.draw(st.sampled_from(LEVELS))
    rule = {"id": "more", "outcome": "level", "at_least": level, "because": "more"}
    more = [*file["rules"], {**rule, "when": data.draw(conditions(items, positive=True))}]
    before, after = (ends(one, said, context) for one in (instrument, changed_rules(instrument, more)))
    assert before[0] <= after[0]
    assert before[1] <= after[1]
    for number in range(len(file["rules"])):
        less = ends(changed_rules(instrument, file["rules"][:number] + file["rules"][number + 1 :]), said, context)
        assert less[0] <= before[0]
        assert less[1] <= before[1]


@SETTINGS
@given(filled(positive=False))
def test_a_rule_said_twice_says_no_more_than_once(drawn: tuple[Instrument, dict[str, str], Json]) -> None:
    instrument, said, context = drawn
    twice = changed_rules(instrument, plain(instrument)["rules"] * 2)
    assert told(range_of(twice, "level", said, context)) == told(range_of(instrument, "level", said, context))


@SETTINGS
@given(filled(positive=False), st.randoms(use_true_random=False))
def test_the_order_of_rules_items_domains_and_answers_means_nothing(
    drawn: tuple[Instrument, dict[str, str], Json], chance: Random
) -> None:
    instrument, said, context = drawn
    file = plain(instrument)
    for listed in (file["rules"], file["domains"], *(domain["items"] for domain in file["domains"])):
        chance.shuffle(listed)
    pairs = list(said.items())
    chance.shuffle(pairs)
    shuffled = range_of(again(file), "level", dict(pairs), context)
    assert told(shuffled) == told(range_of(instrument, "level", said, context))


@SETTINGS
@given(filled(positive=False), st.data())
def test_no_graver_answer_anywhere_lowers_the_high_end_by_hiding_an_item(
    drawn: tuple[Instrument, dict[str, str], Json], data: st.DataObject
) -> None:
    """Rules that ask for exactly one step are left out: there a graver answer is simply another answer."""
    instrument, said, context = drawn
    assume(not any(_asks_for_a_step(rule["when"]) for rule in plain(instrument)["rules"]))
    item = data.draw(st.sampled_from(sorted(instrument.items_by_id)))
    found = [ends(instrument, said | {item: step}, context) for step in STEPS[instrument.item(item).scale]]
    for lower, higher in pairwise(found):
        assert lower[1] <= higher[1]


@SETTINGS
@given(instruments(conditional=False, strength=True), known_contexts(), st.data())
def test_no_strength_hides_an_item_from_the_high_end(
    instrument: Instrument, context: Json, data: st.DataObject
) -> None:
    file = plain(instrument)
    items = [item for domain in file["domains"] for item in domain["items"]]
    strength = next(item["id"] for item in items if item["kind"] == "protective")
    raising = [item for item in items if item["kind"] != "protective"]
    assume(raising)
    hidden = data.draw(st.sampled_from(raising))
    without = again(file)
    present = {"item": strength, "at_least": STEPS[instrument.item(strength).scale][-1]}
    hidden["applicable_when"] = data.draw(st.sampled_from((present, {"not": present})))
    said = data.draw(answers(instrument).filter(bool))
    for code in STEPS[instrument.item(strength).scale]:
        answered = said | {strength: code}
        assert ends(again(file), answered, context)[1] >= ends(without, answered, context)[1]


@SETTINGS
@given(instruments(), known_contexts(), st.data())
def test_the_answer_to_an_item_that_does_not_apply_counts_for_nothing(
    instrument: Instrument, context: Json, data: st.DataObject
) -> None:
    said = data.draw(answers(instrument, settled=True))
    (world,) = worlds(instrument, said, context)
    expected = told(range_of(instrument, "level", said, context))
    for item in instrument.items():
        if not world.applies(item.id):
            for code in CODES[item.scale]:
                assert told(range_of(instrument, "level", said | {item.id: code}, context)) == expected


@SETTINGS
@given(filled(positive=False))
def test_another_language_changes_no_result(drawn: tuple[Instrument, dict[str, str], Json]) -> None:
    instrument, said, context = drawn
    translated = Edition(instrument=instrument, locales=(_english(instrument),)).spoken("en")
    source, spoken = range_of(instrument, "level", said, context), range_of(translated, "level", said, context)
    assert source is not None
    assert spoken is not None
    assert (spoken.low, spoken.high, spoken.open_items) == (source.low, source.high, source.open_items)
    assert [(one.at_least, one.items, one.sure) for one in spoken.reasons] == [
        (one.at_least, one.items, one.sure) for one in source.reasons
    ]
    assert {one.because for one in spoken.reasons} == {f"en: {one.because}" for one in source.reasons}


@SETTINGS
@given(filled(positive=False))
def test_the_reasons_explain_both_ends_and_the_open_items_are_really_open(
    drawn: tuple[Instrument, dict[str, str], Json],
) -> None:
    instrument, said, context = drawn
    found = range_of(instrument, "level", said, context)
    assert found is not None
    sure = [LEVELS.index(reason.at_least) for reason in found.reasons if reason.sure]
    could = [LEVELS.index(reason.at_least) for reason in found.reasons if not reason.sure]
    assert max(sure, default=0) == LEVELS.index(found.low)
    assert max(sure + could, default=0) == LEVELS.index(found.high)
    assert not any(place <= LEVELS.index(found.low) for place in could)
    closed = {code for codes in STEPS.values() for code in codes} | {"X"}
    sometimes = {item.id for item in instrument.items() if item.applicable_when is not None}
    assert not any(said.get(item) in closed and item not in sometimes for item in found.open_items)


def _asks_for_a_step(condition: Json) -> bool:
    """Whether some part of a condition asks for one step of an item rather than for a least one."""
    parts = [*(condition.get("all") or ()), *(condition.get("any") or ())]
    return bool(condition.get("item") and condition.get("is")) or any(_asks_for_a_step(part) for part in parts)


def _asks_for_unknown(instrument: Instrument) -> bool:
    """Whether a critical item, or any condition, looks at an explicit non-answer."""
    if any(item.critical is not None and item.critical.when_unknown is not None for item in instrument.items()):
        return True
    waiting: list[Any] = [plain(instrument)]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if part.get("item") is not None and set(part.get("is") or ()) & set("UDX"):
                return True
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    return False


def _english(instrument: Instrument) -> Locale:
    tree: Json = {}
    for path, words in texts_of(instrument).items():
        place = tree
        for step in path[:-1]:
            place = place.setdefault(step, {})
        place[path[-1]] = [f"en: {line}" for line in words] if isinstance(words, tuple) else f"en: {words}"
    data = {
        "format": 1,
        "language": "en",
        "translator": "Nobody",
        "texts": tree,
        "of": {"id": instrument.id, "version": instrument.version},
    }
    return Locale.model_validate_json(json.dumps(data))
