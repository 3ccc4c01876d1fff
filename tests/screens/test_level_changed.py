"""The step «Nivå» when the group changes its mind: what was written for the first level is asked about again."""

from __future__ import annotations

import pytest
from textual.widgets import Button, TextArea

from assess.casework.decision import Decision, Dissent
from assess.casework.deeds.deciding import Decide, Disagree
from assess.screens.meeting.desk import Desk
from assess.screens.widgets.confirm import Confirm
from tests.screens.conftest import OpenMeeting
from tests.screens.test_step_level import agreed, card, decided, kept, notes, ready_to_decide, seen, stand, write


def stands(desk: Desk) -> tuple[str, str]:
    decision = kept(desk).decision
    assert decision is not None
    return decision.level, decision.reason


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_reason_written_for_one_level_is_asked_about_before_it_stands_for_another(
    desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    decided(desk, "N1", reason="Ett utsagn, ellers rolig")
    app = meeting_app("level", "3")
    async with app.run_test(size=size) as pilot:
        await pilot.press("3")
        await pilot.pause()
        assert "Grunnen er skrevet for N1. Gjelder den også N3?" in card(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert "Grunnen er skrevet for N1." in seen(app)
        await pilot.press("enter")
        await pilot.pause()
        assert stands(desk) == ("N1", "Ett utsagn, ellers rolig")
        assert isinstance(app.focused, TextArea)
        await pilot.press("ctrl+s", "j")
        await pilot.pause()
    assert stands(desk) == ("N3", "Ett utsagn, ellers rolig")


async def test_a_reason_that_was_written_anew_is_not_asked_about(desk: Desk, meeting_app: OpenMeeting) -> None:
    decided(desk, "N1", reason="Rolig")
    app = meeting_app("level", "3")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("3", "r")
        await write(pilot, "Ikke lenger. ")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert not isinstance(app.screen, Confirm)
    assert stands(desk)[0] == "N3"


@pytest.mark.slow
async def test_a_reason_is_asked_about_also_when_no_level_was_set_yet_or_it_was_taken_back(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    ready_to_decide(desk)
    app = meeting_app("level", "3")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("1", "m", "r")
        await write(pilot, "Rolig")
        await pilot.press("escape", "3", "ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("j")
        await pilot.pause()
        assert stands(desk) == ("N3", "Rolig")
        await stand(pilot, app, "3")
        await pilot.press("delete", "j")
        await pilot.pause()
        assert kept(desk).decision is None
        await pilot.press("2", "m", "ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert "skrevet for N3. Gjelder den også N2?" in seen(app)


@pytest.mark.slow
async def test_dissents_that_stand_from_before_are_asked_about_when_the_level_changes(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    decided(desk, "N1", reason="Rolig")
    desk.do(Disagree(Dissent(id=desk.new_id(), who="Politiet", level="N3", text="Vi ville satt N3")))
    app = meeting_app("level", "3")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3", "r")
        await write(pilot, "Nytt: ")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "Det står 1 dissens fra før" in seen(app)
        await pilot.press("j")
        await pilot.pause()
        assert stands(desk)[0] == "N3"
        assert notes(app)["6a"] == ("!", "N3")
        await stand(pilot, app, "6a")
        assert "som gruppa nå har satt" in card(app)
        await pilot.press("2")
        await pilot.pause()
        assert notes(app)["6a"] == ("✓", "N2")


async def test_the_checklist_leads_to_the_dissent_that_names_the_level_that_was_set(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    decided(desk, "N3", reason="Alvorlig")
    desk.do(Disagree(Dissent(id=desk.new_id(), who="Skolen", level="N1", text="Lavere")))
    desk.do(Disagree(Dissent(id=desk.new_id(), who="Politiet", level="N3", text="Vi ville satt N3")))
    app = meeting_app("level", "1a")
    async with app.run_test(size=(80, 24)) as pilot:
        app.pane.go_to("N3")
        await pilot.pause()
        assert app.pane.at() == "6b"


@pytest.mark.slow
async def test_a_reason_for_departing_from_the_rules_waits_until_it_is_said_to_hold_for_the_new_level(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    agreed(desk, A1="1", B1="1", B2="U")
    ready_to_decide(desk)
    now = desk.now()
    desk.do(Decide(Decision(level="N1", confidence="low", reason="Rolig", departure="Vi kjenner ham", decided_at=now)))
    app = meeting_app("level", "3")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("0", "ctrl+s", "j")
        await pilot.pause()
        decision = kept(desk).decision
        assert decision is not None
        assert (decision.level, decision.departure) == ("N0", "")
        assert app.pane.at() == "4"
        assert notes(app)["4"] == ("!", "begrunn")
        assert "Grunnen er skrevet for N1. Gjelder den også N0?" in card(app)
        assert "Vi kjenner ham" in [area.text for area in app.pane.query(TextArea)]
        assert app.pane.query_one("#set", Button).display
        await pilot.press("ctrl+s")
        await pilot.pause()
        decision = kept(desk).decision
        assert decision is not None
        assert decision.departure == "Vi kjenner ham"
        assert notes(app)["4"][0] == "✓"
        await pilot.press("f7", "f7")
        await pilot.pause()
    assert stands(desk) == ("N1", "Rolig")


async def test_what_was_missing_of_a_dissent_is_not_said_beside_the_dissent(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    decided(desk, "N1")
    app = meeting_app("level", "6")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await write(pilot, "Politiet")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert any("Dissensen er ikke lagt til" in note.message for note in app._notifications)
        await pilot.press("escape", "r")
        await write(pilot, "Vi ville satt N2")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert [one.who for one in kept(desk).dissents] == ["Politiet"]
        assert not list(app._notifications)
