"""Measure how fast it is: `python -m benchmarks`, or single parts, `python -m benchmarks start keys`.

Prints a table as each part is done, and keeps every single figure as JSON.
"""

from __future__ import annotations

import json
import os
import platform
import tempfile
import time
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import cast

import click
from pydantic import JsonValue

from assess.language import speak
from benchmarks.process_figures import Unmeasured
from benchmarks.run import Part, Run
from benchmarks.turns import Figure, table

PARTS = (
    ("start", "first screen, settled, passphrase to home, --version and --help"),
    ("keys", "rating, moving, typing in a full meeting; 60 keys at once; escape"),
    ("saving", "from the key to what is safely kept"),
    ("scale", "home, search, case and comparison with 100 to 10,000 assessments (--large: 1,000 and 100,000)"),
    ("judging", "instrument check and range with 94 items"),
    ("memory", "memory of an open meeting, after 400 items, and what an idle one costs"),
    ("rendering", "keys while a PDF is printed"),
    ("report", "a report, cold and from a warm worker"),
    ("full_meeting", "CPU of keys in every step, in a full meeting and in a small one"),
    ("peers", "other Textual programs, where they are installed"),
)
"""Each part's module, and what it measures."""


def _size(_ctx: click.Context, _param: click.Parameter, words: str) -> tuple[int, int]:
    columns, _times, lines = words.partition("x")
    if not (columns.isdigit() and lines.isdigit()):
        raise click.BadParameter("a size is written 80x24")
    return int(columns), int(lines)


@click.command(help=f"{__doc__}\n\n\b\n" + "\n".join(f"{name:<14}{about}" for name, about in PARTS))
@click.argument("parts", nargs=-1, type=click.Choice([name for name, _about in PARTS]))
@click.option("--rounds", default=1.0, show_default=True, help="So many times as many pairs.")
@click.option("--size", default="120x40", show_default=True, callback=_size, help="Columns and lines.")
@click.option("--tmux", is_flag=True, help="Run the programs inside tmux.")
@click.option("--large", is_flag=True, help="Also 1,000 and 100,000 assessments: needs 5 GiB and some minutes.")
@click.option("--json", "kept", default=Path("build/benchmarks.json"), type=click.Path(path_type=Path))
def main(parts: tuple[str, ...], rounds: float, size: tuple[int, int], kept: Path, *, tmux: bool, large: bool) -> None:
    """Run the parts asked for, print their tables, and keep the figures."""
    speak("nb")
    figures: list[Figure] = []
    click.echo(_machine(size, in_tmux=tmux))
    for name in parts or [name for name, _about in PARTS]:
        began = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            run = Run(Path(folder), rounds, size, tmux, large)
            found: list[Figure] = []
            try:
                found.extend(cast("Part", import_module(f"benchmarks.{name}")).measure(run))
            except Unmeasured as error:
                click.echo(f"\n{name}: not measured to the end: {error}")
        if found:
            click.echo(f"\n{table(found)}")
        click.echo(f"({name}: {time.perf_counter() - began:.0f} s, load {os.getloadavg()[0]:.1f})")
        figures += found
        _keep(kept, figures, size, in_tmux=tmux)
    click.echo(f"\nEvery single figure: {kept}")


def _machine(size: tuple[int, int], *, in_tmux: bool) -> str:
    versions = f"Python {platform.python_version()}, Textual {version('textual')}, {os.cpu_count()} processors"
    where = " in tmux" if in_tmux else ""
    return f"{versions}, {size[0]}×{size[1]}{where}, load {os.getloadavg()[0]:.1f}"


def _keep(path: Path, figures: list[Figure], size: tuple[int, int], *, in_tmux: bool) -> None:
    """Write the figures whole; so far as the run has come."""
    found: dict[str, JsonValue] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": _machine(size, in_tmux=in_tmux),
        "figures": [one.as_json() for one in figures],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
