from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assess.instrument.check import complaints, locale_complaints
from assess.instrument.locale import Locale
from tests.unit.conftest import changed_item, made, small

Change = Callable[[dict[str, Any]], object]


def said(change: Change) -> list[tuple[str, str]]:
    """What is wrong after the change: the place, joined by points, and the words."""
    data = small()
    change(data)
    return [(".".join(map(str, found.place)), found.message) for found in complaints(made(data))]


def item(name: str, **changes: object) -> Change:
    return lambda data: changed_item(data, name, **changes)


def rule(when: dict[str, Any], **changes: object) -> Change:
    return lambda data: data["rules"][0].update(when=when, **changes)


def test_the_small_instrument_has_nothing_wrong() -> None:
    assert said(lambda _data: None) == []


WRONG: list[tuple[Change, str, str]] = [
    # A rule can only raise.
    (
        rule({"not": {"item": "words", "at_least": "1"}}),
        *("rules.0.when.not", "a rule may not use 'not': rules can only raise"),
    ),
    (
        rule({"all": [{"any": [{"not": {"item": "words", "at_least": "1"}}]}]}),
        *("rules.0.when.all.0.any.0.not", "a rule may not use 'not': rules can only raise"),
    ),
    (
        rule({"item": "words", "is": ["0"]}),
        *("rules.0.when.is", "a rule may use 'is' only for unknown and its like; use at_least for steps"),
    ),
    (
        rule({"item": "friends", "at_least": "1"}),
        *("rules.0.when", "'friends' is a strength: it may not raise a concern"),
    ),
    (
        rule({"count": {"domain": "S", "at_least": "1", "min": 1}}),
        *("rules.0.when", "'friends' is a strength: it may not raise a concern"),
    ),
    (
        item("friends", critical={"at_least": "1", "action": "Rejoice"}),
        *("domains.2.items.0.critical", "'friends' is a strength: it can't be critical"),
    ),
    (rule({"item": "words", "at_least": "1"}, at_least="N9"), "rules.0.at_least", "'level' has no level 'N9'"),
    (rule({"item": "words", "at_least": "1"}, at_least="NX"), "rules.0.at_least", "'level' has no level 'NX'"),
    (
        rule({"item": "words", "at_least": "1"}, outcome="levels"),
        *("rules.0.outcome", "no outcome 'levels'; did you mean 'level'?"),
    ),
    (
        lambda data: data["outcomes"][1].update(kind="nominal"),
        *("rules.2.outcome", "'help' has no order, so nothing can raise it"),
    ),
    # Names that point nowhere.
    (rule({"item": "word", "at_least": "1"}), "rules.0.when.item", "no item 'word'; did you mean 'words'?"),
    (rule({"item": "words", "at_least": "9"}), "rules.0.when.at_least", "the scale 'present' has no step '9'"),
    (rule({"item": "words", "at_least": "U"}), "rules.0.when.at_least", "the scale 'present' has no step 'U'"),
    (rule({"item": "words", "is": ["U", "9"]}), "rules.0.when.is.1", "the scale 'present' has no code '9'"),
    (rule({"count": {"domain": "Z", "at_least": "1", "min": 1}}), "rules.0.when.count.domain", "no domain 'Z'"),
    (
        rule({"count": {"of": ["words", "wrods"], "at_least": "1", "min": 1}}),
        *("rules.0.when.count.of.1", "no item 'wrods'; did you mean 'words'?"),
    ),
    (
        rule({"count": {"of": ["words"], "at_least": "9", "min": 1}}),
        *("rules.0.when.count.at_least", "the scale 'present' of 'words' has no step '9'"),
    ),
    (item("words", scale="presnt"), "domains.0.items.0.scale", "no scale 'presnt'; did you mean 'present'?"),
    (item("words", source=["OWM"]), "domains.0.items.0.source.0", "no source 'OWM'; did you mean 'OWN'?"),
    (
        item("words", anchors={"0": "a", "1": "b", "2": "c", "3": "d"}),
        "domains.0.items.0.anchors.3",
        "the scale 'present' has no step '3'",
    ),
    (item("words", follow={"Q": "a"}), "domains.0.items.0.follow.Q", "the scale 'present' has no code 'Q'"),
    (
        item("words", evidence={"reason_from": "U"}),
        *("domains.0.items.0.evidence.reason_from", "the scale 'present' has no step 'U'"),
    ),
    (lambda data: data.update(level_outcome="lvel"), "level_outcome", "no outcome 'lvel'; did you mean 'level'?"),
    (lambda data: data.update(cautious_below="N7"), "cautious_below", "the concern level has no level 'N7'"),
    # Criticals.
    (
        item("threat", critical={"at_least": "0", "action": "Run"}),
        *("domains.0.items.1.critical.at_least", "the lowest step can't alarm: everything would be critical"),
    ),
    (
        item("threat", critical={"at_least": "7", "action": "Run"}),
        *("domains.0.items.1.critical.at_least", "the scale 'present' has no step '7'"),
    ),
    (
        item(
            "threat",
            critical={
                "at_least": "1",
                "action": "Run",
                "when_unknown": {"outcome": "level", "at_least": "NX", "because": "?"},
            },
        ),
        *("domains.0.items.1.critical.when_unknown.at_least", "'level' has no level 'NX'"),
    ),
    # Things that stand twice, or can never be.
    (item("threat", id="words"), "domains.0.items.1.id", "the id 'words' is used twice among the items"),
    (lambda data: data["rules"][1].update(id="clear"), "rules.1.id", "the id 'clear' is used twice among the rules"),
    (
        lambda data: data["outcomes"][0]["levels"][1].update(code="N0"),
        *("outcomes.0", "the code 'N0' is used twice in 'level'"),
    ),
    (
        lambda data: data["scales"][0].update(levels=[*data["scales"][0]["levels"], {"code": "U", "label": "again"}]),
        *("scales.0", "the code 'U' is used twice in the scale 'present'"),
    ),
    (
        rule({"count": {"of": ["words", "words"], "at_least": "1", "min": 1}}),
        *("rules.0.when.count.of.1", "the item 'words' is counted twice"),
    ),
    (
        rule({"count": {"of": ["words"], "at_least": "1", "min": 2}}),
        *("rules.0.when.count.min", "can never hold: needs 2 of 1 items"),
    ),
    # Scales.
    (
        lambda data: data["scales"][0].update(kind="nominal"),
        *("rules.0.when.at_least", "the scale 'present' has no order, so no step is at least another"),
    ),
    (
        lambda data: data["scales"][0].update(kind="nominal"),
        *("domains.0.items.1.critical.at_least", "the scale 'present' has no order, so no step is at least another"),
    ),
    (
        lambda data: data["scales"][0].update(non_answers=[]),
        *("scales.0", "the scale 'present' has no answer that means unknown"),
    ),
    (
        lambda data: data["scales"][0].update(
            non_answers=[{"code": "U", "label": "unknown", "means": "unknown", "closes": True}]
        ),
        *("scales.0.non_answers.0.closes", "an unknown can't close an item: it would count as settled"),
    ),
]


@pytest.mark.parametrize(("change", "place", "message"), WRONG, ids=[f"{at}: {words}" for _, at, words in WRONG])
def test_each_mistake_is_told_at_its_place(change: Change, place: str, message: str) -> None:
    assert (place, message) in said(change)


def test_a_rule_may_ask_for_unknown_and_for_facts_about_the_case() -> None:
    parts = [{"item": "threat", "is": ["U", "X"]}, {"context": "phase", "is": ["initial"]}]
    assert said(rule({"all": parts})) == []


def test_when_an_item_applies_may_use_not_and_single_steps() -> None:
    parts = [{"not": {"item": "words", "at_least": "2"}}, {"item": "words", "is": ["0"]}]
    assert said(item("plans", applicable_when={"any": parts})) == []


def test_an_item_that_depends_on_itself_is_told_with_its_way_round() -> None:
    data = changed_item(small(), "words", applicable_when={"item": "threat", "at_least": "1"})
    found = complaints(made(changed_item(data, "threat", applicable_when={"item": "words", "at_least": "1"})))
    assert [one.message for one in found] == [
        "depends on itself: words → threat → words",
        "depends on itself: threat → words → threat",
    ]


def test_a_step_without_words_of_its_own_is_doubtful_and_not_wrong() -> None:
    (found,) = complaints(made(changed_item(small(), "words", anchors={"0": "a", "1": "b"})))
    assert (found.severity, found.message) == ("warning", "the step '2' has no words of its own here")


def locale(texts: dict[str, Any], **of: str) -> Locale:
    data = {"format": 1, "language": "en", "translator": "Nobody", "texts": texts}
    return Locale.model_validate({**data, "of": {"id": "small", "version": "1.0.0", **of}})


def about(texts: dict[str, Any], **of: str) -> list[tuple[str, str, str]]:
    found = locale_complaints(made(small()), locale(texts, **of))
    return [(".".join(map(str, one.place)), one.severity, one.message) for one in found]


def test_a_translation_of_something_else_is_an_error_and_of_an_older_version_a_warning() -> None:
    assert ("of.id", "error", "written for 'other', not for 'small'") in about({"title": "T"}, id="other")
    expected = ("of.version", "warning", "written for version 0.9.0; the source is 1.0.0")
    assert expected in about({"title": "T"}, version="0.9.0")


def test_words_that_belong_nowhere_are_an_error_with_the_nearest_place() -> None:
    found = about({"domains": {"W": {"titel": "Words"}}})
    assert ("texts.domains.W.titel", "error", "the source has no text here; did you mean 'domains.W.title'?") in found


def test_a_missing_label_is_an_error_and_any_other_gap_a_warning() -> None:
    found = {message: severity for _place, severity, message in about({"title": "The small one"})}
    assert found["no words for scales.present.levels.0.label"] == "error"
    assert found["no words for short_title"] == "warning"
    assert "no words for title" not in found


def test_a_list_must_be_as_long_as_its_source() -> None:
    source = made(changed_item(small(), "words", probes=["One?", "Two?"]))
    probes = {"domains": {"W": {"items": {"words": {"probes": ["One?"]}}}}}
    found = [one.message for one in locale_complaints(source, locale(probes))]
    assert "the source has a list of 2 here" in found
