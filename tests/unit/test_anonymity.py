from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from assess.casework.anonymity import is_anonymous, refuse_crossing, refuse_named
from assess.casework.assessment import Assessment
from assess.casework.case import Case, Phase
from assess.casework.decision import Dissent, Scenario
from assess.casework.deeds.convening import Convene, Observe
from assess.casework.deeds.deciding import Imagine
from assess.casework.deeds.deed import renewed
from assess.casework.plan import AcuteCall
from assess.casework.quality import Addendum
from assess.casework.rating import Remark
from assess.errors import NotAllowed
from assess.instrument.edition import Edition
from assess.instrument.model import Instrument
from tests.unit.conftest import finished, observation, record_id

PLANTED = "spurt@example.no"
WHEN = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def anonymous(case: Case) -> Case:
    return case.model_copy(update={"phase": "anonymous"})


def refusal(case: Case, before: Assessment | None = None, after: Assessment | None = None) -> str:
    """Why this can't be kept; empty when it can."""
    try:
        refuse_named(case, before, after)
    except NotAllowed as refused:
        return str(refused)
    return ""


def in_phase(assessment: Assessment, phase: Phase) -> Assessment:
    return renewed(assessment, meeting=assessment.meeting.model_copy(update={"phase": phase}))


@pytest.fixture
def discussed(anonymous: Case, edition: Edition) -> Assessment:
    """An anonymous discussion that holds one of everything."""
    whole = in_phase(finished(anonymous, edition), "anonymous")
    return renewed(
        whole,
        dissents=(Dissent(id=record_id(602), who="x", text="x"),),
        calls=(AcuteCall(id=record_id(600), called_at=WHEN, whom="x", by="x", note="x"),),
        addenda=(Addendum(id=record_id(601), text="x", by="x", added_at=WHEN),),
        remarks=(*whole.remarks, Remark(item="words", kind="read_differently", text="x", made_at=WHEN)),
    )


Data = dict[str, "Data"] | list["Data"] | str | float | None
Path = tuple[str | int, ...]


def places(data: Data, at: Path = ()) -> Iterator[Path]:
    """The path of every string in a record's data."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from places(value, (*at, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from places(value, (*at, number))
    elif isinstance(data, str):
        yield at


def planted(data: Data, at: Path) -> Data:
    """The data with an e-mail address at one place."""
    if not at:
        return PLANTED
    if isinstance(data, dict):
        return {key: planted(value, at[1:]) if key == at[0] else value for key, value in data.items()}
    if isinstance(data, list):
        return [planted(value, at[1:]) if number == at[0] else value for number, value in enumerate(data)]
    return data


def test_every_text_that_can_hold_an_identifier_is_looked_at(anonymous: Case, discussed: Assessment) -> None:
    data = discussed.model_dump(mode="json")
    looked_at, let_through = set(), []
    for place in places(data):
        try:
            after = Assessment.model_validate_json(json.dumps(planted(data, place)))
        except ValidationError:
            continue
        looked_at.add(tuple(step for step in place if isinstance(step, str)))
        for before in (None, discussed):
            try:
                refuse_named(anonymous, before, after)
            except NotAllowed:
                continue
            let_through.append(place)
    assert let_through == []
    assert {("observations", "seen"), ("scenarios", "fields", "what"), ("meeting", "attendees", "label")} <= looked_at
    assert len(looked_at) >= 32


def test_a_new_anonymous_case_holds_none_in_its_line_or_its_reference(anonymous: Case) -> None:
    refuse_named(anonymous)
    with pytest.raises(NotAllowed, match="telefonnummer i saken"):
        refuse_named(anonymous.model_copy(update={"summary": "Ring 98765432"}))
    with pytest.raises(NotAllowed, match="telefonnummer"):
        refuse_named(anonymous.model_copy(update={"reference": "98765432"}))


def test_it_says_what_was_found_and_where_and_never_the_thing_itself(anonymous: Case, discussed: Assessment) -> None:
    after = renewed(discussed, observations=(observation(1, seen=f"Skriv til {PLANTED}, født 12.03.2009"),))
    with pytest.raises(NotAllowed) as refused:
        refuse_named(anonymous, discussed, after)
    assert "en e-postadresse og en fødselsdato i «Opplysninger»" in str(refused.value)
    assert "[fjernet]" in str(refused.value)
    assert "example" not in str(refused.value)
    assert "2009" not in str(refused.value)


def test_a_case_that_is_not_anonymous_may_hold_what_it_must(case: Case, edition: Edition) -> None:
    before = finished(case, edition)
    named = renewed(before, observations=(observation(1, seen=PLANTED),))
    summed_up = case.model_copy(update={"summary": PLANTED})
    assert [refusal(case, before, named), refusal(case, None, named), refusal(summed_up)] == ["", "", ""]
    assert "e-postadresse" in refusal(summed_up.model_copy(update={"phase": "anonymous"}))


def test_only_what_is_new_or_changed_is_looked_at(anonymous: Case, discussed: Assessment, edition: Edition) -> None:
    old = renewed(discussed, observations=(observation(1, seen=PLANTED),))
    moved = Observe(observation(2, seen="Noe annet")).on(old, edition.instrument)
    refuse_named(anonymous, old, moved)
    with pytest.raises(NotAllowed):
        refuse_named(anonymous, old, Observe(observation(2, seen=f"{PLANTED}.")).on(old, edition.instrument))
    with pytest.raises(NotAllowed):
        refuse_named(anonymous, None, old)


def test_a_scenario_is_looked_at_word_by_word(anonymous: Case, discussed: Assessment, instrument: Instrument) -> None:
    deed = Imagine(Scenario(id=record_id(401), fields={"what": "Ingenting", "when": "Når 98 76 54 32 ringer"}))
    with pytest.raises(NotAllowed, match="«Formulering»"):
        refuse_named(anonymous, discussed, deed.on(discussed, instrument))


def test_the_day_of_the_meeting_is_no_birth_date(anonymous: Case, discussed: Assessment) -> None:
    after = renewed(discussed, no_measures="Vi tok det opp 20.11.2026, og igjen siden 12.03.2026")
    assert after.meeting.held_on == date(2026, 11, 20)
    refuse_named(anonymous, discussed, after)


PHASES: tuple[Phase, ...] = ("anonymous", "initial", "follow_up")


@pytest.mark.parametrize("before", PHASES)
@pytest.mark.parametrize("after", PHASES)
def test_a_meeting_never_comes_into_or_out_of_the_anonymous_phase(
    before: Phase, after: Phase, start: Assessment, instrument: Instrument
) -> None:
    sat_down = in_phase(start, before)
    deed = Convene(sat_down.meeting.model_copy(update={"phase": after}))
    if (before == "anonymous") == (after == "anonymous"):
        assert deed.on(sat_down, instrument).meeting.phase == after
        return
    with pytest.raises(NotAllowed) as refused:
        deed.on(sat_down, instrument)
    assert "Opprett en ny sak" in str(refused.value)


def test_an_assessment_from_outside_is_anonymous_when_its_case_is(
    case: Case, anonymous: Case, discussed: Assessment
) -> None:
    refuse_named(anonymous, None, discussed)
    with pytest.raises(NotAllowed, match="kan ikke bli en sak"):
        refuse_named(anonymous, None, in_phase(discussed, "initial"))
    with pytest.raises(NotAllowed, match="kan ikke bli en anonym drøfting"):
        refuse_named(case, None, discussed)


def test_case_and_meeting_can_each_make_it_anonymous(case: Case, anonymous: Case, discussed: Assessment) -> None:
    assert is_anonymous(anonymous)
    assert is_anonymous(case, discussed)
    assert not is_anonymous(case, in_phase(discussed, "initial"))
    refuse_crossing("initial", "follow_up")
