from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assess.casework.case import Case
from assess.casework.decision import Decision, DutyAnswer, PromptAnswer
from assess.casework.deeds.convening import Convene, Observe
from assess.casework.deeds.deciding import AnswerDuty, Formulate
from assess.casework.deeds.deed import Deed
from assess.casework.deeds.planning import PlanUnknown, Remove, SetReview
from assess.casework.deeds.rating import Rate, TakeBack
from assess.casework.plan import UnknownPlan
from assess.casework.quality import Clearance
from assess.instrument.edition import Edition
from assess.instrument.model import Check, Instrument
from assess.judgement.quality import (
    Finding,
    Folder,
    Following,
    clear,
    findings,
    following,
    reason_demanded,
    unanswered,
)
from assess.profile.model import Profile
from tests.unit.conftest import (
    COORDINATOR,
    NOW,
    OFFICER,
    SECRETARY,
    attendee,
    begun,
    changed_item,
    done,
    finished,
    made,
    measure,
    meeting,
    observation,
    rating,
    record_id,
    small,
)


def after(folder: Folder, *deeds: Deed) -> Folder:
    return replace(folder, assessment=done(folder.assessment, folder.instrument, *deeds))


def altered(folder: Folder, **fields: object) -> Folder:
    """The folder with an assessment whose fields are these, whatever deeds would say."""
    return replace(folder, assessment=folder.assessment.model_copy(update=fields))


def found(folder: Folder, check: Check | Following) -> Finding:
    (finding,) = [finding for finding in findings(folder) if finding.check == check]
    return finding


def with_answers(case: Case, edition: Edition, profile: Profile, level: str = "N1", **codes: str) -> Folder:
    return Folder(case, finished(case, edition, level, **codes), edition.instrument, profile)


def test_when_nothing_is_missing_exactly_this_content_is_cleared(folder: Folder) -> None:
    assert [finding.check for finding in findings(folder) if not finding.met] == []
    assert unanswered(folder) == ()
    assert clear(folder) == Clearance(digest=folder.assessment.digest)


def test_an_assessment_just_begun_is_not_cleared(case: Case, edition: Edition, profile: Profile) -> None:
    assert clear(Folder(case, begun(case, edition), edition.instrument, profile)) is None


def test_the_findings_stand_in_the_order_of_the_checklist(folder: Folder) -> None:
    assert [one.check for one in findings(folder)] == [line.auto for line in folder.instrument.quality if line.auto]


def test_an_item_that_nobody_dealt_with_stops_the_signing_and_is_named(folder: Folder) -> None:
    gap = after(folder, TakeBack("agreed", "", "plans"))
    assert found(gap, "all_dealt_with") == Finding("all_dealt_with", False, "discussion", ("plans",))
    assert clear(gap) is None


def test_unknown_and_not_sought_are_dealt_with(case: Case, edition: Edition, profile: Profile) -> None:
    assert found(with_answers(case, edition, profile, threat="U", plans="X"), "all_dealt_with").met


def test_a_rating_that_must_have_a_reason_and_has_none_stops_the_signing(folder: Folder) -> None:
    bare = after(folder, Rate(rating("threat", "0", reason=" ")))
    assert found(bare, "reasons_present") == Finding("reasons_present", False, "discussion", ("threat",))
    assert clear(bare) is None


def test_an_observation_about_the_item_is_reason_enough(folder: Folder) -> None:
    bare = after(folder, Rate(rating("threat", "0")), Observe(observation(2, speaks_against=("threat",))))
    assert found(bare, "reasons_present").met
    gone = observation(2, speaks_against=("threat",), withdrawn="Det var en annen")
    assert not found(after(bare, Observe(gone)), "reasons_present").met


@pytest.mark.parametrize(
    ("item", "code", "demanded"),
    [
        *(("words", "0", False), ("words", "1", False), ("words", "2", True), ("words", "U", False)),
        *(("threat", "0", True), ("threat", "1", True), ("threat", "U", False), ("threat", "X", False)),
        *(("plans", "0", False), ("plans", "2", False)),
    ],
)
def test_a_reason_is_demanded_from_the_step_that_the_item_says(
    instrument: Instrument, item: str, code: str, *, demanded: bool
) -> None:
    assert reason_demanded(instrument.item(item), instrument.scale_of(item), code) is demanded


def test_a_departure_without_a_written_reason_stops_the_signing(case: Case, edition: Edition, profile: Profile) -> None:
    below = with_answers(case, edition, profile, "N0", words="2", plans="1")
    assert found(below, "deviations_reasoned").met
    silent = below.assessment.decision
    assert silent is not None
    silent = Decision.model_validate({**dict(silent), "departure": "  "})
    bare = altered(below, decision=silent)
    assert found(bare, "deviations_reasoned") == Finding("deviations_reasoned", False, "level", ("words", "plans"))
    assert clear(bare) is None


def test_a_critical_unknown_without_a_plan_stops_the_signing(case: Case, edition: Edition, profile: Profile) -> None:
    planned = with_answers(case, edition, profile, threat="U")
    assert found(planned, "unknowns_planned").met
    left = after(planned, Remove("unknown_plans", "threat"))
    assert found(left, "unknowns_planned") == Finding("unknowns_planned", False, "measures", ("threat",))
    assert clear(left) is None


def test_another_unknown_without_a_plan_is_only_advised_against(case: Case, edition: Edition, profile: Profile) -> None:
    left = after(with_answers(case, edition, profile, plans="U"), Remove("unknown_plans", "plans"))
    finding = found(left, "unknowns_planned")
    assert (finding.met, finding.blocking, finding.items) == (False, False, ("plans",))
    assert clear(left) is not None


def test_a_plan_says_who_finds_out(case: Case, edition: Edition, profile: Profile) -> None:
    planned = with_answers(case, edition, profile, threat="U")
    nobody = after(planned, PlanUnknown(UnknownPlan(item="threat", who="  ")))
    assert not found(nobody, "unknowns_planned").met


def test_a_meeting_short_of_its_rule_goes_on_only_with_a_reason(folder: Folder) -> None:
    few = folder.assessment.meeting.attendees[:-1]
    short = altered(folder, meeting=meeting(attendees=few))
    assert found(short, "meeting_rule") == Finding("meeting_rule", False, "meeting")
    reasoned = altered(folder, meeting=meeting(attendees=few, deviation_reason="En ble syk"))
    assert found(reasoned, "meeting_rule").met


def test_the_rule_needs_a_secretary_beside_the_two_of_the_kommune(folder: Folder) -> None:
    people = [one.model_copy(update={"secretary": False}) for one in folder.assessment.meeting.attendees]
    assert not found(altered(folder, meeting=meeting(attendees=tuple(people))), "meeting_rule").met
    from_police = [
        one.model_copy(update={"secretary": one.id == OFFICER}) for one in folder.assessment.meeting.attendees
    ]
    assert not found(altered(folder, meeting=meeting(attendees=tuple(from_police))), "meeting_rule").met


def test_a_reason_never_replaces_impartiality(folder: Folder) -> None:
    people = tuple(
        one.model_copy(update={"impartial": one.id != COORDINATOR}) for one in folder.assessment.meeting.attendees
    )
    partial = after(folder, Convene(meeting(attendees=people, deviation_reason="Det hastet")))
    assert not found(partial, "meeting_rule").met
    assert clear(partial) is None


def test_the_secretary_is_counted_once(folder: Folder) -> None:
    people = (attendee(SECRETARY, secretary=True), attendee(COORDINATOR), *folder.assessment.meeting.attendees[3:])
    assert not found(altered(folder, meeting=meeting(attendees=people)), "meeting_rule").met


@pytest.mark.parametrize(
    ("fields", "met"),
    [
        ({"shared": True}, False),
        ({"shared": True, "legal_basis": "fvl-13b"}, False),
        ({"shared": True, "necessity": "De må vite det"}, False),
        ({"shared": True, "legal_basis": "fvl-13b", "necessity": "De må vite det"}, True),
        ({"shared": False}, True),
        ({"shared": True, "withdrawn": "Det var en annen"}, True),
    ],
)
def test_what_is_shared_has_a_legal_basis_and_a_necessity(
    folder: Folder, fields: dict[str, object], *, met: bool
) -> None:
    finding = found(after(folder, Observe(observation(7, **fields))), "legal_basis")
    assert (finding.met, finding.items) == (met, () if met else ("7",))


def test_a_level_that_is_looked_at_again_has_a_date_and_a_measure_or_a_reason_for_none(folder: Folder) -> None:
    assert not found(after(folder, SetReview(None)), "review_date").met
    without = after(folder, Remove("measures", measure().id))
    assert not found(without, "review_date").met
    assert found(after(without, SetReview(date(2027, 1, 15), "Ingen vil noe")), "review_date").met


def test_a_level_that_nobody_looks_at_again_needs_neither(case: Case, edition: Edition, profile: Profile) -> None:
    calm = with_answers(case, edition, profile, "N0")
    assert profile.review_days("N0", None) is None
    assert found(after(calm, SetReview(None), Remove("measures", measure().id)), "review_date").met


def test_an_unanswered_rights_check_stops_the_signing(folder: Folder) -> None:
    left = altered(folder, rights=folder.assessment.rights[:1])
    assert found(left, "rights_answered") == Finding("rights_answered", False, "level", ("stands",))
    assert clear(left) is None


def test_another_explanation_is_demanded(folder: Folder) -> None:
    without = after(folder, Formulate(PromptAnswer(prompt="other", text=" ")))
    assert found(without, "alternative_present") == Finding("alternative_present", False, "formulation", ("other",))
    assert clear(without) is None
    assert found(after(folder, Formulate(PromptAnswer(prompt="worry", text=""))), "alternative_present").met


def test_a_missing_devils_advocate_is_advised_and_never_stops_anything(folder: Folder) -> None:
    silent = altered(folder, remarks=())
    assert found(silent, "devils_advocate") == Finding("devils_advocate", False, "discussion", ("threat",), False)
    assert clear(silent) is not None


def test_what_follows_from_level_and_age_comes_after_the_checklists_own_lines(
    case: Case, edition: Edition, profile: Profile
) -> None:
    high = with_answers(case, edition, profile, "N3")
    lines = [line.auto for line in high.instrument.quality if line.auto]
    assert [one.check for one in findings(high)] == [*lines, "duties_written"]


def test_a_duty_that_is_not_written_stops_the_signing_and_is_named(
    case: Case, edition: Edition, profile: Profile
) -> None:
    high = with_answers(case, edition, profile, "N3")
    assert found(high, "duties_written") == Finding("duties_written", False, "level", ("avverging", "pst"))
    assert clear(high) is None
    answers = [DutyAnswer(duty=one, text="Vurdert", by="Politiet", answered_at=NOW) for one in ("avverging", "pst")]
    half = after(high, AnswerDuty(answers[0]))
    assert found(half, "duties_written").items == ("pst",)
    assert clear(half) is None
    whole = after(half, AnswerDuty(answers[1]))
    assert found(whole, "duties_written").met
    assert clear(whole) is not None


def test_what_is_only_advised_stops_nothing(case: Case, edition: Edition, profile: Profile) -> None:
    open_end = with_answers(case, edition, profile, "NX")
    assert [one.check for one in following(open_end)] == ["information_plan"]
    assert clear(open_end) is not None


def test_not_concluding_needs_somebody_and_a_day_for_each_unknown_that_matters(
    case: Case, edition: Edition, profile: Profile
) -> None:
    open_end = with_answers(case, edition, profile, "NX", threat="U", friends="U")
    assert found(open_end, "information_plan").met
    no_day = after(open_end, PlanUnknown(UnknownPlan(item="threat", who="politi")))
    assert found(no_day, "information_plan") == Finding("information_plan", False, "measures", ("threat",))
    assert clear(no_day) is None
    other = after(open_end, Remove("unknown_plans", "friends"))
    assert found(other, "information_plan").met


def test_not_concluding_needs_at_least_one_plan_when_anything_is_unknown(
    case: Case, edition: Edition, profile: Profile
) -> None:
    open_end = after(with_answers(case, edition, profile, "NX", friends="U"), Remove("unknown_plans", "friends"))
    assert found(open_end, "information_plan").items == ("friends",)
    assert clear(open_end) is None


def test_not_concluding_needs_a_day_to_look_again_whatever_the_profile_says(
    case: Case, edition: Edition, profile: Profile
) -> None:
    never = profile.model_copy(update={"review": ()})
    silent = Folder(case, finished(case, edition, "NX"), edition.instrument, never)
    undated = after(silent, SetReview(None))
    assert found(silent, "information_plan").met
    assert not found(undated, "information_plan").met
    assert not found(undated, "review_date").met
    assert clear(undated) is None


def test_a_locked_assessment_is_not_found_wanting_by_what_was_asked_for_later(
    case: Case, edition: Edition, profile: Profile
) -> None:
    high = with_answers(case, edition, profile, "N3")
    assert following(altered(high, state="locked")) == ()


def test_an_item_that_does_not_apply_is_not_missing(case: Case, edition: Edition, profile: Profile) -> None:
    assessment = TakeBack("agreed", "", "plans").on(finished(case, edition), edition.instrument)
    young = {"context": "age_band", "is": ["u13"]}
    instrument = made(changed_item(small(), "plans", applicable_when=young))
    assert found(Folder(case, assessment, instrument, profile), "all_dealt_with").met
    child = case.model_copy(update={"age_band": "u13"})
    assert found(Folder(child, assessment, instrument, profile), "all_dealt_with").items == ("plans",)


def test_the_groups_own_lines_are_answered_with_whatever_answer(folder: Folder) -> None:
    left = altered(folder, checks=())
    assert unanswered(left) == ("read",)
    assert clear(left) is None


@pytest.mark.parametrize("missing", ["decision", "help_need"])
def test_nothing_is_cleared_before_both_axes_are_decided(folder: Folder, missing: str) -> None:
    assert clear(altered(folder, **{missing: None})) is None


def test_a_clearance_fits_no_other_content(folder: Folder) -> None:
    cleared = clear(folder)
    changed = after(folder, Observe(observation(8, id=record_id(108))))
    assert cleared is not None
    assert cleared.digest != changed.assessment.digest
    assert clear(changed) == Clearance(digest=changed.assessment.digest)
