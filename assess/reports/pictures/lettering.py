"""How much room words take in the report's own fonts, so that a picture can place them before they are set.

SVG breaks no lines. All measures are points.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from assess.errors import ReportError
from assess.language import _
from assess.places import shipped
from assess.reports.characters import legible
from assess.reports.pictures.advances import advances

Weight = Literal["regular", "semibold", "bold"]

_FACES: dict[Weight, str] = {
    "regular": "NotoSans-Regular.ttf",
    "semibold": "NotoSans-SemiBold.ttf",
    "bold": "NotoSans-Bold.ttf",
}


@dataclass(frozen=True, slots=True)
class Words:
    """Some words on one line; `x` is where they begin, `y` the line that they stand on."""

    x: float
    y: float
    text: str


def width_of(text: str, size: float, weight: Weight = "regular") -> float:
    """How wide the text is when it is set at `size` points.

    Raises:
        ReportError: A font is missing or can't be read.
    """
    widths, other = _widths(weight)
    return sum(widths.get(character, other) for character in text) * size


def centred(text: str, middle: float, y: float, size: float, weight: Weight = "regular") -> Words:
    """The text with its middle there. Places are computed here, since an anchor would make a form of each text.

    Raises:
        ReportError: As `width_of`.
    """
    return Words(round(middle - width_of(text, size, weight) / 2, 2), round(y, 2), text)


def ending(text: str, end: float, y: float, size: float, weight: Weight = "regular") -> Words:
    """The text with its end there.

    Raises:
        ReportError: As `width_of`.
    """
    return Words(round(end - width_of(text, size, weight), 2), round(y, 2), text)


def broken(text: str, size: float, room: float, weight: Weight = "regular") -> tuple[str, ...]:
    """The text as lines of at most `room` points, as it can be printed; a word that is too long is cut.

    Raises:
        ReportError: As `width_of`.
    """
    lines: list[str] = []
    line = ""
    for word in legible(text)[0].split():
        longer = f"{line} {word}" if line else word
        if width_of(longer, size, weight) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _cut(word, size, room, weight)
        lines.extend(full)
    return (*lines, line) if line or not lines else tuple(lines)


def shortened(text: str, size: float, room: float, weight: Weight = "regular") -> str:
    """The text on one line of at most `room` points, as it can be printed; what is left out is marked with «…».

    Raises:
        ReportError: As `width_of`.
    """
    words = " ".join(legible(text)[0].split())
    if width_of(words, size, weight) <= room:
        return words
    while words and width_of(f"{words}…", size, weight) > room:
        words = words[:-1].rstrip()
    return f"{words}…"


def _cut(word: str, size: float, room: float, weight: Weight) -> tuple[str, ...]:
    pieces = [""]
    for character in word:
        if pieces[-1] and width_of(pieces[-1] + character, size, weight) > room:
            pieces.append("")
        pieces[-1] += character
    return tuple(pieces)


@cache
def _widths(weight: Weight) -> tuple[dict[str, float], float]:
    """Each character's width in parts of the font's size, and the width of one that the font lacks."""
    name = _FACES[weight]
    try:
        widths = advances(shipped("reports/templates") / "fonts" / name)
    except (OSError, ValueError) as error:
        raise ReportError(
            _("Rapportens skrift {name} kan ikke leses.").format(name=name), _("Installer assess på nytt.")
        ) from error
    return widths, max(widths.values())
