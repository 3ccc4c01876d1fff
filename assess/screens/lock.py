"""The lock: by F12, by nobody being there, by Ctrl-Z, and by a machine that slept. No screen or dialog holds it up."""

from __future__ import annotations

import sys
from math import ceil
from typing import TypeVar

from textual import events

from assess.language import _
from assess.screens.frame import Frame
from assess.screens.idle import Clocks, IdleWatch
from assess.screens.privacy import DiscreetApp
from assess.screens.process import insist_on, pause

R = TypeVar("R")

LOOK_EVERY = 5
"""Seconds between two looks at the clocks."""

WARN_BEFORE = 30
"""Seconds before the lock from which the line on top says that it comes."""

_SIGNS_OF_LIFE = (events.Key, events.Paste, events.MouseDown, events.MouseScrollUp, events.MouseScrollDown)


class LockingApp(DiscreetApp[R]):
    """An app that locks by ending; whoever ran it replaces the process when `locked` says so.

    A subclass says in `is_open` whether there is something to lock, and in `anew` how the locked program starts.

    Args:
        limit: Seconds without a key after which it locks.
        clocks: What time is asked of.
    """

    def __init__(self, limit: float, clocks: Clocks) -> None:
        super().__init__()
        self.locked = False
        """Whether the process must be replaced by the locked program once the app has ended."""
        self.stopped = False
        """Whether that program must be a stopped job at first, until the shell brings it back."""
        self._idle = IdleWatch(limit, clocks)
        self._warning = ""
        self._wait_in_vain = _nothing

    @property
    def is_open(self) -> bool:
        """Whether there is something to lock."""
        raise NotImplementedError

    @property
    def away(self) -> float:
        """Seconds since somebody touched a key."""
        return self._idle.away()

    def anew(self) -> list[str]:
        """The command that starts the locked program, its first part a full path; it holds no secret."""
        raise NotImplementedError

    def forget_typed(self) -> None:
        """Empty the fields in which somebody has begun to write a secret."""

    def on_mount(self) -> None:
        """Look at the clocks from now on."""
        self.set_interval(LOOK_EVERY, self.look_at_clocks)

    def lock(self, *, stopped: bool = False) -> None:
        """Keep what is being written, and end in order; in a moment in any case.

        Args:
            stopped: The locked program is a stopped job of the shell at first.
        """
        if self.is_open and not self.ending:
            self.locked = True
            self.stopped = stopped
            self._drop_revealed()
            self.end()
            if not self.is_headless:
                self._wait_in_vain = insist_on(self.anew())

    def action_lock(self) -> None:
        """Lock at once: the process is replaced, so that its memory holds nothing."""
        self.lock()

    def action_put_away(self) -> None:
        """Lock, and give the terminal back to the shell until somebody fetches the program with `fg`."""
        if self.is_open or not self.is_headless:
            pause(self)

    def put_away(self) -> bool:
        """Lock as a stopped job; when nothing is open only forget what was typed, and let the process be stopped."""
        self.forget_typed()
        self.lock(stopped=sys.platform != "win32")
        return self.ending

    def wake(self) -> None:
        """Lock when the process was stopped for longer than nobody may be away."""
        self.look_at_clocks()

    def end(self, code: int = 0) -> None:
        """End in order; whoever asks for another exit code than 0 wants the program to be gone, not locked."""
        if code:
            self.locked = False
            self._wait_in_vain()
        super().end(code)

    def look_at_clocks(self) -> None:
        """Lock when nobody was here for too long, and say so before."""
        left = self._idle.left()
        if left <= 0:
            self._nobody_here()
        elif self.is_open and left <= WARN_BEFORE:
            seconds = LOOK_EVERY * ceil(left / LOOK_EVERY)
            self._warn(_("Låses om {seconds} s. Trykk en tast.").format(seconds=seconds))

    async def on_event(self, event: events.Event) -> None:
        """Begin to count anew with every key and click; one that comes too late is not for the open program."""
        if isinstance(event, _SIGNS_OF_LIFE) and not event.is_forwarded:
            if self._idle.left() <= 0:
                self._nobody_here()
            self._begin_to_count()
        await super().on_event(event)

    def _begin_to_count(self) -> None:
        self._idle.begin()
        self._warn("")

    def _nobody_here(self) -> None:
        if self.is_open:
            self.lock()
        else:
            self.forget_typed()
            self._begin_to_count()

    def _warn(self, words: str) -> None:
        if words != self._warning:
            self._warning = words
            for screen in self.screen_stack:
                if isinstance(screen, Frame):
                    screen.header.warning = words


def _nothing() -> None:
    """Nothing is waited for."""
