"""What works in every step: undo, the big text field, search in what was written, and how long a step was open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.widgets import TextArea

from assess.casework.decision import PromptAnswer
from assess.casework.deeds.convening import Observe
from assess.casework.deeds.deciding import Formulate
from assess.casework.deeds.rating import Rate
from assess.casework.observation import Observation
from assess.casework.rating import Rating
from assess.screens.meeting.case_texts import written
from assess.screens.meeting.desk import Desk
from assess.screens.search import SearchScreen, around
from assess.screens.widgets.prompt_text import PromptText
from tests.screens.conftest import OpenMeeting

SIZES = [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)]


def kept(desk: Desk) -> dict[str, str]:
    return {one.prompt: one.text for one in desk.register.assessment(desk.assessment.id).prompts}


async def test_what_is_being_written_is_taken_back_and_written_again(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("formulation")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter", "N", "o", "e")
        await pilot.press("f7")
        await pilot.pause()
        assert kept(desk).get("bekymring", "") == ""
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert kept(desk) == {"bekymring": "Noe"}


async def test_undo_shows_the_step_where_the_change_was(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("formulation")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        desk.do(Observe(Observation(id=desk.new_id(), number=99, seen="Ny")))
        await pilot.press("f7")
        await pilot.pause()
        assert 99 not in [one.number for one in desk.assessment.observations]
        assert app.meeting.pane is not None
        assert app.meeting.pane.step == "observations"


async def test_with_nothing_to_take_back_it_says_so(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("formulation")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        desk.history.clear()
        before = desk.assessment.revision
        await pilot.press("f7")
        await pilot.pause()
        assert desk.assessment.revision == before
        assert any("Ingenting kan angres" in one.message for one in app._notifications)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_a_text_fills_the_screen_and_nothing_is_lost(
    desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    app = meeting_app("formulation")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("enter", "N", "o", "e")
        assert isinstance(app.focused, TextArea)
        small = app.focused.size.height
        await pilot.press("ctrl+e")
        await pilot.pause()
        assert isinstance(app.focused, TextArea)
        assert app.focused.size.height > max(small, size[1] // 2)
        await pilot.press(*" mer")
        await pilot.press("ctrl+e")
        await pilot.pause()
        assert isinstance(app.focused, TextArea)
        assert app.focused.size.height == small
        await pilot.press("f3")
        await pilot.pause()
        assert kept(desk) == {"bekymring": "Noe mer"}


async def test_escape_makes_the_big_field_small_and_stays_in_it(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("formulation")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter", "N", "ctrl+e")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen.maximized is None
        assert isinstance(app.focused, TextArea)


async def test_outside_a_text_there_is_nothing_to_make_big(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("formulation")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+e")
        await pilot.pause()
        assert app.screen.maximized is None


async def test_search_finds_a_word_in_any_text_and_goes_there(desk: Desk, meeting_app: OpenMeeting) -> None:
    desk.do(Formulate(PromptAnswer(prompt="holder_igjen", text="Det er trommene på fredager som holder ham")))
    app = meeting_app("meeting")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.push_screen(SearchScreen(app.meeting), lambda go: go() if go is not None else None)
        await pilot.pause()
        await pilot.press(*"trommene")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert app.meeting.pane is not None
        assert (app.meeting.pane.step, app.meeting.pane.at()) == ("formulation", "holder_igjen")


def test_nobodys_own_reason_is_searched_before_the_reveal(desk: Desk) -> None:
    rater = desk.assessment.meeting.raters()[0]
    item = next(iter(desk.instrument.items()))
    desk.do(
        Rate(
            Rating(
                round="individual",
                rater=rater.id,
                item=item.id,
                code="1",
                reason="Skjult grunn",
                given_at=desk.now(),
            )
        )
    )
    assert not any("Skjult" in one.text for one in written(desk))


def test_an_excerpt_shows_the_word_that_was_searched_for() -> None:
    text = "a " * 100 + "nålen " + "b " * 100
    assert "nålen" in around(text, ["nålen"])
    assert around(text, ["nålen"]).startswith("… ")
    assert around("kort", ["finnes", "ikke"]) == "kort"


def test_time_at_a_step_is_added_up_and_a_night_away_is_not(desk: Desk) -> None:
    desk.spend("level", timedelta(minutes=3))
    desk.spend("level", timedelta(minutes=2))
    desk.spend("level", timedelta(hours=9))
    desk.spend("level", timedelta(seconds=-40))
    assert desk.register.store.spent(desk.assessment.id) == {"level": 300}


async def test_the_time_at_each_step_is_kept_when_it_is_left(
    desk: Desk, meeting_app: OpenMeeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = meeting_app("formulation")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        later = desk.now() + timedelta(minutes=7)
        monkeypatch.setattr(desk, "now", lambda: later)
        await pilot.press("f3")
        await pilot.pause()
        assert 419 <= desk.register.store.spent(desk.assessment.id)["formulation"] < 480


def test_a_field_knows_how_to_be_big() -> None:
    assert PromptText("Hva?").allow_maximize
