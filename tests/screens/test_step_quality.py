from __future__ import annotations

from datetime import date

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from assess.casework.assessment import Assessment
from assess.casework.decision import Decision, DutyAnswer, HelpNeed, PartyLevel, PromptAnswer, RightsAnswer
from assess.casework.deeds.convening import Observe
from assess.casework.deeds.deciding import AnswerDuty, AnswerRights, Decide, Formulate, ProposeLevel, SetHelpNeed
from assess.casework.deeds.planning import PlanUnknown, SetReview
from assess.casework.deeds.rating import Rate, Reveal
from assess.casework.deeds.signing import Check, Sign
from assess.casework.observation import Observation
from assess.casework.plan import UnknownPlan
from assess.casework.quality import CheckAnswer, Signature
from assess.casework.rating import GROUP, Rating
from assess.judgement.quality import clear
from assess.screens.emergency import EmergencyScreen
from assess.screens.local_time import moment_text
from assess.screens.meeting.desk import Desk
from assess.screens.widgets.item_list import ItemList
from tests.screens.conftest import MeetingApp, OpenMeeting

SIZES = [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)]
OWN_LINES = ("kjent_null", "imot", "skilt", "uenighet", "vondt_verre", "lesbar")


def all_but_own_lines(desk: Desk) -> None:
    """Bring the assessment so far that only the group's own lines of the checklist are missing."""
    rater = desk.assessment.meeting.raters()[0].id
    desk.do(Rate(Rating(round="individual", rater=rater, item="A1", code="0", given_at=desk.now())))
    desk.do(Reveal(desk.now(), "Resten tas i drøftingen"))
    for item in desk.instrument.items():
        desk.do(Rate(Rating(round="agreed", rater=GROUP, item=item.id, code="0", reason="x", given_at=desk.now())))
    for prompt in desk.instrument.prompts:
        desk.do(Formulate(PromptAnswer(prompt=prompt.id, text="Drøftet")))
    for check in desk.instrument.rights_checks:
        desk.do(AnswerRights(RightsAnswer(check=check.id, answer="yes")))
    for party in desk.assessment.meeting.parties():
        desk.do(ProposeLevel(PartyLevel(party=party, level="N1")))
    desk.do(Decide(Decision(level="N1", confidence="high", reason="Kjent", decided_at=desk.now())))
    for duty in ("foresatte", "barnevern"):
        desk.do(AnswerDuty(DutyAnswer(duty=duty, text="Vurdert", by="SLT", answered_at=desk.now())))
    desk.do(SetHelpNeed(HelpNeed(need="HB0")))
    desk.do(SetReview(date(2027, 3, 1), "Skolen følger opp"))


def cleared(desk: Desk) -> None:
    all_but_own_lines(desk)
    for line in OWN_LINES:
        desk.do(Check(CheckAnswer(check=line, answer="yes")))


def signed(desk: Desk, number: int) -> None:
    """Let the participant with this number sign."""
    who, clearance = desk.assessment.meeting.attendees[number], clear(desk.folder)
    assert clearance is not None
    signature = Signature(
        id=desk.new_id(),
        attendee=who.id,
        party=who.party,
        signed_as=desk.called(who),
        digest=desk.assessment.digest,
        signed_at=desk.now(),
    )
    desk.do(Sign(signature, clearance))


def kept(desk: Desk) -> Assessment:
    return desk.register.assessment(desk.assessment.id)


def seen(app: MeetingApp) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def words(app: MeetingApp) -> str:
    """All words of the card, or of the locked page, also those that are scrolled away."""
    page = "#locked" if app.pane.desk.locked else "#card"
    return "\n".join(str(part.render()) for part in app.pane.query_one(page).query("Static") if part.display)


def notes(app: MeetingApp) -> dict[str, tuple[str, str]]:
    """Sign and note of every line of the list by its place."""
    return {line.item: (line.mark, line.note) for line in app.pane.query_one(ItemList)._lines if line.item}


async def write(pilot: Pilot[None], text: str) -> None:
    """Write into the field that has the focus."""
    field = pilot.app.focused
    assert isinstance(field, TextArea | Input)
    if isinstance(field, TextArea):
        field.insert(text)
    else:
        field.insert_text_at_cursor(text)
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_a_secretary_answers_the_checklist_and_two_parties_sign_by_keys(
    desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    all_but_own_lines(desk)
    app = meeting_app("quality")
    async with app.run_test(size=size) as pilot:
        await pilot.press("j", "j", "i", "j", "n", "r")
        await write(pilot, "Ett tiltak mangler")
        await pilot.press("escape", "end", "up", "up", "up", "j")
        await pilot.pause()
        assert [(one.check, one.answer) for one in kept(desk).checks] == list(
            zip(OWN_LINES, ("yes", "yes", "not_relevant", "yes", "no", "yes"), strict=True)
        )
        assert kept(desk).checks[4].note == "Ett tiltak mangler"
        await pilot.press("end", "enter", "down", "enter", "j")
        await pilot.pause()
        first = kept(desk).standing_signatures
        assert [(one.signed_as, one.party) for one in first] == [("SLT-koordinator", "kommune")]
        assert f"SLT-koordinator, Fredrikstad kommune, signerte {moment_text(first[0].signed_at)}" in words(app)
        await pilot.press("enter", "space")
        await pilot.pause()
        assert "Den låser vurderingen for godt" in str(app.screen.query_one(".dialog--detail").render())
        await pilot.press("j")
        await pilot.pause()
        assert "Låst og signert" in seen(app)
        assert "Trykk F5" in words(app)
    now = kept(desk)
    assert now.state == "locked"
    assert {one.party for one in now.standing_signatures} == {"kommune", "politi"}
    assert {one.digest for one in now.standing_signatures} == {now.digest}


async def test_what_is_missing_is_said_in_words_and_enter_goes_there(desk: Desk, meeting_app: OpenMeeting) -> None:
    observation = Observation(id=desk.new_id(), number=1, seen="Noe", shared=True)
    desk.do(Observe(observation))
    app = meeting_app("quality", "S")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        said = words(app)
        assert "Dere kan ikke signere ennå" in said
        assert "Gruppas nivå er ikke satt." in said
        assert "Hjelpebehovet er ikke vurdert." in said
        assert "Dere har ikke svart på punkt 3, 4, 5, 10, 12, 16." in said
        assert not app.pane.query_one("#signers").display
        app.pane.go_to("13")
        await pilot.pause()
        assert notes(app)["13"] == ("✗", "mangler: 1")
        assert "Programmet har sett etter hjemmel og nødvendighet" in words(app)
        assert "Hjemmel eller nødvendighet mangler: opplysning 1." in words(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.pane.step == "observations"


@pytest.mark.parametrize(
    ("place", "step", "item"),
    [
        ("8", "level", "1a"),
        pytest.param("15", "measures", "D", marks=pytest.mark.slow),
        pytest.param("1", "discussion", "", marks=pytest.mark.slow),
    ],
)
async def test_enter_on_a_line_jumps_to_where_it_is_mended(
    desk: Desk, meeting_app: OpenMeeting, place: str, step: str, item: str
) -> None:
    app = meeting_app("quality", place)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert app.pane.step == step
        assert not item or app.pane.at() == item


async def test_no_means_nobody_signed_and_the_same_one_can_be_chosen_again(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    cleared(desk)
    app = meeting_app("quality", "S")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter", "enter", "escape")
        await pilot.pause()
        assert not kept(desk).signatures
        await pilot.press("enter", "enter", "j")
        await pilot.pause()
    assert [one.signed_as for one in kept(desk).signatures] == ["Sekretær for koordineringsgruppa"]


async def test_a_change_after_the_first_signature_is_said_to_void_it(desk: Desk, meeting_app: OpenMeeting) -> None:
    cleared(desk)
    signed(desk, 1)
    app = meeting_app("quality", "3")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("n", "end")
        await pilot.pause()
        assert "Signaturen til SLT-koordinator gjelder ikke lenger, fordi vurderingen ble endret" in words(app)
        assert notes(app)["S"] == ("·", "0 av 2")
        assert "SLT-koordinator, Fredrikstad kommune" in seen(app)


async def test_looking_through_the_checklist_voids_no_signature(desk: Desk, meeting_app: OpenMeeting) -> None:
    cleared(desk)
    desk.do(Check(CheckAnswer(check="kjent_null", answer="yes", note="cafe\u0301")))
    signed(desk, 1)
    app = meeting_app("quality", "3")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("r", "escape", "j", *["down"] * 6, "up", "up")
        await pilot.pause()
    assert kept(desk).standing_signatures


async def test_a_note_waits_for_the_answer_that_it_belongs_to(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("quality", "3")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("r")
        await write(pilot, "Ingen fra skolen")
        await pilot.press("escape", "n")
        await pilot.pause()
    assert kept(desk).checks == (CheckAnswer(check="kjent_null", answer="no", note="Ingen fra skolen"),)


async def test_a_locked_assessment_takes_additions_only(desk: Desk, meeting_app: OpenMeeting) -> None:
    cleared(desk)
    signed(desk, 1)
    signed(desk, 3)
    app = meeting_app("quality")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "n")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert not kept(desk).addenda
        await pilot.press("t")
        await write(pilot, "Datoen var feil")
        await pilot.press("tab")
        await write(pilot, "SLT-koordinator")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "Datoen var feil" in words(app)
    now = kept(desk)
    assert [(one.text, one.by) for one in now.addenda] == [("Datoen var feil", "SLT-koordinator")]
    assert {one.answer for one in now.checks} == {"yes"}


@pytest.mark.parametrize("step", ["level", pytest.param("measures", marks=pytest.mark.slow)])
async def test_the_steps_before_can_only_be_read_once_it_is_locked(
    desk: Desk, meeting_app: OpenMeeting, step: str
) -> None:
    cleared(desk)
    signed(desk, 1)
    signed(desk, 3)
    before = kept(desk).revision
    app = meeting_app(step)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"njrsx2", "delete", "ctrl+s", "end", "enter", "s", "up", "2", "ctrl+s", "space")
        await pilot.pause()
        assert len(app.screen_stack) == 2
    assert kept(desk).revision == before


async def test_every_automatic_line_says_what_the_program_looked_at(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("quality")
    async with app.run_test(size=(120, 40)) as pilot:
        for number, line in enumerate(desk.instrument.quality, 1):
            app.pane.go_to(str(number))
            await pilot.pause()
            assert ("Programmet har" in words(app)) is (line.auto is not None), line.id
            assert ("Enter går til" in words(app)) is (notes(app)[str(number)][0] in {"✗", "!"}), line.id


async def test_a_duty_that_is_not_written_has_a_line_of_its_own_and_enter_goes_there(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    cleared(desk)
    desk.do(AnswerDuty(DutyAnswer(duty="barnevern", text="", by="SLT", answered_at=desk.now())))
    app = meeting_app("quality", "S")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Punkt 17: Det som skal vurderes skriftlig" in words(app)
        app.pane.go_to("17")
        await pilot.pause()
        assert notes(app)["17"][0] == "✗"
        assert "Ikke skrevet, eller ingen svarer for det: Barnevernet." in words(app)
        await pilot.press("enter")
        await pilot.pause()
        assert (app.pane.step, app.pane.at()) == ("level", "7b")


@pytest.mark.parametrize(("by", "place"), [(None, "B1"), pytest.param(date(2027, 1, 5), "D", marks=pytest.mark.slow)])
async def test_not_concluding_asks_for_who_and_by_when_and_a_day_to_look_again(
    desk: Desk, meeting_app: OpenMeeting, by: date | None, place: str
) -> None:
    cleared(desk)
    desk.do(Rate(Rating(round="agreed", rater=GROUP, item="B1", code="U", reason="x", given_at=desk.now())))
    desk.do(PlanUnknown(UnknownPlan(item="B1", who="Politiet", by=by)))
    desk.do(Decide(Decision(level="NX", confidence="low", reason="For lite", decided_at=desk.now())))
    desk.do(SetReview(None, "Skolen følger opp"))
    app = meeting_app("quality", "18")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert notes(app)["18"][0] == "✗"
        assert "Gruppa kan ikke konkludere" in words(app)
        assert ("hvem som finner det ut: B1 Trussel" in words(app)) is (by is None)
        assert "Dato for ny vurdering er ikke satt." in words(app)
        await pilot.press("enter")
        await pilot.pause()
        assert (app.pane.step, app.pane.at()) == ("measures", place)


async def test_the_time_of_each_step_is_shown_to_the_group_in_minutes(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("quality", "T")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Ingen tid er talt ennå." in words(app)
        desk.register.store.spend(desk.assessment.id, "discussion", 1810)
        desk.register.store.spend(desk.assessment.id, "level", 40)
        app.pane.show()
        said = words(app)
        assert "Drøfting         30 min" in said
        assert "Nivå        under 1 min" in said
        assert "Til sammen       31 min" in said
        assert "til gruppas egen læring. De trykkes ikke" in said


async def test_the_acute_page_of_a_locked_assessment_offers_no_field_that_would_be_refused(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    cleared(desk)
    signed(desk, 1)
    signed(desk, 3)
    app = meeting_app("quality")
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(EmergencyScreen(app.meeting))
        await pilot.press("n")
        await pilot.pause()
        assert not app.screen.query(Input)
        said = "\n".join(str(part.render()) for part in app.screen.query("Static"))
        assert "Vurderingen er låst" in said
        assert "112" in said


async def test_a_locked_level_step_names_no_key_that_would_be_refused(desk: Desk, meeting_app: OpenMeeting) -> None:
    cleared(desk)
    desk.do(Decide(Decision(level="N4", confidence="high", reason="Kjent", decided_at=desk.now())))
    for duty in ("avverging", "pst"):
        desk.do(AnswerDuty(DutyAnswer(duty=duty, text="Vurdert", by="Politiet", answered_at=desk.now())))
    desk.do(SetReview(desk.assessment.meeting.held_on, "Skolen følger opp"))
    signed(desk, 1)
    signed(desk, 3)
    app = meeting_app("level")
    async with app.run_test(size=(120, 40)) as pilot:
        for place in notes(app):
            app.pane.go_to(place)
            await pilot.pause()
            said = "\n".join(str(part.render()) for part in app.pane.query("Static, Button") if part.display)
            assert not any(key in said for key in ("ctrl+s", "Trykk", "(F8)", "punkt 3, del", "Mangler")), place
            assert [entry.key for entry in app.pane.own_keys()] == ["mellomrom"]
