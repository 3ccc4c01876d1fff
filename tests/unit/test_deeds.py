from __future__ import annotations

from datetime import date

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
    silent_parties,
    unanswered_rights,
)
from assess.casework.deeds.deed import Deed
from assess.casework.deeds.planning import NoteCall, PlanMeasure, PlanUnknown, Remove, SetReview
from assess.casework.deeds.rating import Comment, Rate, Reveal, TakeBack
from assess.casework.deeds.signing import Check
from assess.casework.plan import AcuteCall, UnknownPlan
from assess.casework.quality import CheckAnswer
from assess.casework.rating import Remark
from assess.errors import NotAllowed
from assess.instrument.edition import Edition
from assess.instrument.library import Library
from assess.instrument.model import Instrument
from tests.unit.conftest import (
    CONTACT,
    COORDINATOR,
    NOW,
    OFFICER,
    SECRETARY,
    TEACHER,
    agreed,
    attendee,
    begun,
    decided,
    decision,
    done,
    finished,
    measure,
    meeting,
    observation,
    rated_alone,
    rating,
    record_id,
)

STRANGER = record_id(99)


@pytest.fixture
def rated(start: Assessment, instrument: Instrument) -> Assessment:
    return rated_alone(start, instrument)


@pytest.fixture
def ready(case: Case, edition: Edition) -> Assessment:
    return finished(case, edition)


def refused(deed: Deed, assessment: Assessment, instrument: Instrument) -> str:
    with pytest.raises(NotAllowed) as caught:
        deed.on(assessment, instrument)
    return str(caught.value)


def call(number: int = 1) -> AcuteCall:
    return AcuteCall(id=record_id(600 + number), called_at=NOW, whom="112", by="slt")


# Meeting and observations


def test_whoever_has_rated_stays_in_the_meeting(rated: Assessment, instrument: Instrument) -> None:
    without = meeting(attendees=tuple(one for one in rated.meeting.attendees if one.id != TEACHER))
    assert refused(Convene(without), rated, instrument) == (
        "En deltaker som har vurdert, kan ikke tas ut av møtet. "
        "Vurderingen hører til det møtet visste. La deltakeren stå."
    )


def test_whoever_has_rated_goes_on_being_a_rater(rated: Assessment, instrument: Instrument) -> None:
    silent = tuple(one.model_copy(update={"rates": False}) for one in rated.meeting.attendees)
    assert "kan ikke tas ut av møtet" in refused(Convene(meeting(attendees=silent)), rated, instrument)


def test_whoever_has_not_rated_may_leave(rated: Assessment, instrument: Instrument) -> None:
    without = meeting(attendees=tuple(one for one in rated.meeting.attendees if one.id != SECRETARY))
    assert Convene(without).on(rated, instrument).meeting == without


def test_nobody_sits_on_two_chairs(start: Assessment, instrument: Instrument) -> None:
    twice = meeting(attendees=(attendee(TEACHER), attendee(TEACHER, "politi")))
    assert refused(Convene(twice), start, instrument) == "Samme deltaker står to ganger i møtet."


def test_an_observation_says_what_was_seen(start: Assessment, instrument: Instrument) -> None:
    bare = Observe(observation(seen="  "))
    assert refused(bare, start, instrument) == "En opplysning må si hva som er sett eller hørt."


def test_an_observation_speaks_about_items_that_there_are(start: Assessment, instrument: Instrument) -> None:
    message = "Verktøyet har ikke noe som heter «weather»."
    assert refused(Observe(observation(speaks_for=("weather",))), start, instrument) == message
    assert refused(Observe(observation(speaks_against=("weather",))), start, instrument) == message


def test_an_observation_speaks_on_one_side_of_an_item(start: Assessment, instrument: Instrument) -> None:
    both = Observe(observation(speaks_for=("words",), speaks_against=("words",)))
    assert refused(both, start, instrument) == "En opplysning kan ikke tale både for og imot samme forhold."


def test_a_changed_observation_keeps_its_place(start: Assessment, instrument: Instrument) -> None:
    first, second = observation(1), observation(2)
    better = observation(1, seen="Har lest det selv")
    after = done(start, instrument, Observe(first), Observe(second), Observe(better))
    assert after.observations == (better, second)


def test_a_withdrawn_observation_is_kept_and_stands_no_more(start: Assessment, instrument: Instrument) -> None:
    gone = observation(withdrawn="Det var en annen", speaks_for=("words",))
    after = Observe(gone).on(start, instrument)
    assert after.observations == (gone,)
    assert after.standing_observations == after.about("words") == ()


# Rating alone, revealing, agreeing


def test_a_code_must_be_one_of_the_items_own(start: Assessment, instrument: Instrument) -> None:
    wrong = Rate(rating("words", "7", TEACHER))
    assert refused(wrong, start, instrument) == "«7» er ikke et svar på forhold words."


def test_an_item_must_be_one_of_the_instruments(start: Assessment, instrument: Instrument) -> None:
    wrong = Rate(rating("weather", "1", TEACHER))
    assert refused(wrong, start, instrument) == "Verktøyet har ikke noe som heter «weather»."


@pytest.mark.parametrize("rater", [SECRETARY, STRANGER])
def test_only_those_who_rate_give_a_rating_of_their_own(start: Assessment, instrument: Instrument, rater: str) -> None:
    message = "Bare deltakere i møtet kan gi en egen vurdering."
    assert refused(Rate(rating("words", "1", rater)), start, instrument) == message


def test_rating_again_before_the_reveal_replaces_ones_own(start: Assessment, instrument: Instrument) -> None:
    after = done(start, instrument, Rate(rating("words", "1", TEACHER)), Rate(rating("words", "U", TEACHER)))
    assert [one.code for one in after.ratings] == ["U"]


def test_a_rating_can_be_taken_back_before_the_reveal(start: Assessment, instrument: Instrument) -> None:
    after = done(start, instrument, Rate(rating("words", "1", TEACHER)), TakeBack("individual", TEACHER, "words"))
    assert after.ratings == ()


def test_the_group_agrees_only_after_the_reveal(rated: Assessment, instrument: Instrument) -> None:
    assert refused(Rate(rating("words", "1")), rated, instrument) == (
        "Gruppa kan ikke bli enig før alles egne vurderinger er vist. Fullfør steget «Egen vurdering» først."
    )


def test_an_instrument_without_a_round_alone_lets_the_group_answer_at_once(case: Case) -> None:
    triage = Library().edition("triage")
    after = Rate(rating("T1", "J")).on(begun(case, triage), triage.instrument)
    assert after.answers == {"T1": "J"}


def test_what_is_agreed_belongs_to_nobody_in_particular(rated: Assessment, instrument: Instrument) -> None:
    shown = Reveal(NOW).on(rated, instrument)
    mine = rating("words", "1").model_copy(update={"rater": TEACHER})
    assert refused(Rate(mine), shown, instrument) == "Vurderingen dere er enige om, hører til hele gruppa."


def test_nothing_is_revealed_before_anybody_has_rated(start: Assessment, instrument: Instrument) -> None:
    assert refused(Reveal(NOW, "Vi haster"), start, instrument) == "Ingen har gitt en egen vurdering ennå."


def test_revealing_before_all_are_in_needs_a_reason_that_is_kept(start: Assessment, instrument: Instrument) -> None:
    some = Rate(rating("words", "1", TEACHER)).on(start, instrument)
    message = "Ikke alle har vurdert alle forhold. Fullfør vurderingene, eller skriv hvorfor dere går videre."
    assert refused(Reveal(NOW, "  "), some, instrument) == message
    assert Reveal(NOW, "Politiet måtte gå").on(some, instrument).reveal_note == "Politiet måtte gå"


def test_what_was_shown_can_not_be_changed_taken_back_or_shown_again(rated: Assessment, instrument: Instrument) -> None:
    shown = Reveal(NOW).on(rated, instrument)
    assert refused(Rate(rating("words", "2", TEACHER)), shown, instrument) == (
        "De egne vurderingene er vist og kan ikke endres. Bli enige i drøftingen i stedet."
    )
    back = TakeBack("individual", TEACHER, "words")
    assert refused(back, shown, instrument) == "De egne vurderingene er vist og kan ikke endres."
    assert refused(Reveal(NOW), shown, instrument) == "De egne vurderingene er allerede vist."


def test_the_first_rating_stays_beside_what_was_agreed(rated: Assessment, instrument: Instrument) -> None:
    after = agreed(rated, instrument, words="2")
    assert after.answers["words"] == "2"
    assert {after.individual[rater, "words"].code for rater in (TEACHER, COORDINATOR, OFFICER, CONTACT)} == {"1"}


def test_what_was_agreed_can_be_taken_back(rated: Assessment, instrument: Instrument) -> None:
    after = TakeBack("agreed", "", "words").on(agreed(rated, instrument), instrument)
    assert "words" not in after.answers
    assert (TEACHER, "words") in after.individual


def test_a_remark_stands_once_for_each_item_and_kind(start: Assessment, instrument: Instrument) -> None:
    def said(text: str) -> Comment:
        return Comment(Remark(item="words", kind="read_differently", text=text, made_at=NOW))

    assert [one.text for one in done(start, instrument, said("a"), said("b")).remarks] == ["b"]
    nowhere = Comment(Remark(item="weather", kind="devils_advocate", made_at=NOW))
    assert refused(nowhere, start, instrument) == "Verktøyet har ikke noe som heter «weather»."


# Explaining and deciding


@pytest.mark.parametrize(
    "deed",
    [
        Formulate(PromptAnswer(prompt="weather", text="Sol")),
        Imagine(Scenario(id=record_id(1), fields={"weather": "Sol"})),
        AnswerRights(RightsAnswer(check="weather", answer="yes")),
        ProposeLevel(PartyLevel(party="politi", level="weather")),
        Decide(decision("weather")),
        SetHelpNeed(HelpNeed(need="weather")),
        Disagree(Dissent(id=record_id(1), who="politi", level="weather", text="Nei")),
        PlanMeasure(measure(items=("weather",))),
        PlanUnknown(UnknownPlan(item="weather", who="politi")),
        Check(CheckAnswer(check="weather", answer="yes")),
    ],
    ids=lambda deed: deed.name,
)
def test_nothing_is_said_about_what_the_instrument_lacks(start: Assessment, instrument: Instrument, deed: Deed) -> None:
    assert refused(deed, start, instrument) == "Verktøyet har ikke noe som heter «weather»."


def test_only_parties_that_are_present_give_a_level(start: Assessment, instrument: Instrument) -> None:
    absent = ProposeLevel(PartyLevel(party="kriminalomsorg", level="N1"))
    assert refused(absent, start, instrument) == "Bare parter som er til stede, kan gi et nivå."


def test_the_rights_check_comes_before_the_level(start: Assessment, instrument: Instrument) -> None:
    message = "Rettighetskontrollen kommer før nivået. {} spørsmål står igjen."
    assert refused(Decide(decision()), start, instrument) == message.format(2)
    one = AnswerRights(RightsAnswer(check="lawful", text="Bønnen")).on(start, instrument)
    assert unanswered_rights(one, instrument) == ("stands",)
    assert refused(Decide(decision()), one, instrument) == message.format(1)


def test_each_party_speaks_before_the_group_decides(start: Assessment, instrument: Instrument) -> None:
    rights = [AnswerRights(RightsAnswer(check=check, answer="yes")) for check in ("lawful", "stands")]
    spoken = done(start, instrument, *rights, ProposeLevel(PartyLevel(party="kommune", level="N1")))
    assert silent_parties(spoken) == ("politi",)
    message = "Hver part gir sitt eget nivå før gruppa setter sitt."
    assert refused(Decide(decision()), spoken, instrument) == message


def test_a_level_has_a_reason(start: Assessment, instrument: Instrument) -> None:
    ready = decided(start, instrument)
    assert refused(Decide(decision(reason=" \n")), ready, instrument) == "Nivået må ha en begrunnelse."


def test_the_group_may_say_that_it_can_not_conclude(start: Assessment, instrument: Instrument) -> None:
    found = decided(start, instrument, "NX").decision
    assert found is not None
    assert found.level == "NX"


def test_an_instrument_without_level_or_help_need_takes_neither(case: Case) -> None:
    triage = Library().edition("triage")
    start = begun(case, triage)
    no_level = "Dette verktøyet har ikke noe bekymringsnivå."
    assert refused(Decide(decision()), start, triage.instrument) == no_level
    assert refused(ProposeLevel(PartyLevel(party="politi", level="N1")), start, triage.instrument) == no_level
    asked = SetHelpNeed(HelpNeed(need="H1"))
    assert refused(asked, start, triage.instrument) == "Dette verktøyet spør ikke om hjelpebehov."


@pytest.mark.parametrize(("who", "text"), [("", "Nei"), ("politi", "  ")])
def test_a_dissent_says_who_means_what(start: Assessment, instrument: Instrument, who: str, text: str) -> None:
    dissent = Disagree(Dissent(id=record_id(1), who=who, text=text))
    assert refused(dissent, start, instrument) == "En dissens må si hvem som mener hva."


# Planning


def test_what_was_entered_by_mistake_can_be_taken_out(start: Assessment, instrument: Instrument) -> None:
    full = done(
        start,
        instrument,
        PlanMeasure(measure(1)),
        PlanMeasure(measure(2)),
        PlanUnknown(UnknownPlan(item="threat", who="politi")),
        Imagine(Scenario(id=record_id(400), fields={})),
        Disagree(Dissent(id=record_id(500), who="politi", text="Nei")),
    )
    left = done(
        full,
        instrument,
        Remove("measures", record_id(301)),
        Remove("unknown_plans", "threat"),
        Remove("scenarios", record_id(400)),
        Remove("dissents", record_id(500)),
    )
    assert left.measures == (measure(2),)
    assert [left.unknown_plans, left.scenarios, left.dissents] == [(), (), ()]


@pytest.mark.parametrize("kind", ["ratings", "observations", "signatures", "id"])
def test_what_belongs_to_the_record_can_not_be_taken_out(ready: Assessment, instrument: Instrument, kind: str) -> None:
    assert refused(Remove(kind, record_id(101)), ready, instrument) == "Dette kan ikke fjernes."


def test_the_review_date_and_a_call_are_kept(start: Assessment, instrument: Instrument) -> None:
    after = done(start, instrument, SetReview(date(2027, 1, 15), "Ikke nå"), NoteCall(call()))
    assert (after.review_on, after.no_measures, after.calls) == (date(2027, 1, 15), "Ikke nå", (call(),))
