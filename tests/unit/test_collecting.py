"""Garbage is looked for again as soon as there is something to look through."""

from __future__ import annotations

import gc

import pytest

from assess.__main__ import main
from assess.commands import instrument


def test_garbage_is_looked_for_while_a_command_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[bool] = []

    def look(*_arguments: object, **_options: object) -> None:
        looked.append(gc.isenabled())

    monkeypatch.setattr(instrument.command.commands["list"], "callback", look)
    assert main(["instrument", "list"]) == 0
    assert looked == [True]


@pytest.mark.parametrize("words", [["--help"], ["no-such-noun"], ["--version"]])
def test_garbage_is_looked_for_when_the_command_line_has_ended(words: list[str]) -> None:
    main(words)
    assert gc.isenabled()
