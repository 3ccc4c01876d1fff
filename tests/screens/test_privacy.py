"""F9 and F6: what people wrote about a case is hidden from the moment the case opens until somebody wants to see it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import TextArea

from assess.instrument.library import Library
from assess.instrument.model import Step
from assess.language import speak
from assess.profile.load import Profiles
from assess.register.arrivals import Arrival
from assess.register.register import Register
from assess.screens.app import AssessApp
from assess.screens.case import CaseScreen
from assess.screens.home import HomeScreen
from assess.screens.meeting.meeting import MeetingScreen
from assess.screens.meeting.quality import QualityStep
from assess.screens.terminal import SafeApp
from assess.screens.widgets.header import Header
from tests.screens.planted import MARK, PlantedCase, drawn, planted_case
from tests.screens.walking import dialogs, meeting_of, open_dialog, walk

pytestmark = pytest.mark.slow

NEVER_DRAWN = {
    "Assessment.reveal_note": "only the report tells it",
    "CheckAnswer.note": "a signed checklist shows its answers",
}
"""Texts that no screen shows in one of the three assessments, and why."""


@pytest.fixture(scope="session")
def planted() -> PlantedCase:
    speak("nb")
    return planted_case()


@pytest.fixture
def app(register: Register, planted: PlantedCase, tmp_path: Path) -> AssessApp:
    planted.put_into(register)
    return AssessApp(register.path, Library, Profiles, settings=tmp_path / "settings.json")


async def to_home(pilot: Pilot[None], register: Register) -> None:
    assert isinstance(pilot.app, AssessApp)
    await pilot.pause()
    pilot.app.enter(register)
    await pilot.pause(0.2)
    assert isinstance(pilot.app.screen, HomeScreen)


async def to_meeting(pilot: Pilot[None], register: Register, assessment: str) -> MeetingScreen:
    await to_case(pilot, register)
    assert isinstance(pilot.app.screen, CaseScreen)
    pilot.app.screen._open(assessment)
    await pilot.pause(0.1)
    assert isinstance(pilot.app, AssessApp)
    return meeting_of(pilot.app)


async def to_case(pilot: Pilot[None], register: Register) -> None:
    await to_home(pilot, register)
    await pilot.press("enter")
    await pilot.pause(0.2)
    assert isinstance(pilot.app.screen, CaseScreen)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("size", [(80, 24), (120, 160)])
async def test_no_screen_draws_a_word_that_somebody_wrote_while_notes_are_hidden(
    app: AssessApp, register: Register, planted: PlantedCase, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await to_case(pilot, register)
        seen = {place: text async for place, text in walk(pilot, planted)}
    leaks = {place: [line for line in text.splitlines() if MARK in line] for place, text in seen.items()}
    assert {place: lines for place, lines in leaks.items() if lines} == {}
    assert len(seen) > 100
    assert "BLÅKLOKKE" in seen["case"]
    assert "(skjermet)" in seen["case"]


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_the_same_walk_finds_every_word_that_somebody_wrote_once_notes_are_shown(
    app: AssessApp, register: Register, planted: PlantedCase
) -> None:
    async with app.run_test(size=(120, 160)) as pilot:
        await to_case(pilot, register)
        await pilot.press("f9")
        seen = "\n".join([text async for _place, text in walk(pilot, planted)])
    missing = {where for word, where in planted.words.items() if word not in seen}
    found = {where for word, where in planted.words.items() if word in seen}
    assert missing - found - set(NEVER_DRAWN) == set()


@pytest.mark.parametrize(
    "step",
    ["observations", *(pytest.param(step, marks=pytest.mark.slow) for step in ("meeting", "formulation", "measures"))],
)
async def test_one_key_hides_and_shows_what_is_on_the_screen(
    app: AssessApp, register: Register, planted: PlantedCase, step: Step
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        meeting = await to_meeting(pilot, register, planted.discussed.id)
        await meeting.open_step(step)
        await pilot.pause(0.1)
        for shown in (False, True, False, True):
            assert (MARK in drawn(app)) is shown
            assert ("Skjermet – F9 viser" in drawn(app)) is not shown
            await pilot.press("f9")
            await pilot.pause(0.1)


@pytest.mark.parametrize("number", [pytest.param(n, marks=() if n in {0, 5} else pytest.mark.slow) for n in range(12)])
async def test_notes_are_hidden_in_a_dialog_that_was_opened_while_they_were_shown(
    app: AssessApp, register: Register, planted: PlantedCase, number: int
) -> None:
    step, item, keys = list(dialogs(planted.discussed))[number]
    async with app.run_test(size=(120, 60)) as pilot:
        meeting = await to_meeting(pilot, register, planted.discussed.id)
        await pilot.press("f9")
        await open_dialog(pilot, meeting, step, item, keys)
        await pilot.press("f9")
        await pilot.pause(0.1)
        assert MARK not in drawn(app)


async def test_a_case_opens_hidden_however_it_was_before(
    app: AssessApp, register: Register, planted: PlantedCase
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_home(pilot, register)
        assert "Skjermet" in drawn(app)
        await pilot.press("f9", "enter")
        await pilot.pause(0.2)
        assert isinstance(app.screen, CaseScreen)
        assert MARK not in drawn(app)
        await pilot.press("f9")
        await pilot.pause(0.1)
        assert MARK in drawn(app)
        await pilot.press("backspace")
        await pilot.pause(0.1)
        await pilot.press("slash", "enter")
        await pilot.pause(0.3)
        assert isinstance(app.screen, CaseScreen)
        assert MARK not in drawn(app)


async def test_a_meeting_that_was_open_when_the_program_locked_opens_hidden(
    register: Register, app: AssessApp, planted: PlantedCase, tmp_path: Path
) -> None:
    again = AssessApp(
        register.path, Library, Profiles, resume=planted.discussed.id, settings=tmp_path / "settings.json"
    )
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        again.enter(register)
        await pilot.pause(0.5)
        assert isinstance(again.screen, MeetingScreen)
        assert again.private
        assert MARK not in drawn(again)


async def test_another_language_neither_hides_nor_shows(
    app: AssessApp, register: Register, planted: PlantedCase
) -> None:
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            await to_case(pilot, register)
            await pilot.press("f9", "f10")
            await pilot.pause(0.3)
            assert not app.private
            await pilot.press("f9", "f10")
            await pilot.pause(0.3)
            assert app.private
    finally:
        speak("nb")


async def test_nobody_can_write_in_a_hidden_field_and_the_first_f9_opens_it(
    app: AssessApp, register: Register, planted: PlantedCase
) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        meeting = await to_meeting(pilot, register, planted.discussed.id)
        await meeting.open_step("formulation")
        await pilot.pause(0.1)
        before = register.assessment(planted.discussed.id)
        await pilot.press("enter", "A", "B")
        await pilot.pause(0.1)
        assert "F9 viser den" in drawn(app)
        assert register.assessment(planted.discussed.id) == before
        await pilot.press("f9")
        await pilot.pause(0.1)
        await pilot.press("end", "A", "B")
        await pilot.press("f9")
        await pilot.pause(0.1)
        kept = register.assessment(planted.discussed.id).prompts[0].text
        assert "AB" in kept
        assert "AB" not in drawn(app)
        assert not isinstance(app.focused, TextArea)
        await pilot.press("f9", "C")
        await pilot.press("f9")
        await pilot.pause(0.1)
        assert "ABC" in register.assessment(planted.discussed.id).prompts[0].text


async def test_words_meant_for_a_hidden_field_do_nothing_to_the_list_under_the_cursor(
    app: AssessApp, register: Register, planted: PlantedCase
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        meeting = await to_meeting(pilot, register, planted.discussed.id)
        await meeting.open_step("observations")
        await pilot.pause(0.1)
        before = register.assessment(planted.discussed.id)
        await pilot.press("n", *"ldt")
        await pilot.pause(0.1)
        assert app.screen is meeting
        assert register.assessment(planted.discussed.id) == before
        await pilot.press("down")
        await pilot.pause(0.1)
        assert app.focused is not None
        await pilot.press("l")
        await pilot.pause(0.1)
        assert register.assessment(planted.discussed.id) != before


async def test_a_signature_keeps_the_groups_own_word_for_the_signer_also_while_it_is_hidden(
    register: Register, planted: PlantedCase, tmp_path: Path
) -> None:
    free = {"state": "draft", "locked_at": None, "addenda": (), "signatures": ()}
    register.bring_in((Arrival(planted.case, planted.edition, planted.signed.model_copy(update=free)),))
    app = AssessApp(register.path, Library, Profiles, settings=tmp_path / "settings.json")
    async with app.run_test(size=(80, 24)) as pilot:
        meeting = await to_meeting(pilot, register, planted.signed.id)
        desk = meeting.desk
        person = desk.assessment.meeting.attendees[0]
        assert person.label.startswith(MARK)
        assert not desk.called(person).startswith(MARK)
        pane = QualityStep(desk)
        assert pane.signed_as(person) == person.label


async def test_a_message_that_is_seen_goes_when_notes_are_hidden(
    app: AssessApp, register: Register, planted: PlantedCase
) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await to_case(pilot, register)
        await pilot.press("f9")
        app.notify(f"«{MARK}» er ikke en dato", timeout=60)
        await pilot.pause(0.1)
        assert "er ikke en dato" in drawn(app)
        await pilot.press("f9")
        await pilot.pause(0.1)
        assert "er ikke en dato" not in drawn(app)


class Opened(Screen[None]):
    """Where somebody's identity would be seen."""

    def __init__(self) -> None:
        super().__init__()
        self.dropped = 0

    def drop_revealed(self) -> None:
        self.dropped += 1


async def test_a_projector_drops_what_was_revealed_is_said_on_top_and_leaves_the_notes_as_they_are(
    app: AssessApp, register: Register, planted: PlantedCase
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_case(pilot, register)
        await pilot.press("f9")
        opened = Opened()
        app.push_screen(opened)
        await pilot.pause()
        await pilot.press("f6")
        await pilot.pause()
        assert app.projector
        assert not app.private
        assert opened.dropped == 1
        app.pop_screen()
        await pilot.pause()
        assert "Projektor" in drawn(app).splitlines()[0]
        await pilot.press("f9", "f6")
        await pilot.pause()
        assert app.private
        assert not app.projector
        assert "Projektor" not in drawn(app).splitlines()[0]


async def test_hiding_notes_drops_what_was_revealed(app: AssessApp, register: Register, planted: PlantedCase) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_case(pilot, register)
        await pilot.press("f9")
        opened = Opened()
        app.push_screen(opened)
        await pilot.press("f9")
        await pilot.pause()
        assert opened.dropped == 1


@pytest.mark.parametrize("width", [60, 70, 80, 100, 120, 200])
async def test_the_line_on_top_says_everything_that_must_be_known_at_every_width(width: int) -> None:
    header = Header("F-2026-0042/1", exercise=True)
    app = OneHeader(header)
    async with app.run_test(size=(width, 24)) as pilot:
        header.state, header.saved = "UTKAST", "Lagret 10:42:07"
        header.private = True
        await pilot.pause()
        line = drawn(app).splitlines()[0]
        assert "ØVING" in line
        assert "Skjermet – F9 viser" in line
        assert "Lagret 10:42:07" in line
        assert "F-2026" in line
        header.warning = "Låses om 30 s. Trykk en tast."
        await pilot.pause()
        line = drawn(app).splitlines()[0]
        assert "ØVING" in line
        assert "Låses om 30 s. Trykk en tast." in line or width < 70
        assert len(line) <= width


class OneHeader(SafeApp[None]):
    def __init__(self, header: Header) -> None:
        super().__init__()
        self._header = header

    def compose(self) -> ComposeResult:
        yield self._header
