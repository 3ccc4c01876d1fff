"""Whether a copy of a register holds row for row what the register holds, but for what was meant to change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from assess.register.driver import Connection

Key = str | int
"""The first column of a row: the register's tables are read by it."""

Meant = Mapping[str, frozenset[Key]]
"""For each table the rows that are meant to be new or changed."""

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
_SCHEMA = "SELECT type || ' ' || name, tbl_name, sql FROM sqlite_master"


def unlike(register: Connection, copy: Connection, meant: Meant) -> list[str]:
    """The tables that differ otherwise than they were meant to; «schema» when the tables themselves differ."""
    if _rows(register, _SCHEMA) != _rows(copy, _SCHEMA):
        return ["schema"]
    return [table for table in _tables(register) if not _as_meant(register, copy, table, meant.get(table, frozenset()))]


def _as_meant(register: Connection, copy: Connection, table: str, meant: frozenset[Key]) -> bool:
    # The name comes from the schema itself, never from a user.
    question = f'SELECT * FROM "{table}"'  # noqa: S608
    before, after = _rows(register, question), _rows(copy, question)
    changed = {key for key, _digest in before ^ after}
    lost = {key for key, _digest in before} - {key for key, _digest in after}
    return changed == meant and not lost


def _tables(conn: Connection) -> Iterator[str]:
    for (name,) in conn.execute(_TABLES):
        yield name


def _rows(conn: Connection, question: str) -> set[tuple[Key, bytes]]:
    """Each row's first column and digest: what two registers hold must not lie in the memory at once."""
    return {
        (row[0], hashlib.sha256(repr(row).encode("utf-8", "surrogatepass")).digest()) for row in conn.execute(question)
    }
