"""Two things measured in turns, so that what else the machine does falls on both, and what is said of the pairs.

Absolute times drift twofold with the processor's mood; a ratio is the median of the ratios of the pairs.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from pydantic import JsonValue

T = TypeVar("T")
S = TypeVar("S")

Judged = Literal["ratio", "median", "tail", "most"]
"""What a reach is about: the median of the ratios, our own median, our p95 over our median, or our largest."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far we want to come."""

    most: float
    of: Judged = "ratio"


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was measured, each time beside another or alone.

    Attributes:
        part: The measure that it comes from.
        name: What was measured.
        unit: What `ours` and `base` are in.
        ours: Each figure of ours.
        base: What stood beside each of them; empty when nothing did.
        beside: What that was.
        reaches: How far we want to come; all must hold.
        note: What must be known to read it.
    """

    part: str
    name: str
    unit: str
    ours: tuple[float, ...]
    base: tuple[float, ...] = ()
    beside: str = ""
    reaches: tuple[Reach, ...] = field(default=())
    note: str = ""

    @property
    def ratios(self) -> tuple[float, ...]:
        """The ratio of each pair whose base is not nothing."""
        return tuple(one / other for one, other in zip(self.ours, self.base, strict=False) if other > 0)

    @property
    def ratio(self) -> float | None:
        """The median of them; None when nothing stood beside."""
        return statistics.median(self.ratios) if self.ratios else None

    @property
    def spread(self) -> tuple[float, float] | None:
        """The ratios between which the middle half of the pairs lies."""
        if len(self.ratios) < 4:
            return (min(self.ratios), max(self.ratios)) if self.ratios else None
        low, _middle, high = statistics.quantiles(self.ratios, n=4)
        return low, high

    def judged(self, of: Judged) -> float | None:
        """What a reach is held against; None when it was not measured."""
        match of:
            case "ratio":
                return self.ratio
            case "median":
                return statistics.median(self.ours) if self.ours else None
            case "tail":
                return p95(self.ours) / statistics.median(self.ours) if self.ours and any(self.ours) else None
            case "most":
                return max(self.ours, default=None)

    @property
    def reached(self) -> bool | None:
        """Whether every reach holds; None when there is none, or nothing was measured."""
        found = [(self.judged(reach.of), reach.most) for reach in self.reaches]
        if not found or any(value is None for value, _most in found):
            return None
        return all(value is not None and value <= most for value, most in found)

    def as_json(self) -> dict[str, JsonValue]:
        """All of it, with every single figure."""
        return {
            "part": self.part,
            "name": self.name,
            "unit": self.unit,
            "beside": self.beside,
            "ratio": self.ratio,
            "spread": None if self.spread is None else list(self.spread),
            "ours": list(self.ours),
            "base": list(self.base),
            "reach": [{"of": reach.of, "most": reach.most} for reach in self.reaches],
            "reached": self.reached,
            "note": self.note,
        }


def in_turns(rounds: int, ours: Callable[[], T], base: Callable[[], S]) -> list[tuple[T, S]]:
    """Go both ways `rounds` times, each first every other time, and return the pairs."""
    pairs: list[tuple[T, S]] = []
    for number in range(rounds):
        if number % 2:
            other = base()
            pairs.append((ours(), other))
        else:
            pairs.append((ours(), base()))
    return pairs


def p95(figures: Sequence[float]) -> float:
    """The figure that one in twenty is above."""
    return sorted(figures)[math.ceil(len(figures) * 0.95) - 1]


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines of text, a heading over each part."""
    lines: list[str] = []
    part = ""
    for one in figures:
        if one.part != part:
            part = one.part
            heads = f"{'median':>9}{'p95':>9}{'beside':>9}{'ratio':>8}{'middle half':>14}"
            lines += ["", f"{part:<46}{heads}  reach"]
        lines.append(_line(one))
        lines += [f"    {one.note}"] if one.note else []
    return "\n".join(lines[1:])


def _line(one: Figure) -> str:
    if not one.ours:
        return f"{one.name:<46}"
    name = f"{one.name}, {one.unit}"
    beside = _short(statistics.median(one.base)) if one.base else ""
    ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
    spread = "" if one.spread is None else f"{one.spread[0]:.2f}–{one.spread[1]:.2f}"
    said = {None: "", True: "  ✓", False: "  ✗"}[one.reached]
    reaches = ", ".join(_reach_words(one, reach) for reach in one.reaches)
    middle = f"{_short(statistics.median(one.ours)):>9}{_short(p95(one.ours)):>9}{beside:>9}{ratio:>8}{spread:>14}"
    return f"{name:<46}{middle}{said} {reaches}".rstrip()


def _reach_words(one: Figure, reach: Reach) -> str:
    match reach.of:
        case "ratio":
            return f"ratio ≤ {reach.most:g}"
        case "median":
            return f"≤ {reach.most:g} {one.unit}"
        case "tail":
            return f"p95 ≤ {reach.most:g} × median"
        case "most":
            return f"never over {reach.most:g} {one.unit}"


def _short(figure: float) -> str:
    return f"{figure:.0f}" if figure >= 100 else f"{figure:.1f}" if figure >= 10 else f"{figure:.2f}"
