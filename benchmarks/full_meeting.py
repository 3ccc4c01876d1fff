"""A key press in a full meeting (8 raters, 60 observations) beside the same key in a nearly empty one.

Both meetings are open in one process and take their turns, so that what else the machine does falls on both. What is
measured is CPU time from the key to the end of what it caused, the saving included; waiting for the disk is not.
Run with `make bench`, or `python -m benchmarks.full_meeting`. Prints a table; figures are milliseconds a key.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot

from assess.casework.case import Case
from assess.casework.deeds.convening import Convene, Observe
from assess.casework.deeds.rating import Rate, Reveal
from assess.casework.meeting import Attendee
from assess.casework.observation import Observation
from assess.casework.rating import GROUP, Rating
from assess.instrument.library import Library
from assess.instrument.model import Step
from assess.language import speak
from assess.profile.load import Profiles
from assess.register.founding import Founding, found_demonstration
from assess.register.register import Register
from assess.register.slot import KeyCost
from assess.register.store import Place
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.meeting import MeetingScreen
from assess.screens.terminal import SafeApp

ROLES = ("slt", "skole", "barnevern", "nav", "politi", "radikaliseringskontakt", "helse", "kommunelege")
ROUNDS = 5
"""Times that each series of keys is run in each meeting, in turns."""


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
    Keys("rate alone and go on", "individual", ("enter",), ("1", "down") * 8, revealed=False),
    Keys("move in the discussion", "discussion", (), ("down",) * 16, revealed=True),
    Keys("agree and go on", "discussion", (), ("1", "down") * 8, revealed=True),
    Keys("move in the questions", "formulation", (), ("down", "up") * 8, revealed=True),
    Keys("move in the plan", "measures", (), ("down", "up") * 8, revealed=True),
    Keys("move in the checklist", "quality", (), ("down", "up") * 8, revealed=True),
)


class _App(SafeApp[None]):
    def __init__(self, desk: Desk, step: Step) -> None:
        super().__init__()
        self.meeting = MeetingScreen(desk, exercise=True, start=Place(step))

    def on_mount(self) -> None:
        super().on_mount()
        self.push_screen(self.meeting)


def main() -> None:
    """Measure every series in both meetings and print the ratios."""
    speak("nb")
    founding, cost = Founding("fredrikstad", "kommune"), KeyCost(1024, 1, 1)
    with (
        tempfile.TemporaryDirectory() as folder,
        found_demonstration(Path(folder) / "r.assess", founding, cost=cost) as made,
    ):
        print(f"{'CPU ms a key':<26}{'empty':>8}{'full':>8}{'ratio':>8}")
        for number, series in enumerate(SERIES):
            empty = _meeting(made, f"T{number}", 2, 2, revealed=series.revealed)
            full = _meeting(made, f"F{number}", 8, 60, revealed=series.revealed)
            for size in ((80, 24), (120, 40)):
                low, high = asyncio.run(_measured(series, empty, full, size))
                name = f"{series.name}, {size[0]}"
                print(f"{name:<26}{low * 1000:>8.1f}{high * 1000:>8.1f}{high / low:>8.2f}")


def _meeting(register: Register, reference: str, raters: int, observations: int, *, revealed: bool) -> Desk:
    """A meeting with so many raters and observations."""
    edition, now = Library().edition("vrb"), register.now()
    case = register.open_case(
        Case(
            id=register.new_id(),
            reference=reference,
            organisation="kommune",
            opened_at=now,
            phase="initial",
            age_band="a18_24",
            ideology="uklar",
            sender="skole",
            summary="Måling",
        )
    )
    desk = Desk(register, case, register.start(case, edition, now.date()), Profiles())
    present = tuple(
        Attendee(id=desk.new_id(), role=role.id, party=role.party, impartial=True)
        for name in ROLES[:raters]
        if (role := desk.profile.role(name)) is not None
    )
    desk.do(Convene(desk.assessment.meeting.model_copy(update={"attendees": present})))
    items = [item.id for item in edition.instrument.items()]
    for number in range(1, observations + 1):
        item = items[number % len(items)]
        text = f"Opplysning nummer {number} om noe som er sett og hørt på skolen og hjemme. " * 3
        desk.do(Observe(Observation(id=desk.new_id(), number=number, seen=text, speaks_for=(item,))))
    for place, one in enumerate(present):
        for item in items:
            code = "012U"[(place + len(item) + items.index(item)) % 4]
            code = code if code in edition.instrument.scale_of(item).codes() else "U"
            desk.do(Rate(Rating(round="individual", rater=one.id, item=item, code=code, given_at=now)))
    if revealed:
        desk.do(Reveal(now))
        for item in items[len(items) // 2 :]:
            desk.do(Rate(Rating(round="agreed", rater=GROUP, item=item, code="U", given_at=now)))
    return desk


async def _measured(series: Keys, empty: Desk, full: Desk, size: tuple[int, int]) -> tuple[float, float]:
    """Median CPU seconds a key in the empty and in the full meeting."""
    spent: dict[str, list[float]] = {"empty": [], "full": []}
    async with AsyncExitStack() as stack:
        pilots: dict[str, Pilot[None]] = {}
        for name, desk in (("empty", empty), ("full", full)):
            app = _App(desk, series.step)
            pilots[name] = await stack.enter_async_context(app.run_test(size=size))
            await pilots[name].pause()
            await pilots[name].press(*series.before)
        for _round in range(ROUNDS):
            for name, pilot in pilots.items():
                for key in series.keys:
                    began = time.process_time()
                    await pilot.press(key)
                    spent[name].append(time.process_time() - began)
    return statistics.median(spent["empty"]), statistics.median(spent["full"])


if __name__ == "__main__":
    main()
