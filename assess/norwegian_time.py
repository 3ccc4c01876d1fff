"""The one clock that screens and paper show: Norwegian time, whatever the machine is set to."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def norwegian(moment: datetime) -> datetime:
    """The moment in Norwegian time; in the machine's own where it has no time zones."""
    return moment.astimezone(_zone())


def knows_norwegian_time() -> bool:
    """Whether the machine has time zones."""
    return _zone() is not None


@cache
def _zone() -> ZoneInfo | None:
    try:
        return ZoneInfo("Europe/Oslo")
    except ZoneInfoNotFoundError:
        return None
