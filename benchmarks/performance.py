"""The tables and curves of `docs/performance.md` from the figures that runs have kept.

`python -m benchmarks.performance 1.json 2.json 3.json --tmux tmux.json --once once.json`
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import click
from pydantic import BaseModel, ConfigDict, Field

from benchmarks.scaling import drawn

_PAGE = Path("docs/performance.md")
_CURVES = Path("docs/scaling.svg")
_FEW = 100
_NUMBERED = re.compile(r"(?P<way>.+), (?P<number>[\d,]+), CPU")
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


class KeptReach(BaseModel):
    """How far we want to come, as a run keeps it."""

    model_config = ConfigDict(frozen=True)
    of: str
    most: float


class KeptFigure(BaseModel):
    """One figure, as a run keeps it."""

    model_config = ConfigDict(frozen=True)
    part: str
    name: str
    unit: str
    beside: str
    ratio: float | None
    ours: tuple[float, ...]
    base: tuple[float, ...]
    reach: tuple[KeptReach, ...]
    reached: bool | None


class Kept(BaseModel):
    """A whole run, as it is kept."""

    model_config = ConfigDict(frozen=True)
    machine: str
    figures: Annotated[tuple[KeptFigure, ...], Field(min_length=1)]


@click.command(help=__doc__)
@click.argument("runs", nargs=-1, required=True, type=_FILE)
@click.option("--tmux", type=_FILE, help="A run inside tmux.")
@click.option("--once", type=_FILE, help="A run of what is measured once: very many assessments, and other programs.")
@click.option("--page", default=_PAGE, type=click.Path(path_type=Path))
@click.option("--curves", default=_CURVES, type=click.Path(path_type=Path))
def main(runs: tuple[Path, ...], tmux: Path | None, once: Path | None, page: Path, curves: Path) -> None:
    """Put the tables between their marks on the page, and draw the curves beside it."""
    kept = [read(path) for path in runs]
    words = page.read_text(encoding="utf-8")
    words = between(words, "runs", table(kept))
    if tmux is not None:
        words = between(words, "tmux", table([read(tmux)]))
    if once is not None:
        run = read(once)
        for part in ("scale", "peers"):
            words = between(words, part, table([only(run, part)], "it" if part == "peers" else "ours"))
        curves.write_text(drawn("CPU beside the number of assessments", "ms", scaled(run)), encoding="utf-8")
    page.write_text(words, encoding="utf-8")


def read(path: Path) -> Kept:
    """Read a run."""
    return Kept.model_validate_json(path.read_text(encoding="utf-8"))


def table(runs: Sequence[Kept], whose: str = "ours") -> str:
    """A line for each figure of the first run: the medians of the first, and the ratio of every run.

    Args:
        runs: The runs.
        whose: What the column of what was measured is called.
    """
    heads = " | ".join(f"ratio {number}" for number in range(1, len(runs) + 1))
    lines = [
        f"{runs[0].machine}.",
        "",
        f"| what | {whose} | beside it | {heads} | reach |",
        f"|---|--:|--:|{'--:|' * len(runs)}---|",
    ]
    for one in runs[0].figures:
        found = [_same(run, one) for run in runs]
        ratios = " | ".join("–" if each is None or each.ratio is None else f"{each.ratio:.2f}" for each in found)
        beside = f"{_short(one.base)} {one.unit} ({one.beside})" if one.base else "–"
        lines.append(
            f"| {one.part}: {one.name} | {_short(one.ours)} {one.unit} | {beside} | {ratios} | {_reach(one, found)} |"
        )
    return "\n".join(lines)


def only(run: Kept, part: str) -> Kept:
    """The figures of one part of a run.

    Raises:
        ValidationError: It has none.
    """
    return Kept(machine=run.machine, figures=tuple(one for one in run.figures if one.part == part))


def scaled(run: Kept) -> dict[str, dict[int, float]]:
    """The CPU of each way for each number of assessments, in milliseconds; that of the fewest is what stood beside."""
    ways: dict[str, dict[int, float]] = {}
    for one in run.figures:
        found = _NUMBERED.fullmatch(one.name) if one.part == "scale" else None
        if found is not None and one.base:
            way = ways.setdefault(found["way"], {_FEW: statistics.median(one.base)})
            way[int(found["number"].replace(",", ""))] = statistics.median(one.ours)
    return ways


def between(page: str, name: str, words: str) -> str:
    """The page with `words` between the marks of this name.

    Raises:
        click.ClickException: The page has no such marks.
    """
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    if marks.search(page) is None:
        message = f"no place for «{name}» on the page"
        raise click.ClickException(message)
    return marks.sub(lambda found: f"{found[1]}{words}\n{found[2]}", page)


def _same(run: Kept, one: KeptFigure) -> KeptFigure | None:
    return next((each for each in run.figures if (each.part, each.name) == (one.part, one.name)), None)


def _short(figures: Sequence[float]) -> str:
    if not figures:
        return "–"
    middle = statistics.median(figures)
    return f"{middle:,.0f}" if middle >= 100 else f"{middle:.3g}"


def _reach(one: KeptFigure, found: Sequence[KeptFigure | None]) -> str:
    """How far we want to come, and in how many of the runs we did."""
    held = [each.reached for each in found if each is not None and each.reached is not None]
    if not held:
        return ""
    said = "✓" if all(held) else f"✓ in {held.count(True)} of {len(held)}" if any(held) else "✗"
    return "; ".join(f"{reach.of} ≤ {reach.most:g}" for reach in one.reach) + f" {said}"


if __name__ == "__main__":
    main()
