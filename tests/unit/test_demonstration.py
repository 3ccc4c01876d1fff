from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import TypeAdapter

from assess.casework.assessment import Assessment
from assess.errors import NotAllowed
from assess.ids import RecordId
from assess.instrument.edition import Edition
from assess.instrument.library import Library
from assess.judgement.agreement import needs_devils_advocate
from assess.judgement.comparison import compare
from assess.judgement.level import departures, shown_range
from assess.judgement.quality import Folder, findings, unanswered
from assess.judgement.rights import rights_view
from assess.profile.load import Profiles
from assess.profile.model import Profile
from assess.training.case_check import Names, read_cases
from assess.training.demonstration import TrainingRecord, demonstration

LIBRARY = Library()
CASES = LIBRARY.folder("vrb") / "cases"
HALF_DONE = "TYTTEBÆR"


@pytest.fixture(scope="module")
def edition() -> Edition:
    return LIBRARY.edition("vrb")


@pytest.fixture(scope="module")
def profile() -> Profile:
    return Profiles().profile("fredrikstad")


@pytest.fixture(scope="module")
def shown(edition: Edition, profile: Profile) -> dict[str, TrainingRecord]:
    return {one.case.reference: one for one in demonstration(edition, profile, CASES)}


def test_four_cases_are_complete_and_one_is_half_done(shown: dict[str, TrainingRecord]) -> None:
    states = {reference: [one.state for one in record.assessments] for reference, record in shown.items()}
    assert states == {
        "BLÅKLOKKE": ["locked"],
        HALF_DONE: ["draft"],
        "HESTEHOV": ["locked"],
        "MYRULL": ["locked"],
        "RØSSLYNG": ["locked", "locked"],
    }


def test_every_locked_assessment_is_signed_by_two_parties_for_what_it_holds(shown: dict[str, TrainingRecord]) -> None:
    for _record, assessment in _locked(shown):
        signatures = assessment.standing_signatures
        assert {one.party for one in signatures} == {"kommune", "politi"}
        assert [one.digest for one in signatures] == [assessment.digest] * 2
        assert assessment.locked_at == signatures[-1].signed_at


def test_the_agreed_ratings_and_decisions_are_the_sealed_reference(
    shown: dict[str, TrainingRecord], edition: Edition, profile: Profile
) -> None:
    for case in read_cases(CASES, Names(edition.instrument, profile)):
        for assessment, meeting in zip(shown[case.reference].assessments, case.meetings, strict=True):
            if assessment.state == "locked":
                assert assessment.answers == meeting.sealed.ratings
                assert assessment.decision is not None
                assert assessment.help_need is not None
                assert (assessment.decision.level, assessment.help_need.need) == (
                    meeting.sealed.level,
                    meeting.sealed.help,
                )


def test_nothing_that_the_checklist_looks_for_is_missing(
    shown: dict[str, TrainingRecord], edition: Edition, profile: Profile
) -> None:
    for record, assessment in _locked(shown):
        folder = Folder(record.case, assessment, edition.instrument, profile)
        assert [one.check for one in findings(folder) if not one.met] == [], record.case.reference
        assert unanswered(folder) == ()
        assert needs_devils_advocate(assessment, edition.instrument) == ()


def test_every_level_agrees_with_the_range_or_says_why_not(shown: dict[str, TrainingRecord], edition: Edition) -> None:
    expected = {
        ("BLÅKLOKKE", 1): ("N2", "N3"),
        ("HESTEHOV", 1): ("N0", "N0"),
        ("MYRULL", 1): ("N4", "N4"),
        ("RØSSLYNG", 1): ("N3", "N3"),
        ("RØSSLYNG", 2): ("N1", "N2"),
    }
    for record, assessment in _locked(shown):
        rules = shown_range(assessment, edition.instrument, record.case, "level")
        assert rules is not None
        assert (rules.low, rules.high) == expected[record.case.reference, assessment.number]
        assert departures(assessment, edition.instrument, record.case) == ()


def test_rosslyng_eased_in_22_and_never_counts_a_lost_answer_as_better(
    shown: dict[str, TrainingRecord], edition: Edition
) -> None:
    first, second = shown["RØSSLYNG"].assessments
    comparison = compare(first, edition.instrument, second, edition.instrument)
    assert (comparison.count("eased"), comparison.count("worsened"), comparison.count("unchanged")) == (22, 0, 8)
    assert [one.item for one in comparison.of_kind("known_to_unknown")] == ["D2"]
    assert [one.item for one in comparison.of_kind("unknown_to_known")] == ["B4", "F1", "F2"]
    assert len(comparison.between) == 5


def test_rosslyng_keeps_the_police_dissent_and_myrull_has_none(shown: dict[str, TrainingRecord]) -> None:
    (dissent,) = shown["RØSSLYNG"].assessments[1].dissents
    assert (dissent.who, dissent.level) == ("Politiet", "N3")
    assert shown["MYRULL"].assessments[0].dissents == ()


def test_no_level_of_hestehov_rests_on_what_is_lawful(shown: dict[str, TrainingRecord], edition: Edition) -> None:
    view = rights_view(shown["HESTEHOV"].assessments[0], edition.instrument)
    assert [one.number for one in view.lawful] == [1, 2, 3, 4, 5, 6, 11]
    assert view.only_lawful == ()


def test_myrull_called_for_help_before_anybody_rated(shown: dict[str, TrainingRecord]) -> None:
    (assessment,) = shown["MYRULL"].assessments
    assert len(assessment.calls) == 4
    assert max(call.called_at for call in assessment.calls) < min(one.given_at for one in assessment.ratings)


def test_each_meeting_takes_place_in_the_order_of_its_steps(shown: dict[str, TrainingRecord]) -> None:
    for record, assessment in _locked(shown):
        assert assessment.revealed_at is not None
        assert assessment.decision is not None
        own = [one.given_at for one in assessment.ratings if one.round == "individual"]
        agreed = [one.given_at for one in assessment.ratings if one.round == "agreed"]
        moments = [
            record.case.opened_at,
            assessment.started_at,
            min(own),
            max(own),
            assessment.revealed_at,
            max(agreed),
            assessment.decision.decided_at,
            *(one.signed_at for one in assessment.signatures),
        ]
        assert moments == sorted(moments), record.case.reference


def test_every_measure_has_an_owner_a_deadline_and_a_thought_for_harm(
    shown: dict[str, TrainingRecord], profile: Profile
) -> None:
    for record, assessment in _locked(shown):
        band = profile.age_band(record.case.age_band)
        assert band is not None
        assert assessment.measures
        for measure in assessment.measures:
            assert measure.owner
            assert measure.deadline
            assert measure.harm
            assert bool(measure.guardians) == band.minor


def test_the_half_done_case_is_a_draft_with_two_of_four_ratings_in_and_nothing_revealed(
    shown: dict[str, TrainingRecord], edition: Edition
) -> None:
    (assessment,) = shown[HALF_DONE].assessments
    assert assessment.revealed_at is None
    assert assessment.decision is None
    assert len(assessment.observations) == 6
    missing = assessment.missing_ratings(edition.instrument)
    assert {len(items) for items in missing.values()} == {34}
    assert (len(assessment.meeting.raters()), len(missing)) == (4, 2)
    assert assessment.agreed == {}


def test_two_demonstrations_are_equal_and_no_identifier_is_used_twice(
    shown: dict[str, TrainingRecord], edition: Edition, profile: Profile
) -> None:
    again = demonstration(edition, profile, CASES)
    assert again == tuple(shown.values())
    assert [one.digest for record in again for one in record.assessments] == [
        one.digest for record in shown.values() for one in record.assessments
    ]
    ids = [identifier for record in again for identifier in _ids(record)]
    assert len(ids) == len(set(ids))
    for identifier in ids:
        TypeAdapter(RecordId).validate_python(identifier)


def test_what_is_built_can_be_written_down_and_read_back(shown: dict[str, TrainingRecord]) -> None:
    for record in shown.values():
        for assessment in record.assessments:
            assert Assessment.model_validate_json(assessment.model_dump_json()) == assessment


def test_a_case_with_something_missing_is_not_signed(edition: Edition, profile: Profile, tmp_path: Path) -> None:
    text = (CASES / "blaklokke.yaml").read_text(encoding="utf-8")
    (tmp_path / "blaklokke.yaml").write_text(text.replace("      review: 2026-12-08\n", ""), encoding="utf-8")
    with pytest.raises(NotAllowed, match=r"BLÅKLOKKE kan ikke signeres ennå.*review_date"):
        demonstration(edition, profile, tmp_path)


def _locked(shown: dict[str, TrainingRecord]) -> list[tuple[TrainingRecord, Assessment]]:
    return [(record, one) for record in shown.values() for one in record.assessments if one.state == "locked"]


def _ids(record: TrainingRecord) -> list[str]:
    found = [record.case.id]
    for one in record.assessments:
        kept = (one.meeting.attendees, one.observations, one.scenarios, one.dissents, one.measures, one.calls)
        found += [one.id, *(entry.id for entries in kept for entry in entries), *(sign.id for sign in one.signatures)]
    return found
