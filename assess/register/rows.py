"""Rows put in place and taken away by plain SQL whose words are the same each time, so that they are prepared once.

sqlite-utils asks the database what a table looks like at every row, which takes longer than keeping it: memory that
SQLCipher locks and wipes makes every question dear. Here the caller knows the key. Each function is one statement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from assess.register.driver import Database

Columns = Mapping[str, str | int | None]
"""Columns of a row by their names."""


def add_row(db: Database, table: str, row: Columns) -> None:
    """Add a row; inside a write transaction.

    Raises:
        dbapi.IntegrityError: There is one with the same key, or none that it refers to.
    """
    db.conn.execute(_insertion(table, row), tuple(row.values()))


def put_row(db: Database, table: str, key: Iterable[str], row: Columns) -> None:
    """Put a row in the place of the one with the same `key` columns, among others; inside a write transaction."""
    named = set(key)
    new = ", ".join(f"{_quoted(column)} = excluded.{_quoted(column)}" for column in row if column not in named)
    words = f"{_insertion(table, row)} ON CONFLICT ({', '.join(map(_quoted, key))}) DO UPDATE SET {new}"
    db.conn.execute(words, tuple(row.values()))


def change_row(db: Database, table: str, known: Columns, new: Columns) -> bool:
    """Change the columns in `new` of the row with these `known` ones; inside a write transaction.

    Only what changes is named: to name a column that others refer to makes SQLite read everything that does.

    Returns:
        Whether there was such a row.
    """
    words = f"UPDATE {_quoted(table)} SET {_equal(new, ', ')} WHERE {_equal(known, ' AND ')}"  # noqa: S608  our own words
    return bool(db.conn.execute(words, (*new.values(), *known.values())).rowcount)


def take_row(db: Database, table: str, known: Columns) -> None:
    """Take the row with these `known` columns away; inside a write transaction.

    Raises:
        LookupError: There is none.
    """
    words = f"DELETE FROM {_quoted(table)} WHERE {_equal(known, ' AND ')}"  # noqa: S608  our own words
    if not db.conn.execute(words, tuple(known.values())).rowcount:
        raise LookupError(f"{table} has no such row")


def _insertion(table: str, columns: Collection[str]) -> str:
    names, values = ", ".join(map(_quoted, columns)), ", ".join("?" * len(columns))
    return f"INSERT INTO {_quoted(table)} ({names}) VALUES ({values})"  # noqa: S608  our own words


def _equal(columns: Iterable[str], between: str) -> str:
    return between.join(f"{_quoted(column)} = ?" for column in columns)


def _quoted(name: str) -> str:
    return f'"{name}"'
