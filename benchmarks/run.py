"""One run of the measures: how long, on what terminal, in which folder, and how the two programs are started."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.empty_app import READY
from benchmarks.pty_program import PtyProgram
from benchmarks.recording import Size
from benchmarks.turns import Figure

PYTHON = (sys.executable, "-m")


@dataclass(frozen=True, slots=True)
class Run:
    """What every part of a run is told.

    Attributes:
        folder: Where it may make registers and everything else; removed after the run.
        rounds: By how much there are more pairs than usual, or fewer.
        size: Columns and lines.
        in_tmux: Whether the programs run in a tmux.
        large: Whether what takes many minutes is measured too.
    """

    folder: Path
    rounds: float = 1.0
    size: Size = (120, 40)
    in_tmux: bool = False
    large: bool = False

    def times(self, usual: int) -> int:
        """So many pairs where there are usually `usual`; at least three, or what is usual."""
        return max(min(3, usual), round(usual * self.rounds))

    def environment(self) -> dict[str, str]:
        """A home of its own, and a terminal with all colours; nothing of what may be set where it is run."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        own = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "XDG_STATE_HOME": str(home / "state")}
        return {**kept, **own, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}

    def start(self, *command: str) -> PtyProgram:
        """Start any program."""
        return PtyProgram(command, self.environment(), self.size, in_tmux=self.in_tmux)

    def start_ours(self, register: Path, *arguments: str) -> PtyProgram:
        """Start our program on a register."""
        return self.start(*PYTHON, "assess", "--register", str(register), *arguments)

    def start_empty(self, *, typing: bool = False) -> PtyProgram:
        """Start the empty app."""
        return self.start(*PYTHON, "benchmarks.empty_app", *(("--input",) if typing else ()))

    def ready_empty(self, *, typing: bool = False) -> PtyProgram:
        """Start the empty app, and wait until it is drawn."""
        program = self.start_empty(typing=typing)
        program.see(READY)
        return program


class Part(Protocol):
    """One measure: a module with this function."""

    def measure(self, run: Run) -> Iterator[Figure]:
        """Measure, and give each figure once it is known."""
