from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest
from pydantic import JsonValue

from assess.register.connection import create, writing
from assess.register.data_key import DataKey
from assess.register.driver import Database, dbapi
from assess.register.journal import Head, Journal
from assess.register.migrations import migrate

KEY = DataKey(bytes(range(32)))
NOON = datetime(2026, 11, 20, 12, 0, 0, 123_456, tzinfo=UTC)
CASE = "019a9e7c-6f00-7000-8000-000000000001"
OTHER_CASE = "019a9e7c-6f00-7000-8000-000000000002"
BODY: Mapping[str, JsonValue] = {"item": "b2", "code": "1", "word": "blåklokke"}


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "r.assess"
    opened = create(path, KEY, "register")
    migrate(opened, path, KEY)
    yield opened
    opened.close()


@pytest.fixture
def journal() -> Journal:
    return Journal(KEY)


def add(
    db: Database,
    journal: Journal,
    *,
    at: datetime = NOON,
    actor: str = "secretary",
    action: str = "rate",
    subject: str = CASE,
    case_id: str = CASE,
    body: Mapping[str, JsonValue] = BODY,
) -> Head:
    with writing(db):
        return journal.append(db, at=at, actor=actor, action=action, subject=subject, case_id=case_id, body=body)


def ten(db: Database, journal: Journal) -> Head:
    return [add(db, journal, case_id=OTHER_CASE if n % 2 else CASE, body={"n": n}) for n in range(10)][-1]


def by_force(db: Database, *statements: str) -> None:
    """Do what a key holder can do with any SQLCipher tool: drop the guards first."""
    for (name,) in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.conn.execute(f"DROP TRIGGER {name}")
    db.conn.execute("PRAGMA foreign_keys=OFF")
    for statement in statements:
        db.conn.execute(statement)


def test_an_empty_journal_has_head_zero_and_holds(db: Database, journal: Journal) -> None:
    assert journal.head(db) == Head(0, "0" * 64)
    found = journal.verify(db)
    assert (found.entries, found.broken_at, found.reason, found.bodies_erased) == (0, None, "", 0)


def test_an_entry_reads_back_as_it_was_written(db: Database, journal: Journal) -> None:
    head = add(db, journal)
    assert journal.head(db) == head
    (entry,) = journal.entries(db)
    assert entry.seq == head.seq == 1
    assert entry.at == "2026-11-20T12:00:00.123Z"
    assert (entry.actor, entry.action, entry.subject, entry.case_id) == ("secretary", "rate", CASE, CASE)
    assert entry.body == BODY


def test_times_are_kept_in_utc(db: Database, journal: Journal) -> None:
    add(db, journal, at=datetime(2026, 7, 1, 9, 0, tzinfo=timezone(timedelta(hours=2))))
    assert journal.entries(db)[0].at == "2026-07-01T07:00:00.000Z"


def test_entries_come_in_pages(db: Database, journal: Journal) -> None:
    ten(db, journal)
    assert [entry.seq for entry in journal.entries(db, since=3, limit=4)] == [4, 5, 6, 7]


def test_the_printed_head_is_the_number_and_four_groups_of_four() -> None:
    assert Head(812, "abc123de456789ab" + "0" * 48).text == "812:abc1 23de 4567 89ab"


def test_a_whole_chain_holds(db: Database, journal: Journal) -> None:
    head = ten(db, journal)
    found = journal.verify(db)
    assert (found.entries, found.head, found.broken_at) == (10, head, None)


def test_the_same_entry_in_another_register_has_another_mac(db: Database, journal: Journal, tmp_path: Path) -> None:
    other = create(tmp_path / "other.assess", KEY, "register")
    migrate(other, tmp_path / "other.assess", KEY)
    assert add(db, journal).mac != add(other, Journal(DataKey(bytes(32)))).mac
    other.close()


def test_erasing_a_cases_bodies_leaves_chain_and_head_unchanged(db: Database, journal: Journal) -> None:
    head = ten(db, journal)
    with writing(db):
        db.conn.execute("DELETE FROM journal_bodies WHERE case_id = ?", (CASE,))
    found = journal.verify(db)
    assert (found.entries, found.head, found.broken_at, found.bodies_erased) == (10, head, None, 5)
    erased, kept = journal.entries(db, limit=2)
    assert (erased.case_id, erased.body) == (None, None)
    assert kept.body == {"n": 1}
    assert add(db, journal).seq == 11


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET actor = 'other'",
        "DELETE FROM journal",
        "DELETE FROM journal WHERE seq = 10",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 10",
        "INSERT INTO journal SELECT 12, at, actor, action, subject, prev, mac, commitment FROM journal WHERE seq = 10",
        "INSERT INTO journal SELECT 11, at, actor, action, subject, mac, prev, commitment FROM journal WHERE seq = 10",
        "UPDATE journal_bodies SET body = '{}'",
        "UPDATE journal_bodies SET case_id = ''",
        "INSERT OR REPLACE INTO journal_bodies SELECT seq, '', salt, body FROM journal_bodies WHERE seq = 10",
        "INSERT INTO journal_bodies SELECT 11, case_id, salt, body FROM journal_bodies WHERE seq = 1",
    ],
)
def test_the_guards_refuse_every_way_to_rewrite_it(db: Database, journal: Journal, statement: str) -> None:
    head = ten(db, journal)
    with pytest.raises(dbapi.IntegrityError):
        db.conn.execute(statement)
    found = journal.verify(db)
    assert (found.head, found.broken_at, found.bodies_erased) == (head, None, 0)


def test_an_entry_stays_when_its_body_is_erased(db: Database, journal: Journal) -> None:
    ten(db, journal)
    db.conn.execute("DELETE FROM journal_bodies WHERE seq = 10")
    with pytest.raises(dbapi.IntegrityError, match="only as a sealed segment"):
        db.conn.execute("DELETE FROM journal WHERE seq = 10")


def test_an_erased_body_cant_be_written_anew(db: Database, journal: Journal) -> None:
    ten(db, journal)
    db.conn.execute("DELETE FROM journal_bodies WHERE seq = 3")
    with pytest.raises(dbapi.IntegrityError, match="together with its entry"):
        db.conn.execute("INSERT INTO journal_bodies SELECT 3, case_id, salt, body FROM journal_bodies WHERE seq = 1")


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE journal SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 5", 5),
        ("UPDATE journal SET actor = 'other' WHERE seq = 5", 5),
        ("UPDATE journal SET action = 'sign' WHERE seq = 5", 5),
        ("UPDATE journal SET subject = '' WHERE seq = 5", 5),
        ("UPDATE journal SET commitment = mac WHERE seq = 5", 5),
        ("UPDATE journal SET mac = commitment WHERE seq = 5", 5),
        ("UPDATE journal SET mac = commitment WHERE seq = 10", 10),
        ("DELETE FROM journal WHERE seq = 5", 6),
        ("DELETE FROM journal WHERE seq = 1", 2),
        ("DELETE FROM journal WHERE seq > 8", 9),
        ("UPDATE journal_bodies SET body = '{\"n\":40}' WHERE seq = 5", 5),
        ("UPDATE journal_bodies SET case_id = '' WHERE seq = 5", 5),
        ("UPDATE journal_bodies SET salt = zeroblob(32) WHERE seq = 5", 5),
    ],
)
def test_what_was_changed_past_the_guards_is_found(
    db: Database, journal: Journal, statement: str, broken_at: int
) -> None:
    ten(db, journal)
    by_force(db, statement)
    found = journal.verify(db)
    assert found.broken_at == broken_at
    assert found.reason


def test_swapped_entries_are_found(db: Database, journal: Journal) -> None:
    ten(db, journal)
    by_force(
        db,
        "UPDATE journal SET seq = 99 WHERE seq = 4",
        "UPDATE journal SET seq = 4 WHERE seq = 5",
        "UPDATE journal SET seq = 5 WHERE seq = 99",
    )
    assert journal.verify(db).broken_at == 4


def test_another_key_doesnt_verify_the_chain(db: Database, journal: Journal) -> None:
    ten(db, journal)
    assert Journal(DataKey(bytes(32))).verify(db).broken_at == 1


def test_an_entry_outside_a_transaction_is_refused(db: Database, journal: Journal) -> None:
    with pytest.raises(RuntimeError):
        journal.append(db, at=NOON, actor="a", action="b", subject="", case_id="", body={})


def write_and_fail(db: Database, journal: Journal) -> None:
    with writing(db):
        journal.append(db, at=NOON, actor="a", action="b", subject="", case_id="", body={})
        db.conn.execute("INSERT INTO register_facts VALUES ('', 'refused')")


def test_an_entry_goes_with_the_change_it_tells_about(db: Database, journal: Journal) -> None:
    add(db, journal)
    with pytest.raises(dbapi.IntegrityError):
        write_and_fail(db, journal)
    assert journal.head(db).seq == 1


@pytest.mark.parametrize(
    "entry",
    [
        partial(add, at=datetime(2026, 11, 20, 12)),  # noqa: DTZ001  the missing time zone is the point
        partial(add, actor="Kari Nordmann"),
        partial(add, actor=""),
        partial(add, action="Rated b2"),
        partial(add, action=""),
        partial(add, subject="F-2026-0042"),
        partial(add, subject=CASE.upper()),
        partial(add, case_id="Kari"),
        partial(add, body={"big": 2**60}),
        partial(add, body={"nan": float("nan")}),
        partial(add, body={"half": "\ud800"}),
    ],
)
def test_free_text_in_the_chain_and_numbers_that_json_loses_are_refused(
    db: Database, journal: Journal, entry: Callable[[Database, Journal], Head]
) -> None:
    with pytest.raises(ValueError, match=r"."):
        entry(db, journal)
    assert journal.head(db).seq == 0


def test_the_chain_itself_holds_no_word_of_the_body(db: Database, journal: Journal) -> None:
    add(db, journal)
    chain = " ".join(str(value) for row in db.query("SELECT * FROM journal") for value in row.values())
    assert "blåklokke" not in chain
    assert "b2" not in chain.replace(journal.head(db).mac, "").split()
