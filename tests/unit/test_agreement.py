from __future__ import annotations

import pytest

from assess.casework.assessment import Assessment
from assess.casework.deeds.convening import Convene
from assess.casework.deeds.rating import Comment, Rate
from assess.casework.rating import Remark
from assess.instrument.model import Instrument
from assess.judgement.agreement import Kind, Shift, Spread, needs_devils_advocate, shift, spreads
from tests.unit.conftest import NOW, RATERS, attendee, done, meeting, rated_alone, rating


def rated(start: Assessment, instrument: Instrument, item: str, codes: str) -> Assessment:
    """The first raters give one item these codes, in order; a blank means none."""
    given = [(rater, code) for rater, code in zip(RATERS, codes, strict=False) if code != " "]
    return done(start, instrument, *(Rate(rating(item, code, rater)) for rater, code in given))


def of(assessment: Assessment, instrument: Instrument, item: str) -> Spread:
    (found,) = [spread for spread in spreads(assessment, instrument) if spread.item == item]
    return found


@pytest.mark.parametrize(
    ("codes", "kind", "steps"),
    [
        ("", "nobody", 0),
        ("2", "alone", 0),
        ("1111", "equal", 0),
        ("UU", "equal", 0),
        ("0012", "apart", 2),
        ("01", "apart", 1),
        ("0U", "known_and_unknown", 0),
        ("02U", "known_and_unknown", 2),
        ("UX", "known_and_unknown", 0),
    ],
)
def test_a_spread_is_a_distance_between_known_answers(
    start: Assessment, instrument: Instrument, codes: str, kind: Kind, steps: int
) -> None:
    found = of(rated(start, instrument, "words", codes), instrument, "words")
    assert (found.kind, found.steps, found.equal) == (kind, steps, kind == "equal")


def test_known_beside_unknown_is_never_agreement_and_never_a_distance(
    start: Assessment, instrument: Instrument
) -> None:
    found = of(rated(start, instrument, "words", "22U2"), instrument, "words")
    assert (found.kind, found.steps) == ("known_and_unknown", 0)


def test_the_widest_spread_comes_first_then_the_unknown_then_the_critical(
    start: Assessment, instrument: Instrument
) -> None:
    given = {"words": "11", "threat": "11", "plans": "01", "friends": "0U", "health": "02"}
    for item, codes in given.items():
        start = rated(start, instrument, item, codes)
    order = [spread.item for spread in spreads(start, instrument)]
    assert order == ["health", "plans", "friends", "threat", "words"]


def test_the_ratings_stand_in_the_order_the_raters_were_entered(start: Assessment, instrument: Instrument) -> None:
    late = done(start, instrument, *(Rate(rating("words", "1", rater)) for rater in reversed(RATERS)))
    assert [one.rater for one in of(late, instrument, "words").ratings] == list(RATERS)


def test_agreement_on_a_critical_item_asks_for_the_devils_advocate(start: Assessment, instrument: Instrument) -> None:
    assert needs_devils_advocate(rated_alone(start, instrument), instrument) == ("threat",)


def test_even_agreeing_that_nobody_knows_asks_for_the_devils_advocate(
    start: Assessment, instrument: Instrument
) -> None:
    assert needs_devils_advocate(rated_alone(start, instrument, threat="U"), instrument) == ("threat",)


def test_disagreement_is_challenge_enough(start: Assessment, instrument: Instrument) -> None:
    assert needs_devils_advocate(rated(start, instrument, "threat", "0001"), instrument) == ()


def test_one_rater_alone_is_not_agreement(start: Assessment, instrument: Instrument) -> None:
    alone = Convene(meeting(attendees=(attendee(RATERS[0]),))).on(start, instrument)
    assert needs_devils_advocate(rated(alone, instrument, "threat", "0"), instrument) == ()


@pytest.mark.parametrize(("kind", "left"), [("devils_advocate", ()), ("read_differently", ("threat",))])
def test_only_somebody_speaking_against_it_answers_the_call(
    start: Assessment, instrument: Instrument, kind: str, left: tuple[str, ...]
) -> None:
    said = Remark.model_validate({"item": "threat", "kind": kind, "made_at": NOW})
    after = Comment(said).on(rated_alone(start, instrument), instrument)
    assert needs_devils_advocate(after, instrument) == left


@pytest.mark.parametrize(
    ("codes", "agreed", "expected"),
    [
        ("0012", "2", None),
        ("0012", "U", "nobody_gave"),
        ("1112", "1", None),
        ("1112", "2", "against_most"),
        ("1122", "2", None),
        ("11", "2", "nobody_gave"),
        ("UUU1", "1", "against_most"),
        ("", "2", None),
    ],
)
def test_an_agreed_answer_may_lie_away_from_where_the_participants_stood(
    start: Assessment, instrument: Instrument, codes: str, agreed: str, expected: Shift | None
) -> None:
    assert shift(of(rated(start, instrument, "words", codes), instrument, "words"), agreed) == expected


@pytest.mark.parametrize(("codes", "unanimous"), [("1111", True), ("111", False), ("1112", False), ("", False)])
def test_only_when_all_have_answered_alike_are_they_of_one_mind(
    start: Assessment, instrument: Instrument, codes: str, *, unanimous: bool
) -> None:
    assert of(rated(start, instrument, "words", codes), instrument, "words").unanimous == unanimous
