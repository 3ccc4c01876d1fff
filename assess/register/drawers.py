"""Putting the register's own cards into their tables and taking them out again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assess.register.cards import DRAWERS, Keeping
from assess.register.driver import Database
from assess.register.rows import put_row
from assess.register.shelves import columns, fields
from assess.register.store import C, Cards

_DUE = """
SELECT cases.reference, keepings.* FROM keepings JOIN cases ON cases.id = case_id WHERE blocked_at IS NOT NULL
UNION ALL
SELECT cases.reference, keepings.* FROM keepings JOIN cases ON cases.id = case_id
WHERE blocked_at IS NULL AND due_on <= :day
"""


def put(db: Database, cards: Cards) -> None:
    """Put each card in the place of the one with the same key; inside a write transaction."""
    for card in cards:
        drawer = DRAWERS[type(card)]
        put_row(db, drawer.table, (drawer.key,), columns(card))


def card_of(kind: type[C], row: Mapping[str, str | int | None]) -> C:
    """The card that a row holds."""
    return kind.model_validate(fields(kind, row), strict=False)


def keepings_due(db: Database, day: date) -> tuple[tuple[str, Keeping], ...]:
    """Each case that is blocked, or not blocked and due by `day`: its reference, and how long it is kept."""
    return tuple((str(row["reference"]), card_of(Keeping, row)) for row in db.query(_DUE, {"day": day.isoformat()}))


def state(db: Database, facts: Mapping[str, str]) -> None:
    """Put facts about the register beside those there are; inside a write transaction."""
    for key, value in facts.items():
        put_row(db, "register_facts", ("key",), {"key": key, "value": value})


def counted(db: Database) -> dict[str, int]:
    """How many rows each table has."""
    return {name: db.table(name).count for name in db.table_names() if not name.startswith(("_", "sqlite_"))}
