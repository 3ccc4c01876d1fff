"""Putting the register's own cards into their tables and taking them out again."""

from __future__ import annotations

from collections.abc import Mapping

from assess.register.cards import DRAWERS
from assess.register.driver import Database
from assess.register.shelves import columns, fields
from assess.register.store import C, Cards


def put(db: Database, cards: Cards) -> None:
    """Put each card in the place of the one with the same key; inside a write transaction."""
    for card in cards:
        drawer = DRAWERS[type(card)]
        db.table(drawer.table).upsert(columns(card), pk=drawer.key)


def card_of(kind: type[C], row: Mapping[str, str | int | None]) -> C:
    """The card that a row holds."""
    return kind.model_validate(fields(kind, row), strict=False)


def state(db: Database, facts: Mapping[str, str]) -> None:
    """Put facts about the register beside those there are; inside a write transaction."""
    for key, value in facts.items():
        db.table("register_facts").upsert({"key": key, "value": value}, pk="key")


def counted(db: Database) -> dict[str, int]:
    """How many rows each table has."""
    return {name: db.table(name).count for name in db.table_names() if not name.startswith(("_", "sqlite_"))}
