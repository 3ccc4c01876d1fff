"""The kinds of text that a data file may hold, and the strict model that every record in one builds on."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)


def forbidden_character(text: str) -> str | None:
    """Return the code point, as `U+202E`, of the first character that no text may hold, or None.

    Control characters except line break and tab, bidirectional controls, zero-width characters and lone
    surrogates can hide what a text says or steer a terminal.
    """
    found = _FORBIDDEN.search(text)
    return f"U+{ord(found[0]):04X}" if found is not None else None


def seen(text: str) -> str:
    """Return `text`, or refuse it with a ValueError when it holds a character that no text may hold."""
    found = forbidden_character(text)
    if found is not None:
        message = f"holds a character that can't be seen: {found}"
        raise ValueError(message)
    return text


def real_day(text: str) -> str:
    """Return `text`, or refuse it with a ValueError when the calendar has no such day."""
    date.fromisoformat(text)
    return text


Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}$")]
"""A stable name inside one file: never reused for something else, never translated."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
"""A file's own name, such as `vrb`."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,8}$")]
"""An answer: one step of a scale (`2`, `N3`) or a non-answer (`U`)."""

Version = Annotated[str, StringConstraints(pattern=r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$")]
"""A semantic version without suffixes."""

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]

Line = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(seen)]
"""A short text that stands on one line."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=8000), AfterValidator(seen)]
"""A text of one or more paragraphs."""

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(real_day)]
"""A calendar day in a data file, where dates stay text."""


class Strict(BaseModel):
    """A frozen record that takes exactly the keys and types it names."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class DataFile(Strict):
    """What every data file says of itself; a locale names the file and version it was written for."""

    id: Slug
    version: Version
    language: Language
