from __future__ import annotations

from datetime import date

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from assess.casework.decision import Indicator, PromptAnswer, Scenario
from assess.casework.deeds.convening import Observe
from assess.casework.deeds.deciding import Formulate, Imagine, Watch
from assess.casework.deeds.rating import Rate, Reveal
from assess.casework.observation import Observation
from assess.casework.rating import Rating
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.discussion_picker import PickOne
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.item_list import ItemList
from tests.screens.conftest import MeetingApp, OpenMeeting, put_text

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


def indicators(desk: Desk) -> list[tuple[str, str, str, date | None]]:
    found = desk.register.assessment(desk.assessment.id).indicators
    return [(one.direction, one.text, one.who, one.look_on) for one in found]


def one_line(app: MeetingApp) -> str:
    """What is seen, without the edges of fields and the breaks of lines."""
    return " ".join(seen(app).replace("│", " ").replace("▌", " ").split())


async def test_what_a_text_points_to_is_said_below_it_and_what_leads_nowhere_calmly(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    desk.do(Observe(Observation(id=desk.new_id(), number=1, seen="Læreren hørte det")))
    app = meeting_app("formulation")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter")
        write(pilot, "Han truet [B1], se #1, #9 og [B9]")
        await pilot.press("escape")
        await pilot.pause()
        words = one_line(app)
        assert "[B1] Trussel eller uttalt hensikt: ikke drøftet" in words
        assert "#1 Læreren hørte det" in words
        assert "Finnes ikke her: #9, [B9]." in words
        desk.hidden = True
        app.pane.show()
        await pilot.pause()
        assert "Læreren hørte det" not in one_line(app)
        await pilot.press("down")
        await pilot.pause()
        assert "Teksten viser til" not in seen(app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_pointer_is_picked_from_a_list_and_put_where_the_cursor_is(
    desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    desk.do(Observe(Observation(id=desk.new_id(), number=1, seen="Læreren hørte det")))
    app = meeting_app("formulation")
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter", "s", "e", "ctrl+o")
        await pilot.pause()
        assert isinstance(app.screen, PickOne)
        assert "Læreren hørte det" in seen(app)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("comma", "ctrl+o")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.press("full_stop", "escape")
        await pilot.pause()
        assert prompts(desk) == {"bekymring": "se #1, [A1]."}


@pytest.mark.parametrize("size", SIZES)
async def test_what_would_change_the_level_is_entered_in_three_lines_with_a_day(
    desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    app = meeting_app("formulation")
    async with app.run_test(size=size) as pilot:
        await pilot.press("plus")
        await pilot.pause()
        await pilot.press("enter", "enter")
        await put_text(pilot, "01.12.2026")
        await pilot.press("enter")
        await pilot.pause()
        assert "Skriv hva dere skal se etter." in seen(app)
        await put_text(pilot, "Kjøper våpen")
        await pilot.press("enter")
        await put_text(pilot, "Politiet")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert indicators(desk) == [("raise", "Kjøper våpen", "Politiet", date(2026, 12, 1))]
        assert "01.12.2026" in seen(app)
        assert "Hvem ser etter: Politiet" in one_line(app)
        assert "↑" in seen(app)


async def test_an_indicator_is_changed_and_removed_after_a_yes(desk: Desk, meeting_app: OpenMeeting) -> None:
    new = Indicator(id=desk.new_id(), direction="lower", text="Går på skolen")
    desk.do(Watch(new))
    app = meeting_app("formulation", f"indicator {new.id}")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "uten dato" in seen(app)
        await pilot.press("enter")
        await pilot.pause()
        await put_text(pilot, "Går på skolen hver dag")
        await pilot.press("enter", "enter")
        await put_text(pilot, "i vår")
        await pilot.press("enter")
        await pilot.pause()
        assert "«i vår» er ikke en dato" in seen(app)
        await put_text(pilot, "")
        await pilot.press("enter")
        await pilot.pause()
        assert indicators(desk) == [("lower", "Går på skolen hver dag", "", None)]
        await pilot.press("delete", "n")
        await pilot.pause()
        assert len(indicators(desk)) == 1
        await pilot.press("delete", "j")
        await pilot.pause()
        assert indicators(desk) == []


async def test_the_pre_mortem_is_asked_and_may_be_left(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("formulation", "overse")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "Det er gått et halvt år, og det gikk galt. Hva overså vi?" in one_line(app)
    required = {prompt.id for prompt in desk.instrument.prompts if prompt.required}
    assert "annen_forklaring" in required
    assert "overse" not in required


async def test_a_locked_formulation_names_no_key_that_would_be_refused(desk: Desk, meeting_app: OpenMeeting) -> None:
    new = Indicator(id=desk.new_id(), direction="raise", text="Kjøper våpen")
    desk.do(Watch(new))
    desk.assessment = desk.assessment.model_copy(update={"state": "locked"})
    app = meeting_app("formulation", f"indicator {new.id}")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert [entry.label for entry in app.pane.own_keys()] == ["Les"]
        await pilot.press("enter", "plus", "delete", "ctrl+o")
        await pilot.pause()
        assert app.screen is app.meeting
        assert len(indicators(desk)) == 1
        await pilot.press("home", "enter")
        await pilot.pause()
        assert "ctrl+o" not in [entry.key for entry in app.pane.own_keys()]


async def test_it_opens_on_the_first_question_that_demands_an_answer(desk: Desk, meeting_app: OpenMeeting) -> None:
    desk.do(Formulate(PromptAnswer(prompt="bekymring", text="Et slagsmål")))
    app = meeting_app("formulation")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.pane.at() == "holder_igjen"
