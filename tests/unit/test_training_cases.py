from __future__ import annotations

from pathlib import Path

import pytest

from assess.errors import DataError
from assess.instrument.library import Library
from assess.profile.load import Profiles
from assess.training.case_check import Names, read_case, read_cases
from assess.training.case_file import MeetingEntry, ObservationEntry, TrainingCase

LIBRARY = Library()
CASES = LIBRARY.folder("vrb") / "cases"
SEALED = {
    "BLÅKLOKKE": [("1211U 0U200 010 0211 011 UU1 102 121 12 121", "N2", "HB2")],
    "HESTEHOV": [("00012 000X0 000 0000 002 XXX 002 022 02 02X", "N0", "HB1")],
    "MYRULL": [("11220 220UX 100 01U0 120 210 1X1 2U0 20 210", "N4", "HB2")],
    "RØSSLYNG": [
        ("22220 112U2 211 2211 210 UU0 111 210 20 210", "N3", "HB2"),
        ("11111 00100 211 1U10 111 101 112 111 11 022", "N2", "HB2"),
    ],
}
"""Codes in the instrument's order, a group for each domain, as the drafts' authors sealed them."""
FIRST_NAMES = ("Jonas", "Emil", "Mikkel", "Geir", "Adnan")


@pytest.fixture(scope="module")
def names() -> Names:
    profiles = Profiles()
    return Names(LIBRARY.edition("vrb").instrument, profiles.profile("fredrikstad"), profiles.legal("no"))


@pytest.fixture(scope="module")
def cases(names: Names) -> dict[str, TrainingCase]:
    return {case.reference: case for case in read_cases(CASES, names)}


def test_all_five_cases_load_without_a_complaint(cases: dict[str, TrainingCase]) -> None:
    assert set(cases) == {*SEALED, "TYTTEBÆR"}


@pytest.mark.parametrize("reference", SEALED)
def test_the_sealed_reference_is_the_drafts_own(reference: str, cases: dict[str, TrainingCase], names: Names) -> None:
    items = [item.id for item in names.instrument.items()]
    for meeting, (codes, level, help_need) in zip(cases[reference].meetings, SEALED[reference], strict=True):
        assert meeting.sealed.ratings == dict(zip(items, codes.replace(" ", ""), strict=True))
        assert (meeting.sealed.level, meeting.sealed.help) == (level, help_need)


@pytest.mark.parametrize(
    ("reference", "meeting", "expected"),
    [
        ("BLÅKLOKKE", 0, {"A1": ("1", "2"), "D3": ("1", "2"), "J3": ("0", "1")}),
        ("HESTEHOV", 0, {"A4": ("0", "1"), "H2": ("1", "2")}),
        ("MYRULL", 0, {"F2": ("1", "2"), "B2": ("1", "2")}),
        ("RØSSLYNG", 0, {"B2": ("1", "2"), "D3": ("1", "2")}),
        ("RØSSLYNG", 1, {"A1": ("1", "2")}),
    ],
)
def test_expected_disagreement_is_data_and_shows_among_the_raters(
    reference: str, meeting: int, expected: dict[str, tuple[str, ...]], cases: dict[str, TrainingCase]
) -> None:
    entry = cases[reference].meetings[meeting]
    assert entry.sealed.tolerance == expected
    for item, codes in expected.items():
        given = {
            apart[item].code if item in apart else entry.sealed.ratings[item] for apart in entry.individual.values()
        }
        assert given == set(codes), item


def test_each_meeting_has_enough_observations_on_both_sides(cases: dict[str, TrainingCase]) -> None:
    for case, meeting in _meetings(cases):
        few = 6 if meeting.concluded is None else 8
        assert few <= len(meeting.observations) <= 16, case.reference
        assert any(one.speaks_for for one in meeting.observations), case.reference
        assert any(one.speaks_against for one in meeting.observations), case.reference


def test_names_stand_only_in_the_text_that_is_read_out(cases: dict[str, TrainingCase]) -> None:
    for case in cases.values():
        rest = case.model_copy(update={"text": (), "text_en": ()}).model_dump_json()
        assert not [name for name in FIRST_NAMES if name in rest], case.reference


def test_every_observation_of_hestehov_about_faith_dress_and_assembly_is_marked_lawful(
    cases: dict[str, TrainingCase],
) -> None:
    words = ("islam", "skjegg", "håndhilser", "bønn", "demonstrasjoner", "kritikk", "nye venner", "imam", "moské")
    about = [one for one in _observations(cases["HESTEHOV"]) if any(word in one.seen.lower() for word in words)]
    assert len(about) == 7
    assert all(one.lawful for one in about)


def test_whatever_is_shared_says_why_and_on_which_basis(cases: dict[str, TrainingCase]) -> None:
    for case in cases.values():
        for one in _observations(case):
            assert bool(one.legal_basis) == bool(one.necessity) == one.shared, one.seen


def test_teaching_and_text_are_whole_in_both_languages(cases: dict[str, TrainingCase]) -> None:
    for case in cases.values():
        assert len(case.text) == len(case.text_en)
        assert len(case.teaching) == len(case.teaching_en)
        assert (case.licence, case.language) == ("CC BY 4.0", "nb")


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("role: spesialkonsulent_skole", "role: spesialkonsulent_skol", "did you mean 'spesialkonsulent_skole'?"),
        ("age_band: a13_15", "age_band: a13", "no age band 'a13'"),
        ("legal_basis: hpl_22", "legal_basis: hpl_2", "no legal basis 'hpl_2'; did you mean"),
        ("speaks_for: [J3, F3]", "speaks_for: [J3, F9]", "no item 'F9'"),
        ('H1: {code: "2"', 'H1: {code: "3"', "'3' is not an answer to H1: it takes 0, 1, 2, U, X"),
        ("        B4:\n          confidence", "        B9:\n          confidence", "no item 'B9'"),
        ('hva: "Nettkontakten', 'hvem: "Nettkontakten', "no scenario field 'hvem'"),
        ("- check: speil", "- check: speile", "no rights check 'speile'; did you mean 'speil'?"),
        ("level: N2\n      help", "level: N5\n      help", "no level 'N5'"),
        ('J3: ["0", "1"]', 'J3: ["0", "2"]', "the reference's own code '1' is not among these"),
        ("      radi:", "      radio:", "no rater 'radio'; did you mean 'radi'?"),
    ],
)
def test_a_broken_case_is_refused_with_the_line_that_is_wrong(
    right: str, wrong: str, message: str, names: Names, tmp_path: Path
) -> None:
    text = (CASES / "blaklokke.yaml").read_text(encoding="utf-8")
    assert text.count(right) == 1, text.count(right)
    broken = tmp_path / "broken.yaml"
    broken.write_text(text.replace(right, wrong), encoding="utf-8")
    line = text[: text.index(right)].count("\n") + 1
    with pytest.raises(DataError) as refused:
        read_case(broken, names)
    told = [one for one in str(refused.value).splitlines() if message in one]
    assert told, str(refused.value)
    assert told[0].startswith(f"{broken}:{line}:"), told[0]


def test_a_concluded_meeting_needs_the_ratings_of_all(names: Names, tmp_path: Path) -> None:
    text = (CASES / "hestehov.yaml").read_text(encoding="utf-8")
    broken = tmp_path / "broken.yaml"
    broken.write_text(text.replace("      slt: {}\n", ""), encoding="utf-8")
    with pytest.raises(DataError, match="a concluded meeting needs the ratings of slt"):
        read_case(broken, names)


def test_an_empty_folder_is_said_to_be_empty(names: Names, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no training case"):
        read_cases(tmp_path, names)


def _meetings(cases: dict[str, TrainingCase]) -> list[tuple[TrainingCase, MeetingEntry]]:
    return [(case, meeting) for case in cases.values() for meeting in case.meetings]


def _observations(case: TrainingCase) -> list[ObservationEntry]:
    return [one for meeting in case.meetings for one in meeting.observations]
