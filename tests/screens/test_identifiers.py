from __future__ import annotations

import pytest
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Static, TextArea

from assess.casework.case import Case
from assess.instrument.edition import Edition
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.screens.meeting.ask_line import AskLine
from assess.screens.meeting.desk import Desk
from assess.screens.new_case import NewCaseScreen
from assess.screens.terminal import SafeApp
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.prompt_text import PromptText, TextLine
from tests.screens.conftest import MeetingApp, type_text

NUMBER = "15108695088"
"""The made-up number that its library's own page shows."""

FIELDS = "assess.screens.widgets.prompt_text.PAUSE"


class Page(Screen[None]):
    """Two texts, a line and a passphrase."""

    def __init__(self, *, anonymous: bool) -> None:
        super().__init__()
        self.anonymous = anonymous
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        yield PromptText("Hva er sett?", id="seen")
        yield PromptText("Hva kan det bety?", id="meaning")
        yield TextLine(id="line")
        yield TextLine(password=True, id="passphrase")
        yield TextLine(watched=False, id="day")

    def on_prompt_text_edited(self, event: PromptText.Edited) -> None:
        self.heard.append(event.text)


class Writing(SafeApp[None]):
    def __init__(self, *, anonymous: bool = False) -> None:
        super().__init__()
        self.page = Page(anonymous=anonymous)

    def on_mount(self) -> None:
        super().on_mount()
        self.push_screen(self.page)

    @property
    def seen(self) -> PromptText:
        return self.page.query_one("#seen", PromptText)

    @property
    def area(self) -> TextArea:
        return self.seen.query_one(TextArea)

    def line(self, name: str) -> TextLine:
        return self.page.query_one(f"#{name}", TextLine)

    @property
    def said(self) -> str:
        found = next(iter(self.seen.query(".prompt--found").results(Static)), Static(""))
        return str(found.content) if found.display else ""

    @property
    def told(self) -> list[str]:
        return [str(one.message) for one in self._notifications]


@pytest.fixture
def short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FIELDS, 0.05)


async def paste(pilot: Pilot[None], text: str) -> None:
    """Write a text at once where the cursor is."""
    await pilot.pause()
    focused = pilot.app.focused
    assert isinstance(focused, TextArea | Input)
    if isinstance(focused, TextArea):
        focused.insert(text)
    else:
        focused.insert_text_at_cursor(text)
    await pilot.pause()


def below(line: TextLine) -> str:
    return " ".join(line.render_line(y).text.strip() for y in range(1, line.size.height))


@pytest.mark.slow
async def test_what_looks_like_an_identifier_is_asked_about_after_a_pause_and_kept(short_pause: None) -> None:
    app = Writing()
    async with app.run_test(size=(80, 24)) as pilot:
        app.seen.focus_text()
        await type_text(pilot, f"Sett {NUMBER}")
        await pilot.pause(0.2)
        assert app.said == "Dette ser ut som et fødselsnummer. Trengs det her? ctrl+r bytter det med [fjernet]."
        assert app.page.heard[-1] == f"Sett {NUMBER}"
        await pilot.press("tab")
        await pilot.pause()
        assert app.seen.text == f"Sett {NUMBER}"
        assert app.told == []


async def test_nothing_is_looked_through_before_the_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FIELDS, 30)
    app = Writing()
    async with app.run_test(size=(80, 24)) as pilot:
        app.seen.focus_text()
        await paste(pilot, NUMBER)
        await pilot.pause(0.1)
        assert app.said == ""
        app.line("line").focus()
        await paste(pilot, NUMBER)
        await pilot.pause(0.1)
        assert app.line("line").size.height == 1


async def test_one_key_takes_it_out_and_leaves_the_other_words(short_pause: None) -> None:
    app = Writing()
    async with app.run_test(size=(80, 24)) as pilot:
        app.seen.focus_text()
        await paste(pilot, f"Hun {NUMBER} og 98765432 sa det")
        await pilot.pause(0.2)
        await pilot.press("ctrl+r")
        await pilot.pause(0.2)
        assert app.area.text == "Hun [fjernet] og [fjernet] sa det"
        assert app.said == ""
        assert app.page.heard[-1] == "Hun [fjernet] og [fjernet] sa det"
        await paste(pilot, ".")
        assert app.area.text.endswith("sa det.")
        await pilot.press("ctrl+z", "ctrl+z")
        assert NUMBER in app.area.text


async def test_the_cursor_stays_at_the_same_word(short_pause: None) -> None:
    app = Writing()
    async with app.run_test(size=(80, 24)) as pilot:
        app.seen.text = f"Først {NUMBER}\nså 98765432 her.\nSist 98765432."
        app.seen.focus_text()
        app.area.move_cursor((1, len("så 98765432 her")))
        await pilot.press("ctrl+r")
        await paste(pilot, "X")
        assert app.area.text == "Først [fjernet]\nså [fjernet] herX.\nSist [fjernet]."
        line = app.line("line")
        line.value = "98765432 her 98765432"
        line.focus()
        line.cursor_position = len("98765432 her")
        await pilot.press("ctrl+r")
        await paste(pilot, "X")
        assert line.value == "[fjernet] herX [fjernet]"


async def test_an_anonymous_discussion_is_handed_the_text_without_it_and_no_word_is_lost(short_pause: None) -> None:
    app = Writing(anonymous=True)
    async with app.run_test(size=(80, 24)) as pilot:
        app.seen.focus_text()
        await paste(pilot, f"Mor ringte fra 98765432 om {NUMBER} igjen")
        await pilot.pause(0.2)
        assert app.said.startswith("Dette ser ut som et telefonnummer og et fødselsnummer. Det lagres ikke her")
        assert app.page.heard[-1] == "Mor ringte fra [fjernet] om [fjernet] igjen"
        assert app.area.text == f"Mor ringte fra 98765432 om {NUMBER} igjen"
        assert not any(NUMBER in text for text in app.page.heard)
        await pilot.press("tab")
        await pilot.pause(0.2)
        assert app.area.text == "Mor ringte fra [fjernet] om [fjernet] igjen"
        (told,) = app.told
        assert told.startswith("Et telefonnummer og et fødselsnummer ble ikke lagret. [fjernet] står i stedet")
        assert app.said == ""


async def test_showing_another_text_says_what_was_not_kept(short_pause: None) -> None:
    app = Writing(anonymous=True)
    async with app.run_test(size=(80, 24)) as pilot:
        app.seen.focus_text()
        await paste(pilot, f"Om {NUMBER}")
        app.seen.text = "Om [fjernet]"
        assert app.area.text == f"Om {NUMBER}", "the same text as is kept must not move the cursor of who writes"
        app.seen.text = "Noe annet"
        assert app.area.text == "Noe annet"
        await pilot.pause()
        assert len(app.told) == 1


@pytest.mark.parametrize("anonymous", [False, True])
async def test_a_line_says_it_in_lines_of_its_own_and_grows_no_longer_than_that(
    short_pause: None, *, anonymous: bool
) -> None:
    app = Writing(anonymous=anonymous)
    async with app.run_test(size=(80, 24)) as pilot:
        line = app.line("line")
        line.focus()
        await paste(pilot, "ola@example.no")
        await pilot.pause(0.2)
        asks = "En e-postadresse lagres ikke her." if anonymous else "En e-postadresse? Trengs det her?"
        assert below(line) == f"{asks} ctrl+r tar det ut."
        assert line.size.height == 2
        assert line.line == ("[fjernet]" if anonymous else "ola@example.no")
        await pilot.press("ctrl+r")
        await pilot.pause(0.2)
        assert line.value == "[fjernet]"
        assert line.size.height == 1


async def test_leaving_or_sending_a_line_of_an_anonymous_discussion_takes_it_out(short_pause: None) -> None:
    app = Writing(anonymous=True)
    sent: list[str] = []
    async with app.run_test(
        size=(80, 24), message_hook=lambda m: sent.append(m.value) if isinstance(m, Input.Submitted) else None
    ) as pilot:
        line = app.line("line")
        line.focus()
        await paste(pilot, "spør 98765432 først")
        await pilot.press("enter")
        await pilot.pause()
        assert sent[0] == "spør [fjernet] først"
        await paste(pilot, " a@b.no")
        await pilot.press("tab")
        await pilot.pause()
        assert line.value == "spør [fjernet] først [fjernet]"
        assert len(app.told) == 2


async def test_a_passphrase_is_never_looked_at(short_pause: None) -> None:
    app = Writing(anonymous=True)
    async with app.run_test(size=(80, 24)) as pilot:
        for name in ("passphrase", "day"):
            line = app.line(name)
            line.focus()
            await paste(pilot, f"{NUMBER} 12.03.2009")
            await pilot.pause(0.2)
            await pilot.press("ctrl+r", "tab")
            await pilot.pause()
            assert line.size.height == 1
            assert line.line == f"{NUMBER} 12.03.2009"
        assert app.told == []


async def test_what_is_masked_still_has_room_in_the_record(short_pause: None) -> None:
    app = Writing(anonymous=True)
    async with app.run_test(size=(80, 24)) as pilot:
        line = app.line("line")
        line.value = "f.1.1.09 " * 33
        assert len(line.line) == 300
        app.seen.focus_text()
        app.area.load_text("Ti tegn...\n" * 1817 + "f.1.1.09 .")
        await pilot.pause()
        assert len(app.seen.text) == 20_000


@pytest.fixture
def anonymous_desk(register: Register, edition: Edition) -> Desk:
    fields = {"organisation": "kommune", "age_band": "a16_17", "ideology": "ikke_vurdert", "sender": "skole"}
    case = Case.model_validate(
        {
            **fields,
            "id": register.new_id(),
            "reference": "F-2026-0002",
            "opened_at": register.now(),
            "phase": "anonymous",
            "summary": "En elev",
        }
    )
    assessment = register.start(register.open_case(case), edition, norwegian(register.now()).date())
    return Desk(register, case, assessment, Profiles())


async def test_the_meeting_keeps_everything_but_the_identifier_however_fast_it_goes_on(
    anonymous_desk: Desk, register: Register
) -> None:
    app = MeetingApp(anonymous_desk, "formulation")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await paste(pilot, f"Faren til {NUMBER} er borte")
        await pilot.press("ctrl+n")
        await pilot.pause()
        kept = register.assessment(anonymous_desk.assessment.id).prompts
        assert [one.text for one in kept] == ["Faren til [fjernet] er borte"]


async def test_a_question_over_an_anonymous_meeting_is_watched_too(anonymous_desk: Desk) -> None:
    app = MeetingApp(anonymous_desk, "meeting")
    answers: list[str | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(AskLine("Hva?", "Aldri et navn.", "Lagre"), answers.append)
        await pilot.pause()
        await paste(pilot, "Ring 98765432")
        await pilot.press("enter")
        await pilot.pause()
        assert answers == ["Ring [fjernet]"]


async def test_the_phase_of_a_meeting_offers_no_way_into_or_out_of_anonymity(anonymous_desk: Desk, desk: Desk) -> None:
    for one, offered in ((anonymous_desk, ["anonymous"]), (desk, ["initial", "follow_up"])):
        app = MeetingApp(one, "meeting")
        async with app.run_test(size=(80, 24)) as pilot:
            phase = app.pane.query_one("#phase", Choice)
            assert [option.value for option in phase.options] == offered
            phase.focus()
            await pilot.press("down", "space", "up", "space", "delete")
            await pilot.pause()
            assert one.assessment.meeting.phase in offered
            assert phase.value in offered


async def filled_in(pilot: Pilot[None], screen: NewCaseScreen, summary: str) -> None:
    screen.query_one("#summary", TextLine).value = summary
    for name in ("age", "sender", "idea"):
        choice = screen.query_one(f"#{name}", Choice)
        choice.value = choice.options[0].value
    await pilot.pause()


async def test_a_new_anonymous_discussion_shows_what_was_taken_out_before_it_is_made(register: Register) -> None:
    app = SafeApp[None]()
    made: list[str | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        screen = NewCaseScreen(register, Profiles())
        app.push_screen(screen, made.append)
        await pilot.pause()
        await filled_in(pilot, screen, "Gutt, ola@example.no")
        phase = screen.query_one("#phase", Choice)
        phase.focus()
        await pilot.press("down", "space")
        await pilot.pause()
        assert phase.value == "anonymous"
        assert "lagres ikke her" in below(screen.query_one("#summary", TextLine))
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert made == []
        assert screen.query_one("#summary", TextLine).value == "Gutt, [fjernet]"
        assert "ctrl+s igjen" in str(screen.query_one("#said", Static).content)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert register.case(str(made[0])).summary == "Gutt, [fjernet]"


async def test_a_new_case_that_is_not_anonymous_is_made_as_it_is_written(register: Register) -> None:
    app = SafeApp[None]()
    made: list[str | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        screen = NewCaseScreen(register, Profiles())
        app.push_screen(screen, made.append)
        await pilot.pause()
        await filled_in(pilot, screen, "Gutt, ola@example.no")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert register.case(str(made[0])).summary == "Gutt, ola@example.no"
