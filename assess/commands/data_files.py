"""What the checks of instruments and profiles share: what is meant by a name, and how the answer is summed up."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from assess.commands.output import say
from assess.instrument.strict_yaml import Problem
from assess.language import _


def is_path(name: str) -> bool:
    """Whether a file or folder is meant rather than an id."""
    return any(sign and sign in name for sign in (os.sep, os.altsep, ".")) or Path(name).exists()


class Tally:
    """Prints problems as they are found, and keeps the count."""

    def __init__(self) -> None:
        self._checked = 0
        self._errors = 0
        self._warnings = 0

    def count(self, problems: Sequence[Problem]) -> None:
        """Print what is wrong in one thing that was checked."""
        self._checked += 1
        for problem in problems:
            say(str(problem))
        errors = sum(problem.severity == "error" for problem in problems)
        self._errors += errors
        self._warnings += len(problems) - errors

    def closing(self) -> str:
        """What was found altogether, in a sentence."""
        if not self._checked:
            return _("Det er ingenting å kontrollere.")
        return _("Kontrollert: {checked}. Feil: {errors}. Merknader: {warnings}.").format(
            checked=self._checked, errors=self._errors, warnings=self._warnings
        )

    @property
    def exit_code(self) -> int:
        """1 when there is an error; warnings alone give 0."""
        return 1 if self._errors else 0
