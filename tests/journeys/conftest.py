"""The figures of the journeys: keys and time for each part of a meeting, printed at the end of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import pytest

from tests.journeys.terminal import Pace

_FIGURES = "journey figures"


class Figures(Protocol):
    """How a journey tells what it took."""

    def __call__(self, what: str, parts: Mapping[str, Pace]) -> None: ...


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Figures:
    def tell(what: str, parts: Mapping[str, Pace]) -> None:
        record_property(_FIGURES, [what, {part: (pace.keys, pace.seconds) for part, pace in parts.items()}])

    return tell


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures, a line a journey: with pytest-xdist the reports have come from the workers by now."""
    told: dict[str, dict[str, tuple[int, float]]] = {}
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, value in getattr(report, "user_properties", []):
                if name == _FIGURES:
                    what, parts = value
                    told[what] = parts
    for what, parts in sorted(told.items()):
        terminalreporter.write_line(f"{what}: {_words(parts)}")


def _words(parts: Mapping[str, tuple[int, float]]) -> str:
    whole = Pace(sum(keys for keys, _seconds in parts.values()), sum(seconds for _keys, seconds in parts.values()))
    each = ", ".join(f"{part} {keys}" for part, (keys, _seconds) in parts.items())
    by_hand = f"{whole.by_hand / 60:.0f} minutes" if whole.by_hand > 120 else f"{whole.by_hand:.1f} seconds"
    words = f"{whole.keys} keys, {by_hand} by hand, {whole.seconds:.0f} seconds here"
    return f"{words} ({each})" if len(parts) > 1 else words
