"""Reading and checking an instrument, and what its rules say, with 94 items beside the shipped 34.

The long one is the shipped instrument with items repeated under other ids, so that all that grows is their number: a
ratio of 2.8 is what 94 items for 34 cost at the most when the time follows the number of items.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import yaml
from pydantic import JsonValue

from assess.instrument.library import Library
from assess.instrument.load import SOURCE_FILE, examine, load_edition
from assess.instrument.model import Instrument
from assess.instrument.range import range_of
from benchmarks.run import Run
from benchmarks.turns import Figure, in_turns

_PART = "judging"
_ITEMS = 94
_TIMES = 7
_ASKED_AT_ONCE = 20
"""Times that the rules are asked for one figure: once is too short for the clock."""

_NEVER = 1_000_000
"""Columns after which a line is broken: instruments break none inside a text."""

_Entry = dict[str, JsonValue]


class _Dumper(yaml.SafeDumper):
    """Writes a text of several lines as a block, as instruments must."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def measure(run: Run) -> Iterator[Figure]:
    """Measure the check and the range."""
    short, long = run.folder / "short", run.folder / "long"
    shipped = Library().folder("vrb") / SOURCE_FILE
    _write(short, shipped, 0)
    number = sum(1 for _item in load_edition(short).instrument.items())
    _write(long, shipped, _ITEMS)
    beside = f"the same with {number} items"
    checks = in_turns(run.times(_TIMES), lambda: _spent(lambda: examine(long)), lambda: _spent(lambda: examine(short)))
    yield _figure("instrument check, CPU", checks, beside)
    one, other = load_edition(long).instrument, load_edition(short).instrument
    ranges = in_turns(run.times(_TIMES * 3), lambda: _asked(one), lambda: _asked(other))
    yield _figure("range, CPU", ranges, beside)


def _figure(name: str, pairs: list[tuple[float, float]], beside: str) -> Figure:
    ours, base = (tuple(seconds * 1000 for seconds in side) for side in zip(*pairs, strict=True))
    return Figure(_PART, f"{name}, {_ITEMS} items", "ms", ours, base, beside)


def _write(folder: Path, source: Path, items: int) -> None:
    """Write the instrument again, its items repeated domain by domain until there are so many."""
    data = cast("_Entry", yaml.safe_load(source.read_text(encoding="utf-8")))
    domains = [cast("list[_Entry]", domain["items"]) for domain in cast("list[_Entry]", data["domains"])]
    originals = [list(domain) for domain in domains]
    made, count = 0, sum(map(len, domains))
    while count < items:
        domain, known = domains[made % len(domains)], originals[made % len(domains)]
        again = copy.deepcopy(known[made // len(domains) % len(known)])
        domain.append({**again, "id": f"{str(again['id'])[0]}{len(domain) + 1}"})
        made, count = made + 1, count + 1
    folder.mkdir()
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_NEVER)
    folder.joinpath(SOURCE_FILE).write_text(text, encoding="utf-8")


def _asked(instrument: Instrument) -> float:
    """Ask for the range of the level, half of the items known and half unknown."""
    outcome = instrument.level_outcome or ""
    answers = {item.id: "1U"[number % 2] for number, item in enumerate(instrument.items())}

    def ask() -> None:
        for _time in range(_ASKED_AT_ONCE):
            range_of(instrument, outcome, answers)

    return _spent(ask) / _ASKED_AT_ONCE


def _spent(do: Callable[[], object]) -> float:
    began = time.process_time()
    do()
    return time.process_time() - began
