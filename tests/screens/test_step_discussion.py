from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import TextArea

from assess.casework.assessment import Assessment
from assess.casework.deeds.convening import Observe
from assess.casework.deeds.rating import Rate, Reveal
from assess.casework.observation import Observation
from assess.casework.rating import Rating, Remark
from assess.instrument.library import Library
from assess.instrument.model import Instrument
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.screens.meeting.desk import Desk
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.item_list import ItemList
from tests.screens.conftest import MeetingApp, OpenMeeting

SIZES = [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)]

ALONE = {
    "A2": "0120",  # two steps
    "B1": "1011",  # one step, most say 1
    "A3": "1U11",  # some know, some don't
    "B2": "0000",  # critical, all alike
    "C2": "1111",  # all alike
}
"""What the four answered alone; about everything else nobody answered."""


@dataclass(frozen=True)
class RateAndReveal:
    """What the participants answered alone, kept in one write so that the tests stay fast."""

    name: ClassVar[str] = "reveal"
    ratings: tuple[Rating, ...]

    def on(self, assessment: Assessment, instrument: Instrument) -> Assessment:
        for rating in self.ratings:
            assessment = Rate(rating).on(assessment, instrument)
        return Reveal(self.ratings[0].given_at, "Resten tas i drøftingen").on(assessment, instrument)


def revealed(desk: Desk) -> None:
    ratings = [
        Rating(
            round="individual",
            rater=rater.id,
            item=item,
            code=code,
            confidence="high" if rater.role == "politi" else None,
            reason="Patruljen var der" if rater.role == "politi" else "",
            given_at=desk.now(),
        )
        for item, codes in ALONE.items()
        for rater, code in zip(desk.assessment.meeting.raters(), codes, strict=True)
    ]
    desk.do(RateAndReveal(tuple(ratings)))


def observed(desk: Desk, item: str, words: str = "Læreren hørte det") -> None:
    desk.do(Observe(Observation(id=desk.new_id(), number=1, seen=words, speaks_for=(item,))))


def kept(desk: Desk) -> dict[str, Rating]:
    return desk.register.assessment(desk.assessment.id).agreed


def remarks(desk: Desk) -> tuple[Remark, ...]:
    return desk.register.assessment(desk.assessment.id).remarks


def seen(app: MeetingApp) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def listed(app: MeetingApp) -> list[str]:
    """The lines of the list, headings and items, as they stand."""
    return [line.item or line.text for line in app.pane.query_one(ItemList)._lines]


async def write(pilot: Pilot[None], text: str) -> None:
    """Write into the field that has the focus, and leave it."""
    assert isinstance(pilot.app.focused, TextArea)
    pilot.app.focused.insert(text)
    await pilot.press("escape")
    await pilot.pause()


async def test_before_the_reveal_it_says_who_is_missing_and_shows_no_answer(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    rater = desk.assessment.meeting.raters()[0]
    desk.do(Rate(Rating(round="individual", rater=rater.id, item="A1", code="2", given_at=desk.now())))
    app = meeting_app("discussion")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "SLT-koordinator: 33 forhold igjen" in seen(app)
        assert "Skole: 34 forhold igjen" in seen(app)
        assert "Tydelig til stede" not in seen(app)
        await pilot.press("1")
        assert not kept(desk)
        await pilot.press("enter")
        await pilot.pause()
        assert app.pane.step == "individual"


async def test_a_meeting_without_participants_leads_to_the_first_step(empty_desk: Desk) -> None:
    app = MeetingApp(empty_desk, "discussion")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Ingen deltakere" in seen(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.pane.step == "meeting"


async def test_the_widest_spread_comes_first_and_a_key_gives_the_instruments_own_order(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    revealed(desk)
    app = meeting_app("discussion")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert listed(app)[:10] == [
            "To trinn fra hverandre",
            "A2",
            "Ett trinn fra hverandre",
            "B1",
            "Noen vet, noen ikke",
            "A3",
            "Alle svarte likt",
            "B2",
            "C2",
            "Ingen har svart",
        ]
        assert "0 1 2 0" in seen(app)
        assert len(list(app.screen.walk_children())) <= 40
        app.pane.go_to("C2")
        await pilot.press("o")
        await pilot.pause()
        assert [line for line in listed(app) if len(line) == 2] == [item.id for item in desk.instrument.items()]
        assert "▸ · C2" in seen(app)
        await pilot.press("o")
        await pilot.pause()
        assert listed(app)[1] == "A2"
        assert app.pane.at() == "C2"


async def test_a_key_agrees_on_the_item_and_keeps_what_each_said_alone(desk: Desk, meeting_app: OpenMeeting) -> None:
    revealed(desk)
    app = meeting_app("discussion")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h", "minus", "r")
        await pilot.pause()
        assert not kept(desk)
        assert not isinstance(app.focused, TextArea)
        assert all(notice.message == "Velg et svar først." for notice in app._notifications)
        await pilot.press("1", "h", "plus")
        await pilot.pause()
        assert (kept(desk)["A2"].code, kept(desk)["A2"].confidence, kept(desk)["A2"].change) == (
            "1",
            "high",
            "increased",
        )
        await pilot.press("2", "l", "full_stop")
        await pilot.pause()
        assert (kept(desk)["A2"].code, kept(desk)["A2"].confidence, kept(desk)["A2"].change) == ("2", "low", "unclear")
        alone = desk.register.assessment(desk.assessment.id).individual
        assert sorted(rating.code for (_rater, item), rating in alone.items() if item == "A2") == ["0", "0", "1", "2"]
        assert "Lagret" in seen(app)


@pytest.mark.parametrize("size", SIZES)
async def test_enter_leads_to_the_reason_where_one_is_demanded_and_then_on(
    desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    revealed(desk)
    app = meeting_app("discussion")
    async with app.run_test(size=size) as pilot:
        await pilot.press("1", "enter")
        await pilot.pause()
        assert isinstance(app.focused, TextArea)
        assert app.pane.at() == "A2"
        assert "Begrunnelse kreves" in seen(app)
        await pilot.press("0", "e", "question_mark", "ctrl+n")
        await pilot.pause()
        assert kept(desk)["A2"].reason == "0e?"
        assert app.pane.at() == "B1"
        assert set(kept(desk)) == {"A2"}
        await pilot.press("up")
        await pilot.pause()
        assert "Begrunnelse kreves" not in seen(app)


async def test_an_observation_may_stand_in_for_the_reason(desk: Desk, meeting_app: OpenMeeting) -> None:
    revealed(desk)
    observed(desk, "A2", "Læreren hørte at eleven ropte noe i gangen")
    app = meeting_app("discussion")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("1")
        await pilot.pause()
        assert "Taler for: 1  Læreren hørte" in seen(app)
        assert "Begrunnelse kreves" not in seen(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.pane.at() == "B1"


async def test_one_key_takes_what_all_gave_and_never_the_answer_of_most_nor_anything_between(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    revealed(desk)
    app = meeting_app("discussion")
    async with app.run_test(size=(80, 24)) as pilot:
        for item in ("B1", "A2", "A3", "C1"):
            app.pane.go_to(item)
            await pilot.press("e")
        await pilot.pause()
        assert not kept(desk)
        said = [notice.message for notice in app._notifications]
        assert said[0].startswith("Dere har svart ulikt.")
        assert said[-1].startswith("Færre enn to har svart.")
        app.pane.go_to("C2")
        await pilot.press("e")
        await pilot.pause()
        assert {item: rating.code for item, rating in kept(desk).items()} == {"C2": "1"}


async def test_who_answered_what_is_hidden_until_asked_for(desk: Desk, meeting_app: OpenMeeting) -> None:
    revealed(desk)
    app = meeting_app("discussion")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Forebyggende politi" not in seen(app)
        assert "Patruljen" not in seen(app)
        await pilot.press("v")
        await pilot.pause()
        assert "Forebyggende politi: 2, høy sikkerhet" in seen(app)
        assert "Patruljen" in seen(app)
        await pilot.press("v")
        await pilot.pause()
        assert "Forebyggende politi" not in seen(app)


async def test_all_agreeing_on_something_critical_asks_what_speaks_against_it(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    revealed(desk)
    app = meeting_app("discussion", "B2")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Alle er enige om et kritisk forhold" in seen(app)
        await pilot.press("d")
        await write(pilot, "Ingen har spurt")
        assert [(one.item, one.kind, one.text) for one in remarks(desk)] == [
            ("B2", "devils_advocate", "Ingen har spurt")
        ]
        assert "Trykk d" not in seen(app)
        await pilot.press("down")
        await pilot.pause()
        assert "Alle er enige om et kritisk forhold" not in seen(app)


async def test_one_key_says_that_the_question_was_read_differently(desk: Desk, meeting_app: OpenMeeting) -> None:
    revealed(desk)
    app = meeting_app("discussion")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f")
        await pilot.pause()
        assert [(one.item, one.kind, one.text) for one in remarks(desk)] == [("A2", "read_differently", "")]
        assert "Vi forsto spørsmålet ulikt" in seen(app)
        await write(pilot, "Hva er en gruppe?")
        assert [one.text for one in remarks(desk)] == ["Hva er en gruppe?"]


async def test_a_critical_answer_says_what_must_be_done_now_and_several_point_to_the_emergency_key(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    revealed(desk)
    app = meeting_app("discussion", "B2")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("2")
        await pilot.pause()
        assert "Gjør dette nå:" in seen(app)
        assert "Flere kritiske" not in seen(app)
        await pilot.press("u")
        await pilot.pause()
        assert "Kritisk og ukjent." in seen(app)
        assert "Gjør dette nå:" not in seen(app)
        app.pane.go_to("B1")
        await pilot.press("u")
        await pilot.pause()
        assert "Flere kritiske" not in seen(app)
        await pilot.press("2")
        await pilot.pause()
        assert "Flere kritiske forhold: B1, B2. Er noen i fare nå, trykker dere F8." in seen(app)


async def test_the_top_line_counts_what_is_known_and_adds_no_answers(desk: Desk, meeting_app: OpenMeeting) -> None:
    revealed(desk)
    app = meeting_app("discussion")
    async with app.run_test(size=(80, 24)) as pilot:
        for item, code in (("A2", "2"), ("B1", "1"), ("A3", "u"), ("C2", "x")):
            app.pane.go_to(item)
            await pilot.press(code)
        await pilot.pause()
        assert "Kjent 2 av 34 · ukjent 1 · ikke innhentet 1 · ikke drøftet 30" in seen(app)


async def test_a_text_goes_to_its_own_item_however_fast_one_moves_on_or_leaves(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    revealed(desk)
    app = meeting_app("discussion")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "r", "s", "å")
        app.pane.query_one(ItemList).action_move(1)
        await pilot.pause()
        assert kept(desk)["A2"].reason == "så"
        assert set(kept(desk)) == {"A2"}
        await pilot.press("2")
        await pilot.pause()
        assert (kept(desk)["B1"].code, kept(desk)["B1"].reason) == ("2", "")
        await pilot.press("r", "j", "a", "f3")
        await pilot.pause()
        assert app.pane.step == "formulation"
        assert kept(desk)["B1"].reason == "ja"


async def test_it_opens_where_the_group_stopped_and_an_answer_can_be_taken_back(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    revealed(desk)
    desk.do(Rate(Rating(round="agreed", rater="", item="A2", code="1", given_at=desk.now())))
    app = meeting_app("discussion")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.pane.at() == "B1"
        await pilot.press("up", "delete")
        await pilot.pause()
        assert not kept(desk)
        assert "(•)" not in seen(app)


async def test_keys_that_come_faster_than_the_screen_is_drawn_keep_their_order(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    revealed(desk)
    app = meeting_app("discussion")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for key in ("x", "down", "u", "down", "x", "down", "down", "e", "end", "0"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await pilot.pause()
        codes = {item: rating.code for item, rating in kept(desk).items()}
        assert codes == {"A2": "X", "B1": "U", "A3": "X", "C2": "1", "J3": "0"}


async def test_an_answer_is_chosen_with_the_mouse(desk: Desk, meeting_app: OpenMeeting) -> None:
    revealed(desk)
    app = meeting_app("discussion")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.click("#discussed", offset=(6, 3))
        await pilot.pause()
        assert app.pane.at() == "B1"
        await pilot.click("#answers", offset=(12, 0))
        await pilot.pause()
        assert kept(desk)["B1"].code == "0"


async def test_a_locked_assessment_keeps_its_answers(desk: Desk, meeting_app: OpenMeeting) -> None:
    revealed(desk)
    desk.do(Rate(Rating(round="agreed", rater="", item="A2", code="1", given_at=desk.now())))
    desk.assessment = desk.assessment.model_copy(update={"state": "locked"})
    app = meeting_app("discussion", "A2")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("2", "f", "r", "x", "escape")
        await pilot.pause()
        assert kept(desk)["A2"] == desk.assessment.agreed["A2"]
        assert not remarks(desk)
        assert app.pane.query_one("#answers", Choice).value == "1"
        assert any("låst" in notice.message for notice in app._notifications)


async def test_an_instrument_without_own_ratings_is_discussed_at_once(desk: Desk, register: Register) -> None:
    started = register.start(desk.case, Library().edition("triage"), register.now().date())
    triage = Desk(register, desk.case, started, Profiles())
    app = MeetingApp(triage, "discussion")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j")
        await pilot.pause()
        assert kept(triage)["T1"].code == "J"
        assert "Følg opp: Avbryt, og ring 112." in " ".join(seen(app).replace("│", " ").split())
