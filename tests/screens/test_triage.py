"""A first call on the screen: twelve keys, an outcome that people choose, and nothing that names somebody."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import DataTable, Static

from assess.casework.triage import Triage
from assess.instrument.library import Library
from assess.language import speak
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.register.triage import keep_triage, new_triage, triages
from assess.screens.app import AssessApp
from assess.screens.case import CaseScreen
from assess.screens.triage import TriageScreen
from assess.screens.triage_acute import AcuteAnswerScreen
from assess.screens.triage_as_kept import TriageAsKeptScreen
from assess.screens.triage_case import CaseFromCallScreen
from assess.screens.triage_list import TriageListScreen
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.confirm import Confirm
from tests.screens.conftest import put_text, type_text
from tests.screens.planted import drawn

pytestmark = pytest.mark.slow

SIZES = [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)]


@pytest.fixture
def app(register: Register, tmp_path: Path) -> AssessApp:
    return AssessApp(register.path, Library, Profiles, settings=tmp_path / "settings.json")


async def to_list(pilot: Pilot[None], register: Register, *, shown: bool = True) -> TriageListScreen:
    """Go from home to the calls by the key for it."""
    assert isinstance(pilot.app, AssessApp)
    await pilot.pause()
    pilot.app.enter(register)
    await pilot.pause(0.1)
    await pilot.press("t", *(["f9"] if shown else []))
    await pilot.pause(0.1)
    assert isinstance(pilot.app.screen, TriageListScreen)
    return pilot.app.screen


async def to_questions(pilot: Pilot[None], register: Register, summary: str = "Uro") -> TriageScreen:
    """Begin a call from a school by telephone, and stand on the first question."""
    await to_list(pilot, register)
    await pilot.press("n", "a", "t")
    await put_text(pilot, summary)
    await pilot.press("enter")
    assert isinstance(pilot.app.screen, TriageScreen)
    return pilot.app.screen


def kept(register: Register) -> Triage:
    (only,) = triages(register)
    return only


def said(page: object, where: str) -> str:
    assert isinstance(page, TriageScreen | TriageListScreen)
    return str(page.query_one(where, Static).render())


def put_call(register: Register, **more: object) -> Triage:
    fresh = new_triage(register, Library().edition("triage"), Profiles().profile("fredrikstad"))
    return keep_triage(register, fresh.model_copy(update={"sender": "skole", **more}))


@pytest.mark.parametrize("size", SIZES)
async def test_a_calm_call_takes_eighteen_keys_and_two_lines_of_words(
    app: AssessApp, register: Register, size: tuple[int, int]
) -> None:
    keys = 0
    async with app.run_test(size=size) as pilot:
        await to_list(pilot, register)
        for key in ("n", "a", "t"):
            await pilot.press(key)
            keys += 1
        await put_text(pilot, "Elev snakker om vold")
        for key in ("enter", *"nnnnjjjnjjjn", "4"):
            await pilot.press(key)
            keys += 1
        await type_text(pilot, "Skolen klarer det")
        await pilot.press("ctrl+s")
        keys += 1
        await pilot.pause()
        assert isinstance(app.screen, TriageListScreen)
    call = kept(register)
    assert "".join(call.answers[f"T{number}"] for number in range(1, 13)) == "NNNNJJJNJJJN"
    assert (call.sender, call.channel, call.summary) == ("skole", "telephone", "Elev snakker om vold")
    assert (call.outcome, call.reason) == ("ANNEN", "Skolen klarer det")
    assert call.ended_at is not None
    assert keys == 18


@pytest.mark.parametrize("size", SIZES)
async def test_every_line_and_the_answers_are_seen_at_once(
    app: AssessApp, register: Register, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await to_questions(pilot, register)
        seen = drawn(app)
        assert all(f"T{number} " in seen for number in range(1, 13))
        assert "Veien videre" in seen
        for words in ("N Nei", "J Ja", "U Vet ikke", "Hvem kan bli skadet?", "Noen ord, uten navn"):
            assert words in seen


async def test_what_an_answer_asks_for_stays_on_the_screen_when_the_cursor_goes_on(
    app: AssessApp, register: Register
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        page = await to_questions(pilot, register)
        await pilot.press("u")
        assert page.at() == "T2"
        assert "Finn ut i samtalen" in said(page, "#last")
        await pilot.press("up")
        assert "Finn ut i samtalen" in said(page, "#follow")
        await pilot.press("delete")
        assert kept(register).answers == {}


async def test_each_answer_is_kept_as_it_is_given_and_coming_back_goes_on_there(
    app: AssessApp, register: Register
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_questions(pilot, register)
        await pilot.press("n", "u")
        assert kept(register).answers == {"T1": "N", "T2": "U"}
        await pilot.press("r")
        await type_text(pilot, "Ingen vet")
        await pilot.press("escape", "backspace")
        await pilot.pause(0.1)
        assert kept(register).notes == {"T3": "Ingen vet"}
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert isinstance(app.screen, TriageScreen)
        assert app.screen.at() == "T3"


async def test_the_line_is_kept_after_a_pause_so_that_locking_loses_nothing(app: AssessApp, register: Register) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_list(pilot, register)
        await pilot.press("n", "a", "t")
        await put_text(pilot, "Halvt skrevet")
        await pilot.pause(0.8)
        assert kept(register).summary == "Halvt skrevet"


@pytest.mark.parametrize("size", SIZES)
async def test_an_acute_answer_stops_with_what_to_do_and_whom_to_call(
    app: AssessApp, register: Register, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        page = await to_questions(pilot, register)
        await pilot.press("j")
        await pilot.pause()
        assert isinstance(app.screen, AcuteAnswerScreen)
        seen = drawn(app)
        assert "Ring nå" in seen
        assert "Ring 112 med en gang" in seen.replace("\n", " ")
        assert "116117" in seen
        assert kept(register).answers == {"T1": "J"}, "the answer is kept before anything else"
        await pilot.press("escape")
        await pilot.pause()
        assert page.is_current
        assert page.at() == "utfall", "the way on is asked for"
        assert page.query_one("#outcome", Choice).value is None, "and nothing is chosen beforehand"
        assert kept(register).called_at is None


async def test_who_was_called_is_noted_with_the_time_beside_the_answer(app: AssessApp, register: Register) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_questions(pilot, register)
        await pilot.press("n", "j", "n")
        await put_text(pilot, "Radikaliseringskontakten")
        await pilot.press("enter")
        await put_text(pilot, "slt")
        await pilot.press("enter")
        await pilot.pause()
        call = kept(register)
        assert call.called_at is not None
        assert "Radikaliseringskontakten, ringt av slt." in call.notes["T2"]
        await pilot.press("a")
        assert isinstance(app.screen, AcuteAnswerScreen), "the numbers can be opened again"
        await pilot.press("r")
        await pilot.pause()
        assert kept(register).called_at != call.called_at


async def test_the_rules_speak_only_after_people_have_chosen(app: AssessApp, register: Register) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        page = await to_questions(pilot, register)
        await pilot.press("u", *"nnn", *"jjjnjjjn")
        assert page.at() == "utfall"
        assert not page.query_one("#rules").display
        await pilot.press("5")
        assert page.query_one("#rules").display
        assert "avklares i dag" in said(page, "#rules")
        assert kept(register).outcome == "RAAD", "what the rules say changes nothing"


async def test_a_call_is_not_ended_without_an_outcome_and_a_reason(app: AssessApp, register: Register) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        page = await to_questions(pilot, register)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.screen is page
        assert page.at() == "utfall"
        await pilot.press("5", "ctrl+s")
        await pilot.pause()
        assert app.screen is page
        assert kept(register).ended_at is None
        await type_text(pilot, "Lovlig")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert kept(register).ended_at is not None


@pytest.mark.parametrize(("key", "phase"), [("s", "initial"), ("d", "anonymous")])
async def test_a_case_that_comes_of_it_is_written_anew(
    app: AssessApp, register: Register, key: str, phase: str
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_questions(pilot, register, "Hemmelig linje")
        await pilot.press("end", "2")
        await type_text(pilot, "Hemmelig grunn")
        await pilot.press("escape", key)
        await pilot.pause()
        asked = app.screen
        assert isinstance(asked, CaseFromCallScreen)
        assert "ingenting av det dere skrev" in drawn(app).replace("\n", " ")
        assert asked.query_one("#phase", Choice).value == phase
        assert asked.query_one("#sender", Choice).value == "skole"
        asked.query_one("#age", Choice).value = "ukjent"
        asked.query_one("#idea", Choice).value = "ingen"
        await put_text(pilot, "Skrevet på nytt")
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert isinstance(app.screen, CaseScreen)
        await pilot.press("backspace")
        await pilot.pause(0.1)
        assert isinstance(app.screen, TriageListScreen)
    (line,) = register.case_lines()
    case = register.case(line.case_id)
    assert (case.phase, case.summary) == (phase, "Skrevet på nytt")
    assert kept(register).case_id == case.id
    assert register.assessments_of(case.id) == ()


async def test_no_identifier_is_kept_in_a_call(app: AssessApp, register: Register) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_questions(pilot, register, "Mor har 412 34 567")
        assert kept(register).summary == "Mor har [fjernet]"
        await pilot.press("r")
        await type_text(pilot, "se zigne@example.org")
        await pilot.press("escape")
        await pilot.pause()
        assert kept(register).notes == {"T1": "se [fjernet]"}


@pytest.mark.parametrize("size", SIZES)
async def test_f9_hides_every_word_of_a_call(app: AssessApp, register: Register, size: tuple[int, int]) -> None:
    put_call(register, ended_at=register.now(), outcome="RAAD", reason="Skjultgrunn", summary="Skjultlinje")
    put_call(register, summary="Skjultnå", notes={"T1": "Skjultord"}, answers={"T1": "N"})
    async with app.run_test(size=size) as pilot:
        await to_list(pilot, register, shown=False)
        seen = drawn(app)
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert isinstance(app.screen, TriageScreen)
        for key in ("home", "down", "down", "down", "end", "end"):
            await pilot.press(key)
            seen += drawn(app)
        assert "kjult" not in seen.casefold().replace("skjermet", "")
        await pilot.press("f9", "home", "down", "down", "down")
        await pilot.pause()
        assert "Skjultord" in drawn(app)
        assert "Skjultnå" in drawn(app)


async def test_while_words_are_hidden_the_keys_of_the_questions_still_answer(
    app: AssessApp, register: Register
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_list(pilot, register, shown=False)
        await pilot.press("n", "a", "t", "x", "down", "n", "u")
        assert kept(register).answers == {"T1": "N", "T2": "U"}
        assert kept(register).summary == ""


async def test_earlier_calls_of_the_same_kind_are_seen_by_the_sender_and_where_the_past_is_asked_about(
    app: AssessApp, register: Register
) -> None:
    put_call(register, ended_at=register.now(), outcome="RAAD", reason="Lovlig", summary="Sist gang")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await to_list(pilot, register)
        await pilot.press("n", "a")
        call = app.screen
        assert "Råd og avslutning. Sist gang" in said(call, "#earlier")
        await pilot.press("end", "up")
        assert call.query_one("#earlier", Static).region.height > 1
        assert "Sist gang" in said(call, "#earlier")
        await pilot.press("up")
        assert said(call, "#earlier") == ""
        await pilot.press("backspace")
        await pilot.pause(0.1)
        table = page.query_one(DataTable)
        assert [str(cell) for cell in table.get_row_at(0)][1:] == ["Skole", "1", "åpen"]
        assert [str(cell) for cell in table.get_row_at(1)][1:] == ["Skole", "–", "Råd og avslutning"]


async def test_an_empty_list_says_what_to_do(app: AssessApp, register: Register) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        page = await to_list(pilot, register)
        assert "Trykk n" in said(page, "#empty")
        await pilot.press("n", "backspace")
        await pilot.pause()
        assert triages(register) == (), "a call of which nothing was said is not kept"


async def test_a_call_whose_time_is_over_is_erased_after_asking(app: AssessApp, register: Register) -> None:
    today = norwegian(register.now()).date()
    put_call(register, due_on=today + timedelta(days=9))
    late = put_call(register, due_on=date(2026, 1, 1), ended_at=register.now(), outcome="RAAD", reason="x")
    async with app.run_test(size=(80, 24)) as pilot:
        page = await to_list(pilot, register)
        assert "skal slettes" in drawn(app)
        await pilot.press("s")
        assert app.screen is page, "the open call is not due"
        await pilot.press("down", "s")
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        assert len(triages(register)) == 2
        await pilot.press("s", "j")
        await pilot.pause()
        assert late not in triages(register)
        assert len(triages(register)) == 1


async def test_an_ended_call_is_only_read_until_it_is_taken_up(app: AssessApp, register: Register) -> None:
    put_call(register, ended_at=register.now(), outcome="RAAD", reason="x", answers={"T1": "N"})
    async with app.run_test(size=(80, 24)) as pilot:
        await to_list(pilot, register)
        await pilot.press("enter", "home", "down", "down", "down", "u", "delete")
        assert kept(register).answers == {"T1": "N"}
        await pilot.press("g", "u")
        assert kept(register).answers == {"T1": "U"}


async def test_a_call_of_another_version_is_read_by_its_codes(app: AssessApp, register: Register) -> None:
    put_call(register, version="0.0.1", edition_hash="ab", answers={"T1": "Q", "T10": "J"}, notes={"T1": "Da"})
    async with app.run_test(size=(80, 24)) as pilot:
        await to_list(pilot, register)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, TriageAsKeptScreen)
        seen = drawn(app)
        assert "triage 0.0.1" in seen
        assert "T1: Q – Da" in seen
        await pilot.press("f9")
        assert "Da" not in drawn(app).replace("Da nå", "")


async def test_the_call_is_drawn_in_the_language_that_is_chosen_on_the_same_line(
    app: AssessApp, register: Register
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_questions(pilot, register)
        await pilot.press("n", "n", "f10")
        await pilot.pause(0.2)
        page = app.screen
        assert isinstance(page, TriageScreen)
        assert page.at() == "T3"
        assert "Unknown" in drawn(app) or "know" in drawn(app)
        await pilot.press("u")
        assert kept(register).answers == {"T1": "N", "T2": "N", "T3": "U"}
    speak("nb")
