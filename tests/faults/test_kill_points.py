"""The process is killed at every call that changes the disk, before it and in the middle of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.conftest import Figures
from tests.faults.disk import Call, Deed, FailingDisk, Fault
from tests.faults.rehearsal import Rehearsed


def kill(rehearsed: Rehearsed, disk: FailingDisk, stage: Path, fault: Fault) -> bool:
    """Whether the operation had come so far that it was killed."""
    told = disk.carry_out(rehearsed.operation.name, rehearsed.copy(stage), fault)
    assert told.noise == "", told.noise
    disk.check(rehearsed, stage, told.acknowledged)
    return told.killed


def kill_until_it_completes(rehearsed: Rehearsed, disk: FailingDisk, stage: Path, fault: Fault) -> int:
    kills = 0
    while kill(rehearsed, disk, stage, Fault(fault.deed, fault.kinds, at=kills + 1)):
        kills += 1
    return kills


def test_a_kill_at_a_few_moments_loses_nothing(
    rehearsed: Rehearsed, disk: FailingDisk, stage: Path, figures: Figures
) -> None:
    whole = disk.carry_out(rehearsed.operation.name, rehearsed.copy(stage)).counted
    moments = sorted({whole // 2, whole})
    for at in moments:
        assert kill(rehearsed, disk, stage, Fault(Deed.KILL_HALFWAY, at=at))
    figures("kill points", tried=len(moments), lost=0)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_kill_before_any_change_of_the_disk_loses_nothing(
    rehearsed: Rehearsed, disk: FailingDisk, stage: Path, figures: Figures
) -> None:
    kills = kill_until_it_completes(rehearsed, disk, stage, Fault(Deed.KILL))
    assert kills > 20
    figures("kill points", tried=kills, lost=0)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_kill_in_the_middle_of_any_write_loses_nothing(
    rehearsed: Rehearsed, disk: FailingDisk, stage: Path, figures: Figures
) -> None:
    kills = kill_until_it_completes(rehearsed, disk, stage, Fault(Deed.KILL_HALFWAY, Call.WRITE))
    assert kills > 15
    figures("kill points", tried=kills, lost=0)
