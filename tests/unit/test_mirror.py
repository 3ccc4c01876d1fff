from __future__ import annotations

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.deeds.convening import Observe
from assess.instrument.model import Instrument
from assess.judgement.mirror import mirror
from assess.profile.model import Profile
from tests.unit.conftest import agreed, done, observation, rated_alone


def rated(start: Assessment, instrument: Instrument, **codes: str) -> Assessment:
    return agreed(rated_alone(start, instrument, **codes), instrument, **codes)


def test_the_question_is_made_of_age_sender_and_what_was_raised_with_the_critical_first(
    start: Assessment, instrument: Instrument, case: Case, profile: Profile
) -> None:
    asked = mirror(case, rated(start, instrument, words="1", threat="2"), instrument, profile)
    assert asked.opening == (
        "Ville dere satt samme nivå for en person (18–24 år) der «Threat» og «Words» er til stede, "
        "og der bekymringen kom fra skole,"
    )
    assert asked.sentences[0] == f"{asked.opening} hvis bekymringen gjaldt ekstrem islamisme?"


def test_another_direction_faith_gender_and_origin_are_each_put_in_its_place(
    start: Assessment, instrument: Instrument, case: Case, profile: Profile
) -> None:
    right = case.model_copy(update={"ideology": "hoyreekstremisme"})
    asked = mirror(right, rated(start, instrument), instrument, profile)
    assert asked.endings == (
        "hvis bekymringen gjaldt ekstrem islamisme?",
        "hvis bekymringen gjaldt venstreekstremisme?",
        "hvis personen hadde en annen tro, eller ingen tro?",
        "hvis personen hadde et annet kjønn?",
        "hvis personen hadde et annet navn, et annet morsmål eller foreldre fra et annet land?",
    )


def test_what_is_lawful_is_turned_round_by_number(
    start: Assessment, instrument: Instrument, case: Case, profile: Profile
) -> None:
    lawful = done(start, instrument, Observe(observation(1, lawful=True)), Observe(observation(2)))
    assert mirror(case, lawful, instrument, profile).endings[-1] == (
        "hvis det lovlige (opplysning 1) var sagt for motsatt syn?"
    )


def test_nothing_that_anybody_wrote_is_in_it(
    start: Assessment, instrument: Instrument, case: Case, profile: Profile
) -> None:
    secret = case.model_copy(update={"summary": "Skjult"})
    told = done(start, instrument, Observe(observation(1, seen="Skjult", lawful=True)))
    assert "Skjult" not in " ".join(mirror(secret, told, instrument, profile).sentences)


def test_a_case_about_which_little_is_known_still_has_a_question(
    start: Assessment, instrument: Instrument, case: Case, profile: Profile
) -> None:
    bare = case.model_copy(update={"age_band": "gone", "sender": "gone", "ideology": "gone", "phase": "anonymous"})
    asked = mirror(bare, start, instrument, profile)
    assert asked.opening == "Ville dere satt samme nivå for en person der ingenting på risikosiden er til stede,"
    assert len(asked.endings) == 5


def test_the_same_case_gives_the_same_sentences(
    start: Assessment, instrument: Instrument, case: Case, profile: Profile
) -> None:
    assert mirror(case, start, instrument, profile) == mirror(case, start, instrument, profile)
