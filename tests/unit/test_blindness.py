from __future__ import annotations

from datetime import timedelta

from assess.casework.assessment import Assessment
from assess.casework.blindness import hidden_ratings, hides_ratings, without_hidden
from assess.casework.consistency import inconsistencies
from assess.casework.deeds.rating import Reveal
from assess.instrument.edition import Edition
from assess.instrument.model import Instrument
from tests.unit.conftest import NOW, OFFICER, SECRETARY, a_case, finished, rated_alone, signature, signed


def test_what_was_rated_alone_stays_hidden_until_everybody_s_is_shown(
    start: Assessment, instrument: Instrument
) -> None:
    alone = rated_alone(start, instrument)
    assert hidden_ratings(alone) == 4 * 5
    assert without_hidden(alone).ratings == ()
    shown = Reveal(NOW).on(alone, instrument)
    assert not hides_ratings(shown)
    assert without_hidden(shown) is shown


def test_an_assessment_in_which_nobody_has_rated_is_left_as_it_is(start: Assessment) -> None:
    assert hides_ratings(start)
    assert without_hidden(start) is start


def test_what_is_left_remembers_nothing_of_what_was_taken_out(start: Assessment, instrument: Instrument) -> None:
    alone = rated_alone(start, instrument)
    assert alone.individual
    before = alone.digest
    left = without_hidden(alone)
    assert left.individual == {}
    assert left.digest != before
    assert left == alone.model_copy(update={"ratings": ()})
    assert alone.individual


def test_a_signature_under_more_than_is_left_is_void_in_the_copy(start: Assessment, instrument: Instrument) -> None:
    alone = rated_alone(start, instrument)
    vouched = alone.model_copy(update={"signatures": (signature(alone, OFFICER),)})
    left = without_hidden(vouched)
    assert [one.void for one in left.signatures] == [True]
    assert inconsistencies(left, instrument) == []
    assert not vouched.signatures[0].void


def test_a_locked_assessment_goes_whole_since_people_vouch_for_all_of_it(edition: Edition) -> None:
    locked = signed(finished(a_case(), edition), edition.instrument, SECRETARY, OFFICER)
    never_shown = locked.model_copy(update={"revealed_at": None, "locked_at": NOW + timedelta(hours=1)})
    assert never_shown.state == "locked"
    assert without_hidden(never_shown) is never_shown
