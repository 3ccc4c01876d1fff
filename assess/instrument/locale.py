"""A data file's words in another language, laid over the source text.

A locale is a tree of texts with the file's own shape, keyed by the same ids. It can change words and
nothing else: a key that names no text of the file is an error.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeVar

from pydantic import Field, JsonValue

from assess.instrument.text import DataFile, Language, Line, Slug, Strict, Text, Version

Data = TypeVar("Data", bound=DataFile)

_TEXT_FIELDS = frozenset(
    {"title", "short_title", "description", "intro", "question", "label", "definition", "follows", "because"}
    | {"action", "text", "help", "not_this", "probes", "note", "validation_note", "population", "not_for"}
    | {"raters", "used_for", "holder", "group", "period", "when", "marking", "content", "conditions", "discloser"}
    | {"recipient", "warning", "act", "basis"}
)
_TEXT_MAPS = frozenset({"anchors", "follow", "definitions"})
_KEYS = ("id", "code", "number")


class LocaleOf(Strict):
    """Which file, in which version, a locale was written for."""

    id: Slug
    version: Version


class Locale(Strict):
    """The words of one data file in one other language."""

    format: Literal[1]
    language: Language
    of: LocaleOf
    translator: Line
    note: Text | None = None
    texts: dict[str, JsonValue] = Field(min_length=1)
    """A tree keyed as the instrument is: lists of things with an id become mappings from the id."""


def texts_of(source: DataFile) -> dict[tuple[str, ...], str | tuple[str, ...]]:
    """Every text of a data file by its path of keys and ids."""
    return dict(_walk(source.model_dump(mode="json", by_alias=True), ()))


def locale_texts(locale: Locale) -> dict[tuple[str, ...], str | tuple[str, ...]]:
    """Every text of the locale by the same kind of path."""
    return dict(_leaves(locale.texts, ()))


def in_language(source: Data, locale: Locale | None) -> Data:
    """Return the source with the locale's words; a text that the locale lacks keeps the source's."""
    if locale is None:
        return source
    words = locale_texts(locale)
    data = _replaced(source.model_dump(mode="json", by_alias=True), (), words)
    data["language"] = locale.language
    return type(source).model_validate_json(json.dumps(data))


def _walk(node: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str | tuple[str, ...]]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in _TEXT_MAPS and isinstance(value, dict):
                for code, words in value.items():
                    yield (*path, key, code), words
            elif key in _TEXT_FIELDS and isinstance(value, str):
                yield (*path, key), value
            elif key in _TEXT_FIELDS and isinstance(value, list):
                if value:
                    yield (*path, key), tuple(value)
            else:
                yield from _walk(value, (*path, key))
    elif isinstance(node, list):
        for entry in node:
            name = _name(entry)
            if name is not None:
                yield from _walk(entry, (*path, name))


def _leaves(node: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str | tuple[str, ...]]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from _leaves(value, (*path, key))
    elif isinstance(node, str):
        yield path, node
    elif isinstance(node, list | tuple):
        yield path, tuple(str(entry) for entry in node)


def _replaced(node: Any, path: tuple[str, ...], words: Mapping[tuple[str, ...], str | tuple[str, ...]]) -> Any:  # noqa: ANN401
    if isinstance(node, dict):
        return {key: _replaced(value, (*path, key), words) for key, value in node.items()}
    if isinstance(node, list) and path in words:
        return list(words[path])
    if isinstance(node, list):
        return [
            _replaced(entry, (*path, name), words) if (name := _name(entry)) is not None else entry for entry in node
        ]
    return words.get(path, node) if isinstance(node, str) else node


def _name(entry: object) -> str | None:
    if not isinstance(entry, dict):
        return None
    return next((str(entry[key]) for key in _KEYS if key in entry), None)
