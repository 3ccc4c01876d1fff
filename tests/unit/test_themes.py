from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from textual.color import Color

import assess.screens
from assess.screens.themes import (
    DEFAULT,
    LEAST_CONTRAST,
    PAIRS,
    PALETTES,
    THEMES,
    contrast_ratio,
    next_theme,
    theme_label,
)

SCREENS = Path(assess.screens.__file__).parent
STYLES = (SCREENS / "styles" / "base.tcss").read_text(encoding="utf-8") + "".join(
    path.read_text(encoding="utf-8") for path in (SCREENS / "widgets").glob("*.py")
)


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast_ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast_ratio("#FFFFFF", "#FFFFFF") == pytest.approx(1)
    assert contrast_ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast_ratio("#0B5260", "#F6F2E9") == contrast_ratio("#F6F2E9", "#0B5260")


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_text_can_be_read_on_every_ground_it_may_stand_on(theme: str, text: str, ground: str) -> None:
    palette = PALETTES[theme]
    assert contrast_ratio(palette[text], palette[ground]) >= LEAST_CONTRAST[theme]


@pytest.mark.parametrize("theme", PALETTES)
def test_edges_can_be_seen_on_every_ground(theme: str) -> None:
    palette = PALETTES[theme]
    assert all(contrast_ratio(palette["line"], palette[ground]) >= 2.7 for ground in ("paper", "sheet", "margin"))


@pytest.mark.parametrize("theme", PALETTES)
def test_the_tones_differ_from_each_other_and_are_no_traffic_light(theme: str) -> None:
    palette = PALETTES[theme]
    tones = [Color.parse(palette[name]) for name in ("risk", "strength", "unknown", "saved", "caution")]
    hues = sorted(tone.hsl.h for tone in tones)
    assert all(after - before > 0.02 for before, after in pairwise(hues))
    assert 0.5 < Color.parse(palette["strength"]).hsl.h < 0.75


def test_the_style_sheets_write_text_only_in_colours_of_the_table() -> None:
    used = set(re.findall(r"(?<![\w-])color: \$([\w-]+)", STYLES))
    assert used - {"line"} <= {text for text, _ground in PAIRS}
    assert set(re.findall(r"background: \$([\w-]+)", STYLES)) <= set(PALETTES[DEFAULT])


def test_nothing_moves() -> None:
    assert "transition" not in STYLES
    assert "offset-x" not in STYLES


def test_every_theme_names_the_same_colours_and_every_one_has_a_label() -> None:
    assert len({frozenset(palette) for palette in PALETTES.values()}) == 1
    assert {theme_label(name) for name in THEMES} == {"Lys", "Mørk", "Høy kontrast"}


def test_one_key_steps_through_all_themes_and_back() -> None:
    seen = [DEFAULT]
    while (following := next_theme(seen[-1])) != DEFAULT:
        seen.append(following)
    assert seen == list(THEMES)
    assert next_theme("no such theme") == DEFAULT
