"""The words to think twice about when something is written down: data, with the reason and what to write instead.

The words are those of the language that records are written in. The reasons may be read in another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field

from assess.errors import ProfileError
from assess.instrument.check import Complaint, locale_complaints
from assess.instrument.load import load_model, refuse
from assess.instrument.locale import Locale, in_language
from assess.instrument.strict_yaml import Problem
from assess.instrument.text import DataFile, Id, Line, Strict, Text
from assess.language import _
from assess.places import own, shipped

FOLDER: Final = "wording"
"""The folder of a profiles folder that holds the words."""

WRITTEN_IN: Final = "nb"
"""The language that records are written in, and the name of the file with its words."""

_SHAPE = re.compile(r"[^\W_][\w -]*[~*]?")


class WordGroup(Strict):
    """Words that are unfit in a record for the same reason."""

    id: Id
    title: Line
    because: Text
    """Why, in a sentence."""
    help: Text
    """What could be written instead."""
    not_from_health: bool = False
    """Whether the words are all right in what health personnel bring."""
    words: Annotated[tuple[Line, ...], Field(min_length=1)]
    """`word` as it stands, `word~` with a usual ending, `word*` whatever follows; or several words in a row."""
    allowed: tuple[Line, ...] = ()
    """Phrases in which a word of the group is all right."""


class Wording(DataFile):
    """The words to think twice about in one language."""

    format: Literal[1]
    title: Line
    health_sources: tuple[Line, ...] = ()
    """Words for those who bring health information, beside the roles that a profile says may handle it."""
    groups: Annotated[tuple[WordGroup, ...], Field(min_length=1)]


@lru_cache(maxsize=8)
def wording(language: str, *folders: Path) -> Wording:
    """The words to think twice about, their reasons in `language` where they are translated; read once.

    Args:
        language: The language to explain in.
        folders: Profiles folders that come before the organisation's own and the shipped one.

    Raises:
        ProfileError: There are none, or the file is wrong; the message names every place.
    """
    known = (*folders, own("profiles"), shipped("profiles"))
    base = next((one for one in known if (one / FOLDER / f"{WRITTEN_IN}.yaml").is_file()), None)
    if base is None:
        raise ProfileError(_("Ordlista for råd om ordvalg finnes ikke."))
    file = base / FOLDER / f"{WRITTEN_IN}.yaml"
    loaded, problems = load_model(file, Wording, wording_complaints)
    refuse(problems, ProfileError)
    assert loaded is not None  # noqa: S101  refuse raised otherwise
    return in_language(loaded, _locale(base, loaded, language))


def examine_wording(path: Path) -> list[Problem]:
    """Say everything that is wrong or doubtful in the words at `path`."""
    return load_model(path, Wording, wording_complaints)[1]


def wording_complaints(words: Wording) -> list[Complaint]:
    """Everything wrong in a file of words whose shape is right."""
    return [*_groups_twice(words), *_misshapen(words), *_words_twice(words)]


def _groups_twice(words: Wording) -> Iterator[Complaint]:
    ids = [group.id for group in words.groups]
    for number, name in enumerate(ids):
        if name in ids[:number]:
            yield Complaint(("groups", number), f"'{name}' stands twice among the groups")


def _misshapen(words: Wording) -> Iterator[Complaint]:
    for place, word in _places(words):
        if not _SHAPE.fullmatch(word):
            yield Complaint(place, f"'{word}' is no word: letters and spaces, and at most one ~ or * at the end")


def _words_twice(words: Wording) -> Iterator[Complaint]:
    seen: dict[str, str] = {}
    for place, word in _places(words):
        if place[0] != "groups":
            continue
        plain = word.casefold().rstrip("~*")
        group = words.groups[int(place[1])].id
        if plain in seen:
            yield Complaint(place, f"'{word}' stands in '{seen[plain]}' already")
        seen.setdefault(plain, group)


def _places(words: Wording) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield from ((("health_sources", number), word) for number, word in enumerate(words.health_sources))
    for place, group in enumerate(words.groups):
        yield from ((("groups", place, "words", number), word) for number, word in enumerate(group.words))


def _locale(base: Path, source: Wording, language: str) -> Locale | None:
    overlay = base / "locales" / language / FOLDER / f"{source.id}.yaml"
    if not overlay.is_file():
        return None
    locale, problems = load_model(overlay, Locale, lambda loaded: locale_complaints(source, loaded))
    refuse(problems, ProfileError)
    return locale
