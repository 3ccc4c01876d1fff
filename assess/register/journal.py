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
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import rfc8785
from pydantic import JsonValue

from assess.language import _
from assess.register.driver import Database
from assess.register.vault import DataKey

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
        canonical = rfc8785.dumps(dict(body))
        seq = head.seq + 1
        envelope = (seq, _text(at), actor, action, subject, _commitment(salt, case_id, canonical), head.mac)
        mac = self._mac(*envelope)
        db.conn.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*envelope, mac))
        db.conn.execute("INSERT INTO journal_bodies VALUES (?, ?, ?, ?)", (seq, case_id, salt, canonical.decode()))
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

    def verify(self, db: Database) -> Verification:
        """Read the whole chain and every body that is left, and say where it first isn't as it was written."""
        head = Head(0, _START)
        erased = 0
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
                return Verification(head.seq, head, seq, reason, erased)
            erased += body is None
            head = Head(seq, mac)
        return _with_orphans(db, head, erased)

    def _mac(self, *envelope: str | int) -> str:
        named = dict(zip(_ENVELOPE, envelope, strict=True))
        return hmac.digest(self._key, rfc8785.dumps(named), hashlib.sha256).hex()


def _with_orphans(db: Database, head: Head, erased: int) -> Verification:
    lowest = "SELECT min(seq) FROM journal_bodies WHERE seq NOT IN (SELECT seq FROM journal)"
    orphan = db.conn.execute(lowest).fetchone()[0]
    reason = "" if orphan is None else _("Innhold ligger igjen uten sin føring.")
    return Verification(head.seq, head, orphan, reason, erased)


def _commitment(salt: bytes, case_id: str, canonical: bytes) -> str:
    # The case is bound in, so that a body can't be moved out of reach of its own case's erasure.
    return hmac.digest(salt, case_id.encode() + b"\0" + canonical, hashlib.sha256).hex()


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
