from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from assess.instrument.check import locale_complaints
from assess.instrument.edition import Edition
from assess.instrument.load import examine, load_edition
from assess.instrument.locale import locale_texts, texts_of
from assess.instrument.model import Check, Instrument, Item
from assess.instrument.range import Range, range_of
from assess.places import shipped

FOLDERS = ("vrb", "triage")
ROLES = {"slt", "skole", "barnevern", "helse", "nav", "politi", "kommunelege", "krimomsorg"}

BLAKLOKKE = """
    A1=1 A2=2 A3=1 A4=1 A5=U B1=0 B2=U B3=2 B4=0 B5=0 C1=0 C2=1 C3=0 D1=0 D2=2 D3=1 D4=1
    E1=0 E2=1 E3=1 F1=U F2=U F3=1 G1=1 G2=0 G3=2 H1=1 H2=2 H3=1 I1=1 I2=2 J1=1 J2=2 J3=1
"""
HESTEHOV = """
    A1=0 A2=0 A3=0 A4=1 A5=2 B1=0 B2=0 B3=0 B4=X B5=0 C1=0 C2=0 C3=0 D1=0 D2=0 D3=0 D4=0
    E1=0 E2=0 E3=2 F1=X F2=X F3=X G1=0 G2=0 G3=2 H1=0 H2=2 H3=2 I1=0 I2=2 J1=0 J2=2 J3=X
"""
MYRULL = """
    A1=1 A2=1 A3=2 A4=2 A5=0 B1=2 B2=2 B3=0 B4=U B5=X C1=1 C2=0 C3=0 D1=0 D2=1 D3=U D4=0
    E1=1 E2=2 E3=0 F1=2 F2=1 F3=0 G1=1 G2=X G3=1 H1=2 H2=U H3=0 I1=2 I2=0 J1=2 J2=1 J3=0
"""
ROSSLYNG_FIRST = """
    A1=2 A2=2 A3=2 A4=2 A5=0 B1=1 B2=1 B3=2 B4=U B5=2 C1=2 C2=1 C3=1 D1=2 D2=2 D3=1 D4=1
    E1=2 E2=1 E3=0 F1=U F2=U F3=0 G1=1 G2=1 G3=1 H1=2 H2=1 H3=0 I1=2 I2=0 J1=2 J2=1 J3=0
"""
ROSSLYNG_SECOND = """
    A1=1 A2=1 A3=1 A4=1 A5=1 B1=0 B2=0 B3=1 B4=0 B5=0 C1=2 C2=1 C3=1 D1=1 D2=U D3=1 D4=0
    E1=1 E2=1 E3=1 F1=1 F2=0 F3=1 G1=1 G2=1 G3=2 H1=1 H2=1 H3=1 I1=1 I2=1 J1=0 J2=2 J3=2
"""


@cache
def edition(folder: str) -> Edition:
    return load_edition(shipped("instruments") / folder)


def vrb() -> Instrument:
    return edition("vrb").instrument


def triage() -> Instrument:
    return edition("triage").instrument


def ratings(text: str) -> dict[str, str]:
    return dict(pair.split("=", maxsplit=1) for pair in text.split())


def shown(outcome: str, answers: dict[str, str]) -> Range:
    found = range_of(vrb(), outcome, answers)
    assert found is not None
    return found


def low(outcome: str, **changed: str) -> str:
    """The least that the rules show when everything is known and absent, but for what is `changed`."""
    return shown(outcome, {item.id: "0" for item in vrb().items()} | changed).low


def criticals(instrument: Instrument) -> list[Item]:
    return [item for item in instrument.items() if item.critical is not None]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_shipped_instrument_has_nothing_wrong_or_doubtful(folder: str) -> None:
    found, problems = examine(shipped("instruments") / folder)
    assert found is not None
    assert [str(problem) for problem in problems] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_english_has_words_for_every_text(folder: str) -> None:
    instrument, (english,) = edition(folder).instrument, edition(folder).locales
    assert english.language == "en"
    assert locale_complaints(instrument, english) == []
    assert locale_texts(english).keys() == texts_of(instrument).keys()


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_sentence_was_left_in_norwegian(folder: str) -> None:
    instrument, (english,) = edition(folder).instrument, edition(folder).locales
    source, words = texts_of(instrument), locale_texts(english)
    same = {path for path, text in words.items() if text == source[path] and path[0] != "sources"}
    assert same == set()


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_norwegian_letters_stand_in_the_english_but_in_names(folder: str) -> None:
    (english,) = edition(folder).locales
    for path, text in locale_texts(english).items():
        if path[0] != "sources":
            assert not set("æøåÆØÅ«»") & set(str(text)), path


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_files_are_nfc(folder: str) -> None:
    for file in (*(shipped("instruments") / folder).glob("*.yaml"), *_locales(folder)):
        text = file.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), file


@pytest.mark.parametrize("folder", FOLDERS)
def test_it_says_that_it_is_not_validated_in_both_languages(folder: str) -> None:
    assert edition(folder).instrument.use.validation == "none"
    assert "ikke validert – støtte for faglig skjønn" in edition(folder).instrument.use.validation_note
    assert "not validated" in edition(folder).spoken("en").use.validation_note


@pytest.mark.parametrize("folder", FOLDERS)
def test_only_known_roles_are_asked(folder: str) -> None:
    for item in edition(folder).instrument.items():
        assert item.asked_of, item.id
        assert set(item.asked_of) <= ROLES, item.id


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_item_has_questions_to_read_aloud(folder: str) -> None:
    for language in edition(folder).languages:
        for item in edition(folder).spoken(language).items():
            assert 2 <= len(item.probes) <= 4, item.id
            assert all("?" in probe for probe in item.probes), item.id


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_item_names_where_its_idea_comes_from(folder: str) -> None:
    assert [item.id for item in edition(folder).instrument.items() if not item.source] == []


def test_the_tool_has_the_items_that_it_says_it_has() -> None:
    items = list(vrb().items())
    kinds = [item.kind for item in items]
    assert (len(items), kinds.count("risk"), kinds.count("protective")) == (34, 26, 8)
    assert [(domain.id, domain.part) for domain in vrb().domains] == [
        *((name, "risk") for name in "ABCD"),
        *((name, "resilience") for name in "EFGHI"),
        ("J", "across"),
    ]
    for domain in vrb().domains:
        assert [item.id for item in domain.items] == [f"{domain.id}{n}" for n in range(1, len(domain.items) + 1)]


def test_strengths_are_rated_as_strengths_and_risks_as_present() -> None:
    for item in vrb().items():
        assert item.scale == ("styrke" if item.kind == "protective" else "tilstede"), item.id


def test_seven_items_are_critical_and_each_says_what_must_be_done_now() -> None:
    assert [item.id for item in criticals(vrb())] == ["A1", "B1", "B2", "B4", "B5", "F2", "J1"]
    assert all(item.critical is not None and item.critical.action for item in criticals(vrb()))


def test_a_critical_item_needs_a_reason_from_the_first_step_and_for_the_lowest() -> None:
    for item in vrb().items():
        assert item.evidence.reason_from == ("2" if item.kind == "protective" else "1"), item.id
        assert item.evidence.reason_for_lowest is (item.critical is not None), item.id


def test_every_step_has_words_of_its_own_that_fit_on_a_line() -> None:
    for language in edition("vrb").languages:
        for item in edition("vrb").spoken(language).items():
            assert list(item.anchors) == ["0", "1", "2"], item.id
            assert max(map(len, item.anchors.values())) <= 110, item.id


def test_every_item_says_what_does_not_count() -> None:
    assert [item.id for item in vrb().items() if not item.not_this] == []


def test_not_present_always_says_that_somebody_knows() -> None:
    knowing = ("Noen ", "Det er undersøkt", "Politiet har undersøkt", "Helsepersonell har vurdert")
    assert [item.id for item in vrb().items() if not item.anchors["0"].startswith(knowing)] == []


def test_every_domain_tells_the_raters_what_0_asks_of_them() -> None:
    for domain in vrb().domains:
        assert domain.intro is not None
        assert "ett 0 " in domain.intro or "U og ikke 0" in domain.intro, domain.id
    assert "«Vi har ikke hørt noe» er U" in vrb().description


def test_an_unknown_and_a_not_sought_answer_stand_apart_from_the_steps() -> None:
    for scale in vrb().scales:
        assert [(other.code, other.means, other.closes) for other in scale.non_answers] == [
            ("U", "unknown", False),
            ("X", "not_sought", True),
        ]


def test_all_automatic_checks_are_on_the_checklist_beside_the_groups_own() -> None:
    automatic = [line.auto for line in vrb().quality if line.auto is not None]
    assert sorted(automatic) == sorted(get_args(Check))
    assert len(vrb().quality) - len(automatic) == 6


def test_another_explanation_is_demanded() -> None:
    (alternative,) = [prompt for prompt in vrb().prompts if prompt.kind == "alternative"]
    assert alternative.required


def test_the_rights_check_asks_its_six_questions() -> None:
    assert [check.kind for check in vrb().rights_checks] == ["lawful", "stands", "mirror", "text", "text", "text"]


def test_each_level_says_when_to_look_again() -> None:
    days = {choice.code: choice.review_days for choice in vrb().outcome("level").choices()}
    assert days == {"N0": None, "N1": 180, "N2": 84, "N3": 28, "N4": 3, "NX": 14}


@pytest.mark.parametrize(
    ("answers", "level", "help_need"),
    [
        pytest.param(BLAKLOKKE, ("N2", "N3"), ("HB1", "HB2"), id="blaklokke"),
        pytest.param(HESTEHOV, ("N0", "N0"), ("HB1", "HB1"), id="hestehov"),
        pytest.param(MYRULL, ("N4", "N4"), ("HB1", "HB1"), id="myrull"),
        pytest.param(ROSSLYNG_FIRST, ("N3", "N3"), ("HB1", "HB2"), id="rosslyng-first"),
        pytest.param(ROSSLYNG_SECOND, ("N1", "N2"), ("HB0", "HB0"), id="rosslyng-second"),
    ],
)
def test_the_range_holds_what_was_decided_in_the_training_cases(
    answers: str, level: tuple[str, str], help_need: tuple[str, str]
) -> None:
    answered = ratings(answers)
    assert answered.keys() == vrb().items_by_id.keys()
    for outcome, wanted in (("level", level), ("help", help_need)):
        found = shown(outcome, answered)
        assert (found.low, found.high) == wanted, outcome


def test_what_may_go_on_online_is_what_makes_the_second_range_wide() -> None:
    assert shown("level", ratings(ROSSLYNG_SECOND)).open_items == ("D2",)


@pytest.mark.parametrize("item", ["A1", "B1", "B2", "B4", "B5", "F2", "J1"])
def test_an_unknown_critical_item_keeps_the_level_at_moderate(item: str) -> None:
    assert low("level", **{item: "U"}) == "N2"
    assert low("level", **{item: "X"}) == "N0"


def test_expression_alone_never_points_to_high() -> None:
    assert low("level", A1="2", A2="2", A3="2", A4="2") == "N2"


@pytest.mark.parametrize("item", ["B1", "B2", "B4", "B5", "D1", "D2", "J1"])
def test_clear_support_for_violence_with_one_more_sign_points_to_high(item: str) -> None:
    assert low("level", **{"A1": "2", item: "1"}) == "N3"


@pytest.mark.parametrize("item", ["B1", "B2", "B4", "B5", "J1"])
def test_one_clear_critical_item_points_to_high(item: str) -> None:
    assert low("level", **{item: "2"}) == "N3"


@pytest.mark.parametrize("other", ["B2", "B4"])
def test_a_clear_threat_with_preparation_or_means_is_acute(other: str) -> None:
    assert low("level", **{"B1": "2", other: "1"}) == "N3"
    assert low("level", **{"B1": "2", other: "2"}) == "N4"


def test_lawful_access_to_weapons_alone_points_to_nothing() -> None:
    assert low("level", B4="1") == "N0"


@pytest.mark.parametrize("item", ["A2", "A3", "A4", "C1", "C2", "C3", "E1", "E2", "F1", "G1", "G2", "H1", "H2", "I1"])
def test_hardship_belief_and_the_past_do_not_point_to_a_level(item: str) -> None:
    assert low("level", **{item: "2"}) == "N0"


@pytest.mark.parametrize(
    ("item", "at_one", "at_two"), [("F2", "HB1", "HB2"), ("G1", "HB0", "HB2"), ("H2", "HB0", "HB1")]
)
def test_suffering_points_to_a_need_of_help_whatever_the_level(item: str, at_one: str, at_two: str) -> None:
    assert low("help", **{item: "1"}) == at_one
    assert low("help", **{item: "2"}) == at_two


def test_strengths_change_no_range() -> None:
    answered = ratings(BLAKLOKKE)
    for item in vrb().items():
        if item.kind == "protective":
            for code in vrb().scale_of(item.id).codes():
                changed = answered | {item.id: code}
                for outcome in ("level", "help"):
                    assert shown(outcome, changed) == shown(outcome, answered), item.id


def test_the_first_consultation_gives_an_outcome_and_no_level() -> None:
    assert [item.id for item in triage().items()] == [f"T{number}" for number in range(1, 13)]
    assert (triage().level_outcome, triage().rules) == (None, ())
    (outcome,) = triage().outcomes
    assert outcome.kind == "nominal"
    assert [level.code for level in outcome.levels] == ["AKUTT", "FULL", "ANONYM", "ANNEN", "RAAD"]


def test_the_first_four_questions_alarm_at_yes() -> None:
    assert [item.id for item in criticals(triage())] == ["T1", "T2", "T3", "T4"]
    assert all(item.critical is not None and item.critical.at_least == "J" for item in criticals(triage()))
    assert [level.code for level in triage().scale_of("T1").levels] == ["N", "J"]


def test_every_answer_of_the_first_consultation_comes_with_advice() -> None:
    for item in triage().items():
        assert set(item.follow) == {"J", "N", "U"}, item.id


def _locales(folder: str) -> list[Path]:
    return sorted((shipped("instruments") / folder / "locales").glob("*.yaml"))
