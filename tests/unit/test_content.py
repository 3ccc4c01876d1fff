from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from assess.errors import KeysOutdated
from assess.register.connection import create, open_existing, writing
from assess.register.content import digest, reading
from assess.register.data_key import DataKey
from assess.register.driver import Database
from assess.register.migrations import migrate

KEY = DataKey(bytes(range(32)))


def opened(path: Path) -> Database:
    db = create(path, KEY, "register")
    migrate(db, path, KEY)
    return db


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    made = opened(tmp_path / "a.assess")
    yield made
    made.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Database]:
    made = opened(tmp_path / "b.assess")
    yield made
    made.close()


def put(db: Database, statement: str, *values: str | bytes | float | None) -> None:
    with writing(db):
        db.conn.execute(statement, values)


def state(db: Database, key: str, value: str) -> None:
    put(db, "INSERT OR REPLACE INTO register_facts VALUES (?, ?)", key, value)


def test_registers_that_hold_the_same_have_the_same_digest_in_whatever_order_it_came(
    db: Database, other: Database
) -> None:
    assert digest(db) == digest(other)
    for key in ("a", "b", "c"):
        state(db, key, f"{key}!")
    for key in ("c", "a", "b"):
        state(other, key, f"{key}!")
    assert digest(db) == digest(other)


def test_when_a_step_of_the_schema_was_applied_is_no_content(db: Database, other: Database) -> None:
    put(db, "UPDATE _sqlite_migrations SET applied_at = '2020-01-01'")
    assert digest(db) == digest(other)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("a", "bc"), ("ab", "c")),
        (("a", "tb"), ("at", "b")),
        (("1", "2"), ("1", "3")),
        (("x", ""), ("x", "\0")),
        (("é", "x"), ("e\u0301", "x")),
    ],
)
def test_any_other_content_has_another_digest(
    db: Database, other: Database, first: tuple[str, str], second: tuple[str, str]
) -> None:
    state(db, *first)
    state(other, *second)
    assert digest(db) != digest(other)


def test_a_number_is_not_its_text_and_nothing_is_not_an_empty_text(db: Database, other: Database) -> None:
    values: list[str | bytes | float | None] = [1, "1", b"1", 1.0, None, "", b""]
    found = set()
    for one in (db, other):
        put(one, "CREATE TABLE any_kind (id INTEGER PRIMARY KEY, value ANY) STRICT")
    for value in values:
        put(db, "INSERT OR REPLACE INTO any_kind VALUES (1, ?)", value)
        found.add(digest(db))
    assert len(found) == len(values)


def test_rows_count_by_their_key_and_not_by_when_they_came(db: Database, other: Database) -> None:
    for one, keys in ((db, "ab"), (other, "ba")):
        put(one, "CREATE TABLE t (id TEXT PRIMARY KEY, value TEXT)")
        for key in keys:
            put(one, "INSERT INTO t VALUES (?, ?)", key, key)
    assert digest(db) == digest(other)


def test_a_row_moved_to_another_table_is_seen(db: Database, other: Database) -> None:
    for one in (db, other):
        put(one, "CREATE TABLE left_one (id TEXT PRIMARY KEY)")
        put(one, "CREATE TABLE right_one (id TEXT PRIMARY KEY)")
    put(db, "INSERT INTO left_one VALUES ('x')")
    put(other, "INSERT INTO right_one VALUES ('x')")
    assert digest(db) != digest(other)


def test_a_table_rebuilt_with_its_columns_in_another_order_holds_the_same(db: Database, other: Database) -> None:
    put(db, "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT)")
    put(other, "CREATE TABLE t (b TEXT, a TEXT, id INTEGER PRIMARY KEY)")
    put(db, "INSERT INTO t (id, a, b) VALUES (1, 'x', 'y')")
    put(other, "INSERT INTO t (id, a, b) VALUES (1, 'x', 'y')")
    assert digest(db) == digest(other)


def test_the_digest_never_holds_the_whole_register_in_memory(db: Database) -> None:
    with writing(db):
        rows = ((f"{number:06d}", "x" * 500) for number in range(20_000))
        db.conn.executemany("INSERT INTO register_facts VALUES (?, ?)", rows)
    tracemalloc.start()
    digest(db)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4_000_000, "ten million bytes were read"


def test_a_register_is_read_with_the_key_that_fits_and_with_no_other(db: Database, tmp_path: Path) -> None:
    state(db, "a", "b")
    with reading(tmp_path / "a.assess", (DataKey.new(), KEY)) as (read, key):
        assert key is KEY
        assert digest(read) == digest(db)
    with pytest.raises(KeysOutdated, match="kan ikke leses"), reading(tmp_path / "a.assess", (DataKey.new(),)):
        pass
    open_existing(tmp_path / "a.assess", KEY, "register").close()
