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
from typing import Final, Generic, TypeVar

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.widgets import Input, TextArea

R = TypeVar("R")

_LOOK: Final = 0.1
"""Seconds between two looks at whether a widget has dealt with a key."""

_PATIENCE: Final = 20
"""Looks after which the next key is let through all the same.

Time alone is no measure: a slow disk or a busy machine can hold the whole program for longer, and a key that was let
through then would meet a text that is still being written. Such a wait is one look, however long it was.
"""

_ROUNDS: Final = 2
"""Times that the way from the focus to the app is walked: what a key causes may cause something again."""


class KeyOrder(Generic[R]):
    """Lets one key through at a time. Letters of a text that is being written wait for nothing but the field.

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
                field = self._written_in(event)
                if loose and field is None:
                    await self._settle()
                await self._take(event)
                if field is None:
                    await self._settle()
                else:
                    await _caught_up(field)
                loose = field is not None
        finally:
            self._taking = None

    def _written_in(self, event: events.Event) -> Input | TextArea | None:
        """The field that the event only adds to; None when it may do something else."""
        focused = self._app.focused
        adds = isinstance(event, events.Paste) or (isinstance(event, events.Key) and event.is_printable)
        return focused if adds and isinstance(focused, Input | TextArea) else None

    async def _settle(self) -> None:
        for _round in range(_ROUNDS):
            for pump in self._way():
                if not await _caught_up(pump):
                    return

    def _way(self) -> Iterator[MessagePump]:
        """Everybody whom a key passes, from the focus to the app."""
        focused = self._app.focused
        if focused is not None:
            yield from (node for node in focused.ancestors_with_self if node is not self._app)
        # The screens below are not on the way, and one that is spoken to would have everything drawn once more.
        yield self._app.screen
        yield self._app


async def _caught_up(pump: MessagePump) -> bool:
    """Wait until everything that waited for `pump` has been dealt with; False when it stands still for too long."""
    reached = asyncio.Event()
    # `call_later` would have the signature of what it calls worked out again for every wait.
    if not (pump.is_running and pump.post_message(events.Callback(callback=reached.set))):
        return True
    for _look in range(_PATIENCE):
        with suppress(TimeoutError):
            async with asyncio.timeout(_LOOK):
                await reached.wait()
                return True
    return False
