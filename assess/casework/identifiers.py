"""What in a text can tell who somebody is: national identity numbers, phones, e-mail addresses and birth dates.

Names are not found; no rule can tell a name from a word. A finding is a span and never a copy of what stands there.
Fødselsnummer may be used only where there is a real need for sure identification (personopplysningsloven § 12), and
an anonymous discussion holds none of these.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from assess.casework.birth_dates import birth_dates, dates
from assess.language import _, mark

Kind = Literal["national_id", "phone", "email", "birth_date"]
"""What kind of identifier it is. A D-number, an H-number and a synthetic one count as a fødselsnummer."""


@dataclass(frozen=True, slots=True)
class Found:
    """One identifier: its kind, and where in the text it starts and ends."""

    kind: Kind
    start: int
    end: int


def identifiers(text: str, today: date) -> tuple[Found, ...]:
    """The identifiers in `text`, in the order they stand.

    `today` tells a birth date from a date of late: the last five years and the future hold none, unless a word such
    as «født» stands before.
    """
    if not re.search(r"\d|@", text):
        return ()
    flat = _flat(text)
    found: list[Found] = []
    finders: tuple[tuple[Kind, Callable[[str], Iterable[tuple[int, int]]]], ...] = (
        ("email", _emails),
        ("national_id", _national_ids),
        ("birth_date", lambda flat: birth_dates(flat, today)),
        ("phone", _phones),
    )
    for kind, find in finders:
        new = [Found(kind, start, end) for start, end in find(flat)]
        flat = _blanked(flat, [(one.start, one.end) for one in new])
        found += new
    return tuple(sorted(found, key=lambda one: one.start))


def masked(text: str, found: Iterable[Found]) -> str:
    """Return `text` with «[fjernet]» where each of the identifiers stands."""
    for one in sorted(found, key=lambda one: one.start, reverse=True):
        text = text[: one.start] + removed() + text[one.end :]
    return text


def removed() -> str:
    """What stands where an identifier was taken out."""
    return _("[fjernet]")


def kinds_named(found: Iterable[Found]) -> str:
    """The kinds found, in running text and each once: «et fødselsnummer og en e-postadresse»."""
    names = [_(_KINDS[kind]) for kind in dict.fromkeys(one.kind for one in found)]
    if len(names) < 2:
        return "".join(names)
    return _("{first} og {last}").format(first=", ".join(names[:-1]), last=names[-1])


_KINDS: Final[dict[Kind, str]] = {
    "national_id": mark("et fødselsnummer"),
    "phone": mark("et telefonnummer"),
    "email": mark("en e-postadresse"),
    "birth_date": mark("en fødselsdato"),
}

_EMAIL: Final = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")

_ELEVEN: Final = re.compile(
    r"(?<!\d)(?=((?P<d>\d\d)[ .]?(?P<m>\d\d)[ .]?\d\d[ \t]{0,2}[./:-]?[ \t]{0,2}\d{3}[ .]?\d\d)(?!\d))"
)
"""Six digits and five, as people space them; looked for at each place, so that a number before hides none."""

_DAYS: Final = {*range(1, 32), *range(41, 72), *range(80, 100)}
"""A D-number's day is 40 higher; from 80 it is a health service's own number (FH-nummer) that tells no date."""

_MONTHS: Final = {*range(1, 13), *range(41, 53), *range(66, 78), *range(81, 93)}
"""An H-number's month is 40 higher; made-up people's is 40, 65 or 80 higher."""

_AMOUNT: Final = r"(?: \d{1,3} (?: [ .]\d{3} ){1,4} | \d{1,12} ) (?: ,\d\d )? (?!\d)"
_NOT_PHONES: Final = re.compile(
    rf"""
      \b [0-2]?\d [.:] [0-5]\d [ ]?-[ ]? [0-2]?\d [.:] [0-5]\d \b         # from one time of day to another
    | \b (?:19|20)\d\d [ ]?[-/][ ]? \d{{2,6}} (?: -\d+ )? (?!\d)          # from one year to another, or an archive's
    | \b [A-ZÆØÅ]{{1,6}} -(?:19|20)\d\d (?: -\d+ )+                      # a reference: F-2026-0042, LOV-1967-02-10
    | (?: \b kr\.? | \b nok | \b eur | [€$] ) [ ]? {_AMOUNT}
    | (?<!\d)(?<!\d[ .]) {_AMOUNT} [ ]? (?: kr\b | kroner\b | nok\b | ,- | mill | [%€] )
    | (?<!\d)(?<!\d[ .]) \d{{1,3}} (?: [ .]\d{{3}} ){{0,3}} [ .]000 (?![ .]?\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)

_LIKE_A_PHONE: Final = re.compile(r"\d(?:[ ().\t/-]{0,3}\d){6}")
"""Seven digits that could be one number: without any, the library of phone numbers is not read at all."""

_TRIES: Final = 2000
"""How many runs of digits are held against the world's phone numbers, so that a page of digits takes no seconds."""


def _flat(text: str) -> str:
    """The text with other scripts' digits, spaces and dashes as plain ones, every character where it was."""
    return re.sub(r"[^\x00-\x7f]", lambda found: _plain_character(found[0]), text)


@lru_cache(maxsize=512)
def _plain_character(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(character) == "Pd" or character == "\u2212":
        return "-"
    simple = unicodedata.normalize("NFKC", character)
    return simple if len(simple) == 1 else character


def _blanked(flat: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        flat = flat[:start] + "|" * (end - start) + flat[end:]
    return flat


def _emails(flat: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _EMAIL.finditer(flat)) if "@" in flat else iter(())


def _national_ids(flat: str) -> Iterator[tuple[int, int]]:
    """Eleven digits with both check digits right and a day and month that somebody could have."""
    end = 0
    for found in _ELEVEN.finditer(flat):
        if found.start() < end or int(found["d"]) not in _DAYS or int(found["m"]) not in _MONTHS:
            continue
        if _checks(re.sub(r"\D", "", found[1])):
            end = found.end(1)
            yield found.start(), end


def _checks(number: str) -> bool:
    # Read when there is something to check. Its own `validate` asks the clock, and knows no numbers of made-up people.
    from stdnum.no.fodselsnummer import calc_check_digit1, calc_check_digit2  # noqa: PLC0415  takes 30 ms

    return number[9:] == calc_check_digit1(number) + calc_check_digit2(number)


def _phones(flat: str) -> Iterator[tuple[int, int]]:
    """Numbers that could be somebody's own: landlines and mobiles, never a service's such as 02800 or 800 20 000."""
    flat = _blanked(flat, dates(flat))
    flat = _NOT_PHONES.sub(lambda found: "|" * len(found[0]), flat)
    if not _LIKE_A_PHONE.search(flat):
        return
    import phonenumbers  # noqa: PLC0415  read only when there is something to look up

    services = {
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.UAN,
    }
    for match in phonenumbers.PhoneNumberMatcher(flat, "NO", max_tries=_TRIES):
        if phonenumbers.number_type(match.number) not in services:
            yield match.start, match.end
