"""Keys are taken in their order, however slow the machine: what is written is whole before the next key acts on it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Static, TextArea

from assess.screens import key_order
from assess.screens.terminal import SafeApp

SENTENCE = "Han sa det i sinne, og tok det tilbake."


class Slow(TextArea):
    """A text on a machine that needs its time for every letter."""

    letter = 0.0
    blocked = 0.0

    async def _on_key(self, event: events.Key) -> None:
        time.sleep(self.blocked)  # noqa: ASYNC251  a disk that holds the whole program
        await asyncio.sleep(self.letter)
        await super()._on_key(event)


class Stuck(Static, can_focus=True):
    """A widget that does not come back from a key before it is let go."""

    def __init__(self) -> None:
        super().__init__("–")
        self.let_go = asyncio.Event()

    async def on_key(self) -> None:
        await self.let_go.wait()


class Writing(SafeApp[None]):
    """A text, and a key that takes it away from anywhere, as the steps' keys do."""

    BINDINGS = [Binding("f3", "take", priority=True)]

    def __init__(self) -> None:
        super().__init__()
        self.text = Slow()
        self.stuck = Stuck()
        self.taken = asyncio.Event()
        self.was = ""

    def compose(self) -> ComposeResult:
        yield self.text
        yield self.stuck

    def action_take(self) -> None:
        self.was = self.text.text
        self.taken.set()


def press(app: Writing, *keys: str) -> None:
    """All at once, as they come from a terminal that had to wait."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def taken(app: Writing) -> str:
    """What stood in the text when the key acted."""
    async with asyncio.timeout(10):
        await app.taken.wait()
    return app.was


@asynccontextmanager
async def standing_in(app: Writing, widget: Widget) -> AsyncIterator[None]:
    """The app at work, with the cursor in one of its widgets."""
    async with app.run_test() as pilot:
        widget.focus()
        await pilot.pause()
        yield


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_order, "_LOOK", 0.05)
    monkeypatch.setattr(key_order, "_PATIENCE", 10)


async def test_a_key_waits_until_a_slow_text_is_written() -> None:
    app = Writing()
    async with standing_in(app, app.text):
        app.text.letter = 0.03
        press(app, *SENTENCE, "f3")
        assert await taken(app) == SENTENCE


async def test_a_key_waits_while_the_whole_program_was_held() -> None:
    app = Writing()
    async with standing_in(app, app.text):
        app.text.blocked = 0.7
        press(app, *"nei", "f3")
        assert await taken(app) == "nei"


async def test_a_key_is_let_through_past_a_widget_that_stands_still() -> None:
    app = Writing()
    async with standing_in(app, app.stuck):
        press(app, "x", "f3")
        assert await taken(app) == ""
        app.stuck.let_go.set()
