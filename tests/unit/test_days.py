from __future__ import annotations

from datetime import date

import pytest

from assess.errors import NotAllowed
from assess.screens.local_time import day_from


@pytest.mark.parametrize(
    "text",
    ["01.12.2026", "1.12.26", "2026-12-01", "01/12/2026", "1. desember 2026", "1 des. 2026", "1 December 2026"],
)
def test_a_day_may_be_written_with_figures_or_with_the_months_name(text: str) -> None:
    assert day_from(f" {text} ") == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [("17. mai 2027", date(2027, 5, 17)), ("3 okt 2026", date(2026, 10, 3)), ("2. juli 2026", date(2026, 7, 2))],
)
def test_months_that_begin_alike_are_told_apart(text: str, day: date) -> None:
    assert day_from(text) == day


@pytest.mark.parametrize("text", ["31. februar 2026", "1. des", "1. jul 26", "snart", "1. m 2026", "0. mai 2026"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(NotAllowed, match="er ikke en dato"):
        day_from(text)
