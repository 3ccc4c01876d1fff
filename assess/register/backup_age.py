"""How old the last backup is that was restored and compared: the one figure that says whether there is a way back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from assess.language import _
from assess.register.cards import Backup

if TYPE_CHECKING:
    from assess.register.register import Register

MOST_DAYS = 7
"""A verified backup that is older than this is too old."""


def backups_of(register: Register) -> tuple[Backup, ...]:
    """Every backup that the register knows of, the newest first."""
    return tuple(sorted(register.store.cards(Backup), key=lambda one: one.made_at, reverse=True))


def last_verified(register: Register, now: datetime) -> Backup | None:
    """The newest backup that was found to be good and is not past the day when it should be destroyed."""
    day = now.date()
    good = (one for one in backups_of(register) if one.verified_at is not None and one.expires_on >= day)
    return next(good, None)


def days_since_verified(register: Register, now: datetime) -> int | None:
    """Whole days since that backup was made; None when there is none."""
    found = last_verified(register, now)
    return None if found is None else max(0, (now - found.made_at).days)


def backup_age(register: Register, now: datetime) -> str:
    """How old the last verified backup is, in a line: «Siste kontrollerte sikkerhetskopi: for 9 dager siden»."""
    days = days_since_verified(register, now)
    if days is None:
        return _("Siste kontrollerte sikkerhetskopi: aldri")
    if days == 0:
        return _("Siste kontrollerte sikkerhetskopi: i dag")
    if days == 1:
        return _("Siste kontrollerte sikkerhetskopi: i går")
    return _("Siste kontrollerte sikkerhetskopi: for {days} dager siden").format(days=days)


def backup_warning(register: Register, now: datetime) -> str:
    """The same line when the backup is more than a week old or there is none, with what to do; else empty.

    A demonstration can be made again, and never warns.
    """
    days = days_since_verified(register, now)
    if register.demonstration or (days is not None and days <= MOST_DAYS):
        return ""
    return backup_age(register, now) + ". " + _("Ta en ny med «assess register backup», og kontroller den.")
