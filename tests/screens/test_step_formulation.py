from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from assess.casework.decision import Scenario
from assess.casework.deeds.deciding import Imagine
from assess.casework.deeds.rating import Rate, Reveal
from assess.casework.rating import Rating
from assess.screens.meeting.desk import Desk
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.item_list import ItemList
from tests.screens.conftest import MeetingApp, OpenMeeting

SIZES = [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)]


def prompts(desk: Desk) -> dict[str, str]:
    return {one.prompt: one.text for one in desk.register.assessment(desk.assessment.id).prompts}


def scenarios(desk: Desk) -> list[dict[str, str]]:
    return [one.fields for one in desk.register.assessment(desk.assessment.id).scenarios]


def seen(app: MeetingApp) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def write(pilot: Pilot[None], text: str) -> None:
    assert isinstance(pilot.app.focused, TextArea)
    pilot.app.focused.insert(text)


@pytest.mark.parametrize("size", SIZES)
async def test_the_group_answers_one_question_after_the_other(
    desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    app = meeting_app("formulation")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "Hva er vi bekymret for, helt konkret?" in seen(app)
        await pilot.press("enter", "n", "question_mark", "ctrl+n")
        assert isinstance(app.focused, TextArea)
        write(pilot, "Et slagsmål")
        await pilot.press("escape")
        await pilot.pause()
        assert prompts(desk) == {"bekymring": "n?", "kan_skje": "Et slagsmål"}
        assert "✓ Hva er" in seen(app)
        assert len(list(app.screen.walk_children())) <= 40


async def test_a_required_question_says_so_until_it_is_answered(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("formulation")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        required = sum(prompt.required for prompt in desk.instrument.prompts)
        assert seen(app).count("kreves") == required
        await pilot.press("enter")
        write(pilot, "Noe")
        await pilot.press("escape")
        await pilot.pause()
        assert seen(app).count("kreves") == required - 1


async def test_what_is_written_is_kept_after_a_pause_and_when_the_step_is_left(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("formulation")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "a")
        await pilot.pause(0.8)
        assert prompts(desk) == {"bekymring": "a"}
        await pilot.press("b", "f3")
        await pilot.pause()
        assert app.pane.step == "level"
        assert prompts(desk) == {"bekymring": "ab"}


async def test_a_text_stays_with_its_own_question_however_fast_one_moves_on(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("formulation")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "a")
        app.pane.query_one(ItemList).action_move(1)
        await pilot.press("b", "escape")
        await pilot.pause()
        assert prompts(desk) == {"bekymring": "a", "kan_skje": "b"}


async def test_a_scenario_begins_with_a_key_and_is_kept_from_its_first_word(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("formulation")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        await pilot.pause()
        assert "Scenario 1: Hva kan skje?" in seen(app)
        assert scenarios(desk) == []
        write(pilot, "Han reiser")
        await pilot.press("ctrl+n")
        write(pilot, "Seg selv")
        await pilot.press("escape")
        await pilot.pause()
        assert scenarios(desk) == [{"hva": "Han reiser", "mot_hvem": "Seg selv"}]
        assert "Han reiser" in seen(app)
        await pilot.press("n", "x", "escape")
        await pilot.pause()
        assert scenarios(desk)[1] == {"hva": "x"}


async def test_a_scenario_is_removed_only_after_a_yes(desk: Desk, meeting_app: OpenMeeting) -> None:
    for what in ("Han reiser", "Det går bra"):
        desk.do(Imagine(Scenario(id=desk.new_id(), fields={"hva": what})))
    first = desk.assessment.scenarios[0].id
    app = meeting_app("formulation", f"{first} hva")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("delete")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        assert len(scenarios(desk)) == 2
        await pilot.press("delete", "j")
        await pilot.pause()
        assert scenarios(desk) == [{"hva": "Det går bra"}]


async def test_a_scenario_without_a_word_goes_away_without_asking(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("formulation")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "escape", "delete")
        await pilot.pause()
        assert not isinstance(app.screen, Confirm)
        assert "Scenario 1" not in seen(app)
        assert scenarios(desk) == []


async def test_what_is_unknown_stands_beside_the_answer(desk: Desk, meeting_app: OpenMeeting) -> None:
    rater = desk.assessment.meeting.raters()[0]
    desk.do(Rate(Rating(round="individual", rater=rater.id, item="A1", code="1", given_at=desk.now())))
    desk.do(Reveal(desk.now(), "Resten tas i drøftingen"))
    for item in ("A2", "B2"):
        desk.do(Rate(Rating(round="agreed", rater="", item=item, code="U", given_at=desk.now())))
    app = meeting_app("formulation")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "Kjent 0 av 34 · ukjent 2" in seen(app)
        assert seen(app).index("B2  Planlegging") < seen(app).index("A2  Fiendebilder")


async def test_it_opens_again_on_the_same_question(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("formulation")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "enter", "a", "escape")
        await pilot.pause()
        assert app.pane.at() == "driver"
    place = desk.register.place(desk.assessment.id)
    assert place is not None
    assert (place.step, place.item) == ("formulation", "driver")


async def test_a_locked_formulation_is_only_read(desk: Desk, meeting_app: OpenMeeting) -> None:
    desk.assessment = desk.assessment.model_copy(update={"state": "locked"})
    app = meeting_app("formulation")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "a", "escape", "n")
        await pilot.pause()
        assert prompts(desk) == {}
        assert "Scenario 1" not in seen(app)
        assert "Nytt scenario" not in seen(app).split("Skriv")[0]
