"""Which characters the report's own fonts can draw, and what is printed instead of the others.

A missing glyph would be borrowed from whatever font the machine has, or left as an empty box; a control or
direction character could hide or turn what a sentence says, and a pile of marks on one letter cover the lines around
it. They are printed as their code points instead.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from assess.errors import ReportError
from assess.language import _
from assess.places import shipped
from assess.reports.font_file import drawn_by

FACES = ("NotoSans-Regular.ttf", "NotoSans-Italic.ttf", "NotoSans-SemiBold.ttf", "NotoSans-Bold.ttf")
"""The fonts that the stylesheet names."""

LONGEST_WORD = 400
"""Letters after which a space is put into a word: setting one takes time by the square of its length."""

_MOST_MARKS = 4
"""Marks that may stand on one letter; Vietnamese and Sámi need two."""

_LAYOUT = frozenset("\n ")
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Zl", "Zp"})
_JOINER = "\u034f"
"""Combining grapheme joiner, which Unicode calls a mark."""
_HINTS = str.maketrans({"\u00ad": None, "\t": " "})
"""A soft hyphen only says where a word may be broken; a tab only makes room."""


def legible(text: str) -> tuple[str, int]:
    """Return the text as it can be printed, and how many characters were replaced.

    Neighbours share one pair of brackets: «[U+1F1F3 U+1F1F4]».

    Raises:
        ReportError: A font is missing or can't be read.
    """
    covered = _covered()
    if covered.issuperset(text) and not _piled(text):
        return _broken_up(text), 0
    composed = unicodedata.normalize("NFC", text).translate(_HINTS)
    strange = set(composed) - covered
    count = sum(map(strange.__contains__, composed)) if strange else 0
    if strange:
        pattern = f"[{''.join(re.escape(character) for character in sorted(strange))}]+"
        composed = re.sub(pattern, lambda found: _code_points(found.group()), composed)
    if _piled(composed):
        piles = _piles().findall(composed)
        count += sum(len(pile) - _MOST_MARKS for pile in piles)
        composed = _piles().sub(
            lambda found: found.group()[:_MOST_MARKS] + _code_points(found.group()[_MOST_MARKS:]), composed
        )
    return _broken_up(composed), count


def _code_points(text: str) -> str:
    return f"[{' '.join(f'U+{ord(character):04X}' for character in text)}]"


def _piled(text: str) -> bool:
    return not text.isascii() and _piles().search(text) is not None


def _broken_up(text: str) -> str:
    if len(text) <= LONGEST_WORD:
        return text
    return re.sub(rf"\S{{{LONGEST_WORD}}}(?=\S)", r"\g<0> ", text)


@cache
def _piles() -> re.Pattern[str]:
    """More marks in a row than any writing needs."""
    marks = "".join(re.escape(one) for one in sorted(_covered()) if unicodedata.combining(one))
    return re.compile(f"[{marks}]{{{_MOST_MARKS + 1},}}")


@cache
def _covered() -> frozenset[str]:
    """The characters that every face can draw, without those that draw nothing."""
    faces = []
    for name in FACES:
        try:
            faces.append(drawn_by(shipped("reports/templates") / "fonts" / name))
        except (OSError, ValueError) as error:
            raise ReportError(
                _("Rapportens skrift {name} kan ikke leses.").format(name=name), _("Installer assess på nytt.")
            ) from error
    drawn = frozenset.intersection(*faces)
    return frozenset(one for one in drawn if unicodedata.category(one) not in _UNSEEN and one != _JOINER) | _LAYOUT
