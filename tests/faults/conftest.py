"""A failing disk, rehearsed operations, and the figures of a run, which are printed at its end.

A test tells what it tried with `figures("kill points", tried=12, lost=0)`. The same words from several tests, and
from several workers, are added up.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from tests.faults.disk import FailingDisk, missing
from tests.faults.operations import OPERATIONS
from tests.faults.rehearsal import Rehearsed

_FIGURES = "fault figures"


class Figures(Protocol):
    """How a test tells what it tried."""

    def __call__(self, what: str, **counts: int) -> None: ...


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Figures:
    def tell(what: str, **counts: int) -> None:
        record_property(_FIGURES, [what, counts])

    return tell


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures: with pytest-xdist the reports have come from the workers by now."""
    sums: dict[str, Counter[str]] = {}
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, told in getattr(report, "user_properties", []):
                if name == _FIGURES:
                    what, counts = told
                    sums.setdefault(what, Counter()).update(counts)
    for what in sorted(sums):
        counted = ", ".join(f"{number} {word.replace('_', ' ')}" for word, number in sums[what].items())
        terminalreporter.write_line(f"{what}: {counted}")


@pytest.fixture(scope="session")
def workshop() -> Iterator[Path]:
    """A folder in memory where there is one: what is tried here doesn't wait for a disk, which is played anyway."""
    memory = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it
    place = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=place, prefix="assess-faults-") as folder:
        yield Path(folder).resolve()


@pytest.fixture
def place(workshop: Path) -> Iterator[Path]:
    """An empty folder."""
    with tempfile.TemporaryDirectory(dir=workshop) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def disk(workshop: Path) -> Iterator[FailingDisk]:
    if why := missing():
        pytest.skip(why)
    with FailingDisk(workshop) as started:
        yield started


@pytest.fixture(scope="session")
def rehearsals(workshop: Path, disk: FailingDisk) -> Callable[[str], Rehearsed]:
    known: dict[str, Rehearsed] = {}

    def rehearsed(name: str) -> Rehearsed:
        if name not in known:
            folder = workshop / name
            folder.mkdir()
            known[name] = disk.rehearse(OPERATIONS[name], folder)
        return known[name]

    return rehearsed


@pytest.fixture
def stage(workshop: Path) -> Path:
    """Where an operation is performed."""
    return workshop / "stage"


@pytest.fixture(params=OPERATIONS)
def rehearsed(request: pytest.FixtureRequest, rehearsals: Callable[[str], Rehearsed]) -> Rehearsed:
    """Every operation, one after another."""
    return rehearsals(request.param)
