from __future__ import annotations

import pytest

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.decision import PartyLevel, PromptAnswer
from assess.casework.deeds.convening import Observe
from assess.casework.deeds.deciding import Formulate, ProposeLevel, TakeDecisionBack, TakeLevelsBack
from assess.casework.deeds.deed import Deed
from assess.casework.deeds.rating import Rate, Reveal
from assess.casework.deeds.undoing import GoBack
from assess.casework.history import MOST, History
from assess.errors import NotAllowed
from assess.instrument.edition import Edition
from tests.unit.conftest import NOW, OFFICER, SECRETARY, done, finished, observation, signed


class Sitting:
    """An assessment at work, with its history."""

    def __init__(self, assessment: Assessment, edition: Edition) -> None:
        self.now = assessment
        self.history = History()
        self._instrument = edition.instrument

    def do(self, deed: Deed) -> None:
        before = self.now
        self.now = deed.on(before, self._instrument)
        self.history.note(before, self.now)

    def undo(self) -> None:
        change, left = self.history.back(), self.now
        assert change is not None
        self.now = GoBack(change.other_side).on(left, self._instrument)
        self.history.went_back(left)

    def redo(self) -> None:
        change, left = self.history.forward(), self.now
        assert change is not None
        self.now = GoBack(change.other_side).on(left, self._instrument)
        self.history.went_forward(left)


@pytest.fixture
def sitting(case: Case, edition: Edition) -> Sitting:
    return Sitting(finished(case, edition), edition)


def prompt(sitting: Sitting, text: str) -> None:
    sitting.do(Formulate(PromptAnswer(prompt=sitting._instrument.prompts[0].id, text=text)))


def test_changes_are_taken_back_one_by_one_and_done_again(sitting: Sitting) -> None:
    begun = sitting.now.digest
    sitting.do(Observe(observation(5, seen="Første")))
    first = sitting.now.digest
    sitting.do(Observe(observation(6, seen="Andre")))
    second = sitting.now.digest
    sitting.undo()
    assert sitting.now.digest == first
    sitting.undo()
    assert sitting.now.digest == begun
    assert sitting.history.back() is None
    sitting.redo()
    sitting.redo()
    assert sitting.now.digest == second
    assert sitting.history.forward() is None


def test_each_way_is_a_change_of_its_own_to_the_register(sitting: Sitting) -> None:
    sitting.do(Observe(observation(5)))
    revision = sitting.now.revision
    sitting.undo()
    assert sitting.now.revision == revision + 1


def test_a_new_change_takes_the_place_of_what_was_taken_back(sitting: Sitting) -> None:
    sitting.do(Observe(observation(5, seen="Første")))
    sitting.undo()
    sitting.do(Observe(observation(6, seen="Andre")))
    assert sitting.history.forward() is None


def test_a_text_that_was_saved_in_pauses_is_taken_back_whole(sitting: Sitting) -> None:
    prompt(sitting, "Noe helt annet")
    before = sitting.now.digest
    prompt(sitting, "Noe helt annet.")
    prompt(sitting, "Noe helt annet. Og")
    prompt(sitting, "Noe helt annet. Og mer.")
    sitting.undo()
    assert sitting.now.prompts[0].text != "Noe helt annet. Og"
    assert sitting.now.digest != before


def test_two_texts_in_turn_are_two_changes(sitting: Sitting) -> None:
    prompt(sitting, "Først")
    sitting.do(Observe(observation(5, seen="Imellom")))
    prompt(sitting, "Så")
    sitting.undo()
    assert sitting.now.prompts[0].text == "Først"


def test_a_changed_code_is_never_joined_with_the_one_before(sitting: Sitting) -> None:
    rating = next(iter(sitting.now.agreed.values()))
    codes = sitting._instrument.scale_of(rating.item).codes()
    for code in codes[:3]:
        sitting.do(Rate(rating.model_copy(update={"code": code, "given_at": NOW})))
    sitting.undo()
    assert sitting.now.answers[rating.item] == codes[1]


def test_nothing_from_before_the_reveal_can_be_taken_back(case: Case, edition: Edition) -> None:
    done = finished(case, edition)
    hidden = done.model_copy(update={"revealed_at": None, "ratings": tuple(done.individual.values()), "decision": None})
    sitting = Sitting(hidden, edition)
    sitting.do(Observe(observation(5)))
    sitting.do(Reveal(NOW))
    assert sitting.history.back() is None
    with pytest.raises(NotAllowed, match="kan ikke angres"):
        GoBack(hidden).on(sitting.now, edition.instrument)


def test_signing_ends_what_can_be_taken_back(sitting: Sitting, edition: Edition) -> None:
    sitting.do(Observe(observation(5)))
    vouched = signed(sitting.now, edition.instrument, SECRETARY, OFFICER)
    sitting.history.note(sitting.now, vouched)
    assert sitting.history.back() is None
    with pytest.raises(NotAllowed, match="låst"):
        GoBack(sitting.now).on(vouched, edition.instrument)


def test_going_back_makes_a_signature_void_and_never_brings_one_back(sitting: Sitting, edition: Edition) -> None:
    once = signed(sitting.now, edition.instrument, SECRETARY)
    after = GoBack(sitting.now).on(once, edition.instrument)
    assert [one.void for one in after.signatures] == [True]


def test_another_assessment_can_not_be_gone_back_to(sitting: Sitting, edition: Edition) -> None:
    other = sitting.now.model_copy(update={"id": "00000000-0000-7000-8000-00000000ffff"})
    with pytest.raises(NotAllowed):
        GoBack(other).on(sitting.now, edition.instrument)


def test_only_so_many_changes_are_remembered(sitting: Sitting) -> None:
    for number in range(5, 5 + MOST + 20):
        sitting.do(Observe(observation(number)))
    taken = 0
    while sitting.history.back() is not None:
        sitting.undo()
        taken += 1
    assert taken == MOST


def test_showing_the_parties_levels_is_a_border(case: Case, edition: Edition) -> None:
    whole = done(finished(case, edition), edition.instrument, TakeDecisionBack(), TakeLevelsBack())
    sitting = Sitting(whole, edition)
    for party in whole.meeting.parties():
        sitting.do(ProposeLevel(PartyLevel(party=party, level="N1")))
    assert sitting.history.back() is None
