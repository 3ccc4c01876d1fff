from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assess.register.connection import create, writing
from assess.register.data_key import DataKey
from assess.register.driver import Database, dbapi
from assess.register.journal import Anchor, Journal, Segment
from assess.register.migrations import migrate

KEY = DataKey(bytes(range(32)))
START = datetime(2023, 1, 1, tzinfo=UTC)
JOURNAL = Journal(KEY)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def anchor(db: Database) -> Anchor:
    found = Anchor.parse(JOURNAL.head(db).text)
    assert found is not None
    return found


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "r.assess"
    made = create(path, KEY, "register")
    migrate(made, path, KEY)
    with writing(made):
        for number in range(10):
            JOURNAL.append(made, at=day(number), actor="u-1", action="rate", subject="", case_id="", body={})
    yield made
    made.close()


def pruned(db: Database, before: datetime) -> Segment | None:
    with writing(db):
        return JOURNAL.prune(db, before, day(2000))


def seqs(db: Database) -> list[int]:
    return [entry.seq for entry in JOURNAL.entries(db)]


def test_old_entries_go_as_one_segment_and_the_chain_still_holds(db: Database) -> None:
    segment = pruned(db, day(4))
    assert segment is not None
    assert (segment.first_seq, segment.last_seq) == (1, 4)
    assert seqs(db) == [5, 6, 7, 8, 9, 10]
    found = JOURNAL.verify(db)
    assert (found.entries, found.broken_at, found.pruned) == (10, None, 4)


def test_a_second_segment_follows_the_first(db: Database) -> None:
    pruned(db, day(2))
    pruned(db, day(6))
    assert [(one.first_seq, one.last_seq) for one in JOURNAL.segments(db)] == [(1, 2), (3, 6)]
    assert JOURNAL.verify(db).broken_at is None


def test_nothing_goes_when_nothing_is_old_enough(db: Database) -> None:
    assert pruned(db, day(0)) is None
    assert seqs(db) == list(range(1, 11))


def test_the_last_entry_stays_so_that_the_chain_goes_on(db: Database) -> None:
    pruned(db, day(5000))
    assert seqs(db) == [10]
    with writing(db):
        JOURNAL.append(db, at=day(5000), actor="u-1", action="rate", subject="", case_id="", body={})
    assert JOURNAL.verify(db).broken_at is None


def test_entries_go_only_as_a_sealed_segment(db: Database) -> None:
    with pytest.raises(dbapi.IntegrityError, match="only as a sealed segment"):
        db.conn.execute("DELETE FROM journal WHERE seq = 1")


def test_a_segment_that_was_changed_is_found(db: Database) -> None:
    pruned(db, day(4))
    db.conn.execute("DROP TRIGGER journal_segments_are_never_changed")
    db.conn.execute("UPDATE journal_segments SET last_at = '2020-01-01T00:00:00.000Z'")
    assert JOURNAL.verify(db).broken_at == 1


def test_a_segment_that_was_taken_away_is_found(db: Database) -> None:
    pruned(db, day(4))
    db.conn.execute("DROP TRIGGER journal_segments_are_never_removed")
    db.conn.execute("DELETE FROM journal_segments")
    assert JOURNAL.verify(db).broken_at == 5


def test_an_anchor_holds_before_and_after_pruning(db: Database) -> None:
    head = anchor(db)
    pruned(db, day(4))
    assert JOURNAL.verify(db, head).broken_at is None


def test_an_anchor_in_a_pruned_part_says_so(db: Database) -> None:
    early = Anchor(2, "0" * 16)
    pruned(db, day(4))
    assert JOURNAL.verify(db, early).reason.startswith("Merket viser til en del av journalen som er fjernet")


def test_an_anchor_from_a_longer_journal_shows_an_older_copy(db: Database) -> None:
    assert JOURNAL.verify(db, Anchor(11, "0" * 16)).reason.startswith("Journalen er kortere enn merket sier")


@pytest.mark.parametrize("text", ["812:abc1 23de 4567 89ab", " 812:ABC123DE456789AB ", "812:abc123de"])
def test_an_anchor_is_read_as_people_type_it(text: str) -> None:
    found = Anchor.parse(text)
    assert found is not None
    assert found.seq == 812
    assert found.beginning.startswith("abc123de")


@pytest.mark.parametrize("text", ["", "812", "812:", "812:xyz1 23de 4567 89ab", "812:abc", "-1:abc123de456789ab"])
def test_what_is_no_anchor_is_none(text: str) -> None:
    assert Anchor.parse(text) is None
