from __future__ import annotations

from datetime import date, timedelta

import pytest

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.decision import Dissent, HelpNeed, PartyLevel, PromptAnswer, RightsAnswer, Scenario
from assess.casework.deeds.convening import Convene, Observe
from assess.casework.deeds.deciding import (
    AnswerRights,
    Decide,
    Disagree,
    Formulate,
    Imagine,
    ProposeLevel,
    SetHelpNeed,
)
from assess.casework.deeds.deed import Deed
from assess.casework.deeds.planning import NoteCall, PlanMeasure, PlanUnknown, Remove, SetReview
from assess.casework.deeds.rating import Comment, Rate, TakeBack
from assess.casework.deeds.signing import Append, Check, Sign
from assess.casework.plan import AcuteCall, UnknownPlan
from assess.casework.quality import Addendum, CheckAnswer, Clearance
from assess.casework.rating import Remark
from assess.errors import NotAllowed
from assess.instrument.edition import Edition
from assess.instrument.model import Instrument
from tests.unit.conftest import (
    CONTACT,
    COORDINATOR,
    NOW,
    OFFICER,
    SECRETARY,
    decision,
    finished,
    measure,
    meeting,
    observation,
    rating,
    record_id,
    signature,
    signed,
)

STRANGER = record_id(99)


@pytest.fixture
def ready(case: Case, edition: Edition) -> Assessment:
    return finished(case, edition)


@pytest.fixture
def locked(ready: Assessment, instrument: Instrument) -> Assessment:
    return signed(ready, instrument, SECRETARY, OFFICER)


def refused(deed: Deed, assessment: Assessment, instrument: Instrument) -> str:
    with pytest.raises(NotAllowed) as caught:
        deed.on(assessment, instrument)
    return str(caught.value)


def call(number: int = 1) -> AcuteCall:
    return AcuteCall(id=record_id(600 + number), called_at=NOW, whom="112", by="slt")


def addendum(text: str = "Det var fredag") -> Addendum:
    return Addendum(id=record_id(700), text=text, by="slt", added_at=NOW)


def test_two_signatures_of_two_parties_lock_it(ready: Assessment, instrument: Instrument) -> None:
    one = signed(ready, instrument, SECRETARY)
    assert (one.state, one.locked_at) == ("draft", None)
    two = Sign(signature(one, OFFICER, 2), Clearance(digest=one.digest)).on(one, instrument)
    assert (two.state, two.locked_at) == ("locked", NOW + timedelta(hours=1))
    assert two.digest == ready.digest


def test_the_two_come_from_different_organisations(ready: Assessment, instrument: Instrument) -> None:
    one = signed(ready, instrument, SECRETARY)
    deed = Sign(signature(one, COORDINATOR, 2), Clearance(digest=one.digest))
    assert refused(deed, one, instrument) == "De to som signerer, må komme fra hver sin organisasjon."


def test_nobody_signs_twice(ready: Assessment, instrument: Instrument) -> None:
    one = signed(ready, instrument, SECRETARY)
    again = Sign(signature(one, SECRETARY, 2), Clearance(digest=one.digest))
    assert refused(again, one, instrument) == "Samme person kan ikke signere to ganger."


@pytest.mark.parametrize(("who", "party"), [(STRANGER, "kommune"), (SECRETARY, "politi")])
def test_participants_sign_for_their_own_party(ready: Assessment, instrument: Instrument, who: str, party: str) -> None:
    deed = Sign(signature(ready, who, party=party), Clearance(digest=ready.digest))
    assert refused(deed, ready, instrument) == "Bare deltakere i møtet kan signere, for sin egen part."


@pytest.mark.parametrize("stale", ["signature", "clearance"])
def test_what_was_changed_after_the_control_is_controlled_again(
    ready: Assessment, instrument: Instrument, stale: str
) -> None:
    old = signature(ready, SECRETARY)
    after = SetReview(date(2027, 2, 1)).on(ready, instrument)
    new = signature(after, SECRETARY)
    digest = ready.digest if stale == "clearance" else after.digest
    deed = Sign(old if stale == "signature" else new, Clearance(digest=digest))
    message = "Vurderingen ble endret etter at den ble kontrollert. Se gjennom den på nytt."
    assert refused(deed, after, instrument) == message


def test_any_change_voids_the_signatures_and_keeps_them(ready: Assessment, instrument: Instrument) -> None:
    one = signed(ready, instrument, SECRETARY)
    after = SetReview(date(2027, 2, 1)).on(one, instrument)
    assert after.standing_signatures == ()
    assert [(found.attendee, found.void) for found in after.signatures] == [(SECRETARY, True)]
    new = Sign(signature(after, SECRETARY, 2), Clearance(digest=after.digest)).on(after, instrument)
    assert [found.void for found in new.signatures] == [True, False]
    assert new.state == "draft"


@pytest.mark.parametrize(
    "deed",
    [
        Convene(meeting()),
        Observe(observation(9)),
        Rate(rating("words", "2")),
        TakeBack("agreed", "", "words"),
        Comment(Remark(item="words", kind="read_differently", made_at=NOW)),
        Formulate(PromptAnswer(prompt="worry", text="Noe annet")),
        Imagine(Scenario(id=record_id(9), fields={})),
        AnswerRights(RightsAnswer(check="lawful", answer="no")),
        ProposeLevel(PartyLevel(party="politi", level="N2")),
        Decide(decision("N2")),
        SetHelpNeed(HelpNeed(need="H1")),
        Disagree(Dissent(id=record_id(9), who="politi", text="Nei")),
        PlanMeasure(measure(9)),
        PlanUnknown(UnknownPlan(item="words", who="politi")),
        SetReview(None),
        NoteCall(call(9)),
        Remove("measures", record_id(301)),
        Check(CheckAnswer(check="read", answer="no")),
    ],
    ids=lambda deed: deed.name,
)
def test_nothing_changes_what_is_locked(locked: Assessment, instrument: Instrument, deed: Deed) -> None:
    assert refused(deed, locked, instrument) == (
        "Vurderingen er signert og låst. Rettelser skrives som tillegg, så det signerte blir stående."
    )


def test_nobody_signs_what_is_locked(locked: Assessment, instrument: Instrument) -> None:
    deed = Sign(signature(locked, CONTACT, 3), Clearance(digest=locked.digest))
    assert "Vurderingen er signert og låst." in refused(deed, locked, instrument)


def test_a_correction_is_added_to_what_is_locked_and_signatures_stand(
    locked: Assessment, instrument: Instrument
) -> None:
    after = Append(addendum()).on(locked, instrument)
    assert (after.addenda, after.revision) == ((addendum(),), locked.revision + 1)
    assert (after.digest, after.standing_signatures) == (locked.digest, locked.standing_signatures)


def test_an_addendum_has_a_text_and_waits_for_the_lock(
    ready: Assessment, locked: Assessment, instrument: Instrument
) -> None:
    assert refused(Append(addendum(" ")), locked, instrument) == "Et tillegg må ha en tekst."
    assert refused(Append(addendum()), ready, instrument) == "Vurderingen er ikke låst. Rett den direkte."
