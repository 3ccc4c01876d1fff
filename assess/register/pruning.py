"""Taking away the oldest part of the journal: kept for a year at least, and taken away after three."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from assess.errors import NotAllowed
from assess.language import _
from assess.register.journal import Entry, Segment

if TYPE_CHECKING:
    from assess.register.register import Register

KEPT_MONTHS = 36
"""Months after which entries are taken away."""

LEAST_MONTHS = 12
"""Months that every entry is kept, whatever somebody asks for."""

_LONGEST_SILENCE = timedelta(days=400)
_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class Pruning:
    """What would go: every entry up to `last_seq`."""

    before: datetime
    first_seq: int
    last_seq: int
    first_at: str
    last_at: str

    @property
    def count(self) -> int:
        """How many entries that is."""
        return self.last_seq - self.first_seq + 1


def plan_pruning(register: Register, before: datetime | None = None, *, clock_is_right: bool = False) -> Pruning | None:
    """Say which entries are from before `before` (else from more than 36 months ago); None when there are none.

    A clock that was wrong would make young entries old. So a jump of more than 400 days between two entries, or
    from the last one before now, must be known to be right.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: Entries less than 12 months old would go, or the clock may be wrong.
    """
    register.require("manage_users")
    now = register.now()
    cut = before or months_before(now, KEPT_MONTHS)
    if cut > months_before(now, LEAST_MONTHS):
        raise NotAllowed(
            _("Føringer skal stå i minst {months} måneder. Ingenting er fjernet.").format(months=LEAST_MONTHS),
            _("Velg en tidligere dato."),
        )
    first, last, held, earlier, young = None, None, None, None, False
    for entry in _entries(register):
        at = datetime.fromisoformat(entry.at)
        _refuse_jump(earlier, at, known=clock_is_right)
        if held is not None:
            # Only an entry that another one follows may go: the chain needs an end to go on from.
            first, last = first or held, held
        earlier, young = at, young or at >= cut
        held = None if young else entry
    _refuse_jump(earlier, now, known=clock_is_right)
    return None if first is None or last is None else Pruning(cut, first.seq, last.seq, first.at, last.at)


def prune(register: Register, plan: Pruning) -> Segment | None:
    """Take away what was planned, and put one sealed segment in its place; the journal is told.

    Raises:
        AccessDenied: No role of the user allows it.
        RegisterError: It could not be done; nothing is lost.
    """
    register.require("manage_users")
    return register.store.prune(plan.before, register.act("prune-journal"))


def months_before(moment: datetime, months: int) -> datetime:
    """The same day and hour that many months earlier, or the month's last day where it has no such day."""
    utc = moment.astimezone(UTC)
    year, month = divmod(utc.year * 12 + utc.month - 1 - months, 12)
    return utc.replace(year=year, month=month + 1, day=min(utc.day, monthrange(year, month + 1)[1]))


def _entries(register: Register) -> Iterator[Entry]:
    since = 0
    while some := register.store.entries(since, _AT_A_TIME):
        yield from some
        since = some[-1].seq


def _refuse_jump(earlier: datetime | None, later: datetime, *, known: bool) -> None:
    if known or earlier is None or abs(later - earlier) <= _LONGEST_SILENCE:
        return
    raise NotAllowed(
        _("Mellom to føringer er det {days} dager: klokken kan ha vært feil. Ingenting er fjernet.").format(
            days=abs(later - earlier).days
        ),
        _("Se etter at klokken i maskinen er riktig. Er tidene riktige, legg til --clock-is-right."),
    )
