"""What must hold of the plan, the level and the dissents before a group can sign, also when they changed late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assess.casework.case import Case
from assess.casework.decision import Dissent
from assess.casework.deeds.deciding import Decide, Disagree
from assess.casework.deeds.deed import Deed
from assess.casework.deeds.planning import PlanMeasure, Remove, SetReview
from assess.casework.deeds.signing import Check
from assess.casework.plan import PlannedMeasure
from assess.casework.quality import CheckAnswer
from assess.instrument.edition import Edition
from assess.judgement.measures import gaps_in, late_line
from assess.judgement.quality import Finding, Folder, clear, findings, following
from assess.profile.model import Profile
from tests.unit.conftest import decision, done, finished, measure, record_id

WHOLE = {"deadline": date(2026, 12, 1), "harm": "Nei", "consent": "to_be_asked"}


def after(folder: Folder, *deeds: Deed) -> Folder:
    return replace(folder, assessment=done(folder.assessment, folder.instrument, *deeds))


def planned(number: str, **more: object) -> PlannedMeasure:
    """The second measure of a plan, of this number in the catalogue."""
    return measure(2, **{**WHOLE, **more}).model_copy(update={"number": number})


def unmet(folder: Folder) -> list[str]:
    return [one.check for one in findings(folder) if one.blocking and not one.met]


def test_a_measure_added_at_the_end_with_nothing_in_it_stops_the_signing_and_is_named(folder: Folder) -> None:
    late = after(folder, PlanMeasure(planned("5.6", text="", owner="", deadline=None, harm="")))
    assert following(late) == (Finding("measures_ready", False, "measures", ("2",)),)
    assert clear(late) is None
    mended = after(late, PlanMeasure(planned("5.6", text="")))
    assert following(mended) == ()
    assert clear(mended) is not None
    assert clear(after(late, Remove("measures", measure(2).id))) is not None


@pytest.mark.parametrize(
    ("number", "changes", "gaps"),
    [
        ("5.3", {}, ()),
        ("5.3", {"text": "", "consent": "not_considered"}, ()),
        ("5.3", {"owner": " "}, ("owner",)),
        ("5.3", {"deadline": None}, ("deadline",)),
        ("5.3", {"harm": " "}, ("harm",)),
        ("", {"text": " "}, ("text",)),
        ("", {"consent": "not_considered"}, ()),
        ("5.6", {"consent": "not_considered"}, ("consent",)),
        ("5.6", {"consent": "not_needed"}, ("consent",)),
        ("5.6", {"consent": "declined"}, ()),
        ("5.7", {"consent": "not_considered"}, ("consent",)),
        ("5.7", {"consent": "not_needed"}, ()),
        ("5.2", {"consent": "not_considered"}, ()),
    ],
)
def test_a_measure_needs_somebody_a_day_a_thought_for_harm_and_the_consent_that_the_plan_asks_for(
    profile: Profile, number: str, changes: dict[str, object], gaps: tuple[str, ...]
) -> None:
    assert gaps_in(planned(number, **changes), profile.measure(number)) == gaps


def test_a_locked_assessment_is_not_found_wanting_for_its_measures_dissents_or_date(folder: Folder) -> None:
    bare = after(
        folder,
        PlanMeasure(measure(2, text="", owner="")),
        Disagree(Dissent(id=record_id(700), who="politi", level="N1", text="Høyere")),
        SetReview(date(2028, 1, 1)),
    )
    assert unmet(bare) == ["review_date", "measures_ready", "dissents_stand"]
    locked = bare.assessment.model_copy(update={"state": "locked"})
    assert unmet(replace(bare, assessment=locked)) == []


def test_a_day_later_than_the_level_allows_needs_a_written_reason(folder: Folder) -> None:
    late = after(folder, SetReview(date(2027, 5, 20)))
    assert unmet(late) == ["review_date"]
    assert unmet(after(folder, SetReview(date(2027, 5, 19)))) == []
    line = late_line(folder.instrument)
    assert unmet(after(late, Check(CheckAnswer(check=line, answer="yes", note=" ")))) == ["review_date"]
    reasoned = after(late, Check(CheckAnswer(check=line, answer="yes", note="Skolen ser ham hver dag")))
    assert unmet(reasoned) == []
    assert clear(reasoned) is not None


def test_the_reason_for_a_later_day_goes_with_the_level_that_it_was_written_for(folder: Folder) -> None:
    line = late_line(folder.instrument)
    note = Check(CheckAnswer(check=line, answer="yes", note="Skolen ser ham hver dag"))
    late = after(folder, SetReview(date(2027, 5, 20)), note)
    assert "review_date" not in unmet(after(late, Decide(decision("N1", reason="Skrevet om"))))
    higher = after(late, Decide(decision("N2")))
    assert "review_date" in unmet(higher)
    assert [one.check for one in higher.assessment.checks] == ["read"]


def test_a_day_that_was_early_enough_for_a_lower_level_is_too_late_for_the_new_one(
    case: Case, edition: Edition, profile: Profile
) -> None:
    calm = Folder(case, finished(case, edition, "N1"), edition.instrument, profile)
    assert "review_date" in unmet(after(calm, Decide(decision("N3"))))


def test_a_dissent_that_names_the_level_that_was_set_must_be_changed_or_taken_out(folder: Folder) -> None:
    other = Dissent(id=record_id(700), who="politi", level="N2", text="Mer alvorlig")
    disagreed = after(folder, Disagree(other))
    assert following(disagreed) == ()
    higher = after(disagreed, Decide(decision("N2")))
    assert following(higher) == (Finding("dissents_stand", False, "level", ("N2",)),)
    assert clear(higher) is None
    assert following(after(higher, Disagree(other.model_copy(update={"level": None})))) == ()
    assert following(after(higher, Remove("dissents", other.id))) == ()
