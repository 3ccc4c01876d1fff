from __future__ import annotations

import pytest

from assess.casework.assessment import Assessment
from assess.instrument.model import Instrument
from assess.judgement.coverage import (
    Coverage,
    Knowledge,
    coverage,
    coverage_of,
    hidden_items,
    knowledge,
    unknown_items,
)
from tests.unit.conftest import agreed, changed_item, made, rated_alone, small


@pytest.mark.parametrize(
    ("code", "expected"), [("0", "known"), ("2", "known"), ("U", "unknown"), ("X", "not_sought"), (None, "blank")]
)
def test_an_answer_says_what_is_known(instrument: Instrument, code: str | None, expected: Knowledge) -> None:
    assert knowledge(instrument, "words", {} if code is None else {"words": code}) == expected


@pytest.mark.parametrize(
    ("means", "expected"),
    [
        *(("unknown", "unknown"), ("declined", "unknown"), ("withheld", "unknown")),
        *(("not_sought", "not_sought"), ("not_applicable", "not_sought")),
    ],
)
def test_what_is_declined_or_withheld_is_not_known_either(means: str, expected: Knowledge) -> None:
    data = small()
    data["scales"][0]["non_answers"] = [{"code": "D", "label": "D", "means": means, "closes": False}]
    assert knowledge(made(data), "words", {"words": "D"}) == expected


def test_coverage_counts_what_the_group_agreed_on_and_nothing_else(start: Assessment, instrument: Instrument) -> None:
    alone = rated_alone(start, instrument)
    assert coverage(alone, instrument) == Coverage(known=0, unknown=0, not_sought=0, blank=5)
    after = agreed(alone, instrument, threat="U", plans="X")
    assert coverage(after, instrument) == Coverage(known=3, unknown=1, not_sought=1, blank=0)
    assert coverage(after, instrument).total == 5


def test_a_domain_is_counted_by_itself(start: Assessment, instrument: Instrument) -> None:
    after = agreed(rated_alone(start, instrument), instrument, threat="U", plans="X")
    counted = {domain.id: coverage_of(domain, after, instrument) for domain in instrument.domains}
    assert counted["W"] == Coverage(known=1, unknown=1, not_sought=0, blank=0)
    assert counted["D"] == Coverage(known=0, unknown=0, not_sought=1, blank=0)
    assert sum(one.total for one in counted.values()) == coverage(after, instrument).total


def test_unknown_items_are_listed_critical_ones_first(start: Assessment, instrument: Instrument) -> None:
    after = agreed(rated_alone(start, instrument), instrument, words="U", threat="U", plans="X")
    assert unknown_items(after, instrument) == ("threat", "words")


def sometimes(when: dict[str, object]) -> Instrument:
    """The small instrument, where «plans» only applies when this holds."""
    return made(changed_item(small(), "plans", applicable_when=when))


def test_an_item_that_does_not_apply_here_is_neither_known_nor_missing(start: Assessment) -> None:
    instrument = sometimes({"item": "words", "at_least": "1"})
    after = agreed(rated_alone(start, instrument), instrument, words="0", plans="U")
    assert hidden_items(instrument, after.answers) == {"plans"}
    assert coverage(after, instrument).total == 4
    assert coverage_of(instrument.domains[1], after, instrument).total == 0
    assert unknown_items(after, instrument) == ()
    applies = agreed(rated_alone(start, instrument), instrument, words="1", plans="U")
    assert coverage(applies, instrument).total == 5
    assert unknown_items(applies, instrument) == ("plans",)


def test_an_item_counts_while_it_is_open_whether_it_applies(start: Assessment) -> None:
    instrument = sometimes({"item": "words", "at_least": "1"})
    assert coverage(start, instrument) == Coverage(known=0, unknown=0, not_sought=0, blank=5)


def test_what_depends_on_the_case_is_hidden_only_when_the_case_is_known(start: Assessment) -> None:
    instrument = sometimes({"context": "age_band", "is": ["a18_24"]})
    assert coverage(start, instrument).total == 5
    assert coverage(start, instrument, {"age_band": "a18_24"}).total == 5
    assert coverage(start, instrument, {"age_band": "a16_17"}).total == 4
