"""What a key costs in a full meeting, counted rather than timed: widgets, style passes and bytes to the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import pytest
from rich.console import RenderableType
from textual.app import App
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.screen import Screen

from assess.casework.deeds.rating import Rate
from assess.casework.rating import GROUP, Rating
from assess.register.driver import Database
from assess.register.register import Register
from assess.register.store import Place
from assess.register.writer import Writer
from assess.screens.meeting.desk import Desk
from benchmarks.full_meeting import SERIES, Keys, MeetingApp
from benchmarks.material import OBSERVATIONS, RATERS, demonstration_register, meeting

T = TypeVar("T")

SIZE = (120, 40)
MOST_WIDGETS = 40
MOST_BYTES = 20_000
"""A whole screen of 120×40 with its colours is some 30,000."""

MOST_LAID = 2
"""Once where something takes another room, and once more where a scroll bar comes or goes for it."""

MOST_FRAMES = 3
"""What the key changed, what has another room once more, and a scroll bar."""


@dataclass
class Counts:
    """What has been counted since it was last emptied."""

    styled: int = 0
    laid: int = 0
    frames: int = 0
    sent: int = 0
    written: int = 0

    def lay(self) -> None:
        """Count that the screen was laid out."""
        self.laid += 1


@pytest.fixture(scope="module")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    with demonstration_register(tmp_path_factory.mktemp("counts") / "full.assess") as register:
        yield register


@pytest.fixture(scope="module")
def full(demonstrated: Register) -> dict[bool, Desk]:
    """A full meeting before the reveal and one after it."""
    return {
        revealed: meeting(demonstrated, f"COUNTED{int(revealed)}", RATERS, OBSERVATIONS, revealed=revealed)
        for revealed in (False, True)
    }


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counts:
    counted = Counts()
    apply, display = Stylesheet.apply, App._display

    def counting_apply(
        sheet: Stylesheet,
        node: DOMNode,
        *,
        animate: bool = False,
        cache: dict[tuple[object, ...], RulesMap] | None = None,
    ) -> None:
        counted.styled += 1
        apply(sheet, node, animate=animate, cache=cache)

    def counting_display(app: App[object], screen: Screen[object], drawn: RenderableType | None) -> None:
        if drawn is not None:
            segments = app.console.render(drawn)
            counted.sent += len(app.console._render_buffer(segments).encode())
            counted.frames += 1
        display(app, screen, drawn)

    do = Writer.do

    def counting_do(writer: Writer, job: Callable[[Database], T]) -> T:
        counted.written += 1
        return do(writer, job)

    monkeypatch.setattr(Writer, "do", counting_do)
    monkeypatch.setattr(Stylesheet, "apply", counting_apply)
    monkeypatch.setattr(App, "_display", counting_display)
    return counted


@pytest.mark.parametrize(
    "step", ["meeting", "observations", "individual", "discussion", "formulation", "level", "measures", "quality"]
)
async def test_a_step_of_a_full_meeting_has_few_widgets(step: str, full: dict[bool, Desk]) -> None:
    desk = full[True]
    (known,) = (one for one in desk.instrument.steps if one == step)
    app = MeetingApp(desk, known)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(0.2)
        assert 0 < len(app.screen.query("*")) <= MOST_WIDGETS


@pytest.mark.parametrize("series", SERIES, ids=[series.name for series in SERIES])
async def test_a_key_styles_nothing_anew_and_draws_only_what_has_changed(
    series: Keys, full: dict[bool, Desk], counts: Counts
) -> None:
    app = MeetingApp(full[series.revealed], series.step)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(0.2)
        app.screen.screen_layout_refresh_signal.subscribe(app, lambda _screen: counts.lay())
        await pilot.press(*series.before, *series.keys[:2])
        await pilot.pause(0.2)
        assert counts.styled > 0, "nothing is counted"
        for key in series.keys[2:6]:
            counts.styled = counts.laid = counts.frames = counts.sent = 0
            await pilot.press(key)
            await pilot.pause(0.1)
            assert counts.styled == 0, f"{key} styled {counts.styled} widgets"
            assert counts.laid <= MOST_LAID, f"{key} laid the screen out {counts.laid} times"
            assert counts.frames <= MOST_FRAMES, f"{key} drew {counts.frames} frames"
            assert 0 < counts.sent <= MOST_BYTES, f"{key} drew {counts.sent} bytes"


@pytest.mark.parametrize("place", [None, Place("discussion", "A2")], ids=["as it was", "another place"])
def test_an_answer_is_five_statements_and_none_of_them_reads_the_assessment(
    place: Place | None, full: dict[bool, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, said, do = full[True], list[str](), Writer.do

    def heard(writer: Writer, job: Callable[[Database], T]) -> T:
        def listening(db: Database) -> T:
            db.conn.set_trace_callback(said.append)
            try:
                return job(db)
            finally:
                db.conn.set_trace_callback(None)

        return do(writer, listening)

    answers = [Rating(round="agreed", rater=GROUP, item="A1", code=code, given_at=desk.now()) for code in "12"]
    desk.do(Rate(answers[0]))
    monkeypatch.setattr(Writer, "do", heard)
    desk.do(Rate(answers[1]), place)
    # A statement is said once more for each guard that it sets off.
    statements = [" ".join(words.replace('"', "").split()) for words in dict.fromkeys(said)]
    wanted = [
        f"UPDATE assessments SET revision = {desk.assessment.revision} WHERE id = ",  # noqa: S608  our own words
        "INSERT INTO ratings ",
        *(["INSERT INTO places "] if place else []),
        "SELECT seq, mac FROM journal ORDER BY seq DESC LIMIT 1",
        "INSERT INTO journal ",
        "INSERT INTO journal_bodies ",
    ]
    assert len(statements) == len(wanted), statements
    assert all(words.startswith(start) for words, start in zip(statements, wanted, strict=True)), statements


async def test_an_answer_on_the_next_item_is_one_write_and_going_there_is_none(
    full: dict[bool, Desk], counts: Counts
) -> None:
    (series,) = (one for one in SERIES if one.name == "agree and go on")
    app = MeetingApp(full[True], series.step)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(0.2)
        for _item in range(3):
            counts.written = 0
            await pilot.press("down")
            await pilot.pause(0.1)
            assert counts.written == 0
            await pilot.press("2")
            await pilot.pause(0.1)
            assert counts.written == 1
