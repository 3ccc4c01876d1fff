"""The journal: who did and saw what, in a chain that shows every change made without the key.

Each entry's envelope (RFC 8785 JSON, with the entry before it) carries an HMAC-SHA256 under a key derived from
the register's data key. What was done to whom lies beside the chain, in a body; the chain holds only a salted
commitment to it. Erasing a person's bodies therefore leaves the chain, its head and every printed anchor as
they were, and what is left tells nothing about the person.

What it doesn't promise: somebody with the data key can write the whole chain anew. Only a head that was
printed or archived outside the register shows that.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from pydantic import JsonValue

from assess.language import _
from assess.register.canonical import canonical
from assess.register.data_key import DataKey
from assess.register.driver import Database

_ANCHOR = re.compile(r"([0-9]{1,12}):([0-9a-f]{8,64})")
_START = "0" * 64
_ACTION = re.compile(r"[a-z][a-z-]*")
_ACTOR = re.compile(r"[a-z0-9-]{1,64}")
_ENVELOPE = ("seq", "at", "actor", "action", "subject", "commitment", "prev")
_ENTRIES = """
    SELECT seq, at, actor, action, subject, commitment, prev, mac, case_id, salt, body
    FROM journal LEFT JOIN journal_bodies USING (seq)
"""


@dataclass(frozen=True, slots=True)
class Head:
    """The journal's last entry, by which the whole chain before it is known; `seq` 0 when it is empty."""

    seq: int
    mac: str

    @property
    def text(self) -> str:
        """The head as it is printed: the number and the first 64 bits, `812:abc1 23de 4567 89ab`."""
        return f"{self.seq}:" + " ".join(self.mac[i : i + 4] for i in range(0, 16, 4))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `case_id` and `body` are None when the body has been erased.

    `at` is UTC text with milliseconds, `2026-11-20T09:42:07.123Z`.
    """

    seq: int
    at: str
    actor: str
    action: str
    subject: str
    case_id: str | None
    body: Mapping[str, JsonValue] | None


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the journal that has been taken away after its time: where it began and ended."""

    first_seq: int
    last_seq: int
    first_at: str
    last_at: str
    prev: str
    last_mac: str
    pruned_at: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a reading of the whole chain found.

    `broken_at` is the number of the first entry that isn't as it was written, and `reason` a sentence about it;
    None and empty when the chain holds. `head` is the last entry that holds.
    """

    entries: int
    head: Head
    broken_at: int | None
    reason: str
    bodies_erased: int
    pruned: int = 0
    """How many entries have been taken away after their time, as sealed segments."""


class Anchor(NamedTuple):
    """A journal head that was printed or kept outside the register: a number, and how that entry's HMAC begins."""

    seq: int
    beginning: str

    @classmethod
    def parse(cls, text: str) -> Anchor | None:
        """Read `812:abc1 23de 4567 89ab` as people type it; None when it is no anchor."""
        found = _ANCHOR.fullmatch("".join(text.lower().split()))
        return None if found is None else cls(int(found[1]), found[2])


class Journal:
    """The journal of the register that `key` opens; it keeps no state and may be used from any thread."""

    def __init__(self, key: DataKey) -> None:
        self._key = key.derive("assess journal v1")

    def append(
        self,
        db: Database,
        *,
        at: datetime,
        actor: str,
        action: str,
        subject: str,
        case_id: str,
        body: Mapping[str, JsonValue],
    ) -> Head:
        """Add an entry inside the write transaction of the change that it tells about, and return the new head.

        Args:
            db: A connection inside `writing(db)`.
            at: When it happened; with a time zone.
            actor: Who did it: an opaque id or a role's code, never a name (a–z, 0–9 and hyphens).
            action: What was done, from the short closed vocabulary (a–z and hyphens).
            subject: The id of the record it was done to; empty when it concerns the whole register.
            case_id: The case whose erasure takes the body along; empty when no case is concerned.
            body: What should be known about it, as JSON; erasable, so whatever names a person goes here.

        Raises:
            ValueError: an argument breaks the rules above, or `body` isn't JSON that keeps its numbers.
            RuntimeError: no transaction is open.
        """
        if not db.conn.in_transaction:
            raise RuntimeError("a journal entry is written in the same transaction as what it tells about")
        _refuse_free_text(actor, action, subject, case_id)
        head = self.head(db)
        salt = secrets.token_bytes(32)
        written = canonical(body)
        seq = head.seq + 1
        envelope = (seq, _text(at), actor, action, subject, _commitment(salt, case_id, written), head.mac)
        mac = self._mac(*envelope)
        db.conn.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*envelope, mac))
        db.conn.execute("INSERT INTO journal_bodies VALUES (?, ?, ?, ?)", (seq, case_id, salt, written.decode()))
        return Head(seq, mac)

    def head(self, db: Database) -> Head:
        """Return the last entry's number and HMAC."""
        row = db.conn.execute("SELECT seq, mac FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
        return Head(*row) if row else Head(0, _START)

    def entries(self, db: Database, since: int = 0, limit: int = 1000) -> list[Entry]:
        """Return up to `limit` entries after number `since`, oldest first."""
        rows = db.conn.execute(f"{_ENTRIES} WHERE seq > ? ORDER BY seq LIMIT ?", (since, limit))
        return [
            Entry(seq, at, actor, action, subject, case_id, None if body is None else json.loads(body))
            for seq, at, actor, action, subject, _commitment, _prev, _mac, case_id, _salt, body in rows
        ]

    def verify(self, db: Database, anchor: Anchor | None = None) -> Verification:
        """Read the whole chain and every body that is left, and say where it first isn't as it was written.

        With an `anchor` from outside, also whether the entry that it names is still the same one.
        """
        head, erased = Head(0, _START), 0
        for segment, mac in self._segments(db):
            if segment.first_seq != head.seq + 1 or segment.prev != head.mac or mac != self._segment_mac(segment):
                reason = _("En fjernet del av journalen er ikke slik den ble forseglet.")
                return Verification(head.seq, head, segment.first_seq, reason, erased, head.seq)
            head = Head(segment.last_seq, segment.last_mac)
        pruned, macs = head.seq, {head.seq: head.mac}
        for *envelope, mac, case_id, salt, body in db.conn.execute(f"{_ENTRIES} ORDER BY seq"):
            seq, _at, _actor, _action, _subject, commitment, prev = envelope
            reason = ""
            if seq != head.seq + 1 or prev != head.mac:
                reason = _("Føringen følger ikke etter den forrige.")
            elif mac != self._mac(*envelope):
                reason = _("Føringen er endret etter at den ble skrevet.")
            elif body is not None and commitment != _commitment(salt, case_id, body.encode()):
                reason = _("Innholdet i føringen er endret etter at den ble skrevet.")
            if reason:
                return Verification(head.seq, head, seq, reason, erased, pruned)
            erased += body is None
            head = Head(seq, mac)
            if anchor is not None and seq == anchor.seq:
                macs[seq] = mac
        found = _with_orphans(db, head, erased, pruned)
        return found if anchor is None or found.broken_at is not None else _held_against(found, macs, anchor)

    def prune(self, db: Database, before: datetime, now: datetime) -> Segment | None:
        """Take every entry from before `before` away and keep one sealed segment in their place.

        The last entry always stays, so that the chain goes on. Returns None when nothing is that old.
        """
        oldest = db.conn.execute("SELECT seq, at, prev FROM journal ORDER BY seq LIMIT 1").fetchone()
        # The chain's own order counts, not the clock's: the entries go up to the first one that is young enough.
        young = "SELECT min(seq) FROM journal WHERE at >= ? OR seq = (SELECT max(seq) FROM journal)"
        stop = db.conn.execute(young, (_text(before),)).fetchone()[0]
        if oldest is None or stop is None or stop <= oldest[0]:
            return None
        last = db.conn.execute("SELECT seq, at, mac FROM journal WHERE seq = ?", (stop - 1,)).fetchone()
        segment = Segment(oldest[0], last[0], oldest[1], last[1], oldest[2], last[2], _text(now))
        db.conn.execute(
            "INSERT INTO journal_segments VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*astuple(segment), self._segment_mac(segment)),
        )
        db.conn.execute("DELETE FROM journal_bodies WHERE seq <= ?", (segment.last_seq,))
        db.conn.execute("DELETE FROM journal WHERE seq <= ?", (segment.last_seq,))
        return segment

    def segments(self, db: Database) -> list[Segment]:
        """The parts of the journal that have been taken away, oldest first."""
        return [segment for segment, _mac in self._segments(db)]

    def _segments(self, db: Database) -> list[tuple[Segment, str]]:
        rows = db.conn.execute(
            "SELECT first_seq, last_seq, first_at, last_at, prev, last_mac, pruned_at, mac "
            "FROM journal_segments ORDER BY first_seq"
        )
        return [(Segment(*row[:-1]), row[-1]) for row in rows]

    def _segment_mac(self, segment: Segment) -> str:
        named = {"segment": list(astuple(segment))}
        return hmac.digest(self._key, canonical(named), hashlib.sha256).hex()

    def _mac(self, *envelope: str | int) -> str:
        named = dict(zip(_ENVELOPE, envelope, strict=True))
        return hmac.digest(self._key, canonical(named), hashlib.sha256).hex()


def _with_orphans(db: Database, head: Head, erased: int, pruned: int) -> Verification:
    lowest = "SELECT min(seq) FROM journal_bodies WHERE seq NOT IN (SELECT seq FROM journal)"
    orphan = db.conn.execute(lowest).fetchone()[0]
    reason = "" if orphan is None else _("Innhold ligger igjen uten sin føring.")
    return Verification(head.seq, head, orphan, reason, erased, pruned)


def _held_against(found: Verification, macs: Mapping[int, str], anchor: Anchor) -> Verification:
    if anchor.seq > found.head.seq:
        reason = _("Journalen er kortere enn merket sier: noe er tatt bort, eller registeret er en eldre kopi.")
    elif anchor.seq < found.pruned:
        reason = _("Merket viser til en del av journalen som er fjernet etter at tiden var ute.")
    elif not macs[anchor.seq].startswith(anchor.beginning):
        reason = _("Føringen er en annen enn den merket viser til: journalen er skrevet om.")
    else:
        return found
    return replace(found, broken_at=anchor.seq, reason=reason)


def _commitment(salt: bytes, case_id: str, written: bytes) -> str:
    # The case is bound in, so that a body can't be moved out of reach of its own case's erasure.
    return hmac.digest(salt, case_id.encode() + b"\0" + written, hashlib.sha256).hex()


def _text(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("a time without a time zone can't be ordered")
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _refuse_free_text(actor: str, action: str, subject: str, case_id: str) -> None:
    if not _ACTION.fullmatch(action):
        raise ValueError(f"not an action: {action!r}")
    if not _ACTOR.fullmatch(actor):
        raise ValueError("an actor is an opaque id or a role's code")
    for record_id in (subject, case_id):
        if record_id and str(UUID(record_id)) != record_id:
            raise ValueError("a record id stands in its canonical form")
