"""A dialog looks the same wherever it is opened: it names the sheet that holds its own rules."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from textual.screen import ModalScreen, Screen

from assess.screens.style_sheets import DIALOGS, IN_THE_MEETING

_FIRST = re.compile(r"[#.][a-z][\w-]*")
SCREENS = Path(__file__).parents[2] / "assess" / "screens"


def dialogs() -> Iterator[tuple[type[Screen[object]], set[str]]]:
    """Every dialog, and the ids and classes that its file gives to its parts."""
    for file in sorted(SCREENS.rglob("*.py")):
        words = file.read_text(encoding="utf-8")
        if "ModalScreen[" not in words:
            continue
        module = importlib.import_module("assess." + ".".join(file.relative_to(SCREENS.parent).with_suffix("").parts))
        parts = {f"#{found}" for found in re.findall(r'\bid="([\w-]+)"', words)}
        parts |= {f".{one}" for found in re.findall(r'classes="([\w -]+)"', words) for one in found.split()}
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, ModalScreen) and kind.__module__ == module.__name__:
                yield kind, parts


def owned(sheets: Sequence[object]) -> set[str]:
    """The ids and classes that rules begin with which hold on whatever screen they meet."""
    found: set[str] = set()
    for sheet in sheets:
        for line in Path(str(sheet)).read_text(encoding="utf-8").splitlines():
            if re.match(r"[#.][a-z]|\w+Screen #", line):
                found |= {_FIRST.findall(selector)[0] for selector in line.partition("{")[0].split(",")}
    return found


@pytest.mark.parametrize(("dialog", "parts"), list(dialogs()), ids=lambda one: getattr(one, "__name__", ""))
def test_a_dialog_names_the_sheet_of_its_own_rules(dialog: type[Screen[object]], parts: set[str]) -> None:
    named = dialog.CSS_PATH or []
    assert not parts & owned(IN_THE_MEETING), "a step's sheet is not there outside the meeting"
    assert not parts & owned(DIALOGS) or named == DIALOGS
