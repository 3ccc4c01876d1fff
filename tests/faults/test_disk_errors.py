"""The disk answers one call with an error: it is said once, nothing is called saved that isn't, and nothing is lost.

SQLite calls it damage when a page can't be read, and SQLCipher goes on saying so until the register is opened anew.
So then the work isn't taken up in the same window; after any other error it is.
"""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from tests.faults.conftest import Figures
from tests.faults.disk import Call, Deed, FailingDisk, Fault
from tests.faults.operations import FEW
from tests.faults.rehearsal import Rehearsed

KINDS = [
    *(Call.READ, Call.WRITE, Call.SYNC, Call.TRUNCATE),
    *(Call.OPEN | Call.MKDIR, Call.RENAME | Call.LINK, Call.UNLINK | Call.RMDIR),
]


def err(rehearsed: Rehearsed, disk: FailingDisk, stage: Path, kind: Call, at: int) -> int:
    """Fail one call; returns how many errors were said."""
    told = disk.carry_out(rehearsed.operation.name, rehearsed.copy(stage), Fault(Deed.FAIL, kind, at, errno.EIO))
    assert told.noise == "", told.noise
    assert len(told.said) <= 1, told.said
    for _kind, sentence, hint in told.said:
        assert sentence.endswith(".")
        assert hint
    assert told.acknowledged == len(rehearsed.states) - 1 or told.said[0][0] == "RegisterDamaged"
    disk.check(rehearsed, stage, told.acknowledged)
    return len(told.said)


def calls(rehearsed: Rehearsed, disk: FailingDisk, stage: Path, kind: Call) -> int:
    return disk.carry_out(rehearsed.operation.name, rehearsed.copy(stage), Fault(kinds=kind)).counted


@pytest.mark.parametrize("rehearsed", FEW, indirect=True)
def test_an_error_in_the_middle_is_said_once_and_loses_nothing(
    rehearsed: Rehearsed, disk: FailingDisk, stage: Path, figures: Figures
) -> None:
    tried = said = 0
    for kind in (Call.READ, Call.SYNC):
        middle = calls(rehearsed, disk, stage, kind) // 2 + 1
        said += err(rehearsed, disk, stage, kind, middle)
        tried += 1
    assert said
    figures("disk errors", tried=tried, said=said, lost=0)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.name).lower())
def test_an_error_at_any_call_is_said_once_and_loses_nothing(
    kind: Call, rehearsed: Rehearsed, disk: FailingDisk, stage: Path, figures: Figures
) -> None:
    whole = calls(rehearsed, disk, stage, kind)
    said = sum(err(rehearsed, disk, stage, kind, at) for at in range(1, whole + 1))
    figures("disk errors", tried=whole, said=said, lost=0)
