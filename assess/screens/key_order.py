"""Keys in the order they were pressed, each finished before the next is taken.

Textual hands a key to the widget that has the focus and goes on; what the key leads to (the cursor moves, another
field opens) happens a little later, somewhere else. Keys that come faster than that, from quick fingers or a busy
machine, would then meet the screen as it was: an answer would land on another item, a sentence in another field.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Generic, TypeVar

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.widgets import Input, TextArea

R = TypeVar("R")

_LONGEST = 2.0
"""Seconds that a key may take before the next is let through all the same."""

_ROUNDS = 2
"""Times that the way from the focus to the app is walked: what a key causes may cause something again."""


class KeyOrder(Generic[R]):
    """Lets one key through at a time. Letters of a text that is being written pass freely.

    Args:
        app: Whose keys they are.
        take: Does what Textual does with an event.
    """

    def __init__(self, app: App[R], take: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._take = take
        self._waiting: deque[events.Event] = deque()
        self._taking: asyncio.Task[None] | None = None

    def take(self, event: events.Event) -> None:
        """Take a key or a paste, after those before it."""
        self._waiting.append(event)
        if self._taking is None:
            self._taking = asyncio.create_task(self._take_all())

    async def _take_all(self) -> None:
        loose = False
        try:
            while self._waiting:
                event = self._waiting.popleft()
                written = self._is_written(event)
                if loose and not written:
                    await self._settle()
                await self._take(event)
                if not written:
                    await self._settle()
                loose = written
        finally:
            self._taking = None

    def _is_written(self, event: events.Event) -> bool:
        """Whether the event only adds to a text."""
        writing = isinstance(self._app.focused, Input | TextArea)
        return writing and (isinstance(event, events.Paste) or (isinstance(event, events.Key) and event.is_printable))

    async def _settle(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST):
                for _round in range(_ROUNDS):
                    for pump in self._way():
                        await _caught_up(pump)

    def _way(self) -> Iterator[MessagePump]:
        """Everybody whom a key passes, from the focus to the app."""
        focused = self._app.focused
        if focused is not None:
            yield from (node for node in focused.ancestors_with_self if node is not self._app)
        yield from reversed(self._app.screen_stack)
        yield self._app


async def _caught_up(pump: MessagePump) -> None:
    """Wait until everything that waited for `pump` has been dealt with."""
    reached = asyncio.Event()
    if pump.is_running and pump.call_later(reached.set):
        await reached.wait()
