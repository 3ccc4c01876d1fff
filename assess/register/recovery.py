"""The recovery key: opens the register when every passphrase is lost. It exists on paper only."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Self

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which are read as other characters."""
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})
_SECRET = 26
_CHECK = 2
_GROUP = 4
_PRIME = 1021
"""The largest that two letters can hold a remainder of."""


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """130 random bits, as seven groups of four letters and digits.

    The last two show every single slip of the pen, and every two letters that changed places.
    """

    letters: str

    def __repr__(self) -> str:
        return "RecoveryKey(…)"

    @classmethod
    def new(cls) -> Self:
        """A new random key."""
        secret = "".join(secrets.choice(_LETTERS) for _place in range(_SECRET))
        return cls(secret + _check(secret))

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read a key as people type it from paper; None when it is none, or a letter is wrong.

        Spaces, hyphens and small letters don't matter; I and L are read as 1, O as 0.
        """
        letters = "".join(letter for letter in text.upper() if not letter.isspace() and letter != "-")
        letters = letters.translate(_MISREAD)
        if len(letters) != _SECRET + _CHECK or set(letters) - set(_LETTERS):
            return None
        return cls(letters) if letters[_SECRET:] == _check(letters[:_SECRET]) else None

    @property
    def text(self) -> str:
        """The key as it is written down: `7K3M-…-…`, seven groups."""
        return "-".join(self.letters[at : at + _GROUP] for at in range(0, len(self.letters), _GROUP))


def _check(secret: str) -> str:
    # The remainder by a prime: one wrong letter changes it whatever it is, and so do two letters that changed places.
    number = 1
    for letter in secret:
        number = number * len(_LETTERS) + _LETTERS.index(letter)
    first, second = divmod(number % _PRIME, len(_LETTERS))
    return _LETTERS[first] + _LETTERS[second]
