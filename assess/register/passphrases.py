"""What makes a passphrase good enough, said in words. No meter and no score: either it will do, or here is why not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from assess.errors import NotAllowed
from assess.language import _

LEAST_PASSPHRASE = 12
"""Characters that a real register's passphrase must have at least."""

_LEAST_DIFFERENT = 6
_COMMON = (
    *("passord", "passordfrase", "password", "passphrase", "hemmelig", "velkommen", "sommer", "vinter", "register"),
    *("qwerty", "asdf", "abcdef", "123456", "111111", "000000", "letmein", "admin", "kommune", "politi"),
)


def advice(passphrase: str, known: Iterable[str] = ()) -> str:
    """Return what is wrong with a passphrase, in a sentence or two; empty when it will do.

    Args:
        passphrase: What somebody would like to use.
        known: Words that others would try first, such as the user's name and the organisation.
    """
    text = unicodedata.normalize("NFC", passphrase).strip().casefold()
    if len(text) < LEAST_PASSPHRASE:
        return _("Passordfrasen er for kort: minst {count} tegn, gjerne fire eller fem tilfeldige ord.").format(
            count=LEAST_PASSPHRASE
        )
    if len(set(text)) < _LEAST_DIFFERENT:
        return _("Passordfrasen gjentar de samme tegnene. Bruk fire eller fem tilfeldige ord.")
    left = text
    for word in sorted({*_COMMON, *(name.casefold() for name in known if len(name) > 2)}, key=len, reverse=True):
        left = left.replace(word, "")
    left = re.sub(r"(19|20)\d\d|[\W\d_]", "", left)
    if len(left) < _LEAST_DIFFERENT:
        return _("Passordfrasen er lett å gjette: den er vanlige ord, navn eller tall. Bruk tilfeldige ord.")
    return ""


def refuse_weak(passphrase: str, known: Iterable[str] = ()) -> None:
    """Refuse a passphrase that isn't good enough.

    Raises:
        NotAllowed: says why.
    """
    why = advice(passphrase, known)
    if why:
        raise NotAllowed(why)


def keyboard_hint(typed: str) -> str:
    """Return a hint about the keyboard from what is being typed, or was tried; empty when there is none."""
    letters = [letter for letter in typed if letter.isalpha()]
    if len(letters) >= 3 and all(letter.isupper() for letter in letters):
        return _("Alt er skrevet med store bokstaver. Er Caps Lock på?")
    return ""
