from __future__ import annotations

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from assess.casework.assessment import Assessment
from assess.casework.decision import Decision, HelpNeed, PartyLevel, RightsAnswer
from assess.casework.deeds.convening import Observe
from assess.casework.deeds.deciding import AnswerRights, Decide, ProposeLevel
from assess.casework.deeds.rating import Rate, Reveal
from assess.casework.observation import Observation
from assess.casework.rating import GROUP, Rating
from assess.instrument.library import Library
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.level_form import LevelForm
from assess.screens.widgets.item_list import ItemList
from assess.screens.widgets.key_bar import KeyBar
from tests.screens.conftest import MeetingApp, OpenMeeting

SIZES = [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)]


def agreed(desk: Desk, **codes: str) -> None:
    """Agree on what is named; the rest stays open."""
    rater = desk.assessment.meeting.raters()[0].id
    desk.do(Rate(Rating(round="individual", rater=rater, item="A1", code="0", given_at=desk.now())))
    desk.do(Reveal(desk.now(), "Resten tas i drøftingen"))
    for item, code in codes.items():
        desk.do(Rate(Rating(round="agreed", rater=GROUP, item=item, code=code, reason="x", given_at=desk.now())))


def ready_to_decide(desk: Desk) -> None:
    """Answer the rights check, and let both parties give a level."""
    for check in desk.instrument.rights_checks:
        desk.do(AnswerRights(RightsAnswer(check=check.id, answer="yes")))
    for party in desk.assessment.meeting.parties():
        desk.do(ProposeLevel(PartyLevel(party=party, level="N2")))


def decided(desk: Desk, level: str, reason: str = "Vi vet nok") -> None:
    ready_to_decide(desk)
    desk.do(Decide(Decision(level=level, confidence="low", reason=reason, decided_at=desk.now())))


def kept(desk: Desk) -> Assessment:
    return desk.register.assessment(desk.assessment.id)


def seen(app: MeetingApp) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def card(app: MeetingApp) -> str:
    """All words of the card, also those that are scrolled away."""
    form = app.pane.query_one(LevelForm)
    return "\n".join(str(part.render()) for part in form.query("Static") if part.display)


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


async def stand(pilot: Pilot[None], app: MeetingApp, place: str) -> None:
    app.pane.query_one(ItemList).focus()
    app.pane.query_one(ItemList).go_to(place)
    await pilot.pause()


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_secretary_goes_through_the_whole_step_by_keys(
    desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    agreed(desk, A1="1", B1="1", B2="U")
    app = meeting_app("level")
    async with app.run_test(size=size) as pilot:
        await pilot.press("r")
        await write(pilot, "Nr 1")
        await pilot.press("escape", "down", "enter", "j", "escape", "down", "enter", "n", "escape")
        for answer in "xyz":
            await pilot.press("down", "r", answer, "escape")
        await pilot.press("down", "1", "down", "3", "down")
        await pilot.press("1", "m", "r")
        await write(pilot, "Samlet")
        await pilot.press("ctrl+s", "r")
        await write(pilot, "Vi venter")
        await pilot.press("escape", "down", "2", "down", "enter")
        await write(pilot, "Politiet")
        await pilot.press("tab", "3", "r")
        await write(pilot, "Uenig")
        await pilot.press("ctrl+s")
        await pilot.pause()
    now = kept(desk)
    assert [(one.answer, one.text) for one in now.rights] == [
        ("", "Nr 1"), ("yes", ""), ("no", ""), ("", "x"), ("", "y"), ("", "z"),
    ]  # fmt: skip
    assert {one.party: one.level for one in now.party_levels} == {"kommune": "N1", "politi": "N3"}
    assert now.decision is not None
    assert (now.decision.level, now.decision.confidence, now.decision.reason) == ("N1", "medium", "Samlet")
    assert now.decision.departure == "Vi venter"
    assert now.help_need == HelpNeed(need="HB2")
    assert [(one.who, one.level, one.text) for one in now.dissents] == [("Politiet", "N3", "Uenig")]


async def test_the_rights_check_shows_what_is_lawful_and_what_rests_on_it(desk: Desk, meeting_app: OpenMeeting) -> None:
    desk.do(
        Observe(
            Observation(id=desk.new_id(), number=1, seen="Går i moské hver fredag", lawful=True, speaks_for=("A3",))
        )
    )
    agreed(desk, A3="1")
    app = meeting_app("level")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "1  Går i moské hver fredag" in card(app)
        assert "Hviler bare på slike opplysninger: A3" in card(app)
        assert "Lovlige ytringer bærer ikke et nivå alene" in card(app)
        desk.do(Rate(Rating(round="agreed", rater=GROUP, item="B2", code="1", reason="x", given_at=desk.now())))
        app.pane.show()
        assert "bærer ikke et nivå alene" not in card(app)


async def test_a_party_sees_no_other_level_before_all_have_given_theirs(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("level", "2a")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("3", "r")
        await write(pilot, "Hemmelig")
        await pilot.press("escape", "down")
        await pilot.pause()
        assert notes(app)["2a"] == ("✓", "gitt")
        assert "Hemmelig" not in seen(app)
        await stand(pilot, app, "2a")
        assert "(•)" not in seen(app)
        assert "Hemmelig" not in seen(app)
        await stand(pilot, app, "3")
        assert "N3" not in notes(app)["2a"]
        assert "Partenes egne nivåer" not in card(app)
        await stand(pilot, app, "2b")
        await pilot.press("1")
        await pilot.pause()
        assert (notes(app)["2a"][1], notes(app)["2b"][1]) == ("N3", "N1")
        assert "Fredrikstad kommune: N3 Høy – Hemmelig" in card(app)
    assert [one.reason for one in kept(desk).party_levels] == ["Hemmelig", ""]


async def test_coming_back_to_a_hidden_level_keeps_it_until_another_is_given(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    desk.do(ProposeLevel(PartyLevel(party="kommune", level="N3", reason="Grunn")))
    before = kept(desk).revision
    app = meeting_app("level", "2a")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "up", "tab", "escape")
        await pilot.pause()
        assert kept(desk).revision == before
        await pilot.press("2")
        await pilot.pause()
    assert kept(desk).party_levels == (PartyLevel(party="kommune", level="N2", reason="Grunn"),)


async def test_nothing_is_chosen_or_shown_before_the_group_answers(desk: Desk, meeting_app: OpenMeeting) -> None:
    agreed(desk, A1="2", B1="2", B2="2", F2="2")
    ready_to_decide(desk)
    app = meeting_app("level", "3")
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.pause()
        assert "(•)" not in seen(app)
        await stand(pilot, app, "4")
        assert "peker mot" not in seen(app)
        assert "når gruppa har satt sitt eget nivå" in seen(app)
        await stand(pilot, app, "5")
        assert "(•)" not in seen(app)
        assert "peker mot" not in card(app)
        await pilot.press("1")
        await pilot.pause()
        assert "Reglene peker mot HB2" in card(app)
        assert "Dere svarte HB1 Noe hjelpebehov. Det er lavere enn det reglene peker mot." in card(app)


async def test_a_level_is_not_set_before_rights_parties_confidence_and_reason_are_there(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("level", "3")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("2", "ctrl+s")
        await pilot.pause()
        assert "6 spørsmål i rettighetskontrollen" in card(app)
        assert "nivået fra Fredrikstad kommune, Fredrikstad politistasjonsdistrikt" in card(app)
        ready_to_decide(desk)
        app.pane.show()
        assert kept(desk).decision is None
        assert "Mangler: hvor sikre dere er, begrunnelse." in card(app)
        await pilot.press("h", "r")
        await write(pilot, "Derfor")
        await pilot.press("escape")
        await pilot.pause(0.7)
        assert kept(desk).decision is None
        assert "Trykk ctrl+s når dere er enige" in card(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.pane.at() == "4"
    decision = kept(desk).decision
    assert decision is not None
    assert (decision.level, decision.confidence, decision.reason) == ("N2", "high", "Derfor")


async def test_half_a_decision_is_there_after_another_step_was_looked_at(desk: Desk, meeting_app: OpenMeeting) -> None:
    ready_to_decide(desk)
    app = meeting_app("level", "3")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("2", "r")
        await write(pilot, "Halvveis")
        await pilot.press("f3", "f2")
        await pilot.pause()
        assert app.pane.at() == "3"
        assert "Halvveis" in [area.text for area in app.pane.query("TextArea").results()]  # type: ignore[attr-defined]
        assert "Valgt: N2 Moderat" in card(app)


async def test_what_follows_is_shown_and_the_acute_level_points_to_f8(desk: Desk, meeting_app: OpenMeeting) -> None:
    ready_to_decide(desk)
    app = meeting_app("level", "3")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("3")
        await pilot.pause()
        assert "Politiet vurderer egne tiltak" in card(app)
        assert not app._notifications
        await pilot.press("4")
        await pilot.pause()
        assert "Gå til Akutt (F8)" in card(app)
        assert any("F8" in note.message for note in app._notifications)
        await pilot.press("x")
        await pilot.pause()
        assert "krever en plan for det som er ukjent, og en frist" in card(app)


async def test_a_level_below_the_range_asks_for_a_written_reason(desk: Desk, meeting_app: OpenMeeting) -> None:
    agreed(desk, B1="1", B2="U")
    decided(desk, "N1")
    app = meeting_app("level", "departure")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert notes(app)["4"] == ("!", "begrunn")
        assert "Reglene peker mot N2–N3: minst N2 Moderat, og inntil N3 Høy" in card(app)
        assert "B1 Trussel eller uttalt hensikt" in card(app)
        assert "Hvorfor setter dere nivået lavere enn N2" in card(app)
        assert "kritiske forhold er ukjent (B2)" in card(app)
        await pilot.press("r")
        await write(pilot, "Derfor")
        await pilot.press("escape")
        await pilot.pause()
        assert notes(app)["4"] == ("✓", "N2–N3")
    decision = kept(desk).decision
    assert decision is not None
    assert (decision.level, decision.departure) == ("N1", "Derfor")


async def test_a_level_inside_the_range_asks_for_nothing(desk: Desk, meeting_app: OpenMeeting) -> None:
    agreed(desk, B1="1")
    decided(desk, "N2")
    app = meeting_app("level", "4")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Hvorfor setter dere" not in card(app)
        assert "Det er innenfor." in card(app)
        await pilot.press("space")
        await pilot.pause()
        assert app.pane.query_one(LevelForm).scroll_offset.y > 0


async def test_another_level_waits_for_the_key_and_the_reason_does_not(desk: Desk, meeting_app: OpenMeeting) -> None:
    decided(desk, "N2")
    app = meeting_app("level", "3")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("r")
        await write(pilot, ". Mer")
        await pilot.press("escape", "3")
        await pilot.pause()
        decision = kept(desk).decision
        assert decision is not None
        assert (decision.level, decision.reason) == ("N2", "Vi vet nok. Mer")
        await pilot.press("ctrl+s", "j")
        await pilot.pause()
    decision = kept(desk).decision
    assert decision is not None
    assert decision.level == "N3"


@pytest.mark.slow
async def test_a_dissent_is_changed_and_removed_after_a_question(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("level", "6")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert not kept(desk).dissents
        await pilot.press("enter")
        await write(pilot, "Skolen")
        await pilot.press("tab", "tab")
        await write(pilot, "Nei")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.pane.at() == "6a"
        await pilot.press("2")
        await pilot.pause()
        assert [(one.who, one.level, one.text) for one in kept(desk).dissents] == [("Skolen", "N2", "Nei")]
        await pilot.press("delete", "n")
        await pilot.pause()
        assert kept(desk).dissents
        await pilot.press("delete", "j")
        await pilot.pause()
    assert not kept(desk).dissents


async def test_text_written_when_the_cursor_moves_on_stays_with_its_own_question(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("level", "1a")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("r")
        await write(pilot, "abc")
        await pilot.click(ItemList, offset=(12, 4))
        await pilot.pause(0.8)
    assert [(one.check, one.text) for one in kept(desk).rights] == [("lovlig", "abc")]


async def test_opening_every_card_changes_nothing(desk: Desk, meeting_app: OpenMeeting) -> None:
    decided(desk, "N2", reason="Cafe\u0301")
    before = kept(desk).revision
    app = meeting_app("level", "1a")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*["down"] * 11, "tab", "tab", "escape")
        await pilot.pause()
    assert kept(desk).revision == before


async def test_without_anybody_present_it_says_where_to_enter_them(
    empty_desk: Desk,
) -> None:
    app = MeetingApp(empty_desk, "level", "2")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Gå til «Møtet»" in seen(app)


async def test_an_instrument_without_a_level_says_so(register: Register, desk: Desk) -> None:
    triage = register.start(desk.case, Library().edition("triage"), norwegian(register.now()).date())
    app = MeetingApp(Desk(register, desk.case, triage, Profiles()), "level")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "enter", "j", "ctrl+s", "delete")
        await pilot.pause()
        assert "har ikke noe bekymringsnivå" in card(app)
    assert register.assessment(triage.id).revision == 0


async def test_keys_that_come_in_a_burst_answer_the_question_they_were_typed_at(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("level", "1b")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for key in ("j", "down", "n", "down", "down"):
            app.pane.query_one(ItemList).post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert app.pane.at() == "1e"
    assert {one.check: one.answer for one in kept(desk).rights} == {"star_seg": "yes", "speil": "no"}


async def test_while_a_text_is_written_only_the_keys_that_work_in_it_are_named(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    ready_to_decide(desk)
    app = meeting_app("level")
    async with app.run_test(size=(120, 40)) as pilot:
        await stand(pilot, app, "3")
        assert [entry.key for entry in app.pane.own_keys()][-3:] == ["l m h", "r", "ctrl+s"]
        await pilot.press("r")
        await pilot.pause()
        assert [entry.key for entry in app.pane.own_keys()] == ["ctrl+n", "esc", "ctrl+s"]
        bar = app.screen.query_one(KeyBar)
        assert "Begrunn" not in [entry.label for entry in bar.entries]
        await pilot.press("escape")
        await pilot.pause()
        assert "Begrunn" in [entry.label for entry in bar.entries]
