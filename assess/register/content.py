"""Everything a register holds, read from its file: for copies that must be exactly like what they are copies of."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from assess.errors import KeysOutdated
from assess.language import _
from assess.register.connection import connect, said
from assess.register.data_key import DataKey
from assess.register.driver import Database, dbapi
from assess.register.journal import Journal
from assess.register.sqlite_store import JOURNAL_ROOT
from assess.register.vault import KeyRing

_LEFT_OUT = "_sqlite_migrations"
"""When each step of the schema was applied: that differs when a copy is brought up to date later, and says nothing."""

_AT_A_TIME = 1000


def digest(db: Database) -> str:
    """Return the SHA-256, in hex, of every row of every table, whatever the order in which they were written.

    Tables go by name and rows by primary key; each value is written with its type and length, so that no two contents
    give the same bytes. It is read in one transaction, a thousand rows at a time. SQLite's own tables are left out.
    """
    total = hashlib.sha256()
    outermost = not db.conn.in_transaction
    if outermost:
        db.conn.execute("BEGIN")
    try:
        for table in sorted(db.table_names()):
            if table != _LEFT_OUT and not table.startswith("sqlite_"):
                for piece in _table(db, table):
                    total.update(piece)
    finally:
        if outermost:
            db.conn.execute("COMMIT")
    return total.hexdigest()


def keys_of(ring: KeyRing) -> tuple[DataKey, ...]:
    """The keys that a register may be encrypted with: the one now, and the former while a change is unfinished."""
    return (ring.data_key,) if ring.former_key is None else (ring.data_key, ring.former_key)


@contextmanager
def reading(path: Path, keys: Iterable[DataKey]) -> Iterator[tuple[Database, DataKey]]:
    """Open the register file at `path` for reading only, with the first of `keys` that fits, which is given back.

    Raises:
        KeysOutdated: None of them fits.
        RegisterError: It can't be read.
    """
    with said():
        for key in keys:
            db = Database(connect(path, key, "ro"), execute_plugins=False)
            try:
                if _fits(db):
                    yield db, key
                    return
            finally:
                db.close()
    raise KeysOutdated(
        _("{path} kan ikke leses med nøklene som er åpnet. Ingenting er endret.").format(path=path),
        _("Nøklene kan være byttet. Åpne registeret på nytt og prøv igjen."),
    )


def facts_of(db: Database) -> Mapping[str, str]:
    """What the register says of itself."""
    return {row["key"]: row["value"] for row in db.table("register_facts").rows}


def journal_of(db: Database, key: DataKey) -> Journal:
    """The journal in this file, which `key` opens."""
    root = facts_of(db).get(JOURNAL_ROOT)
    return Journal(key if root is None else DataKey(bytes.fromhex(root)))


def _fits(db: Database) -> bool:
    try:
        db.conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB":
            return False
        raise
    return True


def _table(db: Database, table: str) -> Iterator[bytes]:
    names = sorted(column.name for column in db.table(table).columns)
    yield b"table" + _value(table) + b"".join(map(_value, names))
    columns = ", ".join(f'"{name}"' for name in names)
    order = ", ".join(f'"{name}"' for name in db.table(table).pks)
    # The names come from the schema itself, never from a user.
    rows = db.conn.execute(f'SELECT {columns} FROM "{table}" ORDER BY {order}')  # noqa: S608
    while some := rows.fetchmany(_AT_A_TIME):
        yield b"".join(b"row" + b"".join(map(_value, row)) for row in some)


def _value(value: str | bytes | float | None) -> bytes:
    if value is None:
        return b"n"
    if isinstance(value, float):
        return b"f" + struct.pack(">d", value)
    kind, content = (
        (b"i", str(value).encode())
        if isinstance(value, int)
        else (b"t", value.encode("utf-8", "surrogatepass"))
        if isinstance(value, str)
        else (b"b", bytes(value))
    )
    return kind + struct.pack(">Q", len(content)) + content
