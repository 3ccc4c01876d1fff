"""Ways to tamper with the journal, a hundred times each, by somebody who has the file open and the guards down."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assess.register.connection import create, writing
from assess.register.data_key import DataKey
from assess.register.driver import Database
from assess.register.journal import Anchor, Journal
from assess.register.migrations import migrate
from tests.faults.conftest import Figures

KEY = DataKey(bytes(range(32)))
ENTRIES = 40
TIMES = 100
START = datetime(2026, 1, 1, tzinfo=UTC)

Attack = Callable[[Database, random.Random], None]


def append(db: Database, journal: Journal, number: int, action: str = "rate") -> None:
    at = START + timedelta(hours=number)
    journal.append(db, at=at, actor="u-1", action=action, subject="", case_id="", body={"number": number})


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "r.assess"
    made = create(path, KEY, "register")
    migrate(made, path, KEY)
    with writing(made):
        for number in range(ENTRIES):
            append(made, Journal(KEY), number)
    for (name,) in made.conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        made.conn.execute(f"DROP TRIGGER {name}")
    yield made
    made.close()


def edit(db: Database, chance: random.Random) -> None:
    db.conn.execute("UPDATE journal SET action = 'view' WHERE seq = ?", (chance.randint(1, ENTRIES),))


def edit_body(db: Database, chance: random.Random) -> None:
    db.conn.execute("UPDATE journal_bodies SET body = '{}' WHERE seq = ?", (chance.randint(1, ENTRIES),))


def delete(db: Database, chance: random.Random) -> None:
    seq = chance.randint(1, ENTRIES - 1)
    db.conn.execute("DELETE FROM journal_bodies WHERE seq = ?", (seq,))
    db.conn.execute("DELETE FROM journal WHERE seq = ?", (seq,))


def swap(db: Database, chance: random.Random) -> None:
    one, other = chance.sample(range(1, ENTRIES + 1), 2)
    db.conn.execute("PRAGMA defer_foreign_keys = ON")
    for before, after in ((one, 9999), (other, one), (9999, other)):
        db.conn.execute("UPDATE journal SET seq = ? WHERE seq = ?", (after, before))
        db.conn.execute("UPDATE journal_bodies SET seq = ? WHERE seq = ?", (after, before))


def insert(db: Database, chance: random.Random) -> None:
    seq, mac = db.conn.execute("SELECT seq, mac FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    made = "".join(chance.choices("0123456789abcdef", k=64))
    values = (seq + 1, "2026-12-01T00:00:00.000Z", "u-1", "view", "", "0" * 64, mac, made)
    db.conn.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)


def truncate(db: Database, chance: random.Random) -> None:
    keep = chance.randint(1, ENTRIES - 1)
    db.conn.execute("DELETE FROM journal_bodies WHERE seq > ?", (keep,))
    db.conn.execute("DELETE FROM journal WHERE seq > ?", (keep,))


def rewrite(db: Database, chance: random.Random) -> None:
    start = chance.randint(1, ENTRIES)
    db.conn.execute("DELETE FROM journal_bodies WHERE seq >= ?", (start,))
    db.conn.execute("DELETE FROM journal WHERE seq >= ?", (start,))
    for number in range(start - 1, ENTRIES):
        append(db, Journal(KEY), number, "view")


WITHOUT_THE_KEY: tuple[Attack, ...] = (edit, edit_body, delete, swap, insert)
WITH_THE_KEY: tuple[Attack, ...] = (truncate, rewrite)


def found(db: Database, attack: Attack, anchor: Anchor | None) -> int:
    chance = random.Random(attack.__name__)  # noqa: S311  repeatable attacks, not secrets
    caught = 0
    for _time in range(TIMES):
        db.conn.execute("BEGIN")
        attack(db, chance)
        caught += Journal(KEY).verify(db, anchor).broken_at is not None
        db.conn.execute("ROLLBACK")
    return caught


@pytest.mark.parametrize("attack", WITHOUT_THE_KEY, ids=lambda attack: attack.__name__)
def test_what_is_changed_without_the_key_is_always_found(db: Database, attack: Attack, figures: Figures) -> None:
    caught = found(db, attack, None)
    figures(f"journal attack {attack.__name__}", tried=TIMES, found_without_an_anchor=caught)
    assert caught == TIMES


@pytest.mark.parametrize("attack", WITH_THE_KEY, ids=lambda attack: attack.__name__)
def test_what_the_key_holder_rewrites_is_always_found_by_a_printed_anchor(
    db: Database, attack: Attack, figures: Figures
) -> None:
    anchor = Anchor.parse(Journal(KEY).head(db).text)
    assert anchor is not None
    caught, alone = found(db, attack, anchor), found(db, attack, None)
    figures(f"journal attack {attack.__name__}", tried=TIMES, found_alone=alone, found_with_an_anchor=caught)
    assert caught == TIMES
    assert alone == 0
