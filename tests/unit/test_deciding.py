from __future__ import annotations

import pytest

from assess.casework.assessment import Assessment
from assess.casework.decision import PartyLevel
from assess.casework.deeds.convening import Convene
from assess.casework.deeds.deciding import (
    Decide,
    ProposeLevel,
    TakeDecisionBack,
    TakeLevelsBack,
    shown_party_levels,
    silent_parties,
)
from assess.errors import NotAllowed
from assess.instrument.model import Instrument
from tests.unit.conftest import attendee, decided, decision, done, record_id


def level(party: str, code: str) -> ProposeLevel:
    return ProposeLevel(PartyLevel(party=party, level=code))


def test_no_partys_level_is_shown_before_every_party_present_has_given_its_own(
    start: Assessment, instrument: Instrument
) -> None:
    assert shown_party_levels(start) == ()
    first = done(start, instrument, level("kommune", "N3"))
    assert shown_party_levels(first) == ()
    both = done(first, instrument, level("politi", "N1"))
    assert [one.level for one in shown_party_levels(both)] == ["N3", "N1"]


def test_without_anybody_present_nothing_is_shown(start: Assessment) -> None:
    nobody = start.model_copy(update={"meeting": start.meeting.model_copy(update={"attendees": ()})})
    assert shown_party_levels(nobody.model_copy(update={"party_levels": (PartyLevel(party="x", level="N1"),)})) == ()


def test_a_level_is_neither_given_late_nor_changed_once_the_group_has_decided(
    start: Assessment, instrument: Instrument
) -> None:
    after = decided(start, instrument, "N2")
    with pytest.raises(NotAllowed, match="Ta først gruppas nivå tilbake"):
        level("kommune", "N3").on(after, instrument)
    back = TakeDecisionBack().on(after, instrument)
    assert back.decision is None
    anew = done(back, instrument, TakeLevelsBack(), level("kommune", "N3"), level("politi", "N2"))
    assert [one.level for one in anew.party_levels] == ["N3", "N2"]


def test_a_party_that_joins_after_the_decision_hides_nothing_and_is_heard_before_another_decision(
    start: Assessment, instrument: Instrument
) -> None:
    after = decided(start, instrument, "N2")
    late = (*after.meeting.attendees, attendee(record_id(77), "kriminalomsorg", role="krimomsorg"))
    joined = Convene(after.meeting.model_copy(update={"attendees": late})).on(after, instrument)
    assert len(shown_party_levels(joined)) == 2
    with pytest.raises(NotAllowed, match="så de nye også kan gi sitt"):
        Decide(decision("N3")).on(joined, instrument)
    back = done(joined, instrument, TakeDecisionBack(), level("kriminalomsorg", "N1"), Decide(decision("N3")))
    assert back.decision is not None


def test_taking_back_what_was_never_decided_changes_nothing(start: Assessment, instrument: Instrument) -> None:
    assert TakeDecisionBack().on(start, instrument) is start


def test_a_level_that_others_have_seen_is_not_changed_by_one_party_alone(
    start: Assessment, instrument: Instrument
) -> None:
    shown = done(start, instrument, level("kommune", "N3"), level("politi", "N1"))
    with pytest.raises(NotAllowed, match="endres ikke hver for seg"):
        level("politi", "N3").on(shown, instrument)
    reasoned = ProposeLevel(PartyLevel(party="politi", level="N1", reason="Fordi")).on(shown, instrument)
    assert [one.reason for one in reasoned.party_levels] == ["", "Fordi"]


def test_after_a_slip_all_levels_are_taken_back_and_given_anew(start: Assessment, instrument: Instrument) -> None:
    after = decided(start, instrument, "N2")
    with pytest.raises(NotAllowed, match="Gruppa har satt"):
        TakeLevelsBack().on(after, instrument)
    anew = done(after, instrument, TakeDecisionBack(), TakeLevelsBack())
    assert anew.party_levels == ()
    assert set(silent_parties(anew)) == set(anew.meeting.parties())
