"""The step «Nivå» around the decision: what is asked before it, what stands after it, and where it leads."""

from __future__ import annotations

import pytest
from textual.widgets import TextArea

from assess.casework.decision import DutyAnswer
from assess.casework.deeds.convening import Observe
from assess.casework.deeds.deciding import AnswerDuty
from assess.casework.deeds.rating import Rate
from assess.casework.observation import Observation
from assess.casework.rating import GROUP, Rating
from assess.screens.emergency import EmergencyScreen
from assess.screens.meeting.desk import Desk
from tests.screens.conftest import OpenMeeting
from tests.screens.test_step_level import SIZES, agreed, card, decided, kept, notes, ready_to_decide, seen, stand, write


async def test_the_rights_check_says_what_is_left_when_the_lawful_is_struck_out(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    desk.do(Observe(Observation(id=desk.new_id(), number=1, seen="Går i moské", lawful=True, speaks_for=("A3",))))
    agreed(desk, A3="1")
    app = meeting_app("level", "star_seg")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "1  Går i moské" in card(app)
        assert "er ingenting på risikosiden over laveste trinn" in card(app)
        desk.do(Rate(Rating(round="agreed", rater=GROUP, item="B2", code="1", reason="x", given_at=desk.now())))
        app.pane.show()
        assert "er dette igjen: B2 " in card(app)


@pytest.mark.parametrize("size", SIZES)
async def test_the_mirror_question_is_put_in_the_words_of_the_case(
    desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    agreed(desk, B1="1")
    app = meeting_app("level", "speil")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "for en person (16–17 år) der «Trussel eller uttalt hensikt» er til stede" in card(app)
        assert "og der bekymringen kom fra skole, …" in card(app)
        assert "– hvis personen hadde et annet kjønn?" in card(app)
        await pilot.press("j")
        await pilot.pause()
    assert kept(desk).rights_answer("speil").answer == "yes"


async def test_the_parties_levels_stand_once_the_group_has_decided_until_that_is_taken_back(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    decided(desk, "N2", reason="Samlet syn")
    app = meeting_app("level", "2a")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("3")
        await pilot.pause()
        assert [one.level for one in kept(desk).party_levels] == ["N2", "N2"]
        assert "Gruppa har satt nivået" in seen(app)
        assert "punkt 3, del" in card(app)
        await stand(pilot, app, "3")
        await pilot.press("delete")
        await pilot.pause()
        assert "Ta gruppas nivå tilbake?" in seen(app)
        await pilot.press("j")
        await pilot.pause()
        assert kept(desk).decision is None
        assert "(•)" not in seen(app)
        assert "Samlet syn" in [area.text for area in app.pane.query(TextArea)]
        await stand(pilot, app, "4")
        assert "peker mot" not in card(app)
        await stand(pilot, app, "2a")
        await pilot.press("3")
        await pilot.pause()
        assert [one.level for one in kept(desk).party_levels] == ["N2", "N2"]
        await pilot.press("delete")
        await pilot.pause()
        assert "Ta alle partenes nivåer tilbake?" in seen(app)
        await pilot.press("j")
        await pilot.pause()
        assert kept(desk).party_levels == ()
        await pilot.press("3")
        await pilot.pause()
    assert [one.level for one in kept(desk).party_levels] == ["N3"]


async def test_deciding_on_the_acute_level_leads_to_the_acute_page_once_it_is_saved(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    ready_to_decide(desk)
    app = meeting_app("level", "3")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("4", "h", "r")
        await write(pilot, "Noe skal skje i dag")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, EmergencyScreen)
        decision = kept(desk).decision
        assert decision is not None
        assert decision.level == "N4"
        assert "N4 Akutt er satt og lagret" in seen(app)
        await pilot.press("n")
        await write(pilot, "operasjonssentralen")
        await pilot.press("escape")
        await pilot.pause()
        assert app.pane.at() == "4"
        await stand(pilot, app, "3")
        await pilot.press("r")
        await write(pilot, "Mer ")
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, EmergencyScreen)


async def test_what_must_be_considered_in_writing_comes_after_the_level(desk: Desk, meeting_app: OpenMeeting) -> None:
    ready_to_decide(desk)
    app = meeting_app("level", "3")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "7a" not in notes(app)
        decided(desk, "N3")
        app.pane.show()
        assert [notes(app)[place] for place in ("7a", "7b", "7c", "7d")] == [("·", "skriv")] * 4
        app.pane.go_to("avverging")
        await pilot.pause()
        assert app.pane.at() == "7c"
        assert "Straffeloven § 196" in card(app)
        assert "Sist kontrollert 20.11.2026" in card(app)
        await pilot.press("enter")
        await write(pilot, "Politiet")
        await pilot.press("tab")
        assert not kept(desk).duties
        assert "Mangler: hva dere har vurdert." in card(app)
        await write(pilot, "Ingen kjent handling")
        await pilot.press("escape", "down", "up")
        await pilot.pause()
        assert notes(app)["7c"] == ("✓", "")
    answer = kept(desk).duty_answer("avverging")
    assert answer is not None
    assert (answer.by, answer.text) == ("Politiet", "Ingen kjent handling")


async def test_when_the_group_can_not_conclude_the_duties_from_a_level_are_only_advised(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    decided(desk, "NX")
    app = meeting_app("level", "pst")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert notes(app)["7d"] == ("–", "råd")
        assert "Plikten avhenger ikke av nivået" in card(app)


async def test_looking_at_a_duty_changes_nothing_and_emptying_it_takes_it_away(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    decided(desk, "N1")
    desk.do(AnswerDuty(DutyAnswer(duty="barnevern", text="Vurdert", by="Skolen", answered_at=desk.now())))
    before = kept(desk).revision
    app = meeting_app("level", "barnevern")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "tab", "escape", "up", "down")
        await pilot.pause()
        assert kept(desk).revision == before
        await pilot.press("r")
        assert isinstance(app.focused, TextArea)
        app.focused.clear()
        await pilot.press("escape", "up")
        await pilot.pause()
    assert kept(desk).duty_answer("barnevern") is None
