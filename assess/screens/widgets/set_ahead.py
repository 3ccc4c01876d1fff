"""The report that is there when it is asked for: set while nobody touches a key, and let out only when somebody asks.

One report at most, in the memory of this program and of its report worker and nowhere else. It is let go when it is
asked for, when what it rests on changes, and when its screen is left; both memories end when the program locks. The
journal is told when somebody asks.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual.widget import Widget

from assess.errors import AssessError
from assess.screens.lock import LockingApp

if TYPE_CHECKING:
    from assess.profile.load import Profiles
    from assess.register.register import Register
    from assess.reports.ahead import Foreseen
    from assess.reports.head_stamp import SetPages
    from assess.reports.issue import Order

LOOK_EVERY: Final = 0.5
"""Seconds between two looks at whether somebody is at the keys."""

RESTED: Final = 1.0
"""Seconds without a key after which a report is set."""

PRESSED_TWICE: Final = 1.0
"""Seconds in which a second press of the key asks for nothing: it is held down, or was pressed twice."""

Wanted = Callable[[], "Order | None"]
"""Which report the screen would be asked for next; None for none that can be foreseen."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A report in words, and its pages: set, or being set."""

    foreseen: Foreseen
    pages: asyncio.Task[SetPages]


class SetAhead(Widget):
    """Takes no room on its screen.

    Args:
        register: Where it is read from.
        profiles: Where profiles are read from.
        wanted: Which report.
    """

    DEFAULT_CSS: ClassVar[str] = "SetAhead { display: none; }"

    def __init__(self, register: Register, profiles: Profiles, wanted: Wanted) -> None:
        super().__init__()
        self._register = register
        self._profiles = profiles
        self._wanted = wanted
        self._ahead: Ahead | None = None
        self._away = 0.0
        self._seen_to = False
        self._answered_at = -PRESSED_TWICE

    @property
    def just_answered(self) -> bool:
        """Whether one was given out this very moment."""
        return time.monotonic() - self._answered_at < PRESSED_TWICE

    def on_mount(self) -> None:
        """Look from now on, where somebody sees the screen."""
        if not self.app.is_headless:
            self.set_interval(LOOK_EVERY, self.look)

    def on_unmount(self) -> None:
        """Keep nothing of a screen that was left."""
        self.drop()

    def drop(self) -> None:
        """Forget the report."""
        self._ahead = None

    async def look(self) -> None:
        """Set the report once the keys have rested; forget it when they have not, and it is no longer what it was."""
        away = self._rested_for()
        touched, self._away = away < self._away, away
        try:
            if touched:
                self._seen_to = False
                self._drop_outdated()
            if away >= RESTED and not self._seen_to and self._can_print():
                self._seen_to = True
                await self.set_ahead()
        except AssessError:
            self.drop()  # it is said to whoever asks

    async def set_ahead(self) -> None:
        """Put the report that is wanted into words, and have its pages set while people go on.

        Raises:
            AssessError: It can't be put into words.
        """
        from assess.reports.ahead import NO_HEAD_YET, Foreseen, grounds
        from assess.reports.issue import gather
        from assess.reports.printer import printer
        from assess.screens.make_report import printing

        order = self._wanted()
        if order is None or not (self._register.may("export") and self._register.may("read")):
            self.drop()
            return
        now = grounds(self._register, self._profiles)
        if self._ahead is not None and self._ahead.foreseen.answers(order, now):
            return
        self.drop()
        press = printer()  # this one, so that no other is started for a program that ends meanwhile
        gathered = gather(self._register, order, NO_HEAD_YET)
        foreseen = Foreseen(now, await asyncio.to_thread(gathered.in_words, self._profiles))
        if not self.is_attached or printing(self.app.workers) is not None:
            return
        pages = asyncio.create_task(asyncio.to_thread(press.pages_ahead, foreseen.prepared.content))
        pages.add_done_callback(_seen)
        self._ahead = Ahead(foreseen, pages)

    def take(self, order: Order) -> Ahead | None:
        """The report that is ordered, when it was set ahead or is being set, and would be the same now; only once.

        Asked before the journal is told that it is let out.
        """
        from assess.reports.ahead import grounds

        ahead, self._ahead = self._ahead, None
        if ahead is None or _failed(ahead.pages):
            return None
        try:
            now = grounds(self._register, self._profiles)
        except AssessError:  # it is said when the journal is told
            return None
        if not ahead.foreseen.answers(order, now):
            return None
        self._answered_at = time.monotonic()
        return ahead

    def _drop_outdated(self) -> None:
        from assess.reports.ahead import grounds

        if self._ahead is not None and self._ahead.foreseen.rests_on != grounds(self._register, self._profiles):
            self.drop()

    def _rested_for(self) -> float:
        """Seconds since somebody touched a key."""
        return self.app.away if isinstance(self.app, LockingApp) else 0.0

    def _can_print(self) -> bool:
        """Whether a worker stands ready and sets nothing, and nobody waits for another report."""
        from assess.reports.printer import printer
        from assess.screens.make_report import printing

        return printer().running and not printer().busy and printing(self.app.workers) is None


def _failed(pages: asyncio.Task[SetPages]) -> bool:
    return pages.done() and (pages.cancelled() or pages.exception() is not None)


def _seen(pages: asyncio.Task[SetPages]) -> None:
    """Look at why there are none, so that nothing is said of it: it is said to whoever asks for them."""
    if not pages.cancelled():
        pages.exception()
