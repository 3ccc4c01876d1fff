"""How long nobody has touched a key, by two clocks, so that a machine that slept counts as one nobody sat at."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], float]
"""Seconds since any fixed moment."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """The two clocks that are asked.

    Attributes:
        monotonic: Never set by anybody, but stands still on many systems while the machine sleeps.
        wall: Goes on while the machine sleeps, but may be set, also backwards.
    """

    monotonic: Clock = time.monotonic
    wall: Clock = time.time


class IdleWatch:
    """Adds up the time since the last key, each time by the clock that moved more.

    So a night with the lid closed counts, whichever clock saw it; a wall clock that is set back takes nothing away,
    and one that is set forward can only lock too early.

    Args:
        limit: Seconds without a key after which the program must be locked.
        clocks: The clocks.
    """

    def __init__(self, limit: float, clocks: Clocks) -> None:
        self._limit = limit
        self._clocks = clocks
        self._idle = 0.0
        self._seen = (clocks.monotonic(), clocks.wall())

    def left(self) -> float:
        """Seconds until the program must be locked; zero or less when it must be locked now."""
        now = (self._clocks.monotonic(), self._clocks.wall())
        self._idle += max(0.0, now[0] - self._seen[0], now[1] - self._seen[1])
        self._seen = now
        return self._limit - self._idle

    def away(self) -> float:
        """Seconds since the last key."""
        return self._limit - self.left()

    def begin(self) -> None:
        """Begin to count anew, because somebody is here."""
        self.left()
        self._idle = 0.0
