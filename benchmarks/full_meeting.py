"""A key press in a full meeting (8 raters, 60 observations) beside the same key in a nearly empty one, in every step.

Both meetings are open in one process and take their turns, so that what else the machine does falls on both. What is
measured is CPU time from the key to the end of what it caused, the saving included; waiting for the disk is not, and
no terminal is drawn on. `benchmarks.keys` measures the steps that matter most in a real one.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

from textual.pilot import Pilot

from assess.instrument.model import Step
from assess.register.store import Place
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.meeting import MeetingScreen
from assess.screens.terminal import SafeApp
from benchmarks.material import OBSERVATIONS, RATERS, demonstration_register, meeting
from benchmarks.recording import Size
from benchmarks.run import Run
from benchmarks.turns import Figure

_PART = "full_meeting"
_ROUNDS = 5
"""Times that each series of keys is run in each meeting, in turns."""

_FEW = 2
"""Raters and observations of the nearly empty meeting."""


@dataclass(frozen=True, slots=True)
class Keys:
    """A series of the same kind of key in one step."""

    name: str
    step: Step
    before: tuple[str, ...]
    keys: tuple[str, ...]
    revealed: bool


SERIES = (
    Keys("move in the ledger", "observations", (), ("down", "up") * 8, revealed=False),
    Keys("rate alone and go on", "individual", ("enter", "j"), ("1", "down") * 8, revealed=False),
    Keys("move in the discussion", "discussion", (), ("down",) * 16, revealed=True),
    Keys("agree and go on", "discussion", (), ("1", "down") * 8, revealed=True),
    Keys("move in the questions", "formulation", (), ("down", "up") * 8, revealed=True),
    Keys("move in the plan", "measures", (), ("down", "up") * 8, revealed=True),
    Keys("move in the checklist", "quality", (), ("down", "up") * 8, revealed=True),
)


class MeetingApp(SafeApp[None]):
    """Nothing but a meeting, open at a step.

    Args:
        desk: The meeting.
        step: The step.
    """

    def __init__(self, desk: Desk, step: Step) -> None:
        super().__init__()
        self.meeting = MeetingScreen(desk, exercise=True, start=Place(step))

    def on_mount(self) -> None:
        """Open the meeting."""
        super().on_mount()
        self.push_screen(self.meeting)


def measure(run: Run) -> Iterator[Figure]:
    """Measure every series in both meetings."""
    with demonstration_register(run.folder / "full.assess") as register:
        for revealed, name in ((False, "A"), (True, "B")):
            few = meeting(register, f"T{name}", _FEW, _FEW, revealed=revealed)
            full = meeting(register, f"F{name}", RATERS, OBSERVATIONS, revealed=revealed)
            for series in SERIES:
                if series.revealed == revealed:
                    ours, base = asyncio.run(_measured(series, few, full, run.size, run.times(_ROUNDS)))
                    beside = f"a meeting with {_FEW} raters and {_FEW} observations"
                    yield Figure(_PART, series.name, "ms CPU", ours, base, beside)


async def _measured(
    series: Keys, few: Desk, full: Desk, size: Size, rounds: int
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """CPU milliseconds of each key in the full and in the nearly empty meeting."""
    spent: dict[str, list[float]] = {"full": [], "few": []}
    async with AsyncExitStack() as stack:
        pilots: dict[str, Pilot[None]] = {}
        for name, desk in (("few", few), ("full", full)):
            app = MeetingApp(desk, series.step)
            pilots[name] = await stack.enter_async_context(app.run_test(size=size))
            await pilots[name].pause()
            await pilots[name].press(*series.before)
        for _round in range(rounds):
            for name, pilot in pilots.items():
                for key in series.keys:
                    began = time.process_time()
                    await pilot.press(key)
                    spent[name].append((time.process_time() - began) * 1000)
    return tuple(spent["full"]), tuple(spent["few"])
