from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assess.casework.meeting import Attendee, Meeting, attendance
from assess.ids import new_id
from assess.instrument.check import locale_complaints
from assess.instrument.load import load_edition, load_model
from assess.instrument.locale import Locale
from assess.places import shipped
from assess.profile.load import Profiles, examine_profile
from assess.profile.model import LegalBases, LegalBasis, Profile

FOLDER = shipped("profiles")
BOTH = ("fredrikstad", "oslo")
RISING = ("N1", "N2", "N3", "N4")
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def profile(name: str, language: str = "nb") -> Profile:
    return Profiles(FOLDER).profile(name, language)


def legal(language: str = "nb") -> LegalBases:
    return Profiles(FOLDER).legal("no", language)


def basis(basis_id: str, language: str = "nb") -> LegalBasis:
    found = legal(language).basis(basis_id)
    assert found is not None
    return found


def english(name: str) -> Locale:
    locale, problems = load_model(FOLDER / "locales" / "en" / f"{name}.yaml", Locale)
    assert locale is not None, problems
    return locale


def present(name: str, kommune: int, politi: int, secretary: str | None) -> bool:
    parties = ["kommune"] * kommune + ["politi"] * politi
    attendees = [Attendee(id=new_id(NOW), role="slt", party=party) for party in parties]
    if secretary is not None:
        attendees.append(Attendee(id=new_id(NOW), role="sekretaer", party=secretary, secretary=True))
    meeting = Meeting(held_on=date(2026, 11, 20), attendees=tuple(attendees))
    return attendance(meeting, profile(name).meeting_rule).met


@pytest.mark.parametrize("file", ["fredrikstad.yaml", "oslo.yaml", "legal/no.yaml"])
def test_nothing_is_wrong_or_doubtful_in_a_shipped_file(file: str) -> None:
    told = [str(problem) for problem in examine_profile(FOLDER / file)]
    undecided = [one for one in told if "not decided locally" in one]
    assert told == undecided
    assert len(undecided) == (0 if file.startswith("legal/") else 1)


@pytest.mark.parametrize("name", BOTH)
def test_the_english_words_of_a_profile_are_complete(name: str) -> None:
    assert locale_complaints(profile(name), english(name)) == []


def test_the_english_words_of_the_legal_bases_are_complete() -> None:
    assert locale_complaints(legal(), english("legal/no")) == []


@pytest.mark.parametrize("name", BOTH)
def test_english_changes_the_words_and_nothing_else(name: str) -> None:
    norwegian, translated = profile(name), profile(name, "en")
    assert translated.language == "en"
    assert translated.meeting_rule.text != norwegian.meeting_rule.text
    assert translated.meeting_rule.requires == norwegian.meeting_rule.requires
    assert [role.id for role in translated.roles] == [role.id for role in norwegian.roles]
    assert [contact.number for contact in translated.contacts] == [one.number for one in norwegian.contacts]
    assert translated.review == norwegian.review


@pytest.mark.parametrize("name", BOTH)
def test_a_profile_points_to_a_list_of_legal_bases_that_is_there(name: str) -> None:
    assert Profiles(FOLDER).legal(profile(name).legal).bases


def test_the_profiles_tell_their_cases_apart() -> None:
    assert [profile(name).reference_prefix for name in BOTH] == ["F", "O"]
    assert Profiles(FOLDER).ids() == BOTH


@pytest.mark.parametrize(
    ("kommune", "politi", "secretary", "met"),
    [
        (2, 2, "kommune", True),
        (3, 2, "kommune", True),
        (1, 2, "kommune", False),
        (2, 1, "kommune", False),
        (2, 2, None, False),
        (2, 3, "politi", False),
    ],
)
def test_fredrikstad_needs_two_and_two_and_a_secretary_from_the_kommune(
    kommune: int, politi: int, secretary: str | None, *, met: bool
) -> None:
    assert present("fredrikstad", kommune, politi, secretary) is met
    assert "4.2" in profile("fredrikstad").meeting_rule.source


def test_oslo_says_that_its_plan_sets_no_number() -> None:
    rule = profile("oslo").meeting_rule
    assert "sier ikke hvor mange" in rule.text
    assert rule.source.startswith("Eget forslag")
    assert present("oslo", 1, 1, "kommune")
    assert not present("oslo", 2, 0, "kommune")


@pytest.mark.parametrize("name", BOTH)
def test_a_secretary_can_be_found_among_the_kommunes_roles(name: str) -> None:
    found = profile(name)
    parties = {role.party for role in found.roles if role.may_be_secretary}
    assert parties == {found.meeting_rule.secretary_from}


@pytest.mark.parametrize("name", BOTH)
def test_only_health_roles_may_handle_health_information(name: str) -> None:
    roles = {role.id for role in profile(name).roles if role.may_handle_health}
    assert roles <= {"helse", "kommunelege", "psykisk_helse_rus", "spesialisthelse"}
    assert "helse" in roles


@pytest.mark.parametrize("name", BOTH)
def test_everybody_whom_the_instrument_asks_has_a_role(name: str) -> None:
    instrument = load_edition(shipped("instruments") / "vrb").instrument
    asked = {role for item in instrument.items() for role in item.asked_of}
    assert asked
    assert asked <= {role.id for role in profile(name).roles}


@pytest.mark.parametrize("name", BOTH)
def test_every_level_that_the_instrument_knows_has_a_review_interval(name: str) -> None:
    instrument = load_edition(shipped("instruments") / "vrb").instrument
    level = next(outcome for outcome in instrument.outcomes if outcome.id == instrument.level_outcome)
    assert {choice.code for choice in level.choices()} == {one.level for one in profile(name).review}


@pytest.mark.parametrize("name", BOTH)
def test_a_higher_level_is_looked_at_again_sooner(name: str) -> None:
    found = profile(name)
    days = [found.review_days(level, None) for level in RISING]
    assert all(one is not None and one > 0 for one in days)
    assert days == sorted(set(days), key=lambda one: one or 0, reverse=True)


@pytest.mark.parametrize("name", BOTH)
def test_a_case_that_is_unfounded_is_not_looked_at_again(name: str) -> None:
    assert profile(name).review_days("N0", 180) is None


@pytest.mark.parametrize("name", BOTH)
def test_what_could_not_be_concluded_waits_two_weeks_at_most(name: str) -> None:
    days = profile(name).review_days("NX", None)
    assert days is not None
    assert days <= 14


def test_the_age_bands_are_the_same_everywhere() -> None:
    assert profile("fredrikstad").age_bands == profile("oslo").age_bands


@pytest.mark.parametrize("name", BOTH)
def test_everybody_under_eighteen_is_a_minor(name: str) -> None:
    minors = {band.id for band in profile(name).age_bands if band.minor}
    assert minors == {"u13", "a13_15", "a16_17", "ukjent"}


@pytest.mark.parametrize("name", BOTH)
def test_an_unknown_age_never_skips_the_question_about_guardians(name: str) -> None:
    band = profile(name).age_band("ukjent")
    assert band is not None
    assert band.minor


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("name", BOTH)
def test_an_ideology_is_never_named_after_a_faith_or_an_origin(name: str, language: str) -> None:
    ideologies = profile(name, language).ideologies
    assert {"blandet", "uklar", "ingen", "ikke_vurdert"} <= {one.id for one in ideologies}
    words = " ".join(one.label for one in ideologies).lower()
    assert not [word for word in ("muslim", "innvandr", "immigrant", "koran", "etnisk", "jøde") if word in words]


def test_fredrikstads_measures_are_the_plans_own() -> None:
    measures = profile("fredrikstad").measures
    assert [measure.number for measure in measures] == [f"5.{number}" for number in range(1, 9)]
    assert all(measure.source.endswith(f"punkt {measure.number}") for measure in measures)


@pytest.mark.parametrize(
    ("number", "consent", "guardians"),
    [
        ("5.1", "not_personal", False),
        ("5.4", "usual", True),
        ("5.5", "not_personal", False),
        ("5.6", "voluntary", True),
        ("5.7", "required", True),
    ],
)
def test_consent_and_guardians_follow_the_plan(number: str, consent: str, *, guardians: bool) -> None:
    measure = profile("fredrikstad").measure(number)
    assert measure is not None
    assert (measure.consent, measure.guardians) == (consent, guardians)


@pytest.mark.parametrize("name", BOTH)
def test_guardians_are_thought_of_in_every_measure_for_one_person(name: str) -> None:
    for measure in profile(name).measures:
        assert measure.guardians is (measure.consent != "not_personal"), measure.number


@pytest.mark.parametrize("name", BOTH)
def test_a_measure_says_where_it_comes_from(name: str) -> None:
    assert all("plan" in measure.source.lower() for measure in profile(name).measures)


@pytest.mark.parametrize("name", BOTH)
def test_a_retention_time_is_marked_as_a_proposal_and_never_passes_three_years(name: str) -> None:
    retention = profile(name).retention
    assert [one.id for one in retention] == ["ubegrunnet", "anonym", "under_arbeid", "avsluttet", "journal"]
    for one in retention:
        assert one.basis.startswith("Eget forslag; må vedtas lokalt.")
        assert one.months <= 36


@pytest.mark.parametrize("name", BOTH)
def test_the_emergency_numbers_come_first_and_local_ones_ask_to_be_filled_in(name: str) -> None:
    contacts = profile(name).contacts
    assert [contact.number for contact in contacts[:4]] == ["112", "113", "02800", "116117"]
    assert any(contact.number is None and contact.id == "barnevernvakta" for contact in contacts)
    assert len({contact.id for contact in contacts}) == len(contacts)


@pytest.mark.parametrize("name", BOTH)
def test_a_profile_tells_what_its_plan_means_by_the_hard_words(name: str) -> None:
    definitions = profile(name).plan.definitions
    assert set(definitions) == {
        "radikalisering",
        "ekstremisme",
        "voldelig_ekstremisme",
        "hatytringer",
        "hatkriminalitet",
    }
    assert all("planens" in text.lower() for text in definitions.values())


def test_every_legal_basis_says_who_read_the_law_when_and_asks_for_a_jurist() -> None:
    for one in legal().bases:
        assert date.fromisoformat(one.checked_on) >= date(2026, 11, 20), one.id
        assert "2. juli 2026" in one.checked_by, one.id
        assert "ikke kontrollert av jurist" in one.checked_by, one.id
        assert "2. juli 2026" in one.source, one.id
        assert one.needs_jurist, one.id


def test_every_legal_basis_says_who_shares_with_whom_and_on_what_conditions() -> None:
    for language in ("nb", "en"):
        for one in legal(language).bases:
            assert one.discloser, one.id
            assert one.recipient, one.id
            assert one.conditions, one.id


@pytest.mark.parametrize("language", ["nb", "en"])
def test_no_comma_has_split_one_party_into_two(language: str) -> None:
    for one in legal(language).bases:
        for words in (*one.discloser, *one.recipient):
            assert words[0].isupper(), f"{one.id}: {words}"


@pytest.mark.parametrize(
    ("act", "section"),
    [
        ("Forvaltningsloven", "§ 13 a"),
        ("Forvaltningsloven", "§ 13 b"),
        ("Forvaltningsloven", "§ 13 e"),
        ("Forvaltningsloven", "§ 13 g"),
        ("Politiregisterloven", "§ 27"),
        ("Politiregisterloven", "§ 30"),
        ("Politiregisterloven", "§ 31"),
        ("Straffeloven", "§ 196"),
        ("Helsepersonelloven", "§ 21"),
        ("Helsepersonelloven", "§ 22"),
        ("Helsepersonelloven", "§ 23 nr. 4"),
        ("Helsepersonelloven", "§ 31"),
        ("Helsepersonelloven", "§ 33"),
        ("Pasient- og brukerrettighetsloven", "§ 3-6"),
        ("Barnevernsloven", "§ 13-1"),
        ("Barnevernsloven", "§ 13-2"),
        ("Barnevernsloven", "§ 13-4"),
    ],
)
def test_every_provision_that_the_plans_and_the_work_lean_on_is_there(act: str, section: str) -> None:
    assert [one.id for one in legal().bases if one.act == act and one.section.startswith(section)]


@pytest.mark.parametrize(
    ("language", "warning", "about"),
    [
        ("nb", "Ikke bygg på § 13 e før en jurist har avklart den.", "forskere"),
        ("en", "Do not build on § 13 e before a jurist has cleared it up.", "researchers"),
    ],
)
def test_the_plans_paragraph_13_e_carries_its_warning(language: str, warning: str, about: str) -> None:
    found = basis("fvl_13e", language)
    assert found.content.startswith(warning)
    assert about in found.content
    assert "4.9" in found.content
    assert found.needs_jurist


@pytest.mark.parametrize(
    ("language", "never", "coming"),
    [
        ("nb", "Programmet velger aldri hjemmel", "ikke trådt i kraft"),
        ("en", "The program never chooses a legal basis", "it was not in force"),
    ],
)
def test_the_list_says_that_the_program_never_chooses_and_that_a_new_act_is_coming(
    language: str, never: str, coming: str
) -> None:
    warning = legal(language).warning
    assert warning.startswith(never)
    assert "LOV-2025-06-20-81" in warning
    assert coming in warning
    assert "§§ 30–39" in warning


def test_the_rules_of_health_secrecy_say_that_their_text_has_just_changed() -> None:
    for name in ("hpl_21", "hpl_22", "hpl_23_4"):
        assert "1. juli 2026" in (basis(name).note or "")


@pytest.mark.parametrize("name", BOTH)
def test_a_broken_party_is_found_where_it_stands(name: str, tmp_path: Path) -> None:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    broken = tmp_path / f"{name}.yaml"
    broken.write_text(text.replace("secretary_from: kommune", "secretary_from: komune"), encoding="utf-8")
    (problem,) = [one for one in examine_profile(broken) if one.severity == "error"]
    assert "no party 'komune'; did you mean 'kommune'?" in problem.message
