"""The keys that work while a text is being written, in the steps «Egen vurdering» and «Nivå»."""

from __future__ import annotations

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import TextArea

from assess.screens.meeting.desk import Desk
from assess.screens.widgets.item_list import ItemList
from assess.screens.widgets.key_bar import KeyBar
from tests.screens.conftest import MeetingApp, OpenMeeting, type_text

pytestmark = pytest.mark.slow


def keys(app: MeetingApp) -> dict[str, str]:
    return {entry.key: entry.label for entry in app.screen.query_one(KeyBar).entries}


async def own_keys(pilot: Pilot[None], app: MeetingApp) -> dict[str, str]:
    await pilot.pause(0.1)
    everywhere = {"F8", "F1", "F2", "F3", "F4", "ctrl+w", "F5", "F7", "/", "F9", "F12", "ctrl+p", "ctrl+q"}
    return {key: label for key, label in keys(app).items() if key not in everywhere}


async def test_ctrl_n_in_a_text_of_the_level_keeps_it_and_goes_to_the_next_part(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("level", "1b")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.1)
        await pilot.press("j", "r")
        await type_text(pilot, "Grunnen n")
        assert (await own_keys(pilot, app))["ctrl+n"] == "Neste punkt"
        await pilot.press("ctrl+n")
        await pilot.pause(0.1)
        assert app.pane.at() == "1c"
        assert isinstance(app.screen.focused, ItemList)
        answers = desk.register.assessment(desk.assessment.id).rights
        assert [(one.answer, one.text) for one in answers] == [("yes", "Grunnen n")]


async def test_a_text_that_is_opened_by_quick_keys_stands_in_sight(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("level", "1b")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.1)
        for _time in range(8):
            for key in ("down", "j", "r"):
                app.post_message(events.Key(key, key if len(key) == 1 else None))
            await pilot.pause(0.3)
            assert isinstance(app.screen.focused, TextArea)
            assert app.pane.at() == "1c"
            assert app.screen.can_view_entire(app.screen.focused)
            await pilot.press("escape", "up", "up", "down")
            await pilot.pause(0.1)


async def test_ctrl_n_at_the_last_part_of_the_level_stays_there(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("level", "6")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.1)
        await pilot.press("end", "r", "x", "ctrl+n")
        await pilot.pause(0.1)
        assert app.pane.at() == app.pane.query_one(ItemList)._lines[-1].item


async def test_the_reason_of_ones_own_rating_shows_only_keys_that_work_in_it(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter", "2")
        assert "b" in await own_keys(pilot, app)
        await pilot.press("r")
        assert isinstance(app.screen.focused, TextArea)
        assert await own_keys(pilot, app) == {"ctrl+n": "Neste forhold", "esc": "Til lista"}
        await type_text(pilot, "bare rb")
        await pilot.press("ctrl+n")
        assert "b" in await own_keys(pilot, app)
        assert app.pane.at().endswith("A2")
        assert app.pane.query_one("#reason TextArea", TextArea).text == ""
        reasons = [one.reason for one in desk.register.assessment(desk.assessment.id).individual.values()]
        assert reasons == ["bare rb"]


async def test_leaving_the_reason_shows_the_keys_of_the_list_again(meeting_app: OpenMeeting) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "2", "r", "escape")
        assert {"b", "r"} <= set(await own_keys(pilot, app))
        await pilot.press("r", "escape", "ctrl+n")
        await pilot.pause(0.1)
        assert app.pane.at().endswith("A2")
