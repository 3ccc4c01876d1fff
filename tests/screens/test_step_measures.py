from __future__ import annotations

from datetime import date, timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from assess.casework.assessment import Assessment
from assess.casework.decision import Decision, PartyLevel, RightsAnswer
from assess.casework.deeds.deciding import AnswerRights, Decide, ProposeLevel
from assess.casework.deeds.planning import PlanMeasure, PlanUnknown, SetReview
from assess.casework.deeds.rating import Rate, Reveal
from assess.casework.follow_up import MeasureProgress
from assess.casework.plan import OWN, PlannedMeasure, UnknownPlan
from assess.casework.rating import GROUP, Rating
from assess.instrument.edition import Edition
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.register.following import follow_ups
from assess.screens.local_time import day_text
from assess.screens.meeting.desk import Desk
from assess.screens.widgets.item_list import ItemList
from assess.screens.widgets.key_bar import KeyBar
from tests.screens.conftest import MeetingApp, OpenMeeting

SIZES = [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)]


def agreed(desk: Desk, **codes: str) -> None:
    """Agree on what is named; the rest stays open."""
    rater = desk.assessment.meeting.raters()[0].id
    desk.do(Rate(Rating(round="individual", rater=rater, item="A1", code="0", given_at=desk.now())))
    desk.do(Reveal(desk.now(), "Resten tas i drøftingen"))
    for item, code in codes.items():
        desk.do(Rate(Rating(round="agreed", rater=GROUP, item=item, code=code, reason="x", given_at=desk.now())))


def decided(desk: Desk, level: str) -> None:
    for check in desk.instrument.rights_checks:
        desk.do(AnswerRights(RightsAnswer(check=check.id, answer="yes")))
    for party in desk.assessment.meeting.parties():
        desk.do(ProposeLevel(PartyLevel(party=party, level="N2")))
    desk.do(Decide(Decision(level=level, confidence="low", reason="Vi vet nok", decided_at=desk.now())))


def planned(desk: Desk, number: str, **fields: object) -> str:
    measure = PlannedMeasure.model_validate(
        {"id": desk.new_id(), "number": number, "text": "Samtale", "owner": "SLT", **fields}
    )
    desk.do(PlanMeasure(measure))
    return measure.id


def kept(desk: Desk) -> Assessment:
    return desk.register.assessment(desk.assessment.id)


def seen(app: MeetingApp) -> str:
    """All words of the open card, also those that are scrolled away."""
    cards = [card for card in app.pane.query(".form") if card.display]
    return "\n".join(str(part.render()) for card in cards for part in card.query("Static") if part.display)


def notes(app: MeetingApp) -> dict[str, tuple[str, str]]:
    """Sign and note of every line of the list by its place."""
    return {line.item: (line.mark, line.note) for line in app.pane.query_one(ItemList)._lines if line.item}


async def write(pilot: Pilot[None], text: str) -> None:
    """Write into the field that has the focus, in place of what stands there."""
    field = pilot.app.focused
    assert isinstance(field, TextArea | Input)
    if isinstance(field, TextArea):
        field.text = text
    else:
        field.value = text
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_a_secretary_plans_a_measure_by_keys(desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]) -> None:
    app = meeting_app("measures")
    async with app.run_test(size=size) as pilot:
        await pilot.press("n", "3")
        await pilot.pause()
        await write(pilot, "To samtaler på skolen")
        await pilot.press("tab")
        await write(pilot, "SLT-koordinator")
        await pilot.press("tab")
        await write(pilot, "1.2.2027")
        await pilot.press("tab", "home", "right", "space", "tab")
        await write(pilot, "Mor er med")
        await pilot.press("ctrl+o", "down", "space", "enter")
        await pilot.pause()
        await pilot.press("tab", "tab")
        await write(pilot, "Ja, hvis klassen ser det")
        await pilot.press("escape")
        await pilot.pause()
        assert notes(app)["1"] == ("✓", "5.3")
    one = kept(desk).measures[0]
    assert (one.number, one.text, one.owner) == ("5.3", "To samtaler på skolen", "SLT-koordinator")
    assert (one.deadline, one.consent, one.guardians) == (date(2027, 2, 1), "to_be_asked", "Mor er med")
    assert (one.items, one.harm) == (("A2",), "Ja, hvis klassen ser det")


async def test_collaboration_over_time_can_not_be_set_in_motion_without_consent(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    planned(desk, "5.7")
    app = meeting_app("measures")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "! Uten samtykke kan ikke dette tiltaket settes i gang" in seen(app)
        await pilot.press("enter", "tab", "tab", "tab", "home", "space")
        await pilot.pause()
        assert kept(desk).measures[0].consent == "given"
        assert "Uten samtykke" not in seen(app)


async def test_a_mentor_is_voluntary(desk: Desk, meeting_app: OpenMeeting) -> None:
    planned(desk, "5.6")
    planned(desk, "5.6", consent="declined")
    app = meeting_app("measures")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "Tiltaket er frivillig" in seen(app)
        await pilot.press("down")
        await pilot.pause()
        assert "! Personen har sagt nei" in seen(app)


async def test_guardians_are_asked_about_for_a_minor_only(desk: Desk, meeting_app: OpenMeeting) -> None:
    planned(desk, "5.3")
    app = meeting_app("measures")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "Hvordan er foresatte med?" in [
            str(label.render()) for label in app.pane.query(".prompt--heading") if label.parent and label.parent.display
        ]
        desk.case = desk.case.model_copy(update={"age_band": "a25_39"})
        app.pane.show()
        assert "Hvordan er foresatte med?" not in [
            str(label.render()) for label in app.pane.query(".prompt--heading") if label.parent and label.parent.display
        ]


@pytest.mark.slow
async def test_a_measure_of_ones_own_is_removed_after_a_question(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("measures")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "e")
        await pilot.pause()
        await write(pilot, "Gå tur")
        await pilot.press("escape")
        await pilot.pause()
        assert [(one.number, one.text) for one in kept(desk).measures] == [(OWN, "Gå tur")]
        await pilot.press("delete", "enter")
        await pilot.pause()
        assert kept(desk).measures
        await pilot.press("delete", "j")
        await pilot.pause()
        assert "Trykk n for å velge et tiltak" in seen(app)
    assert not kept(desk).measures


async def test_unknowns_are_planned_with_the_critical_ones_first(desk: Desk, meeting_app: OpenMeeting) -> None:
    agreed(desk, A2="U", B2="U", C1="X")
    app = meeting_app("measures", "B2")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert list(notes(app)) == ["+", "B2", "A2", "D"]
        assert notes(app)["B2"] == ("·", "kritisk")
        await pilot.press("enter")
        await write(pilot, "Politiet")
        await pilot.press("tab")
        await write(pilot, "Egne systemer")
        await pilot.press("tab")
        await pilot.pause()
        assert notes(app)["B2"] == ("·", "kritisk"), "somebody without a deadline is not enough"
        await write(pilot, "2026-12-24")
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert notes(app)["B2"] == ("✓", "kritisk")
    plan = UnknownPlan(item="B2", who="Politiet", how="Egne systemer", by=date(2026, 12, 24))
    assert kept(desk).unknown_plans == (plan,)


async def test_a_line_that_is_left_by_the_mouse_is_kept_where_it_was_written(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    agreed(desk, A2="U", B2="U")
    app = meeting_app("measures", "B2")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter")
        await write(pilot, "Politiet")
        await pilot.click(ItemList, offset=(12, 4))
        await pilot.pause()
        assert app.pane.at() == "A2"
    assert kept(desk).unknown_plans == (UnknownPlan(item="B2", who="Politiet"),)


async def test_a_day_that_can_not_be_read_is_said_and_not_kept(desk: Desk, meeting_app: OpenMeeting) -> None:
    agreed(desk, B2="U")
    desk.do(PlanUnknown(UnknownPlan(item="B2", who="Politiet", by=date(2026, 12, 1))))
    app = meeting_app("measures", "B2")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "tab", "tab")
        await write(pilot, "snart")
        await pilot.press("escape")
        await pilot.pause()
        assert "«snart» er ikke en dato" in seen(app)
        await pilot.press("down")
        await pilot.pause()
        assert any("ble ikke lagret" in note.message for note in app._notifications)
    assert kept(desk).unknown_plans[0].by == date(2026, 12, 1)


async def test_the_next_date_is_told_by_the_level_and_set_only_by_a_key(desk: Desk, meeting_app: OpenMeeting) -> None:
    decided(desk, "N2")
    latest = desk.assessment.meeting.held_on + timedelta(days=56)
    app = meeting_app("measures", "review")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert f"N2: senest {day_text(latest)}, 56 dager etter møtet" in seen(app)
        assert kept(desk).review_on is None
        await pilot.press("s")
        await pilot.pause()
        assert kept(desk).review_on == latest
        await pilot.press("enter")
        await write(pilot, day_text(latest + timedelta(days=1)))
        await pilot.press("enter")
        await write(pilot, "Skolen følger opp")
        await pilot.press("escape")
        await pilot.pause()
        assert f"! Datoen er senere enn {day_text(latest)}" in seen(app)
    assert (kept(desk).review_on, kept(desk).no_measures) == (latest + timedelta(days=1), "Skolen følger opp")


async def test_before_the_level_no_date_is_suggested(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("measures", "review")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s")
        await pilot.pause()
        assert "Sett nivået først" in seen(app)
    assert kept(desk).review_on is None


@pytest.mark.slow
async def test_looking_through_the_plan_changes_nothing(desk: Desk, meeting_app: OpenMeeting) -> None:
    agreed(desk, B2="U")
    planned(desk, "5.3", owner=" SLT ", text="cafe\u0301")
    desk.do(SetReview(date(2027, 1, 1), "cafe\u0301"))
    before = kept(desk).revision
    app = meeting_app("measures")
    async with app.run_test(size=(80, 24)) as pilot:
        for _line in range(4):
            await pilot.press("enter", "escape", "escape", "down")
        await pilot.pause()
    assert kept(desk).revision == before


async def test_the_card_says_what_is_still_to_be_said(desk: Desk, meeting_app: OpenMeeting) -> None:
    planned(desk, "5.3", deadline=date(2027, 2, 1))
    planned(desk, "5.5", items=("A2",), harm="Nei", deadline=date(2027, 2, 1))
    app = meeting_app("measures")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Gjenstår: samtykke, foresatte, forhold, om det kan gjøre vondt verre." in seen(app)
        await pilot.press("down")
        await pilot.pause()
        assert "Gjenstår" not in seen(app)
        assert [sign for sign, _note in list(notes(app).values())[:2]] == ["·", "✓"]


async def test_a_measure_that_is_not_about_one_person_asks_for_no_guardians(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    planned(desk, "5.5")
    app = meeting_app("measures")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Gjenstår: frist, forhold, om det kan gjøre vondt verre." in seen(app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_later_meeting_looks_back_at_what_was_planned_and_writes_what_became_of_it(
    desk: Desk, meeting_app: OpenMeeting, edition: Edition, size: tuple[int, int]
) -> None:
    planned(desk, "5.3", items=("A2",), deadline=desk.assessment.meeting.held_on - timedelta(days=4))
    second = desk.register.start(desk.case, edition, norwegian(desk.now()).date())
    app = MeetingApp(Desk(desk.register, desk.case, second, Profiles()), "measures")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert notes(app)["~0"] == ("!", "4 d over")
        await pilot.press("down")
        await pilot.pause()
        assert "Samtaleoppfølging" in seen(app)
        await pilot.press("enter", "right", "space", "ctrl+s")
        await pilot.pause(0.1)
        assert notes(app)["~0"] == ("✓", "fullført")
        assert "Fullført (samtykke: ikke vurdert ennå)" in seen(app)
    (entry,) = follow_ups(desk.register, desk.case.id)
    assert isinstance(entry, MeasureProgress)
    assert (entry.status, entry.assessment_id) == ("done", desk.assessment.id)
    assert desk.register.assessment(second.id) == second


async def test_while_a_text_is_written_only_the_keys_that_work_in_it_are_named(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    planned(desk, "5.3")
    app = meeting_app("measures")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert [entry.key for entry in app.pane.own_keys()] == ["↵ esc", "n", "ctrl+o", "del"]
        await pilot.press("enter")
        await pilot.pause()
        assert [entry.key for entry in app.pane.own_keys()] == ["esc", "ctrl+o"]
        bar = app.screen.query_one(KeyBar)
        assert "Nytt tiltak" not in [entry.label for entry in bar.entries]
        await pilot.press("tab")
        assert [entry.key for entry in app.pane.own_keys()] == ["↵", "esc", "ctrl+o"]
        await pilot.press("escape")
        await pilot.pause()
        assert "Nytt tiltak" in [entry.label for entry in bar.entries]


async def test_the_catalogue_says_that_a_digit_chooses_at_once(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("measures")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("n")
        await pilot.pause()
        words = [str(one.render()) for one in app.screen.query("Static")]
        assert "Tegnet foran velger med en gang. Enter velger også, escape går tilbake." in words
        await pilot.press("3")
        await pilot.pause()
        assert [one.number for one in kept(desk).measures] == ["5.3"]
