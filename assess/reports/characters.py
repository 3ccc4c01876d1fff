"""Which characters the report's own fonts can draw, and what is printed instead of the others.

A missing glyph would be borrowed from whatever font the machine has, or left as an empty box; a control or
direction character could hide or turn what a sentence says. Both are printed as their code point instead.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from assess.errors import ReportError
from assess.language import _
from assess.places import shipped

FACES = ("NotoSans-Regular.ttf", "NotoSans-Italic.ttf", "NotoSans-SemiBold.ttf", "NotoSans-Bold.ttf")
"""The fonts that the stylesheet names."""

_LAYOUT = frozenset("\n ")
_HINTS = str.maketrans({"\u00ad": None, "\t": " "})
"""A soft hyphen only says where a word may be broken; a tab only makes room."""


def legible(text: str) -> tuple[str, int]:
    """Return the text as it can be printed, and how many characters were replaced.

    Neighbours share one pair of brackets: «[U+1F1F3 U+1F1F4]».

    Raises:
        ReportError: A font is missing or can't be read.
    """
    covered = _covered()
    if covered.issuperset(text):
        return text, 0
    composed = unicodedata.normalize("NFC", text).translate(_HINTS)
    strange = [character for character in composed if character not in covered]
    if not strange:
        return composed, 0
    pattern = f"[{''.join(re.escape(character) for character in sorted(set(strange)))}]+"
    return re.sub(pattern, _code_points, composed), len(strange)


def _code_points(found: re.Match[str]) -> str:
    return f"[{' '.join(f'U+{ord(character):04X}' for character in found.group())}]"


@cache
def _covered() -> frozenset[str]:
    """The characters that every face can draw, without those that draw nothing."""
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415  only a report needs it, and it takes long to import

    faces = []
    for name in FACES:
        path = shipped("reports/templates") / "fonts" / name
        try:
            with TTFont(path, lazy=True) as font:
                faces.append({chr(code) for code in font.getBestCmap()})
        except (OSError, TTLibError) as error:
            raise ReportError(
                _("Rapportens skrift {name} kan ikke leses.").format(name=name), _("Installer assess på nytt.")
            ) from error
    drawn = frozenset.intersection(*map(frozenset, faces))
    return frozenset(one for one in drawn if unicodedata.category(one) not in {"Cc", "Cf", "Co", "Cn"}) | _LAYOUT
