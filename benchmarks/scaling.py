"""The curves of `docs/performance.md`: what each way costs with ever more assessments, both axes logarithmic."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_TEMPLATES = Path(__file__).parent / "templates"
_DASHES = ("none", "8 4", "2 4", "12 4 2 4", "4 2", "16 6")
_ROOM_FOR_A_LABEL = 17


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the grid, where it lies and what it says."""

    at: float
    says: str


@dataclass(frozen=True, slots=True)
class Curve:
    """One way, its points from left to right, and where its name stands."""

    name: str
    dots: tuple[tuple[float, float], ...]
    dashes: str
    label_at: float

    @property
    def points(self) -> str:
        """The points as SVG writes them."""
        return " ".join(f"{x},{y}" for x, y in self.dots)


@dataclass(frozen=True, slots=True)
class Plot:
    """Everything that the template draws."""

    title: str
    says: str
    across: tuple[Mark, ...]
    up: tuple[Mark, ...]
    curves: tuple[Curve, ...]
    width: int = 860
    height: int = 460
    left: int = 80
    right: int = 640
    top: int = 50
    bottom: int = 410


def drawn(title: str, unit: str, ways: Mapping[str, Mapping[int, float]]) -> str:
    """The curves as SVG.

    Args:
        title: What stands over them.
        unit: What the figures are in.
        ways: The figure of each way for each number of assessments; none is 0.
    """
    plot = _plot(title, unit, ways)
    templates = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)
    return templates.get_template("scaling.svg").render(plot=plot)


def _plot(title: str, unit: str, ways: Mapping[str, Mapping[int, float]]) -> Plot:
    bare = Plot(title, "", (), (), ())
    numbers = sorted({number for way in ways.values() for number in way})
    figures = [figure for way in ways.values() for figure in way.values()]
    low, high = math.floor(math.log10(min(figures))), math.ceil(math.log10(max(figures)))
    first, last = math.log10(numbers[0]), math.log10(numbers[-1])

    def x(number: int) -> float:
        return round(bare.left + (math.log10(number) - first) / (last - first) * (bare.right - bare.left), 1)

    def y(figure: float) -> float:
        return round(bare.bottom - (math.log10(figure) - low) / (high - low) * (bare.bottom - bare.top), 1)

    dots = {name: tuple((x(number), y(way[number])) for number in sorted(way)) for name, way in ways.items()}
    labels = _apart({name: found[-1][1] + 4 for name, found in dots.items()})
    return Plot(
        title,
        "; ".join(f"{name}: {_told(way, unit)}" for name, way in ways.items()),
        tuple(Mark(y(10.0**power), f"{10**power:,} {unit}") for power in range(low, high + 1)),
        tuple(Mark(x(number), f"{number:,}") for number in numbers),
        tuple(
            Curve(name, found, _DASHES[place % len(_DASHES)], labels[name])
            for place, (name, found) in enumerate(dots.items())
        ),
    )


def _apart(wanted: Mapping[str, float]) -> dict[str, float]:
    """Places for the labels, in the order of the curves' ends, none over another."""
    placed: dict[str, float] = {}
    least = 0.0
    for name, at in sorted(wanted.items(), key=lambda one: one[1]):
        placed[name] = max(at, least)
        least = placed[name] + _ROOM_FOR_A_LABEL
    return placed


def _told(way: Mapping[int, float], unit: str) -> str:
    numbers: Sequence[int] = sorted(way)
    return ", ".join(f"{way[number]:.0f} {unit} with {number:,}" for number in numbers)
