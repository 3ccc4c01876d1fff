"""Birth dates in running text, told from the many dates that are nobody's birthday."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

_YOUNGEST: Final = 5
"""Years: nobody younger is discussed, and what happened since is a date of the case."""

_OLDEST: Final = 110

_AHEAD: Final = 10
"""Years ahead that a year of two digits may mean: a deadline in «1.3.30» is no birth in 1930."""

_MONTH: Final = (
    r"(?P<month>jan(?:uar|uary)?|feb(?:ruar|ruary)?|mar(?:s|ch)?|apr(?:il)?|ma[iy]|jun[ie]?|jul[iy]?|aug(?:ust)?"
    r"|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[sc](?:ember)?)\.?"
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "ma", "jun", "jul", "aug", "sep", "o", "nov", "de")

_BEFORE: Final = r"(?<![\w/-])(?<!\d\.)"
_AFTER: Final = r"(?!\w|[./:-]\d)"
_WRITTEN: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_BEFORE}(?P<d>\d\d?)(?P<between>[./-])(?P<m>\d\d?)(?P=between)'?(?P<y>\d{{4}}|\d\d){_AFTER}",
        rf"{_BEFORE}(?P<d>\d\d?)\.[ ](?P<m>\d\d?)\.[ ]'?(?P<y>\d{{4}}|\d\d){_AFTER}",
        rf"{_BEFORE}(?P<d>\d\d?)/(?P<m>\d\d?)[ -]'?(?P<y>\d{{4}}|\d\d){_AFTER}",
        rf"{_BEFORE}(?P<d>\d\d?)[./-][ ]?(?P<m>\d\d?)[ ]?[ ./-][ ]?(?P<y>\d{{4}}){_AFTER}",
        rf"{_BEFORE}(?P<y>\d{{4}})[./-](?P<m>\d\d?)[./-](?P<d>\d\d?){_AFTER}",
        rf"{_BEFORE}(?P<d>\d\d?)\.?[ ]?{_MONTH},?[ ]?(?P<y>\d{{4}}|['-]\d\d){_AFTER}",
        rf"(?<!\w){_MONTH}[ ](?P<d>\d\d?)(?:st|nd|rd|th)?,?[ ](?P<y>\d{{4}}){_AFTER}",
    )
)
"""12.03.2009, 12/3/09 · 12. 3. 2009 · 12/3-09, 12/3 2009 · 12.3 2009 · 2009-03-12 · 12. mars 2009 · March 12, 2009."""

_BARE: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?P<d>\d\d)[ ]?(?P<m>\d\d)[ ]?(?P<y>\d{4}|\d\d)(?!\d)",
        r"(?<!\d)(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?!\d)",
    )
)
"""120309 · 20090312: dates only after a word for birth."""

_BIRTH: Final = re.compile(
    r"(?:\b(?:født|fødd|fødselsdato\w*|fødselsdag\w*|bursdag\w*|born|birthday|date of birth|dob)\b"
    r"|(?<![\w.])f\.(?:[ ]?d\.)?)[^\d.!?\n]{0,30}$",
    re.IGNORECASE,
)
"""What stands right before a birth date."""

_NO_BIRTH_BEFORE: Final = re.compile(
    r"\b(?:siden|lova?|loven|forskrift(?:en)?|rundskriv|vedtak(?:et)?|dom(?:men)?|kjennelse[n]?|datert|angrepet)"
    r"(?:[ ](?:av|den|fra))*[ ]$",
    re.IGNORECASE,
)
_NO_BIRTH_AFTER: Final = re.compile(r"[ ]nr\b", re.IGNORECASE)
"""What makes it the date of a law, a decision or an event."""

_WINDOW: Final = 60
"""Characters before a date that are looked at."""

_KNOWN_DAYS: Final = frozenset(
    date(*day)
    for day in (
        (2001, 9, 11),
        (2011, 7, 22),
        (2015, 1, 7),
        (2015, 11, 13),
        (2016, 7, 14),
        (2016, 12, 19),
        (2019, 3, 15),
        (2019, 8, 10),
    )
)
"""Days of attacks that every group in this field speaks of by their date."""


def dates(text: str) -> list[tuple[int, int]]:
    """The spans of everything that is written as a date with its year, in whatever year."""
    return [found.span() for pattern in _WRITTEN for found in pattern.finditer(text)]


def birth_dates(text: str, today: date) -> Iterator[tuple[int, int]]:
    """The spans of the dates that look like somebody's birth date.

    A date in the last five years or to come, one of more than 110 years ago, the date of a law or a decision and
    the days of the attacks that everybody speaks of are none, unless a word such as «født» stands before.
    """
    taken: list[tuple[int, int]] = []
    for patterns, wanted in ((_WRITTEN, _looks_like_birth), (_BARE, _after_a_word_for_birth)):
        for pattern in patterns:
            for found in pattern.finditer(text):
                start, end = found.span()
                if all(end <= first or last <= start for first, last in taken) and wanted(found, today):
                    taken.append((start, end))
                    yield start, end


def _looks_like_birth(found: re.Match[str], today: date) -> bool:
    if _after_a_word_for_birth(found, today):
        return True
    day = _day(found, today)
    if day is None or day in _KNOWN_DAYS:
        return False
    before = found.string[max(found.start() - _WINDOW, 0) : found.start()]
    if _NO_BIRTH_BEFORE.search(before) or _NO_BIRTH_AFTER.match(found.string, found.end()):
        return False
    return _YOUNGEST <= today.year - day.year - ((today.month, today.day) < (day.month, day.day)) <= _OLDEST


def _after_a_word_for_birth(found: re.Match[str], today: date) -> bool:
    before = found.string[max(found.start() - _WINDOW, 0) : found.start()]
    return _BIRTH.search(before) is not None and _day(found, today) is not None


def _day(found: re.Match[str], today: date) -> date | None:
    """The day that is written; None when the calendar has no such day."""
    parts = found.groupdict()
    digits = parts["y"].lstrip("'-")
    year = int(digits)
    if len(digits) == 2:
        year += 2000 if year <= today.year % 100 + _AHEAD else 1900
    try:
        return date(year, _month(parts), int(parts["d"]))
    except ValueError:
        return None


def _month(parts: dict[str, str]) -> int:
    if "month" not in parts:
        return int(parts["m"])
    word = parts["month"].casefold()
    return next(number for number, start in enumerate(_MONTHS, 1) if word.startswith(start))
