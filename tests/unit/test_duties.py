from __future__ import annotations

import pytest

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.decision import DutyAnswer
from assess.casework.deeds.deciding import AnswerDuty, TakeDecisionBack
from assess.instrument.model import Instrument
from assess.judgement.duties import asked_duties
from assess.profile.model import Profile
from tests.unit.conftest import NOW, agreed, decided, rated_alone


@pytest.fixture
def rated(start: Assessment, instrument: Instrument) -> Assessment:
    return agreed(rated_alone(start, instrument), instrument)


def asked(assessment: Assessment, instrument: Instrument, case: Case, profile: Profile) -> dict[str, bool]:
    """The duties that are asked, and whether each is only advised."""
    return {one.duty.id: one.advised for one in asked_duties(assessment, instrument, case, profile)}


def test_nothing_is_asked_before_the_group_has_decided_or_when_it_has_taken_that_back(
    rated: Assessment, instrument: Instrument, case: Case, profile: Profile
) -> None:
    child = case.model_copy(update={"age_band": "u13"})
    assert asked(rated, instrument, child, profile) == {}
    after = decided(rated, instrument, "N3")
    assert asked(after, instrument, child, profile)
    assert asked(TakeDecisionBack().on(after, instrument), instrument, child, profile) == {}


@pytest.mark.parametrize(("level", "duties"), [("N0", {}), ("N2", {}), ("N3", {"avverging": False, "pst": False})])
def test_the_duty_to_avert_and_the_contact_with_pst_are_asked_from_the_level_that_the_profile_names(
    rated: Assessment, instrument: Instrument, case: Case, profile: Profile, level: str, duties: dict[str, bool]
) -> None:
    assert asked(decided(rated, instrument, level), instrument, case, profile) == duties


def test_not_being_able_to_conclude_makes_them_advice(
    rated: Assessment, instrument: Instrument, case: Case, profile: Profile
) -> None:
    assert asked(decided(rated, instrument, "NX"), instrument, case, profile) == {"avverging": True, "pst": True}


@pytest.mark.parametrize(("band", "minor"), [("a16_17", True), ("ukjent", True), ("gone", True), ("a18_24", False)])
def test_guardians_and_child_welfare_are_asked_for_anybody_who_may_be_under_eighteen(
    rated: Assessment, instrument: Instrument, case: Case, profile: Profile, band: str, *, minor: bool
) -> None:
    found = asked(decided(rated, instrument, "N0"), instrument, case.model_copy(update={"age_band": band}), profile)
    assert found == ({"foresatte": False, "barnevern": False} if minor else {})


@pytest.mark.parametrize(("text", "by", "written"), [("Vurdert", "SLT", True), ("Vurdert", " ", False)])
def test_a_duty_is_written_when_it_says_what_was_considered_and_who_answers_for_it(
    rated: Assessment, instrument: Instrument, case: Case, profile: Profile, text: str, by: str, *, written: bool
) -> None:
    answer = DutyAnswer(duty="pst", text=text, by=by, answered_at=NOW)
    after = AnswerDuty(answer).on(decided(rated, instrument, "N3"), instrument)
    found = {one.duty.id: one.written for one in asked_duties(after, instrument, case, profile)}
    assert found == {"avverging": False, "pst": written}
