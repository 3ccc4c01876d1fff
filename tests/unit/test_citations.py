from __future__ import annotations

import pytest

from assess.casework.assessment import Assessment
from assess.casework.citations import Citations, citations
from assess.casework.deeds.convening import Observe
from assess.casework.deeds.deed import Deed
from assess.casework.identifiers import removed
from assess.instrument.model import Instrument
from tests.unit.conftest import changed_item, done, made, observation, small


@pytest.fixture
def lettered() -> Instrument:
    """The small instrument with items called A1 and B2, as people write them."""
    data = changed_item(changed_item(small(), "words", id="A1"), "health", id="B2")
    data["rules"] = []
    return made(data)


def seen(start: Assessment, instrument: Instrument, *numbers: int) -> Assessment:
    deeds: list[Deed] = [Observe(observation(number)) for number in numbers]
    return done(start, instrument, *deeds)


def found(text: str, start: Assessment, instrument: Instrument) -> tuple[tuple[str, ...], list[int], tuple[str, ...]]:
    these = citations([text], start, instrument)
    return these.items, [one.number for one in these.observations], these.unknown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Han truet [A1], se #2", (("A1",), [2], ())),
        ("[a1] og [A1] er det samme", (("A1",), [], ())),
        ("Flere på en gang [A1, B2]", (("A1", "B2"), [], ())),
        ("(#1) først, så #2.", ((), [1, 2], ())),
        ("#2 nevnes før #1 og #2", ((), [2, 1], ())),
        ("[A9] og #99 finnes ikke", ((), [], ("[A9]", "#99"))),
        ("Tretten timer, nr. 1, side#2 og #2b", ((), [], ())),
        ("[sic] og [se under]", ((), [], ())),
        ("", ((), [], ())),
    ],
)
def test_a_text_points_to_items_and_observations(
    text: str,
    expected: tuple[tuple[str, ...], list[int], tuple[str, ...]],
    start: Assessment,
    lettered: Instrument,
) -> None:
    assert found(text, seen(start, lettered, 1, 2), lettered) == expected


def test_the_mark_of_what_was_taken_out_is_no_pointer(start: Assessment, lettered: Instrument) -> None:
    assert found(removed(), start, lettered) == ((), [], ())


def test_several_texts_name_each_thing_once_and_the_count_leaves_out_what_leads_nowhere(
    start: Assessment, lettered: Instrument
) -> None:
    these = citations(["#1 [A1]", "[B2] #1 [A9]"], seen(start, lettered, 1), lettered)
    assert these.items == ("A1", "B2")
    assert len(these) == 3
    assert len(Citations()) == 0


def test_a_withdrawn_observation_is_still_found(start: Assessment, lettered: Instrument) -> None:
    kept = seen(start, lettered, 1)
    withdrawn = kept.observations[0].model_copy(update={"withdrawn": "Misforstått"})
    kept = kept.model_copy(update={"observations": (withdrawn,)})
    assert found("#1", kept, lettered) == ((), [1], ())
