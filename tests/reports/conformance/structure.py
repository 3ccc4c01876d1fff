"""The structure tree of a PDF as plain nodes, and the words that each holds: what a screen reader would go by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import cast

from pypdf import PageObject, PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    ContentStream,
    DictionaryObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

Words = dict[int, str]
"""What is painted under each marked-content number of one page."""

_ONE = re.compile(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>")


@dataclass
class Node:
    """One element of the tree; its own words are kids that are `str`."""

    tag: str
    page: int
    """The page that it begins on, from 0; -1 when it doesn't say."""
    alt: str = ""
    id: str = ""
    scope: str = ""
    headers: tuple[str, ...] = ()
    kids: list[Node | str] = field(default_factory=list)

    def all(self, *tags: str) -> Iterator[Node]:
        """This node and everything inside it with one of the tags, in reading order; all of it when none is named."""
        if not tags or self.tag in tags:
            yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.all(*tags)

    def words(self) -> str:
        """Everything that it says, in reading order."""
        return "".join(kid if isinstance(kid, str) else kid.words() for kid in self.kids)


def structure(data: bytes) -> Node:
    """Read the structure tree of a PDF."""
    reader = PdfReader(BytesIO(data))
    numbers = {page.indirect_reference.idnum: at for at, page in enumerate(reader.pages) if page.indirect_reference}
    read = _Reading([_painted(page, reader) for page in reader.pages], numbers)
    root = cast("DictionaryObject", reader.root_object["/StructTreeRoot"])
    (document,) = cast("ArrayObject", root["/K"])
    return read.node(cast("DictionaryObject", document.get_object()))


@dataclass
class _Reading:
    painted: list[Words]
    numbers: dict[int, int]

    def node(self, element: DictionaryObject) -> Node:
        attributes = cast("DictionaryObject", element.get("/A", DictionaryObject()).get_object())
        headers = cast("ArrayObject", attributes.get("/Headers", ArrayObject()))
        made = Node(
            tag=str(element["/S"]).lstrip("/"),
            page=self._page(element),
            alt=str(element.get("/Alt", "")),
            id=str(element.get("/ID", "")),
            scope=str(attributes.get("/Scope", "")).lstrip("/"),
            headers=tuple(map(str, headers)),
        )
        made.kids = list(self._kids(element, made.page))
        return made

    def _kids(self, element: DictionaryObject, page: int) -> Iterator[Node | str]:
        found = element.get("/K", ArrayObject()).get_object()
        for one in found if isinstance(found, ArrayObject) else [found]:
            kid = one.get_object()
            if isinstance(kid, int):
                yield self.painted[page].get(kid, "")
            elif isinstance(kid, DictionaryObject) and kid.get("/Type") == "/StructElem":
                yield self.node(kid)

    def _page(self, element: DictionaryObject) -> int:
        return self.numbers[element.raw_get("/Pg").idnum] if "/Pg" in element else -1


def _painted(page: PageObject, reader: PdfReader) -> Words:
    resources = cast("DictionaryObject", page["/Resources"])
    fonts = {name: _letters(font.get_object()) for name, font in _dictionary(resources, "/Font").items()}
    words: Words = {}
    letters: dict[int, str] = {}
    within: list[int | None] = []
    for operands, operator in ContentStream(page["/Contents"].get_object(), reader).operations:
        if operator in {b"BDC", b"BMC"}:
            within.append(_number(operands))
        elif operator == b"EMC":
            within.pop()
        elif operator == b"Tf":
            letters = fonts[str(operands[0])]
        elif operator in {b"Tj", b"TJ"}:
            marked = next((one for one in reversed(within) if one is not None), None)
            if marked is not None:
                words[marked] = words.get(marked, "") + _text(operands[0], letters)
    return words


def _dictionary(holder: DictionaryObject, name: str) -> DictionaryObject:
    return cast("DictionaryObject", holder.get(name, DictionaryObject()).get_object())


def _number(operands: list[PdfObject]) -> int | None:
    properties = operands[1] if len(operands) > 1 else None
    found = properties.get("/MCID") if isinstance(properties, DictionaryObject) else None
    return None if found is None else int(cast("int", found))


def _letters(font: DictionaryObject) -> dict[int, str]:
    table = cast("StreamObject", font["/ToUnicode"].get_object()).get_data().decode("latin-1")
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in _ONE.findall(table)}


def _text(shown: PdfObject, letters: dict[int, str]) -> str:
    parts = shown if isinstance(shown, ArrayObject) else [shown]
    return "".join(_decoded(part, letters) for part in parts)


def _decoded(part: PdfObject, letters: dict[int, str]) -> str:
    if isinstance(part, TextStringObject):
        raw = part.original_bytes
    elif isinstance(part, ByteStringObject):
        raw = bytes(part)
    else:
        return ""
    return "".join(letters.get(int.from_bytes(raw[at : at + 2]), "�") for at in range(0, len(raw), 2))
