"""What a template draws: finished words in a few shapes, and nothing to decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Look = Literal["plain", "concern", "strong", "strength", "weak", "unknown", "unsought", "blank"]
"""How a code is drawn; `weak` is the mark of a strength that isn't there. Its words always stand beside it."""

TableKind = Literal[
    "items",
    "ledger",
    "unknowns",
    "decided",
    "measures",
    "reasons",
    "alarms",
    "rights",
    "levels",
    "checks",
    "signatures",
    "events",
    "pairs",
    "changes",
    "sources",
]
"""Which widths a table has; each is laid out in the stylesheet."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code as a small mark."""

    text: str
    look: Look


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a mark, some strong words, running text, and quieter lines below, each of which may be missing."""

    text: str = ""
    lead: str = ""
    notes: tuple[str, ...] = ()
    code: Code | None = None
    struck: bool = False
    """Whether the text no longer counts; its notes say why."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column heads its rows."""

    kind: TableKind
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heading: str = ""
    note: str = ""
    """A quiet line beside the heading."""
    intro: str = ""
    empty: str = ""
    """What stands in its place when it has no rows."""
    closing: str = ""
    """A line below it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands beside it."""

    label: str
    text: str
    is_head: bool = False
    """Whether the journal's head stands beside the label, which `ReportContent.head` says."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A short heading with the group's own words, or the program's, below it."""

    heading: str
    text: str
    missing: bool = False
    """Whether the text only says that there is none."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, and words that say the same."""

    kind: Literal["board", "spread", "strip", "timeline"]
    """`pictures/<kind>.svg` draws it."""
    title: str
    says: str
    """What the drawing shows, in words: read aloud instead of it."""
    drawing: object
    """The dataclass that the template of its kind draws."""
    below: tuple[str, ...] = ()
    """The key to its marks, and its words for everybody, printed under it."""


@dataclass(frozen=True, slots=True)
class PrintedLogo:
    """The organisation's logo, at the top of the first page."""

    address: str
    """The whole PNG as a `data:` address: the one picture from outside that a page may ask for."""
    says: str
    """Read aloud instead of it."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the proof behind the decision."""

    heading: str
    intro: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    prose: tuple[Prose, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands first in a report that does not open with the decision."""

    group: str
    heading: str
    facts: tuple[str, ...]
    """What it is, and of which day."""
    notes: tuple[Fact, ...] = ()
    """Labels with what stands beside them."""
    prose: tuple[Prose, ...] = ()
    tables: tuple[Table, ...] = ()
