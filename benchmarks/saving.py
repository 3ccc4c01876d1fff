"""From a key in the meeting to the moment when its answer is safely kept, beside a bare commit on the same disk.

Bare is one row put in place by plain SQL, in a register of its own with the same cipher and the same settings (WAL,
`synchronous=FULL`), on the thread that asks. Ours is the key's way through Textual, the deed, the changed rows and the
journal entry, on the writer's thread. Both in this process and in turns; the clock stops when COMMIT has returned.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from textual import events

from assess.casework.deeds.deed import Deed
from assess.casework.deeds.rating import Rate
from assess.casework.rating import GROUP, Rating
from assess.profile.load import Profiles
from assess.register.connection import open_existing, writing
from assess.register.driver import Database
from assess.register.founding import DEMONSTRATION_PASSPHRASE
from assess.register.store import Place
from assess.register.vault import Vault
from assess.screens.meeting.desk import Desk
from benchmarks.full_meeting import MeetingApp
from benchmarks.material import OBSERVATIONS, RATERS, demonstration_register, meeting
from benchmarks.run import Run
from benchmarks.start import Spent
from benchmarks.turns import Figure, Reach

_PART = "saving"
_TIMES = 60
_BARE = "a bare FULL commit"


class _Watch:
    """Says how long ago it was started."""

    def __init__(self) -> None:
        self._began = (time.perf_counter(), time.process_time())

    def spent(self) -> Spent:
        """Seconds since then."""
        return time.perf_counter() - self._began[0], time.process_time() - self._began[1]


class _TimedDesk(Desk):
    """A desk that says when a deed is safely kept, and how long after the watch was started."""

    watch = _Watch()
    spent: Spent = (0.0, 0.0)
    kept = asyncio.Event()

    def do(self, deed: Deed, place: Place | None = None) -> None:
        """Carry out a deed; the register returns it once COMMIT has returned."""
        super().do(deed, place)
        self.spent = self.watch.spent()
        self.kept.set()


def measure(run: Run) -> Iterator[Figure]:
    """Measure the key and the deed alone."""
    with demonstration_register(run.folder / "bare.assess"):
        pass
    with demonstration_register(run.folder / "kept.assess") as register:
        made = meeting(register, "FULL", RATERS, OBSERVATIONS, revealed=True)
        desk = _TimedDesk(register, made.case, made.assessment, Profiles())
        bare = _Bare(run.folder / "bare.assess")
        try:
            keys, deeds = asyncio.run(_measured(desk, bare.commit, run))
        finally:
            bare.close()
    yield from _figures("key → COMMIT returned", keys, (Reach(1.3),))
    yield from _figures("deed → COMMIT returned", deeds, ())


def _figures(name: str, pairs: list[tuple[Spent, Spent]], reaches: tuple[Reach, ...]) -> Iterator[Figure]:
    for place, kind in ((0, "clock"), (1, "CPU")):
        ours, base = (tuple(spent[place] * 1000 for spent in side) for side in zip(*pairs, strict=True))
        yield Figure(_PART, f"{name}, {kind}", "ms", ours, base, _BARE, reaches)


class _Bare:
    """A register that is written to without the program."""

    def __init__(self, path: Path) -> None:
        vault = Vault.read(path)
        self._db: Database = open_existing(path, vault.unlock(DEMONSTRATION_PASSPHRASE).data_key, vault.kind)
        self._db.conn.execute("INSERT INTO register_facts VALUES ('measured', '')")
        self._number = 0

    def commit(self) -> Spent:
        """Put one row in place, and return once it would survive a power cut."""
        self._number += 1
        watch = _Watch()
        with writing(self._db):
            self._db.conn.execute("UPDATE register_facts SET value = ? WHERE key = 'measured'", (str(self._number),))
        return watch.spent()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


async def _measured(
    desk: _TimedDesk, bare: Callable[[], Spent], run: Run
) -> tuple[list[tuple[Spent, Spent]], list[tuple[Spent, Spent]]]:
    """Press a key and do a deed by turns, each with a bare commit before or after."""
    keys: list[tuple[Spent, Spent]] = []
    deeds: list[tuple[Spent, Spent]] = []
    app = MeetingApp(desk, "discussion")
    item = next(item.id for item in desk.instrument.items())
    async with app.run_test(size=run.size) as pilot:
        await pilot.pause(0.5)
        for number in range(run.times(_TIMES)):
            other = bare()
            keys.append((await _key(app, desk, "12"[number % 2]), other))
            await pilot.pause(0.03)
            deeds.append((_deed(desk, item, "21"[number % 2]), bare()))
            await pilot.pause(0.03)
    return keys, deeds


async def _key(app: MeetingApp, desk: _TimedDesk, key: str) -> Spent:
    """Press a key as the terminal's driver does, and wait until what came of it is kept."""
    desk.kept.clear()
    desk.watch = _Watch()
    app.post_message(events.Key(key, key))
    await asyncio.wait_for(desk.kept.wait(), 5)
    return desk.spent


def _deed(desk: _TimedDesk, item: str, code: str) -> Spent:
    desk.watch = _Watch()
    desk.do(Rate(Rating(round="agreed", rater=GROUP, item=item, code=code, given_at=desk.now())))
    return desk.spent
