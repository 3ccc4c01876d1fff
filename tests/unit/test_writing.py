from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assess.errors import RegisterBusy, RegisterError, RegisterFull, RegisterReadOnly
from assess.register.connection import checkpoint_and_close, create, faults, open_existing, writing
from assess.register.data_key import DataKey
from assess.register.driver import Database, dbapi

KEY = DataKey(bytes(range(32)))


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "r.assess"
    db = create(path, KEY, "register")
    with writing(db):
        db.conn.execute("CREATE TABLE notes (text TEXT) STRICT")
        db.conn.executemany("INSERT INTO notes VALUES (?)", [("planted word " * 100,)] * 100)
    checkpoint_and_close(db)
    return path


@pytest.fixture
def db(register: Path) -> Iterator[Database]:
    opened = open_existing(register, KEY, "register")
    yield opened
    opened.close()


def count(db: Database) -> int:
    return db.table("notes").count


@contextmanager
def files_no_larger_than(octets: int) -> Iterator[None]:
    resource = pytest.importorskip("resource", reason="file size limits are POSIX")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (octets, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_register_that_the_disk_refuses_halfway_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    with files_no_larger_than(1000), pytest.raises(RegisterError, match="Disken"):
        create(tmp_path / "r.assess", KEY, "register")
    assert list(tmp_path.iterdir()) == []
    create(tmp_path / "r.assess", KEY, "register").close()


def fail_after_a_row(db: Database) -> None:
    with writing(db):
        db.conn.execute("INSERT INTO notes VALUES ('lost')")
        raise KeyError


def test_an_error_in_the_block_keeps_nothing_of_it(db: Database) -> None:
    with pytest.raises(KeyError):
        fail_after_a_row(db)
    assert count(db) == 100
    assert not db.conn.in_transaction


def test_insert_returning_leaves_no_transaction_open(db: Database) -> None:
    with writing(db):
        assert list(db.query("INSERT INTO notes VALUES ('kept') RETURNING text")) == [{"text": "kept"}]
    assert not db.conn.in_transaction
    assert count(db) == 101


def test_writing_doesnt_nest(db: Database) -> None:
    with pytest.raises(RuntimeError), writing(db), writing(db):
        pass
    assert not db.conn.in_transaction


def test_a_full_register_says_so_and_keeps_what_it_had(db: Database) -> None:
    pages = db.conn.execute("PRAGMA page_count").fetchone()[0]
    db.conn.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(RegisterFull, match="Disken er full"), writing(db):
        db.conn.executemany("INSERT INTO notes VALUES (?)", [("x" * 3000,)] * 100)
    assert count(db) == 100
    db.conn.execute("PRAGMA max_page_count=1000000")
    with writing(db):
        db.conn.execute("INSERT INTO notes VALUES ('room again')")
    assert count(db) == 101


def write_much(db: Database) -> None:
    with writing(db):
        db.conn.executemany("INSERT INTO notes VALUES (?)", [("x" * 3000,)] * 1000)


def test_a_disk_that_refuses_says_so_and_the_register_keeps_what_it_had(db: Database, register: Path) -> None:
    with files_no_larger_than(400_000), pytest.raises(RegisterError, match="Disken svarte ikke"):
        write_much(db)
    assert count(db) == 100
    write_much(db)
    checkpoint_and_close(db)
    again = open_existing(register, KEY, "register")
    assert (count(again), faults(again)) == (1100, [])
    again.close()


def test_a_register_held_by_another_says_so(db: Database, register: Path) -> None:
    other = open_existing(register, KEY, "register")
    other.conn.execute("PRAGMA busy_timeout=20")
    with writing(db), pytest.raises(RegisterBusy, match="opptatt"), writing(other):
        pass
    other.close()


def test_a_write_on_a_read_only_connection_says_so(db: Database) -> None:
    db.conn.execute("PRAGMA query_only=ON")
    with pytest.raises(RegisterReadOnly), writing(db):
        db.conn.execute("INSERT INTO notes VALUES ('x')")


def test_a_fault_of_the_program_is_not_dressed_up(db: Database) -> None:
    with pytest.raises(dbapi.OperationalError, match="no such table"), writing(db):
        db.conn.execute("INSERT INTO nowhere VALUES (1)")
