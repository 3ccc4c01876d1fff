"""What is done to draw less draws the same: grounds, widgets that are laid out once, and answers told anew."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Region
from textual.widget import Widget

from assess.screens.terminal import SafeApp
from assess.screens.widgets.choice import Choice, Option
from assess.screens.widgets.ground import Rows, ScrolledRows
from assess.screens.widgets.words import Words
from tests.screens.planted import drawn

SHORT, LONG = "Kort.", "Så mange ord at de trenger flere linjer enn de hadde. " * 4
LETTERS = "abcd"


class Grounds(SafeApp[None]):
    """The same words on one of our grounds and on a container of Textual's."""

    CSS = "Vertical { background: #204060; padding: 1; height: 5; }"

    def compose(self) -> ComposeResult:
        yield Rows(Words(SHORT), id="ours")
        yield Vertical(Words(SHORT), id="theirs")

    def lines(self, name: str) -> list[list[tuple[str, object]]]:
        """What the container draws of itself: the signs, all of them blank, and what colour is under them."""
        widget: Widget = self.query_one(name)
        drawn = widget.render_lines(Region(0, 0, *widget.outer_size))
        return [[(one.text, one.style and one.style.bgcolor) for one in line.simplify()] for line in drawn]


class Page(SafeApp[None]):
    """A page that is scrolled where its words need it, and how often it was laid out."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Words(SHORT)
        self.laid = 0

    def compose(self) -> ComposeResult:
        yield ScrolledRows(self.words, Words("Under."))

    def on_mount(self) -> None:
        super().on_mount()
        self.screen.screen_layout_refresh_signal.subscribe(self, lambda _screen: self.count())

    def count(self) -> None:
        """Count that the screen was laid out."""
        self.laid += 1


class Answers(SafeApp[None]):
    """Answers of which several may be chosen."""

    def __init__(self, options: Sequence[Option], value: frozenset[str]) -> None:
        super().__init__()
        self.choice = Choice(options, value, multiple=True)

    def compose(self) -> ComposeResult:
        yield self.choice


@pytest.mark.parametrize("colours", ["", "1"])
async def test_a_ground_draws_what_a_plain_container_draws(colours: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", colours)
    app = Grounds()
    async with app.run_test(size=(60, 20)):
        ours, theirs = app.lines("#ours"), app.lines("#theirs")
        assert ours == theirs
        assert len(ours) == 5
        assert {sign for line in ours for text, _under in line for sign in text} == {" "}


async def test_words_that_take_another_room_are_laid_out_once() -> None:
    app = Page()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        app.laid = 0
        app.words.update(LONG)
        await pilot.pause(0.2)
        assert app.laid == 1
        assert drawn(app).count("ord") == 4
        assert "Under." in drawn(app)


async def test_a_scroll_bar_still_comes_and_goes_with_the_words() -> None:
    app = Page()
    async with app.run_test(size=(60, 20)) as pilot:
        page = app.query_one(ScrolledRows)
        app.words.update(LONG * 8)
        await pilot.pause(0.2)
        assert page.show_vertical_scrollbar
        app.words.update(SHORT)
        await pilot.pause(0.2)
        assert not page.show_vertical_scrollbar


def _options(labels: Sequence[str]) -> list[Option]:
    return [Option(value, label) for value, label in zip(LETTERS, labels, strict=False)]


_LABELS = st.sampled_from([[SHORT, "Annet", SHORT], [SHORT, LONG]])
_TOLD = st.tuples(_LABELS, st.frozensets(st.sampled_from(LETTERS)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_TOLD, min_size=2, max_size=5))
async def test_answers_told_anew_look_like_answers_told_once(told: list[tuple[list[str], frozenset[str]]]) -> None:
    (labels, value), *others = told
    app = Answers(_options(labels), value)
    async with app.run_test(size=(60, 30)) as pilot:
        app.choice.focus()
        for labels, value in others:
            app.choice.show_options(_options(labels), value)
            await pilot.pause(0.05)
        seen = drawn(app)
    anew = Answers(_options(labels), value)
    async with anew.run_test(size=(60, 30)) as pilot:
        anew.choice.focus()
        await pilot.pause(0.05)
        assert seen == drawn(anew)
