from __future__ import annotations

from collections.abc import Iterable

import pytest
from textual.app import ComposeResult, SystemCommand
from textual.containers import VerticalScroll
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import DataTable, OptionList, Static
from textual.widgets.option_list import Option as ListOption

from assess.language import _
from assess.screens.keys import (
    ACTIONS,
    KeyEntry,
    actions_for,
    bindings_for,
    commands_for,
    help_rows,
    key_bar_entries,
    readme_table,
)
from assess.screens.terminal import SafeApp, plain, plain_cell
from assess.screens.themes import LEAST_CONTRAST, THEMES, contrast_ratio
from assess.screens.widgets.choice import Choice, Option
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.header import Header
from assess.screens.widgets.key_bar import KeyBar
from assess.screens.widgets.prompt_text import PromptText, TextLine
from assess.screens.widgets.step_bar import StepBar
from assess.screens.widgets.too_small import TooSmall

STEPS = (
    "Møtet",
    "Opplysninger",
    "Egen vurdering",
    "Drøfting",
    "Formulering",
    "Nivå",
    "Tiltak",
    "Kvalitet",
)
LEVELS = (
    Option("0", "Ikke til stede", "0"),
    Option("1", "Delvis til stede", "1", "Enkelte, spredte tegn i siste halvår, sett av én kilde. " * 3),
    Option("2", "Tydelig til stede", "2"),
    Option("U", "Ukjent", "U", "Teller aldri som 0."),
)
ROLES = (Option("a", "Skole"), Option("b", "Politi"), Option("c", "Barnevern"))
SIZES = [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)]


class Everything(SafeApp[None]):
    BINDINGS = [*SafeApp.BINDINGS, *bindings_for("everywhere")]

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Message] = []
        self.done: list[str] = []

    def compose(self) -> ComposeResult:
        yield Header("F-2026-0042 · Kontaktmøte 2", exercise=True)
        yield StepBar(STEPS, current=2, done=frozenset({0, 1}))
        with VerticalScroll(classes="body"):
            yield Choice(LEVELS, "1", id="rating")
            yield Choice(ROLES, frozenset({"a"}), multiple=True, horizontal=True, id="roles")
            yield PromptText("Begrunnelse", "Fra før.", help="Hva bygger dere på?", limit=40, id="reason")
            yield TextLine(placeholder="F-2026-…", id="line")
            yield DataTable(cursor_type="row", zebra_stripes=True)
            yield OptionList(ListOption(plain("En sak")), ListOption(plain("Stengt"), disabled=True))
            for tone in ("risk", "strength", "unknown", "saved", "caution", "fault", "muted", "exercise"):
                yield Static(tone, classes=tone)
        yield KeyBar(key_bar_entries("meeting"))

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).can_focus = False
        table = self.query_one(DataTable)
        table.add_columns(plain_cell("Sak"), plain_cell("Nivå"))
        for row in range(3):
            table.add_row(plain_cell(f"F-2026-000{row}"), plain_cell("[red]N2[/red]"))
        self.query_one("#rating").focus()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        assert screen is not None
        return [SystemCommand(label, told, lambda: None) for label, told, _command in commands_for("meeting")]

    def on_choice_changed(self, event: Choice.Changed) -> None:
        self.heard.append(event)

    def on_step_bar_chosen(self, event: StepBar.Chosen) -> None:
        self.heard.append(event)

    def on_prompt_text_edited(self, event: PromptText.Edited) -> None:
        self.heard.append(event)

    def action_lock(self) -> None:
        self.done.append("lock")

    def action_emergency(self) -> None:
        self.done.append("emergency")


class Just(SafeApp[None]):
    """One widget and nothing else."""

    def __init__(self, widget: Widget | None = None) -> None:
        super().__init__()
        self.widget = widget

    def compose(self) -> ComposeResult:
        if self.widget is not None:
            yield self.widget

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        assert screen is not None
        return [SystemCommand(label, told, lambda: None) for label, told, _command in commands_for("meeting")]


def shown(app: SafeApp[None]) -> list[str]:
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]


def seen(app: SafeApp[None]) -> str:
    return "\n".join(shown(app))


def illegible(app: SafeApp[None], least: float) -> list[tuple[str, str, str, float]]:
    """Every piece of text on the screen that can't be read well: text, colour, ground, contrast."""
    found = []
    for strip in app.screen._compositor.render_strips():
        for text, style, _control in strip:
            if style is None or not any(character.isalnum() for character in text):
                continue
            assert style.color is not None
            assert style.bgcolor is not None
            colour, ground = style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex
            ratio = contrast_ratio(colour, ground)
            if style.dim or ratio < least - 0.01:
                found.append((text, colour, ground, round(ratio, 2)))
    return found


async def focused(pilot: Pilot[None], selector: str) -> None:
    pilot.app.screen.query_one(selector).focus()
    await pilot.pause()


@pytest.mark.parametrize("theme", THEMES)
async def test_every_text_on_the_screen_can_be_read_whatever_has_the_focus(theme: str) -> None:
    app = Everything()
    async with app.run_test(size=(100, 60), notifications=True) as pilot:
        app.theme = theme
        for selector in ("#rating", "#line", DataTable, OptionList):
            app.query_one(selector).focus()
            await pilot.pause()
            assert illegible(app, LEAST_CONTRAST[theme]) == []
        await focused(pilot, "#reason TextArea")
        await pilot.press("shift+home", "shift+right")
        app.query_one("#line", TextLine).disabled = True
        app.query_one("#rating", Choice).disabled = True
        app.notify("En melding", title="Tittel", severity="information")
        app.notify("En melding", title="Tittel", severity="warning")
        app.notify("En melding", title="Tittel", severity="error")
        app.screen.query_one(StepBar).take_keys()
        await pilot.pause(0.2)
        assert illegible(app, LEAST_CONTRAST[theme]) == []


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
async def test_dialogs_can_be_read(theme: str) -> None:
    app = Just()
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = theme
        app.push_screen(Confirm("Signere?", "Signer", "Gå tilbake", "Etterpå er den låst."))
        await pilot.pause()
        assert illegible(app, LEAST_CONTRAST[theme]) == []
        await pilot.press("n", "ctrl+p")
        await pilot.pause(0.1)
        await pilot.press("l")
        await pilot.pause(0.1)
        assert illegible(app, LEAST_CONTRAST[theme]) == []


@pytest.mark.parametrize("size", SIZES)
async def test_a_choice_shows_its_state_in_characters(size: tuple[int, int]) -> None:
    app = Everything()
    async with app.run_test(size=size):
        assert "▸ (•) 1 Delvis til stede" in seen(app)
        assert "( ) 0 Ikke til stede" in seen(app)
        assert "[x] Skole" in seen(app)
        assert "[ ] Politi" in seen(app)
        assert max(map(len, shown(app))) == size[0]


async def test_a_choice_is_made_by_arrows_letters_shortcuts_and_clicks() -> None:
    app = Everything()
    async with app.run_test(size=(80, 24)) as pilot:
        choice = app.query_one("#rating", Choice)
        await pilot.press("down", "space")
        assert choice.value == "2"
        await pilot.press("k", "k", "enter")
        assert choice.value == "0"
        await pilot.press("u")
        assert choice.value == "U"
        await pilot.press("delete")
        assert choice.value is None
        await pilot.click("#rating", offset=(12, 1))
        assert choice.value == "1"
        assert [event.value for event in app.heard if isinstance(event, Choice.Changed)] == ["2", "0", "U", None, "1"]


async def test_choosing_what_is_chosen_already_says_nothing() -> None:
    app = Everything()
    async with app.run_test() as pilot:
        await pilot.press("1", "space")
        app.query_one("#rating", Choice).value = "2"
        await pilot.pause()
        assert app.heard == []


async def test_several_answers_are_a_frozenset_and_can_be_taken_back() -> None:
    app = Everything()
    async with app.run_test(size=(80, 40)) as pilot:
        await focused(pilot, "#roles")
        await pilot.press("right", "space")
        choice = app.query_one("#roles", Choice)
        assert choice.value == frozenset({"a", "b"})
        await pilot.press("home", "space")
        assert choice.value == frozenset({"b"})
        assert "[ ] Skole" in seen(app)
        assert "▸ [ ] Skole" in seen(app)


async def test_long_answers_wrap_and_the_height_follows() -> None:
    app = Everything()
    async with app.run_test(size=(60, 40)) as pilot:
        choice = app.query_one("#rating", Choice)
        narrow = choice.size.height
        await pilot.resize_terminal(120, 40)
        assert choice.size.height < narrow
        choice.show_options(LEVELS[:2])
        await pilot.pause()
        assert "Ukjent" not in seen(app)


async def test_moving_the_cursor_draws_only_the_lines_that_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Everything()
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause(0.1)
        drawn: list[int] = []
        choice = app.query_one("#rating", Choice)
        draw = choice.render_line

        def counted(y: int) -> Strip:
            drawn.append(y)
            return draw(y)

        monkeypatch.setattr(choice, "render_line", counted)
        await pilot.press("up")
        assert 0 < len(drawn) < choice.size.height


async def test_a_walk_through_a_long_list_scrolls_along() -> None:
    class Long(SafeApp[None]):
        def compose(self) -> ComposeResult:
            with VerticalScroll():
                yield Static("\n" * 10)
                yield Choice([Option(str(number), f"Svar {number}") for number in range(40)])

    app = Long()
    async with app.run_test(size=(80, 20)) as pilot:
        app.query_one(VerticalScroll).can_focus = False
        app.query_one(Choice).focus()
        await pilot.press("end")
        await pilot.pause()
        assert "▸ ( ) Svar 39" in seen(app)
        await pilot.press("home")
        await pilot.pause()
        assert "▸ ( ) Svar 0" in seen(app)


@pytest.mark.parametrize("width", [60, 70, 80, 100, 120, 200])
async def test_the_header_never_loses_the_exercise_mark_or_the_time_of_saving(width: int) -> None:
    header = Header("F-2026-0042 · Kontaktmøte 2", exercise=True)
    app = Just(header)
    async with app.run_test(size=(width, 24)) as pilot:
        header.state, header.saved = "UTKAST", "Lagret 10:42:07"
        await pilot.pause()
        line = shown(app)[0]
        assert "ØVING – oppdiktede personer" in line
        assert "Lagret 10:42:07" in line
        assert "F-2026" in line
        assert ("UTKAST" in line) == (width >= 70)
        assert len(line) == width


@pytest.mark.parametrize("width", [60, 80, 100, 120])
async def test_the_step_bar_shortens_the_others_and_keeps_the_current_whole(width: int) -> None:
    app = Just(StepBar(STEPS, current=2, done=frozenset({0, 1})))
    async with app.run_test(size=(width, 24)):
        line = shown(app)[0]
        assert "▸3 Egen vurdering" in line
        assert "✓1" in line
        assert "·8" in line
        assert len(line.rstrip()) <= width
        assert ("Opplysninger" in line) == (width > 100)


async def test_a_step_is_chosen_by_click_by_digit_and_by_arrows() -> None:
    app = Everything()
    async with app.run_test(size=(120, 40)) as pilot:
        bar = app.query_one(StepBar)
        await pilot.click(StepBar, offset=(shown(app)[1].index("Tiltak") + 1, 0))
        bar.take_keys()
        await pilot.press("4")
        bar.take_keys()
        await pilot.press("right", "right", "enter")
        assert [event.index for event in app.heard if isinstance(event, StepBar.Chosen)] == [6, 3, 4]
        assert app.focused is app.query_one("#rating")
        bar.take_keys()
        await pilot.press("escape")
        assert app.focused is app.query_one("#rating")
        assert not bar.can_focus


@pytest.mark.parametrize("size", [(60, 18), *SIZES])
async def test_the_key_bar_takes_two_lines_at_most_and_a_click_acts(size: tuple[int, int]) -> None:
    app = Everything()
    async with app.run_test(size=size) as pilot:
        bar = app.query_one(KeyBar)
        assert bar.size.height == 2
        lines = shown(app)[-bar.size.height :]
        row = next(number for number, line in enumerate(lines) if "F8 Akutt" in line)
        await pilot.click(KeyBar, offset=(lines[row].index("Akutt"), row))
        bar.entries = (KeyEntry("F12", "Lås", "app.lock"),)
        await pilot.pause()
        await pilot.click(KeyBar, offset=(2, 0))
        assert app.done == ["emergency", "lock"]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["enter"], False),
        (["escape"], False),
        (["backspace"], False),
        (["n"], False),
        (["j"], True),
        (["tab", "enter"], True),
        (["right", "tab", "enter"], False),
    ],
)
async def test_a_question_is_answered_no_unless_somebody_says_yes(keys: list[str], *, answer: bool) -> None:
    app = Just()
    async with app.run_test() as pilot:
        answers: list[bool | None] = []
        app.push_screen(Confirm("Slette [b]utkastet[/b]?", "Slett", "Behold"), answers.append)
        await pilot.pause()
        assert "Slette [b]utkastet[/b]?" in seen(app)
        await pilot.press(*keys)
        await pilot.pause()
        assert answers == [answer]


async def test_what_is_written_is_handed_over_once_after_a_pause_and_when_leaving(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("assess.screens.widgets.prompt_text.PAUSE", 0.3)
    app = Everything()
    async with app.run_test(size=(80, 40)) as pilot:
        app.query_one("#reason", PromptText).focus_text()
        await pilot.press("end", "space", "O", "g", ".")
        assert app.heard == []
        await pilot.pause(0.4)
        await pilot.press("x", "tab")
        await pilot.pause()
        texts = [event.text for event in app.heard if isinstance(event, PromptText.Edited)]
        assert texts == ["Fra før. Og.", "Fra før. Og.x"]
        assert app.focused is app.query_one("#line")


async def test_a_text_set_by_the_screen_is_not_handed_over_and_a_long_one_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("assess.screens.widgets.prompt_text.PAUSE", 0.05)
    app = Everything()
    async with app.run_test(size=(80, 40)) as pilot:
        prompt = app.query_one("#reason", PromptText)
        prompt.text = "En mye lengre begrunnelse enn det som fikk plass.\x1b[2J"
        await pilot.pause(0.15)
        assert app.heard == []
        assert prompt.text.endswith("�[2J")
        assert "53 av 40 tegn – for langt" in seen(app)


async def test_the_text_field_grows_from_three_to_ten_lines() -> None:
    app = Everything()
    async with app.run_test(size=(80, 60)) as pilot:
        prompt = app.query_one("#reason", PromptText)
        heights = []
        for lines in (1, 6, 30):
            prompt.text = "\n".join(["linje"] * lines)
            await pilot.pause()
            heights.append(app.query_one("#reason TextArea").size.height)
        assert heights == [3, 6, 10]


async def test_ending_hands_over_what_is_being_written() -> None:
    app = Everything()
    async with app.run_test() as pilot:
        app.query_one("#reason", PromptText).focus_text()
        await pilot.press("X", "ctrl+q")
        await pilot.pause(0.3)
    assert [event.text for event in app.heard if isinstance(event, PromptText.Edited)] == ["Fra før.X"]
    assert app.return_code == 0


async def test_a_terminal_too_small_says_so_and_comes_back_by_itself() -> None:
    app = Everything()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.resize_terminal(50, 14)
        await pilot.pause()
        words = " ".join(seen(app).split())
        assert "60 × 18" in words
        assert "50 × 14" in words
        assert "F-2026-0042" not in words
        await pilot.press("2", "f12")
        assert app.query_one("#rating", Choice).value == "1"
        assert app.done == ["lock"]
        app.push_screen(Confirm("Slette?"))
        await pilot.pause(0.1)
        assert "Slette?" not in seen(app)
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "Slette?" in seen(app)
        await pilot.press("n")
        await pilot.pause()
        assert not app.query(TooSmall)
        assert app.focused is app.query_one("#rating")


async def test_the_palette_offers_only_what_the_program_declares() -> None:
    app = Just()
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause(0.3)
        assert "Skriv hva du vil gjøre" in seen(app)
        assert "Lås" in seen(app)
        assert "Screenshot" not in seen(app)
        await pilot.press("q", "q")
        await pilot.pause(0.6)
        assert "Fant ikke noe som passer." in seen(app)


async def test_nothing_can_be_saved_copied_or_opened_from_the_screen() -> None:
    app = Everything()
    async with app.run_test() as pilot:
        assert not app.ALLOW_SELECT
        assert app.save_screenshot() == ""
        assert app.deliver_screenshot() is None
        app.copy_to_clipboard("klippet")
        assert app.clipboard == "klippet"
        await pilot.press("ctrl+t")
        assert app.theme == "mork"


def test_every_action_has_words_and_no_key_does_two_things_in_one_place() -> None:
    for place in ("home", "case", "meeting"):
        keys = [key for action in actions_for(place) for key in action.key.split(",")]
        assert len(keys) == len(set(keys))
    assert all(action.label and action.help.endswith(".") for action in ACTIONS)
    assert len({action.name for action in ACTIONS}) == len(ACTIONS)


def test_bindings_key_bar_help_and_readme_tell_the_same() -> None:
    assert {binding.key for binding in bindings_for("meeting")} == {
        *("f2", "f3", "f4", "f5", "f7"),
        *("ctrl+e", "ctrl+w", "ctrl+y"),
    }
    assert {binding.action for binding in bindings_for("everywhere")} >= {"app.lock", "app.help", "app.emergency"}
    assert KeyEntry("F8", "Akutt", "app.emergency") in key_bar_entries("home")
    assert ("F1, ?", "Hjelp") in [row[:2] for row in help_rows("case")]
    assert len(readme_table().splitlines()) == len(ACTIONS) + 2
    assert "| `F12` | " + _("Låser programmet.") in readme_table()
