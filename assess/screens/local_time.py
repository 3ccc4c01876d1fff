"""Moments and days as people read them here."""

from __future__ import annotations

import re
from datetime import date, datetime

from assess.errors import NotAllowed
from assess.language import _
from assess.norwegian_time import norwegian

_FORMS = ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%d/%m/%Y")
_IN_WORDS = re.compile(r"(\d{1,2})\.? *([a-z]{3,9})\.? *(\d{4})", re.IGNORECASE)
_MONTHS = (
    ("januar", "january"),
    ("februar", "february"),
    ("mars", "march"),
    ("april",),
    ("mai", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("august",),
    ("september",),
    ("oktober", "october"),
    ("november",),
    ("desember", "december"),
)
"""The months' names in the languages that the program speaks; the first three letters are enough."""


def clock_text(moment: datetime) -> str:
    """A moment's time in Norway: `10:42:07`."""
    return norwegian(moment).strftime("%H:%M:%S")


def moment_text(moment: datetime) -> str:
    """A moment with its day: `21.11.2026 kl. 10:42`."""
    return _("{day} kl. {time}").format(
        day=day_text(norwegian(moment).date()), time=norwegian(moment).strftime("%H:%M")
    )


def day_text(day: date | None) -> str:
    """A day: `21.11.2026`; empty for none."""
    return day.strftime("%d.%m.%Y") if day is not None else ""


def day_from(text: str) -> date | None:
    """The day that was written, as `21.11.2026`, `2026-11-21` or `21. november 2026`; None for an empty text.

    Raises:
        NotAllowed: It is not a day.
    """
    text = text.strip()
    if not text:
        return None
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    named = _day_in_words(text)
    if named is not None:
        return named
    raise NotAllowed(_("«{text}» er ikke en dato.").format(text=text), _("Skriv den som 21.11.2026."))


def _day_in_words(text: str) -> date | None:
    found = _IN_WORDS.fullmatch(text)
    if found is None:
        return None
    day, name, year = int(found[1]), found[2].casefold(), int(found[3])
    months = (number for number, names in enumerate(_MONTHS, 1) if any(one.startswith(name) for one in names))
    month = next(months, 0)
    try:
        return date(year, month, day)
    except ValueError:  # no such month, or no such day in it
        return None
