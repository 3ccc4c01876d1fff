from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.consistency import inconsistencies
from assess.casework.decision import Dissent, HelpNeed, PartyLevel, PromptAnswer, RightsAnswer, Scenario
from assess.casework.deeds.convening import Convene
from assess.casework.deeds.planning import SetReview
from assess.casework.plan import UnknownPlan
from assess.casework.quality import Addendum, CheckAnswer
from assess.casework.rating import Remark
from assess.instrument.edition import Edition
from assess.instrument.library import Library
from tests.unit.conftest import (
    NOW,
    OFFICER,
    SECRETARY,
    TEACHER,
    attendee,
    begun,
    decision,
    finished,
    measure,
    meeting,
    observation,
    rating,
    record_id,
    signed,
)

Change = Callable[[Assessment], dict[str, object]]


@pytest.fixture
def ready(case: Case, edition: Edition) -> Assessment:
    return finished(case, edition)


@pytest.fixture
def locked(ready: Assessment, edition: Edition) -> Assessment:
    return signed(ready, edition.instrument, SECRETARY, OFFICER)


def changed(assessment: Assessment, **fields: object) -> Assessment:
    """The assessment as a file could claim it to be."""
    kept = {name: getattr(assessment, name) for name in Assessment.model_fields}
    return Assessment.model_validate({**kept, **fields})


def told(assessment: Assessment, edition: Edition) -> list[tuple[str, str]]:
    found = inconsistencies(assessment, edition.instrument)
    return [(".".join(map(str, one.place)), one.message) for one in found]


def test_what_deeds_have_made_holds_together(
    start: Assessment, ready: Assessment, locked: Assessment, edition: Edition
) -> None:
    assert [told(one, edition) for one in (start, ready, locked)] == [[], [], []]


LACKS = "verktøyet har ikke noe som heter «weather»"
TWICE = "dette står der to ganger"
WRONG: list[tuple[Change, str, str]] = [
    (lambda it: {"ratings": (*it.ratings, rating("weather", "1"))}, "ratings.25.item", LACKS),
    (
        lambda it: {"ratings": (rating("words", "7", TEACHER), *it.ratings[1:])},
        *("ratings.0.code", "«7» er ikke et svar på forhold words"),
    ),
    (
        lambda it: {"ratings": (*it.ratings[:-1], it.ratings[-1].model_copy(update={"rater": TEACHER}))},
        *("ratings.24.rater", "runden og den som vurderer, passer ikke sammen"),
    ),
    (
        lambda it: {"ratings": (rating("words", "1", record_id(99)), *it.ratings[1:])},
        *("ratings.0.rater", "ingen deltaker i møtet har denne id-en"),
    ),
    (
        lambda it: {"ratings": (*it.ratings, rating("words", "2"))},
        *("ratings.25", "forholdet er vurdert to ganger av samme i samme runde"),
    ),
    (lambda _: {"revealed_at": None}, "revealed_at", "gruppa er enig uten at de egne vurderingene er vist"),
    (
        lambda _: {"observations": (observation(speaks_for=("words", "weather")),)},
        *("observations.0.speaks_for.1", LACKS),
    ),
    (lambda _: {"observations": (observation(speaks_against=("weather",)),)}, "observations.0.speaks_against.0", LACKS),
    (lambda _: {"remarks": (Remark(item="weather", kind="devils_advocate", made_at=NOW),)}, "remarks.0.item", LACKS),
    (lambda _: {"measures": (measure(items=("weather",)),)}, "measures.0.items.0", LACKS),
    (lambda _: {"unknown_plans": (UnknownPlan(item="weather", who="x"),)}, "unknown_plans.0.item", LACKS),
    (lambda _: {"prompts": (PromptAnswer(prompt="weather", text="x"),)}, "prompts.0.prompt", LACKS),
    (lambda _: {"rights": (RightsAnswer(check="weather"),)}, "rights.0.check", LACKS),
    (lambda _: {"checks": (CheckAnswer(check="weather", answer="yes"),)}, "checks.0.check", LACKS),
    (
        lambda _: {"scenarios": (Scenario(id=record_id(1), fields={"weather": "Sol"}),)},
        *("scenarios.0.fields.weather", LACKS),
    ),
    (lambda _: {"party_levels": (PartyLevel(party="politi", level="weather"),)}, "party_levels.0.level", LACKS),
    (lambda _: {"decision": decision("weather")}, "decision.level", LACKS),
    (lambda _: {"help_need": HelpNeed(need="weather")}, "help_need.need", LACKS),
    (
        lambda _: {"dissents": (Dissent(id=record_id(1), who="x", level="weather", text="x"),)},
        *("dissents.0.level", LACKS),
    ),
    (lambda it: {"observations": it.observations * 2}, "observations.1", TWICE),
    (lambda it: {"measures": it.measures * 2}, "measures.1", TWICE),
    (lambda it: {"prompts": (*it.prompts, it.prompts[0])}, "prompts.2", TWICE),
    (lambda it: {"rights": (*it.rights, it.rights[1])}, "rights.2", TWICE),
    (lambda it: {"checks": it.checks * 2}, "checks.1", TWICE),
    (lambda it: {"remarks": it.remarks * 2}, "remarks.1", TWICE),
    (lambda it: {"party_levels": (*it.party_levels, it.party_levels[0])}, "party_levels.2", TWICE),
    (
        lambda _: {"meeting": meeting(attendees=(attendee(TEACHER), attendee(TEACHER)))},
        *("meeting.attendees.1", TWICE),
    ),
    (
        lambda _: {"addenda": (Addendum(id=record_id(1), text="x", by="x", added_at=NOW),)},
        *("addenda", "bare en låst vurdering har tillegg"),
    ),
    (lambda _: {"locked_at": NOW}, "locked_at", "tidspunktet for låsing passer ikke til tilstanden"),
    (
        lambda _: {"state": "locked", "locked_at": NOW},
        *("state", "en låst vurdering har to gyldige signaturer fra to parter, et utkast har det ikke"),
    ),
]


@pytest.mark.parametrize(("change", "place", "message"), WRONG, ids=[place for _, place, _ in WRONG])
def test_each_thing_that_does_not_hold_together_is_told(
    ready: Assessment, edition: Edition, change: Change, place: str, message: str
) -> None:
    assert (place, message) in told(changed(ready, **change(ready)), edition)


def test_a_locked_assessment_whose_content_was_changed_is_told_at_both_signatures(
    locked: Assessment, edition: Edition
) -> None:
    forged = changed(locked, no_measures="Noe annet")
    message = "innholdet er et annet enn det som ble signert"
    assert told(forged, edition) == [("signatures.0.digest", message), ("signatures.1.digest", message)]


def test_a_signature_made_void_does_not_lock(locked: Assessment, edition: Edition) -> None:
    void = tuple(one.model_copy(update={"void": True}) for one in locked.signatures)
    found = told(changed(locked, signatures=void), edition)
    assert [place for place, _ in found] == ["state"]


def test_a_draft_with_two_standing_signatures_should_have_been_locked(locked: Assessment, edition: Edition) -> None:
    found = told(changed(locked, state="draft", locked_at=None), edition)
    assert [place for place, _ in found] == ["state"]


def test_two_signatures_of_one_party_do_not_lock(locked: Assessment, edition: Edition) -> None:
    same = locked.signatures[1].model_copy(update={"attendee": TEACHER, "party": "kommune"})
    found = told(changed(locked, signatures=(locked.signatures[0], same)), edition)
    assert [place for place, _ in found] == ["state"]


@pytest.mark.parametrize("other", [{"attendee": record_id(99)}, {"party": "kriminalomsorg"}])
def test_a_signature_belongs_to_somebody_who_was_there(
    locked: Assessment, edition: Edition, other: dict[str, str]
) -> None:
    signatures = (locked.signatures[0], locked.signatures[1].model_copy(update=other))
    expected = ("signatures.1.attendee", "ingen deltaker i møtet passer til denne")
    assert expected in told(changed(locked, signatures=signatures), edition)


def test_somebody_who_signed_and_then_left_is_no_contradiction(start: Assessment, edition: Edition) -> None:
    one = signed(start, edition.instrument, SECRETARY)
    left = Convene(meeting(attendees=(attendee(TEACHER),))).on(one, edition.instrument)
    assert told(left, edition) == []


def test_a_signature_before_a_change_is_kept_and_needs_no_digest(ready: Assessment, edition: Edition) -> None:
    one = signed(ready, edition.instrument, SECRETARY)
    after = SetReview(date(2027, 3, 1)).on(one, edition.instrument)
    assert told(after, edition) == []


def test_an_instrument_without_level_and_help_need_has_neither(case: Case) -> None:
    triage = Library().edition("triage")
    claimed = changed(begun(case, triage), decision=decision("N1"), help_need=HelpNeed(need="H1"))
    assert [place for place, _ in told(claimed, triage)] == ["decision.level", "help_need.need"]
