"""What differs between two states of an assessment, row by row, and how the journal tells of it."""

from __future__ import annotations

from itertools import zip_longest

from pydantic import JsonValue

from assess.casework.assessment import Assessment
from assess.instrument.edition import Edition
from assess.register.shelves import SHELVES, Key, Row, Shelf

Changes = list[tuple[Shelf, list[Row], list[Key]]]
"""For each table that is touched: the rows to put, and the keys of those to delete."""


def changes_between(before: Assessment, after: Assessment) -> Changes:
    """What to put and what to delete in each table; what is the same object in the same place has not changed."""
    found = []
    for shelf in SHELVES:
        former, now = shelf.records(before), shelf.records(after)
        if former is now:
            continue
        apart = [place for place, (one, other) in enumerate(zip_longest(former, now)) if one is not other]
        old, new = shelf.rows(before, apart), shelf.rows(after, apart)
        put = [row for key, row in new.items() if old.get(key) != row]
        gone = [key for key in old if key not in new]
        if put or gone:
            found.append((shelf, put, gone))
    return found


def told(changes: Changes) -> dict[str, JsonValue]:
    """The same as the journal's body holds it."""
    says: dict[str, JsonValue] = {}
    for shelf, put, gone in changes:
        if put:
            says[shelf.table] = [dict(row) for row in put]
        if gone:
            says[f"{shelf.table} removed"] = [list(key) for key in gone]
    return says


def edition_row(edition: Edition) -> Row:
    """An instrument's row."""
    return {
        "hash": edition.hash,
        "instrument_id": edition.instrument.id,
        "version": edition.instrument.version,
        "body": edition.model_dump_json(by_alias=True),
    }
