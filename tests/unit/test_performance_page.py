"""The performance page takes its tables and curves from the figures that runs have kept."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import click
import pytest

from benchmarks.performance import Kept, between, only, scaled, table
from benchmarks.scaling import drawn
from benchmarks.turns import Figure, Reach

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"


def kept(*figures: Figure) -> Kept:
    return Kept.model_validate({"machine": "Python, two processors", "figures": [one.as_json() for one in figures]})


def test_a_line_of_the_table_has_the_ratio_of_every_run() -> None:
    once = Figure("keys", "move", "ms", (3.0, 3.0), (2.0, 2.0), "the empty app", (Reach(1.6),))
    again = Figure("keys", "move", "ms", (5.0, 5.0), (2.0, 2.0), "the empty app", (Reach(1.6),))
    other = Figure("keys", "another", "ms", (1.0,))
    assert table([kept(once), kept(again), kept(other)]).splitlines()[-1] == (
        "| keys: move | 3 ms | 2 ms (the empty app) | 1.50 | 2.50 | – | ratio ≤ 1.6 ✓ in 1 of 2 |"
    )
    assert table([kept(once), kept(once)]).endswith("ratio ≤ 1.6 ✓ |")
    assert table([kept(again), kept(other)]).endswith("ratio ≤ 1.6 ✗ |")


def test_the_curves_begin_with_what_stood_beside_the_large_register() -> None:
    found = kept(
        Figure("scale", "open a case, 10,000, CPU", "ms", (12.0,), (10.0,)),
        Figure("scale", "open a case, 100,000, CPU", "ms", (20.0,), (10.0,)),
        Figure("scale", "open a case, 10,000, clock", "ms", (99.0,), (10.0,)),
        Figure("keys", "move, 10,000, CPU", "ms", (99.0,), (10.0,)),
    )
    assert scaled(found) == {"open a case": {100: 10.0, 10_000: 12.0, 100_000: 20.0}}


def test_the_curves_say_in_words_what_they_show() -> None:
    picture = ET.fromstring(drawn("CPU", "ms", {"home": {100: 10.0, 10_000: 20.0}, "search": {100: 10.0}}))  # noqa: S314  our own
    words = " ".join(picture.itertext())
    assert "home: 10 ms with 100, 20 ms with 10,000" in words
    labels = [
        float(one.get("y", "0"))
        for one in picture.iter("{http://www.w3.org/2000/svg}text")
        if one.text in {"home", "search"}
    ]
    assert len(labels) == 2
    assert abs(labels[0] - labels[1]) >= 17


def test_one_part_of_a_run_has_a_table_of_its_own() -> None:
    run = kept(Figure("scale", "home", "ms", (1.0,)), Figure("peers", "another program", "ms", (2.0,)))
    assert [one.name for one in only(run, "peers").figures] == ["another program"]


def test_what_stands_between_the_marks_is_replaced_and_nothing_else() -> None:
    page = "a\n<!-- runs -->\nold\n<!-- end of runs -->\nb"
    assert between(page, "runs", "new") == "a\n<!-- runs -->\nnew\n<!-- end of runs -->\nb"
    with pytest.raises(click.ClickException):
        between(page, "tmux", "new")


def test_the_page_has_room_for_every_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in ("runs", "tmux", "scale", "peers"):
        assert between(page, name, "new") != page
