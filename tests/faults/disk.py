"""A register's disk that fails when told to, and the process that works on it.

`disk.c` stands between that process and its files. `FailingDisk` starts one process for many operations: it loads
the program once and forks for each, so that a fault costs milliseconds, and a kill takes only the fork.
"""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from pathlib import Path
from typing import Any, Self

from tests.faults.rehearsal import BEFORE, Lost, Operation, Rehearsed

HERE = Path(__file__).parent


class Call(IntFlag):
    """The kinds of calls that disk.c tells apart."""

    OPEN = 1
    READ = 2
    WRITE = 4
    SYNC = 8
    TRUNCATE = 16
    RENAME = 32
    UNLINK = 64
    CREATE = 128
    """An open that makes a file."""
    MARK = 256
    """No call: the process says that it has acknowledged something."""
    LINK = 512
    """Gives a file a second name."""
    MKDIR = 1024
    RMDIR = 2048


NAMES = Call.RENAME | Call.UNLINK | Call.CREATE | Call.LINK | Call.MKDIR | Call.RMDIR
"""Every call that changes names."""

CHANGES = Call.WRITE | Call.SYNC | Call.TRUNCATE | NAMES
"""Every call that changes what is on the disk."""


class Deed(IntEnum):
    """What disk.c does at the call it is told of."""

    NOTHING = 0
    KILL = 1
    """End the process before the call."""
    KILL_HALFWAY = 2
    """Write half of the bytes, and end the process; any other call is ended before."""
    FAIL = 3


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the disk while an operation works on it. Whoever says an error gets it mended."""

    deed: Deed = Deed.NOTHING
    kinds: Call = CHANGES
    at: int = 0
    """The call of these kinds, counted from 1."""
    error: int = errno.EIO
    lasting: bool = False
    """Every such call from that one on fails, until it is mended."""
    pages: int | None = None
    """How many pages a register may grow while it is open."""
    file_size: int | None = None
    """How large a file may become, in bytes."""
    ballast: str = ""
    """A file that takes up the room; mending removes it."""
    synchronous: str = ""
    """Another setting than the program's own, to see that the tests find what it loses."""


SOUND = Fault()


@dataclass(frozen=True, slots=True)
class Told:
    """What the process had said when it ended."""

    acknowledged: int
    """How many acts it had called saved."""
    said: tuple[tuple[str, str, str], ...]
    """The errors it raised: class, sentence, and what to do."""
    counted: int
    """Calls of the fault's kinds, when it ended by itself."""
    killed: bool
    noise: str
    """What it wrote to the terminal: a traceback when it crashed."""


class FailingDisk:
    """Performs operations in a process whose disk may fail; another, whose disk is sound, looks at what is left."""

    def __init__(self, folder: Path) -> None:
        library = folder / "disk.so"
        subprocess.run(
            ["cc", "-O1", "-shared", "-fPIC", "-o", str(library), str(HERE / "disk.c"), "-lpthread"], check=True
        )
        # What the program remembers on a machine must not come from, or get to, whoever runs the tests.
        state = {"XDG_STATE_HOME": str(folder / "state")}
        self._at_work = _Child({**state, "LD_PRELOAD": str(library)})
        self._looking = _Child(state)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._at_work.end()
        self._looking.end()

    def rehearse(self, operation: Operation, folder: Path) -> Rehearsed:
        """Perform an operation once without faults; `folder` is its to use."""
        states = self._looking.ask(operation=operation.name, folder=str(folder), rehearsing=True)["states"]
        return Rehearsed(operation, folder / BEFORE, tuple(states))

    def carry_out(self, operation: str, folder: Path, fault: Fault = SOUND, log: Path | None = None) -> Told:
        """Perform an operation in `folder`; with `log`, every change of its files is written there."""
        answer = self._at_work.ask(
            operation=operation,
            folder=str(folder.resolve()),
            log=str(log or ""),
            fault=dataclasses.asdict(fault),
        )
        answer["said"] = tuple(tuple(one) for one in answer["said"])
        return Told(**answer)

    def check(self, rehearsed: Rehearsed, folder: Path, acknowledged: int) -> None:
        """Demand that what is left in `folder` opens, is sound, and holds what was acknowledged and no half change.

        Raises:
            Lost: it doesn't.
        """
        answer = self._looking.ask(operation=rehearsed.operation.name, folder=str(folder))
        if "lost" in answer:
            raise Lost(answer["lost"])
        rehearsed.refuse_other_than(acknowledged, answer["found"])


class _Child:
    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.child"],
            cwd=HERE.parent.parent,
            env={**os.environ, "PYTHONWARNINGS": "error", **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._asked, self._answers = self._process.stdin, self._process.stdout

    def ask(self, **request: object) -> dict[str, Any]:
        self._asked.write(json.dumps(request) + "\n")
        self._asked.flush()
        answer: dict[str, Any] = json.loads(self._answers.readline())
        return answer

    def end(self) -> None:
        self._asked.close()
        self._process.wait()
        self._answers.close()


def missing() -> str:
    """Why there can be no failing disk here; empty when there can."""
    if not sys.platform.startswith("linux"):
        return "a disk that fails is made with LD_PRELOAD, which is Linux"
    return "" if shutil.which("cc") else "a disk that fails needs a C compiler"
