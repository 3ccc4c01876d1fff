"""Answers side by side on several lines: the arrows follow what is seen, and no label is cut."""

from __future__ import annotations

import pytest
from textual.app import ComposeResult

from assess.screens.terminal import SafeApp
from assess.screens.widgets.choice import Choice, Option
from tests.screens.planted import drawn

LONG = "Fritidsklubb eller annet fritidstilbud i kommunen"


class Answers(SafeApp[None]):
    """Six answers, as many in a line as fit in the columns that there are; the last is long."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self._columns = columns

    def compose(self) -> ComposeResult:
        names = ["Skole", "Barnehage", "NAV", "Politi", "Helse", LONG]
        choice = Choice([Option(name, name, key) for name, key in zip(names, "abcdef", strict=True)], horizontal=True)
        choice.styles.width = self._columns
        yield choice


@pytest.mark.parametrize(
    ("keys", "number"),
    [
        (("down",), 2),
        (("right", "down"), 3),
        (("right", "down", "up"), 1),
        (("right",), 1),
        (("down", "right", "left"), 2),
        (("up",), 0),
        (("down", "down"), 4),
        (("right", "down", "down"), 4),
        (("down", "down", "down"), 5),
        (("down", "down", "down", "down"), 5),
    ],
)
async def test_up_and_down_go_to_what_stands_above_and_below(keys: tuple[str, ...], number: int) -> None:
    app = Answers(44)
    async with app.run_test(size=(80, 24)) as pilot:
        choice = app.query_one(Choice)
        choice.focus()
        await pilot.press(*keys)
        assert choice.cursor == number


async def test_where_all_stand_in_one_line_up_and_down_go_to_the_one_before_and_after() -> None:
    app = Answers(200)
    async with app.run_test(size=(200, 24)) as pilot:
        choice = app.query_one(Choice)
        choice.focus()
        await pilot.press("down", "down", "up")
        assert choice.cursor == 1


async def test_a_label_that_no_line_has_room_for_is_wrapped_and_not_cut() -> None:
    app = Answers(44)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert LONG in " ".join(drawn(app).replace("▌", " ").split())
