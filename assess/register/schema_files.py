"""The register's schema as it lies in `schema/`: numbered steps, and the triggers that guard their tables.

`NNNN_name.sql` is a step and is never changed once it has been released; `triggers.sql` holds every trigger as
it stands after the last step. A changed trigger needs a new step too (it may hold only a comment), so that
registers made before it are brought along.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assess.register.driver import dbapi

_STEP = re.compile(r"(\d{4})_[a-z_]+")
_TRIGGER = re.compile(r"CREATE TRIGGER (\w+)\s")


@dataclass(frozen=True, slots=True)
class Step:
    """One migration: its number, its file's name without ending, and its SQL statements."""

    number: int
    name: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """All steps in order, and the text of every trigger by its name."""

    steps: tuple[Step, ...]
    triggers: dict[str, str]

    @property
    def newest(self) -> int:
        """The number of the last step; a register's `user_version` when it is up to date."""
        return self.steps[-1].number


@cache
def shipped() -> Schema:
    """Return the schema that this version of the program writes."""
    return read(Path(__file__).parent / "schema")


def read(folder: Path) -> Schema:
    """Read a schema folder.

    Raises:
        ValueError: a step's name isn't `NNNN_name.sql`, the numbers aren't 1, 2, 3 …, a statement lacks its
            semicolon, or triggers.sql holds anything but `CREATE TRIGGER name …`.
    """
    files = sorted(path for path in folder.glob("*.sql") if path.name != "triggers.sql")
    steps = tuple(_step(path) for path in files)
    if not steps or [step.number for step in steps] != list(range(1, len(steps) + 1)):
        raise ValueError(f"{folder}: steps must be numbered 0001, 0002 … without gaps")
    triggers = {}
    for statement in _statements(folder / "triggers.sql"):
        named = _TRIGGER.match(statement)
        if named is None:
            raise ValueError(f"{folder}/triggers.sql: not «CREATE TRIGGER name …»: {statement[:40]}")
        triggers[named[1]] = statement
    return Schema(steps, triggers)


def _step(path: Path) -> Step:
    named = _STEP.fullmatch(path.stem)
    if named is None:
        raise ValueError(f"{path}: a step is called NNNN_name.sql")
    return Step(int(named[1]), path.stem, tuple(_statements(path)))


def _statements(path: Path) -> list[str]:
    # executescript() would commit the migration's transaction first, so each statement goes by itself.
    statements = []
    gathered = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not gathered and (not line.strip() or line.startswith("--")):
            continue
        gathered += line + "\n"
        if dbapi.complete_statement(gathered):
            statements.append(gathered.strip())
            gathered = ""
    if gathered:
        raise ValueError(f"{path}: a statement lacks its semicolon: {gathered[:40]}")
    return statements
