"""The power goes: what the disk may hold then is worked out, written down and opened.

A killed process shows nothing of this, because the operating system still writes what it had. So that these tests
are known to see a loss, the same is done with two settings of SQLite that promise less; they must lose.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.conftest import Figures
from tests.faults.disk import Call, FailingDisk, Fault
from tests.faults.power import FATES, Change, Fate, PowerCut, read_log
from tests.faults.rehearsal import Lost, Rehearsed

MOODS: tuple[tuple[Fate, ...], ...] = (("dropped",), FATES, ("kept", "dropped"), ("torn", "dropped"), FATES)


def changes(rehearsed: Rehearsed, disk: FailingDisk, stage: Path, synchronous: str) -> list[Change]:
    log = stage.with_name("log")
    log.unlink(missing_ok=True)
    told = disk.carry_out(rehearsed.operation.name, rehearsed.copy(stage), Fault(synchronous=synchronous), log)
    assert told.noise == "", told.noise
    assert told.acknowledged == len(rehearsed.states) - 1
    return read_log(log)


def moment(log: list[Change], number: int, states: int, chance: random.Random) -> int:
    """Half of the cuts are spread over the whole operation, half come shortly after an acknowledgement."""
    marks = [at for at, change in enumerate(log) if change.call == Call.MARK]
    if number % 2:
        return min(len(log), chance.choice(marks) + 1 + chance.randrange(4))
    return 1 + number * len(log) // states


def lost(rehearsed: Rehearsed, disk: FailingDisk, stage: Path, states: int, synchronous: str = "") -> list[str]:
    """Cut the power at as many moments, and return what was lost."""
    log = changes(rehearsed, disk, stage, synchronous)
    found = []
    for number in range(states):
        chance = random.Random(f"{rehearsed.operation.name} {number}")  # noqa: S311  repeatable, not secret
        cut = moment(log, number, states, chance)
        after = PowerCut(rehearsed.before, stage, log[:cut])
        left = stage.with_name("left")
        shutil.rmtree(left, ignore_errors=True)
        left.mkdir()
        after.leave(left, chance, MOODS[number // 2 % len(MOODS)])
        try:
            disk.check(rehearsed, left, after.acknowledged)
        except Lost as loss:
            found.append(f"state {number}, cut after {cut} of {len(log)}: {loss}")
    return found


def test_a_power_cut_loses_nothing(rehearsed: Rehearsed, disk: FailingDisk, stage: Path, figures: Figures) -> None:
    found = lost(rehearsed, disk, stage, 6)
    figures("power cuts, FULL", tried=6, lost=len(found))
    assert found == []


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_four_hundred_power_cuts_lose_nothing(
    rehearsed: Rehearsed, disk: FailingDisk, stage: Path, figures: Figures
) -> None:
    found = lost(rehearsed, disk, stage, 400)
    figures("power cuts, FULL", tried=400, lost=len(found))
    assert found == []


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_weaker_settings_are_seen_to_lose(
    synchronous: str, rehearsals: Callable[[str], Rehearsed], disk: FailingDisk, stage: Path, figures: Figures
) -> None:
    found = lost(rehearsals("answer"), disk, stage, 8, synchronous)
    figures(f"power cuts, {synchronous} (must lose)", tried=8, lost=len(found))
    assert found


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_weaker_settings_are_seen_to_lose_much(
    synchronous: str, rehearsals: Callable[[str], Rehearsed], disk: FailingDisk, stage: Path, figures: Figures
) -> None:
    found = lost(rehearsals("answer"), disk, stage, 400, synchronous)
    figures(f"power cuts, {synchronous} (must lose)", tried=400, lost=len(found))
    assert len(found) > 50
