from __future__ import annotations

from assess.casework.assessment import Assessment
from assess.casework.deeds.convening import Observe
from assess.instrument.model import Instrument
from assess.judgement.rights import raised_risks, rights_view
from tests.unit.conftest import agreed, done, observation, rated_alone


def rated(start: Assessment, instrument: Instrument, **codes: str) -> Assessment:
    return agreed(rated_alone(start, instrument), instrument, **codes)


def test_what_is_marked_as_lawful_is_listed_while_it_stands(start: Assessment, instrument: Instrument) -> None:
    lawful, other = observation(1, lawful=True), observation(2)
    gone = observation(3, lawful=True, withdrawn="Det var en annen")
    after = done(start, instrument, Observe(lawful), Observe(other), Observe(gone))
    assert rights_view(after, instrument).lawful == (lawful,)


def test_an_item_for_which_only_lawful_expression_speaks_is_named(start: Assessment, instrument: Instrument) -> None:
    lawful = Observe(observation(1, lawful=True, speaks_for=("words",)))
    after = done(rated(start, instrument, words="1"), instrument, lawful)
    assert rights_view(after, instrument).only_lawful == ("words",)
    more = done(after, instrument, Observe(observation(2, speaks_for=("words",))))
    assert rights_view(more, instrument).only_lawful == ()


def test_what_speaks_against_or_was_withdrawn_carries_nothing(start: Assessment, instrument: Instrument) -> None:
    after = done(
        rated(start, instrument, words="1"),
        instrument,
        Observe(observation(1, lawful=True, speaks_for=("words",))),
        Observe(observation(2, speaks_against=("words",))),
        Observe(observation(3, speaks_for=("words",), withdrawn="Det var en annen")),
    )
    assert rights_view(after, instrument).only_lawful == ("words",)


def test_an_item_rated_lowest_or_with_nothing_behind_it_is_not_named(start: Assessment, instrument: Instrument) -> None:
    lawful = Observe(observation(1, lawful=True, speaks_for=("words",)))
    after = done(rated(start, instrument, words="0", plans="2"), instrument, lawful)
    assert rights_view(after, instrument).only_lawful == ()


def test_a_concern_that_is_only_words_is_said_to_be_so(start: Assessment, instrument: Instrument) -> None:
    assert rights_view(rated(start, instrument, words="2"), instrument).only_expression
    assert not rights_view(rated(start, instrument, words="2", plans="1"), instrument).only_expression


def test_without_any_concern_there_is_nothing_that_is_only_words(start: Assessment, instrument: Instrument) -> None:
    assert not rights_view(rated(start, instrument, words="0"), instrument).only_expression


def test_neither_strengths_nor_unknowns_nor_the_other_half_are_raised_risks(
    start: Assessment, instrument: Instrument
) -> None:
    after = rated(start, instrument, words="U", threat="1", plans="X", friends="2", health="2")
    assert raised_risks(after, instrument) == ("threat",)
