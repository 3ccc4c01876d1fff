"""The journal's head as this machine last saw it, kept outside the register: it shows an older copy put in its place.

It lies in the user's own state folder, and holds a number, an HMAC and a moment. Whoever can write there can remove
it. What it finds is a copy put back by mistake, or by somebody who reached only the register's own folder; against
those who reach both stand the heads that are printed on paper. Demonstrations are left out.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import rfc8785
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from assess.casework.record import Instant
from assess.errors import RegisterError
from assess.language import _
from assess.norwegian_time import norwegian
from assess.places import anchors_path
from assess.register import file_modes
from assess.register.content import journal_of, keys_of, reading
from assess.register.driver import Database
from assess.register.journal import Head

if TYPE_CHECKING:
    from assess.register.register import Register

Standing = Literal["never_seen", "fine", "older", "rewritten"]
"""What the register is to what this machine saw last."""

_LARGEST_FILE = 1 << 12


@dataclass(frozen=True, slots=True)
class Finding:
    """How the register stands to what this machine saw last. `seen` is the head then, at `seen_at`."""

    standing: Standing
    head: Head
    seen: Head | None = None
    seen_at: datetime | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against its being the same register, gone on."""
        return self.standing in {"never_seen", "fine"}

    @property
    def sentence(self) -> str:
        """What people should read: what was found, and what to do; empty when it holds."""
        if self.holds or self.seen is None or self.seen_at is None:
            return ""
        told = (
            _("Registeret er en eldre kopi: {day} så denne maskinen journalen med føring {seq} ({head}).")
            if self.standing == "older"
            else _("Journalen er skrevet om: {day} så denne maskinen en annen føring {seq} ({head}).")
        )
        day = norwegian(self.seen_at).strftime("%d.%m.%Y %H:%M")
        return (
            told.format(day=day, seq=self.seen.seq, head=self.seen.text)
            + " "
            + _("Vet dere hvorfor, for eksempel en sikkerhetskopi: «assess register verify --accept».")
        )


class _Seen(BaseModel):
    """The anchor's file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Literal[1] = 1
    seq: int = Field(ge=0)
    mac: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    seen_at: Instant


def check_head(register: Register) -> Finding:
    """Hold the register against the head that this machine saw last.

    Raises:
        RegisterError: The journal can't be read.
    """
    head = register.store.head()
    seen = None if register.demonstration else _seen(register)
    if seen is None:
        return Finding("never_seen", head)
    with reading(register.path, keys_of(register.ring)) as (db, key):
        standing = _standing(db, seen)
        head = journal_of(db, key).head(db)
    return Finding(standing, head, Head(seen.seq, seen.mac), seen.seen_at)


def head_warning(register: Register) -> str:
    """The sentence that home shows when the register isn't the one this machine saw last; else empty."""
    return check_head(register).sentence


def remember_head(register: Register) -> None:
    """Remember the journal's head on this machine, unless it doesn't follow from the one that is remembered.

    Call it while the register is open, before closing it and after something with a head on it left the machine. A
    folder that can't be written, or a journal that can't be read just then, keeps nobody from working.
    """
    if register.demonstration:
        return
    with contextlib.suppress(OSError, RegisterError):
        if "id" not in register.store.facts():
            return  # a set-up that couldn't be saved
        found = check_head(register)
        if found.holds:
            _write(register, found.head)


def accept_head(register: Register) -> Finding:
    """Note in the journal that people know why the register isn't what this machine saw, and begin anew from here.

    Returns:
        What was accepted; nothing is noted when there was nothing to accept.

    Raises:
        AccessDenied: No role of the user allows it.
        OSError: This machine's memory of it can't be written.
    """
    register.require("review_journal")
    found = check_head(register)
    if not found.holds and found.seen is not None:
        head = register.store.note(
            register.act("accept-older", body={"seen": found.seen.text, "standing": found.standing})
        )
        _write(register, head)
    return found


def _standing(db: Database, seen: _Seen) -> Standing:
    row = db.conn.execute("SELECT mac, at FROM journal WHERE seq = ?", (seen.seq,)).fetchone()
    if row is None:
        cut = "SELECT last_seq, last_mac FROM journal_segments WHERE last_seq >= ? ORDER BY last_seq LIMIT 1"
        segment = db.conn.execute(cut, (seen.seq,)).fetchone()
        if segment is None:
            return "fine" if seen.seq == 0 else "older"
        # What lies inside a part that was taken away can't be told apart any more; its end can.
        return "rewritten" if segment[0] == seen.seq and segment[1] != seen.mac else "fine"
    if row[0] == seen.mac:
        return "fine"
    # An older copy that people have gone on writing in has a later entry under the same number.
    return "older" if datetime.fromisoformat(row[1]) > seen.seen_at else "rewritten"


def _seen(register: Register) -> _Seen | None:
    try:
        with _path(register).open("rb") as file:
            return _Seen.model_validate_json(file.read(_LARGEST_FILE))
    except (OSError, ValidationError):
        return None


def _write(register: Register, head: Head) -> None:
    path = _path(register)
    seen = _Seen(seq=head.seq, mac=head.mac, seen_at=register.now())
    file_modes.make_private_folder(path.parent)
    file_modes.write_private_file(path, rfc8785.dumps(seen.model_dump(mode="json")))


def _path(register: Register) -> Path:
    return anchors_path(register.store.facts()["id"])
