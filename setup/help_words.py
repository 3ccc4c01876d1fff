"""Keeps the words of `assess --help` in every language: run by `make words`, after the translations are compiled."""

from __future__ import annotations

from pathlib import Path

from assess.commands.kept_help import WIDTH, path_of
from assess.commands.program import program
from assess.language import LANGUAGES, speaking


def help_words(language: str) -> str:
    """What the command itself says when it is asked for help in a terminal that is wide enough."""
    with (
        speaking(language),
        program.make_context("assess", [], terminal_width=WIDTH - 2, resilient_parsing=True) as context,
    ):
        return f"{program.get_help(context)}\n"


def keep(path: Path, words: str) -> None:
    """Write the words of one language."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(words, encoding="utf-8")


if __name__ == "__main__":
    for language in LANGUAGES:
        keep(path_of(language), help_words(language))
