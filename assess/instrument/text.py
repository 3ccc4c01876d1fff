"""The kinds of text that a data file may hold, and the strict model that every record in one builds on."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}$")]
"""A stable name inside one file: never reused for something else, never translated."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
"""A file's own name, such as `vrb`."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,8}$")]
"""An answer: one step of a scale (`2`, `N3`) or a non-answer (`U`)."""

Version = Annotated[str, StringConstraints(pattern=r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$")]
"""A semantic version without suffixes."""

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]

Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
"""A short text that stands on one line."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=8000)]
"""A text of one or more paragraphs."""

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
"""A calendar day in a data file, where dates stay text."""


class Strict(BaseModel):
    """A frozen record that takes exactly the keys and types it names."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class DataFile(Strict):
    """What every data file says of itself; a locale names the file and version it was written for."""

    id: Slug
    version: Version
    language: Language


_ALLOWED_CONTROLS = frozenset("\n\t")
_INVISIBLE = frozenset(
    chr(code)
    for span in ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x206F), (0xFFF9, 0xFFFB))
    for code in range(span[0], span[1] + 1)
) | {"\u061c", "\ufeff", "\u2028", "\u2029"}


def forbidden_character(text: str) -> str | None:
    """Return the code point, as `U+202E`, of the first character that no text may hold, or None.

    Control characters except line break and tab, bidirectional controls, zero-width characters and lone
    surrogates can hide what a text says or steer a terminal.
    """
    for character in text:
        if character in _ALLOWED_CONTROLS:
            continue
        if character in _INVISIBLE or unicodedata.category(character) in {"Cc", "Cs"}:
            return f"U+{ord(character):04X}"
    return None
