"""The words of `assess --help`, kept as they were last made: nobody should wait for what parses other commands.

`setup/help_words.py` makes them, as part of `make words`; a test holds them against what the command itself would say.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from assess.language import language_from_environment

WIDTH = 80
"""Columns from which the words are laid out as they are kept."""

_FOLDER = Path(__file__).parent / "help"


def kept_help() -> str | None:
    """The help in the language asked for; None where it must be made, for a narrow terminal."""
    if _columns() < WIDTH:
        return None
    try:
        return path_of(language_from_environment()).read_text(encoding="utf-8")
    except OSError:
        return None


def path_of(language: str) -> Path:
    """Where the help in a language is kept."""
    return _FOLDER / f"{language}.txt"


def _columns() -> int:
    """The columns that there are, as far as it can be known; a file has as many as are needed."""
    told = os.environ.get("COLUMNS", "")
    if told.isdigit() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or WIDTH
    except (AttributeError, OSError, ValueError):
        return WIDTH
