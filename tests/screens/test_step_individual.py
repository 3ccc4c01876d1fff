from __future__ import annotations

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import TextArea

from assess.casework.deeds.rating import Rate
from assess.casework.rating import Rating
from assess.profile.load import Profiles
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.meeting import MeetingScreen
from assess.screens.terminal import SafeApp
from assess.screens.widgets.item_list import ItemList
from tests.screens.conftest import OpenMeeting

SIZES = [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)]


class Resumed(SafeApp[None]):
    """The program started anew: the meeting opens where the register says it was left."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.meeting = MeetingScreen(desk, exercise=False)

    def on_mount(self) -> None:
        super().on_mount()
        self.push_screen(self.meeting)


def kept(desk: Desk) -> dict[tuple[str, str], Rating]:
    """The individual ratings that the register holds, by role and item."""
    assessment = desk.register.assessment(desk.assessment.id)
    roles = {one.id: one.role for one in assessment.meeting.attendees}
    return {(roles[rater], item): rating for (rater, item), rating in assessment.individual.items()}


def rated_alone(desk: Desk, place: int, code: str, *, items: int = 34, reason: str = "") -> None:
    rater = desk.assessment.meeting.raters()[place]
    for item in list(desk.instrument.items())[:items]:
        own = Rating(round="individual", rater=rater.id, item=item.id, code=code, reason=reason, given_at=desk.now())
        desk.do(Rate(own))


def seen(app: SafeApp[None]) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def write(pilot: Pilot[None], text: str) -> None:
    assert isinstance(pilot.app.focused, TextArea)
    pilot.app.focused.insert(text)


@pytest.mark.parametrize("size", SIZES)
async def test_behind_the_curtain_only_how_much_is_rated_is_seen(
    desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    rated_alone(desk, 0, "2", items=3, reason="Bare jeg vet dette")
    app = meeting_app("individual")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "3 av 34 vurdert" in seen(app)
        assert "Bare jeg" not in seen(app)
        assert "Tydelig til stede" not in seen(app)


async def test_a_rater_sees_nothing_of_what_another_answered(desk: Desk, meeting_app: OpenMeeting) -> None:
    rated_alone(desk, 0, "2", items=3, reason="Bare jeg vet dette")
    app = meeting_app("individual")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "Skole vurderer alene. 0 av 34 er vurdert." in seen(app)
        assert "(•)" not in seen(app)
        assert "Bare jeg" not in seen(app)
        assert app.pane.query_one("#reason TextArea", TextArea).text == ""


async def test_taking_turns_shows_each_only_their_own_answer_to_the_same_item(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter", "2", "r")
        write(pilot, "Bare jeg vet dette")
        await pilot.press("escape", "b", "down", "enter")
        await pilot.pause()
        assert "Skole vurderer alene" in seen(app)
        assert app.pane.at().endswith("A1")
        assert "(•)" not in seen(app)
        await pilot.press("0")
        await pilot.pause()
        assert app.pane.query_one("#reason TextArea", TextArea).text == ""
        assert {key: (one.code, one.reason) for key, one in kept(desk).items()} == {
            ("slt", "A1"): ("2", "Bare jeg vet dette"),
            ("skole", "A1"): ("0", ""),
        }


@pytest.mark.parametrize("size", SIZES)
async def test_a_key_rates_the_item_and_enter_goes_on_to_the_next(
    desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter", "1", "h", "enter", "u", "enter", "x")
        await pilot.pause()
        assert {key: (one.code, one.confidence) for key, one in kept(desk).items()} == {
            ("slt", "A1"): ("1", "high"),
            ("slt", "A2"): ("U", None),
            ("slt", "A3"): ("X", None),
        }
        assert "Lagret" in seen(app)
        assert "3 av 34 er vurdert" in seen(app)


async def test_keys_that_come_faster_than_the_screen_land_on_the_item_they_were_meant_for(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("individual")
    async with app.run_test() as pilot:
        await pilot.press("enter")
        wanted = ["0", "1", "2", "u", "x"] * 6
        for code in wanted:
            app.post_message(events.Key(code, code))
            app.post_message(events.Key("enter", "\r"))
        for _try in range(100):
            await pilot.pause(0.1)
            if len(kept(desk)) == len(wanted):
                break
    items = [item.id for item in desk.instrument.items()]
    found = [kept(desk)["slt", item].code for item in items[: len(wanted)]]
    assert found == [code.upper() for code in wanted]


async def test_a_reason_waits_for_an_answer_and_letters_in_it_rate_nothing(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "r")
        assert not isinstance(app.focused, TextArea)
        await pilot.press("1", "r", "2", "u", "b", "escape")
        await pilot.pause()
        assert app.focused is not None
        assert app.focused.id == "items"
        assert [(one.code, one.reason) for one in kept(desk).values()] == [("1", "2ub")]


async def test_a_reason_is_kept_when_the_item_or_the_step_is_left_at_once(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "1", "r", "a")
        app.pane.query_one("#items", ItemList).action_move(1)
        await pilot.pause()
        app.pane.query_one("#items", ItemList).focus()
        await pilot.press("2", "r", "b", "f3")
        await pilot.pause()
        assert app.pane.step == "discussion"
        assert {item: one.reason for (_role, item), one in kept(desk).items()} == {"A1": "a", "A2": "b"}


async def test_a_rating_is_taken_back_with_delete(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "1", "delete")
        await pilot.pause()
        assert not kept(desk)
        assert "(•)" not in seen(app)


async def test_revealing_before_all_is_rated_demands_a_note(desk: Desk, meeting_app: OpenMeeting) -> None:
    rated_alone(desk, 0, "1", items=1)
    app = meeting_app("individual")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("tab", "tab", "enter")
        await pilot.pause()
        assert desk.register.assessment(desk.assessment.id).revealed_at is None
        assert any("Ikke alle har vurdert" in notice.message for notice in app._notifications)
        await pilot.press("shift+tab")
        write(pilot, "Skolen måtte gå")
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert desk.register.assessment(desk.assessment.id).reveal_note == "Skolen måtte gå"


async def test_after_the_reveal_nobody_can_rate_alone_any_more(desk: Desk, meeting_app: OpenMeeting) -> None:
    for place in range(4):
        rated_alone(desk, place, "1")
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Alle har vurdert alt." in seen(app)
        await pilot.click("#reveal")
        await pilot.pause()
        assert desk.register.assessment(desk.assessment.id).revealed_at is not None
        assert "Alles vurderinger er vist." in seen(app)
        await pilot.press("enter", "2")
        await pilot.pause()
        assert {one.code for one in kept(desk).values()} == {"1"}


async def test_it_resumes_with_the_same_rater_on_the_same_item(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "enter", "1", "enter", "2", "enter")
        await pilot.press("0")
        await pilot.pause()
    again = Desk(desk.register, desk.case, desk.register.assessment(desk.assessment.id), Profiles())
    resumed = Resumed(again)
    async with resumed.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Skole vurderer alene. 3 av 34 er vurdert." in seen(resumed)
        assert resumed.meeting.pane is not None
        assert resumed.meeting.pane.at().endswith(" A3")
