"""For attacks on the whole program: terminals that are closed afterwards, a home of its own, and figures."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]  # Windows has no pseudo-terminal


if TYPE_CHECKING:
    from tests.attacks.recorded_terminal import RecordedTerminal


class Figures(Protocol):
    """How a test tells what it tried."""

    def __call__(self, what: str, **counts: int) -> None: ...


class Start(Protocol):
    """Starts the program; whatever still runs is ended after the test."""

    def __call__(self, words: list[str], **more: Any) -> RecordedTerminal: ...  # noqa: ANN401


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Figures:
    """Tell what was tried; tests/faults prints it at the end of a run."""

    def tell(what: str, **counts: int) -> None:
        record_property("fault figures", [what, counts])

    return tell


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The user's home folder, which only the program writes in."""
    folder = tmp_path / "hjem"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Start the program in a terminal of its own."""
    from tests.attacks.recorded_terminal import RecordedTerminal  # noqa: PLC0415  Windows has no pexpect

    started: list[RecordedTerminal] = []

    def begin(words: list[str], **more: Any) -> RecordedTerminal:  # noqa: ANN401  as RecordedTerminal takes them
        started.append(RecordedTerminal(words, home, **more))
        return started[-1]

    yield begin
    for terminal in started:
        terminal.close()
