"""The disk, or what may be used of it, is full. Then there is room again, and the same window goes on."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import Figures
from tests.faults.disk import Call, Deed, FailingDisk, Fault, Told
from tests.faults.operations import FEW
from tests.faults.rehearsal import Rehearsed

MOST_STEPS = 200
NOTHING_DONE = (
    *("ikke lagret", "ikke laget", "Ingenting er laget", "Ingenting er endret", "ikke endret"),
    *("ikke slettet", "Ingen nøkler er byttet"),
)


def meet(rehearsed: Rehearsed, disk: FailingDisk, stage: Path, fault: Fault) -> Told:
    """Perform the operation; whatever was refused was said once in Norwegian, and in the end everything is kept."""
    told = disk.carry_out(rehearsed.operation.name, stage, fault)
    assert told.noise == "", told.noise
    assert len(told.said) <= 1
    for kind, sentence, hint in told.said:
        assert kind in {"RegisterFull", "RegisterError"}
        assert any(word in sentence for word in NOTHING_DONE), sentence
        assert hint
    assert told.acknowledged == len(rehearsed.states) - 1
    Path(fault.ballast or stage / "no ballast").unlink(missing_ok=True)
    disk.check(rehearsed, stage, told.acknowledged)
    return told


def step_until_there_is_room(
    rehearsed: Rehearsed, disk: FailingDisk, stage: Path, fault: Callable[[int], Fault], stride: int
) -> list[str]:
    """Give a little more room each time, until there is enough; returns the errors that were said."""
    said = []
    for step in range(0, MOST_STEPS, stride):
        told = meet(rehearsed, disk, rehearsed.copy(stage), fault(step))
        if not told.said:
            break
        said.append(told.said[0][0])
    return said


def page_by_page(rehearsed: Rehearsed, disk: FailingDisk, stage: Path, stride: int) -> list[str]:
    return step_until_there_is_room(rehearsed, disk, stage, lambda step: Fault(pages=step), stride)


def larger_by_pages(rehearsed: Rehearsed, disk: FailingDisk, stage: Path, stride: int) -> list[str]:
    return step_until_there_is_room(rehearsed, disk, stage, lambda step: Fault(file_size=(step + 1) * 4096), stride)


@pytest.mark.parametrize("operation", ["answer", "import"])
def test_a_register_that_may_not_grow_says_so_and_goes_on_when_it_may(
    operation: str, rehearsals: Callable[[str], Rehearsed], disk: FailingDisk, stage: Path, figures: Figures
) -> None:
    said = page_by_page(rehearsals(operation), disk, stage, 5)
    assert set(said) == {"RegisterFull"}
    figures("full disk, pages", tried=len(said), lost=0)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_number_of_pages_is_too_few_until_it_is_enough(
    rehearsed: Rehearsed, disk: FailingDisk, stage: Path, figures: Figures
) -> None:
    said = page_by_page(rehearsed, disk, stage, 1)
    assert set(said) <= {"RegisterFull"}
    assert len(said) < MOST_STEPS
    figures("full disk, pages", tried=len(said), lost=0)


def test_a_file_that_may_not_grow_loses_nothing(
    rehearsals: Callable[[str], Rehearsed], disk: FailingDisk, stage: Path, figures: Figures
) -> None:
    said = larger_by_pages(rehearsals("answer"), disk, stage, 20)
    assert said
    figures("full disk, file size", tried=len(said), lost=0)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_size_of_a_file_is_too_small_until_it_is_enough(
    rehearsed: Rehearsed, disk: FailingDisk, stage: Path, figures: Figures
) -> None:
    said = larger_by_pages(rehearsed, disk, stage, 1)
    assert said
    assert len(said) < MOST_STEPS
    figures("full disk, file size", tried=len(said), lost=0)


def full_from(rehearsed: Rehearsed, disk: FailingDisk, stage: Path, writes: range) -> int:
    """The disk is full from each of these writes on; returns how often that was said."""
    said = 0
    for at in writes:
        fault = Fault(Deed.FAIL, Call.WRITE, at, errno.ENOSPC, lasting=True)
        told = meet(rehearsed, disk, rehearsed.copy(stage), fault)
        said += len(told.said)
    return said


def writes_of(rehearsed: Rehearsed, disk: FailingDisk, stage: Path) -> int:
    return disk.carry_out(rehearsed.operation.name, rehearsed.copy(stage), Fault(kinds=Call.WRITE)).counted


@pytest.mark.parametrize("rehearsed", FEW, indirect=True)
def test_a_disk_that_is_suddenly_full_loses_nothing(
    rehearsed: Rehearsed, disk: FailingDisk, stage: Path, figures: Figures
) -> None:
    whole = writes_of(rehearsed, disk, stage)
    tried = range(whole // 3, whole + 1, whole // 3)[:2]
    assert full_from(rehearsed, disk, stage, tried)
    figures("full disk, from a write on", tried=len(tried), lost=0)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_disk_that_is_full_from_any_write_on_loses_nothing(
    rehearsed: Rehearsed, disk: FailingDisk, stage: Path, figures: Figures
) -> None:
    tried = range(1, writes_of(rehearsed, disk, stage) + 1)
    assert full_from(rehearsed, disk, stage, tried) > 5
    figures("full disk, from a write on", tried=len(tried), lost=0)


@pytest.fixture
def small_disk(workshop: Path) -> Iterator[Path]:
    """A disk of 2 MB that is really full."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    folder = workshop / "small"
    folder.mkdir(exist_ok=True)
    options = ["-t", "tmpfs", "-o", "size=2m,mode=700", "assess-test", str(folder)]
    if subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("a small disk can't be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_real_disk_that_is_full_loses_nothing(
    rehearsed: Rehearsed, disk: FailingDisk, small_disk: Path, figures: Figures
) -> None:
    said = 0
    rooms = range(0, 400_000, 20_000)
    for room in rooms:
        stage = rehearsed.copy(small_disk / "stage")
        ballast = small_disk / "ballast"
        with ballast.open("wb", buffering=0) as file:
            free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
            file.write(bytes(max(0, free - room)))
        told = meet(rehearsed, disk, stage, Fault(ballast=str(ballast)))
        said += len(told.said)
    assert said
    figures("full disk, a real one", tried=len(rooms), lost=0)
