"""Looks through a whole PDF for words: its pages, every string and stream of it, its metadata and what is attached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, StreamObject, TextStringObject


def found_in(data: bytes, words: Iterable[str]) -> list[str]:
    """The words that are anywhere in the PDF; words without white space and hyphens."""
    whole = _everything(data)
    return [word for word in words if word in whole]


def _everything(data: bytes) -> str:
    reader = PdfReader(BytesIO(data))
    parts = [page.extract_text() for page in reader.pages]
    parts += [str(value) for value in (reader.metadata or {}).values()]
    parts += [f"{name}{content!r}" for name, content in reader.attachments.items()]
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    for number in sorted(numbers - {0}):
        parts.extend(_strings(reader.get_object(number)))
    parts.append(data.decode("latin-1"))
    return "".join("".join(parts).split()).replace("-", "")


def _strings(node: object) -> Iterator[str]:
    if isinstance(node, StreamObject):
        raw = node.get_data()
        for encoding in ("utf-8", "latin-1", "utf-16-be", "utf-16-le"):
            yield raw.decode(encoding, "replace")
    if isinstance(node, DictionaryObject):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, ArrayObject):
        for value in node:
            yield from _strings(value)
    elif isinstance(node, TextStringObject):
        yield str(node)
    elif isinstance(node, ByteStringObject):
        yield bytes(node).decode("latin-1")
