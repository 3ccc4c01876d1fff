from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from assess.casework.assessment import Assessment
from assess.casework.deeds.convening import Observe
from assess.casework.deeds.planning import PlanUnknown
from assess.casework.deeds.rating import Comment, Rate, Reveal
from assess.casework.observation import Observation
from assess.casework.plan import UnknownPlan
from assess.casework.rating import Rating, Remark
from assess.instrument.library import Library
from assess.instrument.model import Instrument
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.discussion_figure import Figure
from assess.screens.meeting.discussion_picker import PickOne
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.item_list import ItemList
from tests.screens.conftest import MeetingApp, OpenMeeting, put_text, until

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
    number = len(desk.assessment.observations) + 1
    desk.do(Observe(Observation(id=desk.new_id(), number=number, seen=words, speaks_for=(item,))))


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
        assert "○0 ○0 ◐1 ●2" in seen(app)
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
        assert "Taler for: #1 Læreren hørte" in seen(app)
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


@pytest.mark.slow
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


@pytest.mark.slow
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
        await until(pilot, lambda: "J3" in kept(desk))
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
    started = register.start(desk.case, Library().edition("triage"), norwegian(register.now()).date())
    triage = Desk(register, desk.case, started, Profiles())
    app = MeetingApp(triage, "discussion")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j")
        await pilot.pause()
        assert kept(triage)["T1"].code == "J"
        assert "Følg opp: Avbryt, og ring 112." in " ".join(seen(app).replace("│", " ").split())


async def test_the_strip_shows_each_answer_by_shape_and_code_and_never_by_whose_it_is(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    revealed(desk)
    app = meeting_app("discussion")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        strips = {line.item: line.note for line in app.pane.query_one(ItemList)._lines if line.item}
        assert strips["A2"] == "○0 ○0 ◐1 ●2"
        assert strips["A3"] == "◐1 ◐1 ◐1 ?U"
        assert {len(strips[item]) for item in ALONE} == {11}
        assert strips["A1"] == ""


async def test_one_who_has_not_answered_keeps_a_place_in_the_strip(desk: Desk, meeting_app: OpenMeeting) -> None:
    given = [
        Rating(round="individual", rater=rater.id, item="A1", code=code, given_at=desk.now())
        for rater, code in zip(desk.assessment.meeting.raters(), "2X", strict=False)
    ]
    desk.do(RateAndReveal(tuple(given)))
    app = meeting_app("discussion")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "●2 –X ·· ··" in seen(app)


async def test_enter_agrees_where_all_answered_the_same_and_goes_on(desk: Desk, meeting_app: OpenMeeting) -> None:
    revealed(desk)
    observed(desk, "C2")
    app = meeting_app("discussion", "C2")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "↵ Enig, videre" in seen(app)
        await pilot.press("enter")
        await pilot.pause()
        assert {item: rating.code for item, rating in kept(desk).items()} == {"C2": "1"}
        assert app.pane.at() == "A1"
        await pilot.press("enter")
        await pilot.pause()
        assert set(kept(desk)) == {"C2"}
        app.pane.go_to("B1")
        await pilot.press("enter")
        await pilot.pause()
        assert set(kept(desk)) == {"C2"}


async def test_enter_stays_where_the_answer_that_all_gave_asks_for_something(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    revealed(desk)
    app = meeting_app("discussion", "B2")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert kept(desk)["B2"].code == "0"
        assert app.pane.at() == "B2"
        assert not isinstance(app.focused, TextArea)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.focused, TextArea)


@pytest.mark.slow
async def test_thirty_four_items_that_all_see_alike_take_a_key_each(desk: Desk, meeting_app: OpenMeeting) -> None:
    alike = [
        Rating(round="individual", rater=rater.id, item=item.id, code="0", given_at=desk.now())
        for item in desk.instrument.items()
        for rater in desk.assessment.meeting.raters()
    ]
    desk.do(RateAndReveal(tuple(alike)))
    critical = [item.id for item in desk.instrument.items() if item.critical is not None]
    for number, item in enumerate(critical, 1):
        desk.do(Observe(Observation(id=desk.new_id(), number=number, seen="Sett", speaks_against=(item,))))
        desk.do(Comment(Remark(item=item, kind="devils_advocate", text="Hva om?", made_at=desk.now())))
    app = meeting_app("discussion")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*["enter"] * 34)
        await pilot.pause()
        assert len(kept(desk)) == 34


async def test_an_answer_that_nobody_gave_or_most_did_not_give_asks_for_words(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    revealed(desk)
    observed(desk, "C2")
    observed(desk, "B1")
    app = meeting_app("discussion", "C2")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("0")
        await pilot.pause()
        assert "Ingen svarte dette alene" in seen(app)
        await pilot.press("enter")
        await write(pilot, "Kilden var en annen")
        assert "Ingen svarte dette alene" not in seen(app)
        app.pane.go_to("B1")
        await pilot.press("0")
        await pilot.pause()
        assert "De fleste svarte noe annet alene" in seen(app)
        await pilot.press("1")
        await pilot.pause()
        assert "De fleste svarte noe annet alene" not in seen(app)


@pytest.mark.parametrize("size", SIZES)
async def test_unknown_asks_at_once_who_can_find_out_and_by_when(
    desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    revealed(desk)
    app = meeting_app("discussion", "A3")
    async with app.run_test(size=size) as pilot:
        await pilot.press("u")
        await pilot.pause()
        assert "Hvem kan lovlig finne det ut" in seen(app)
        await pilot.press("enter")
        await put_text(pilot, "Helsesykepleier")
        await pilot.press("enter")
        await put_text(pilot, "01.12.2026")
        await pilot.press("enter", "escape")
        await pilot.pause()
        (plan,) = desk.register.assessment(desk.assessment.id).unknown_plans
        assert (plan.item, plan.who, plan.by) == ("A3", "Helsesykepleier", date(2026, 12, 1))
        await pilot.press("1")
        await pilot.pause()
        assert "Hvem kan lovlig finne det ut" not in seen(app)


async def test_a_day_that_cannot_be_read_is_told_of_and_who_is_kept(desk: Desk, meeting_app: OpenMeeting) -> None:
    revealed(desk)
    app = meeting_app("discussion", "C1")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("u", "enter")
        await put_text(pilot, "Politiet")
        await pilot.press("enter")
        await put_text(pilot, "snart")
        await pilot.press("enter")
        await pilot.pause()
        assert "«snart» er ikke en dato" in seen(app)
        assert app.pane.at() == "C1"
        (plan,) = desk.assessment.unknown_plans
        assert (plan.who, plan.by) == ("Politiet", None)


async def test_what_was_planned_for_an_unknown_besides_stays_and_an_emptied_plan_goes(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    revealed(desk)
    desk.do(Rate(Rating(round="agreed", rater="", item="C1", code="U", given_at=desk.now())))
    desk.do(PlanUnknown(UnknownPlan(item="C1", who="", how="Spør mor")))
    app = meeting_app("discussion", "C1")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await put_text(pilot, "Skolen")
        await pilot.press("escape")
        await pilot.pause()
        assert [(one.who, one.how) for one in desk.assessment.unknown_plans] == [("Skolen", "Spør mor")]
        desk.do(PlanUnknown(UnknownPlan(item="C1", who="Skolen")))
        app.pane.show()
        await pilot.pause()
        await pilot.press("p")
        await put_text(pilot, "")
        await pilot.press("escape")
        await pilot.pause()
        assert not desk.assessment.unknown_plans


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_enter_on_a_day_that_can_not_be_read_stops_there_and_says_so(
    desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    revealed(desk)
    desk.do(Rate(Rating(round="agreed", rater="", item="B2", code="U", given_at=desk.now())))
    app = meeting_app("discussion", "B2")
    async with app.run_test(size=size) as pilot:
        await pilot.press("p")
        await put_text(pilot, "Politiet")
        await pilot.press("enter")
        await put_text(pilot, "før jul")
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert app.pane.at() == "B2"
        assert isinstance(app.focused, Input)
        assert app.focused.value == "før jul"
        assert "! «før jul» er ikke en dato." in seen(app)
        await put_text(pilot, "1. desember 2026")
        await pilot.press("enter")
        await pilot.pause()
        (plan,) = desk.assessment.unknown_plans
        assert plan.by == date(2026, 12, 1)
        assert not isinstance(app.focused, Input)


async def test_only_the_last_order_is_told_of(desk: Desk, meeting_app: OpenMeeting) -> None:
    revealed(desk)
    app = meeting_app("discussion")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", "o", "o")
        await pilot.pause()
        assert [note.message for note in app._notifications] == ["I verktøyets rekkefølge."]


async def test_not_sought_asks_why_and_is_another_thing_than_unknown(desk: Desk, meeting_app: OpenMeeting) -> None:
    revealed(desk)
    app = meeting_app("discussion", "C1")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("x")
        await pilot.pause()
        assert "Ikke innhentet er et valg" in seen(app)
        assert "Hvem kan lovlig" not in seen(app)
        await pilot.press("enter")
        await write(pilot, "Ikke nødvendig")
        assert "Ikke innhentet er et valg" not in seen(app)
        assert kept(desk)["C1"].reason == "Ikke nødvendig"


async def test_a_question_for_the_second_reader_is_a_key_and_is_taken_back_when_it_is_emptied(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    revealed(desk)
    app = meeting_app("discussion")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("s")
        await write(pilot, "Er dette nok?")
        assert [(one.kind, one.text) for one in remarks(desk)] == [("question", "Er dette nok?")]
        assert "Spørsmål til den som kontrasignerer: Er dette nok?" in " ".join(seen(app).split())
        await pilot.press("s")
        assert isinstance(app.focused, TextArea)
        app.focused.clear()
        await pilot.press("escape")
        await pilot.pause()
        assert not remarks(desk)


async def test_delete_in_an_empty_field_takes_back_that_the_question_was_read_differently(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    revealed(desk)
    app = meeting_app("discussion")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "f")
        await pilot.pause()
        assert len(remarks(desk)) == 1
        await pilot.press("delete")
        await pilot.pause()
        assert not remarks(desk)
        assert kept(desk)["A2"].code == "1"
        assert app.focused is app.pane.query_one(ItemList)


async def test_one_remark_after_another_keeps_its_own_words(desk: Desk, meeting_app: OpenMeeting) -> None:
    revealed(desk)
    app = meeting_app("discussion", "B2")
    async with app.run_test(size=(80, 24)) as pilot:
        for key, words in (("d", "Imot"), ("f", "Ulikt"), ("s", "Spør")):
            await pilot.press(key)
            assert isinstance(app.focused, TextArea)
            app.focused.insert(words)
            app.pane.query_one(ItemList).focus()
        await pilot.press("down")
        await pilot.pause()
        assert {one.kind: one.text for one in remarks(desk)} == {
            "devils_advocate": "Imot",
            "read_differently": "Ulikt",
            "question": "Spør",
        }


async def test_a_key_leads_to_the_observation_and_asks_which_where_there_are_several(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    revealed(desk)
    observed(desk, "A2")
    app = meeting_app("discussion")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("number_sign")
        await pilot.pause()
        assert (app.pane.step, app.pane.at()) == ("observations", desk.assessment.observations[0].id)
    desk.do(Observe(Observation(id=desk.new_id(), number=2, seen="Moren så noe annet", speaks_against=("A2",))))
    app = meeting_app("discussion", "A2")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("number_sign")
        await pilot.pause()
        assert isinstance(app.screen, PickOne)
        assert "Moren så noe annet" in seen(app)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert (app.pane.step, app.pane.at()) == ("observations", desk.assessment.observations[1].id)


async def test_last_times_answer_stands_on_the_card_with_what_has_changed_since(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    revealed(desk)
    then = [
        Rating(round="agreed", rater="", item=item, code=code, reason="Han sa det selv", given_at=desk.now())
        for item, code in (("A2", "2"), ("B1", "U"), ("A3", "1"))
    ]
    meeting = desk.assessment.meeting.model_copy(update={"held_on": date(2026, 5, 12)})
    desk.previous = desk.assessment.model_copy(update={"ratings": tuple(then), "meeting": meeting})
    app = meeting_app("discussion", "A2")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        said = " ".join(seen(app).split())
        assert "Sist (12.05.2026): 2 Tydelig til stede – Han sa det selv" in said
        assert "Siden sist" not in said
        for item, key, words in (
            ("A2", "1", "lavere trinn."),
            ("A2", "2", "samme trinn."),
            ("B1", "1", "fra ukjent til kjent."),
            ("A3", "u", "fra kjent til ukjent."),
            ("A3", "2", "høyere trinn."),
        ):
            app.pane.go_to(item)
            await pilot.press(key)
            await pilot.pause()
            assert f"Siden sist: {words}" in seen(app)
        app.pane.go_to("C2")
        await pilot.pause()
        assert "Sist (12.05.2026): ikke drøftet." in seen(app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_key_shows_where_the_group_stands_and_lets_no_answer_through(
    desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    revealed(desk)
    app = meeting_app("discussion", "A2")
    async with app.run_test(size=size) as pilot:
        await pilot.press("2", "down", "u", "t")
        await pilot.pause()
        assert isinstance(app.screen, Figure)
        words = seen(app)
        for domain in desk.instrument.domains:
            assert f"{domain.id} {domain.title[:12]}" in words
        assert "·■···" in words
        assert "?····" in words
        assert "Ukjent er aldri lavt." in " ".join(words.replace("▌", " ").split())
        await pilot.press("1", "t")
        await pilot.pause()
        assert {item: one.code for item, one in kept(desk).items()} == {"A2": "2", "B1": "U"}
        assert not isinstance(app.screen, Figure)


async def test_a_locked_discussion_names_no_key_that_would_be_refused(desk: Desk, meeting_app: OpenMeeting) -> None:
    revealed(desk)
    desk.assessment = desk.assessment.model_copy(update={"state": "locked"})
    app = meeting_app("discussion", "B2")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        named = {entry.label for entry in app.pane.own_keys()}
        assert named == {"Videre", "Hvem", "Orden", "Tavle"}
        assert "Trykk d" not in seen(app)
        await pilot.press("enter", "s")
        await pilot.pause()
        assert not isinstance(app.focused, TextArea)


async def test_the_key_bar_names_what_works_on_the_item_that_is_shown(desk: Desk, meeting_app: OpenMeeting) -> None:
    revealed(desk)
    observed(desk, "A2")
    app = meeting_app("discussion", "A2")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        named = [entry.key for entry in app.pane.own_keys()]
        assert "#" in named
        assert not {"e", "d"} & set(named)
        app.pane.go_to("B2")
        await pilot.pause()
        named = [entry.key for entry in app.pane.own_keys()]
        assert "d" in named
        assert "#" not in named
