"""The journal's head on a report, stamped into pages that are set already.

The head is known only once the journal was told that the report is let out, and nothing else on the pages hangs on it.
So pages are always set with a stand-in of the same characters, which stands last in its line: nothing moves when other
glyphs take its place. Each page's content is parted around it (ISO 32000-1, 7.8.2: a page's contents may be several
streams), and the part that shows it is kept readable and of a fixed length, so that the head goes into the finished
file without anything else being touched. Which glyph shows which character, the stand-in itself says.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pydyf

_SHOWS: Final = re.compile(rb"\[<.*\] TJ")
_FONT: Final = re.compile(rb"/(\S+) \S+ Tf")
_GLYPH: Final = re.compile(rb"[0-9a-f]{4}(?=[0-9a-f]*>)")
_NAMED: Final = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
_FIRM: Final = "\N{NO-BREAK SPACE}"
_MARK: Final = re.compile(rb"/ID \[\(([0-9a-f]{32})\) \(([0-9a-f]{32})\)\]")


_Glyphs = tuple[tuple[str, str], ...]
"""Characters, and the glyph that shows each, as the file writes it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a head is shown in a file, how many bytes there are for it, and the glyph of each of its characters."""

    at: int
    room: int
    glyphs: _Glyphs


@dataclass(frozen=True, slots=True)
class SetPages:
    """A finished PDF that lacks nothing but the journal's head."""

    made: bytes = field(repr=False)
    places: tuple[Place, ...] = ()

    def packed(self) -> bytes:
        """As one message: where the heads stand, a line feed, and the PDF."""
        places = [[one.at, one.room, dict(one.glyphs)] for one in self.places]
        return json.dumps(places).encode("ascii") + b"\n" + self.made

    @classmethod
    def unpacked(cls, message: bytes) -> SetPages:
        """What `packed` packed.

        Raises:
            ValueError: It is something else.
        """
        places, _line, made = message.partition(b"\n")
        return cls(made, tuple(Place(at, room, tuple(glyphs.items())) for at, room, glyphs in json.loads(places)))


def stand_in(words: str) -> str:
    """What is set where the head will stand: every character that a head can hold, and nowhere in `words`.

    It is wider than any head that there will be, so a head never needs more room than there is.
    """
    told = " ".join(words.split())
    return next(one for number in count() if (one := f"{number:012}:0123 4567 89ab cdef") not in told)


def stamped(pages: SetPages, head: str) -> bytes:
    """Return the PDF with the head on it, and with a mark of its own (`/ID`); as it was set when it shows none.

    Raises:
        KeyError: The head holds a character that no head has.
    """
    if not pages.places:
        return pages.made
    made = bytearray(pages.made)
    for place in pages.places:
        glyphs = dict(place.glyphs)
        made[place.at : place.at + place.room] = _shown("".join(glyphs[one] for one in head)).ljust(place.room)
    mark = hashlib.sha256(pages.made + head.encode("ascii")).hexdigest()[:32].encode("ascii")
    for found in _MARK.finditer(pages.made, pages.made.rindex(b"/ID [")):
        made[found.start(1) : found.end(1)] = made[found.start(2) : found.end(2)] = mark
    return bytes(made)


class Parting:
    """The pages of one PDF, parted around the stand-in before it is written.

    Args:
        words: The stand-in.
    """

    def __init__(self, words: str) -> None:
        self._words = words
        self._heads: dict[_Glyphs, pydyf.Stream] = {}
        self._on_pages: list[int] = []

    def part(self, pdf: pydyf.PDF) -> None:
        """Part every page of a PDF that is finished but for this."""
        self._pdf = pdf
        self._on_pages = [self._part(self._at(reference)) for reference in pdf.page_references]

    def missed(self, page: str) -> bool:
        """Whether a page was left with a stand-in on it, or with none; `page` is the HTML, which names it once more."""
        standing = page.replace(_FIRM, " ").count(self._words) - 1 + len(self._on_pages)
        return min(self._on_pages) < 1 or sum(self._on_pages) != standing

    def pages(self, made: bytes) -> SetPages:
        """The file that was written, and where the heads stand in it."""
        return SetPages(made, tuple(_place(made, glyphs, shown.offset) for glyphs, shown in self._heads.items()))

    def _part(self, page: pydyf.Dictionary) -> int:
        """Part one page's content; return how many heads stand there."""
        import pydyf  # noqa: PLC0415  comes with the renderer

        part = self._at(page["Contents"])
        lines, part.stream = part.stream, []
        fonts, parts = self._at(self._at(page["Resources"])["Font"]), [part.reference]
        letters: Mapping[bytes, str] = {}
        for line in lines:
            if isinstance(line, bytes) and (font := _FONT.fullmatch(line)):
                letters = self._letters(fonts[font[1].decode("ascii")])
            cut = _cut(line, letters, self._words) if isinstance(line, bytes) and _SHOWS.fullmatch(line) else None
            part.stream.append(line if cut is None else cut[0])
            if cut is not None:
                part = self._added([], compress=part.compress)
                parts += [self._head(cut[1]).reference, part.reference]
        page["Contents"] = pydyf.Array(parts)
        return len(parts) // 2

    def _head(self, glyphs: _Glyphs) -> pydyf.Stream:
        """What shows the head; the same for all places where it has the same glyphs."""
        if glyphs not in self._heads:
            shown = _shown("".join(dict(glyphs)[one] for one in self._words))
            self._heads[glyphs] = self._added([shown], compress=False)
        return self._heads[glyphs]

    def _letters(self, font: str) -> Mapping[bytes, str]:
        """Which character each glyph of a font is, as the file says it to whoever reads the text out."""
        named = b"\n".join(self._at(self._at(font)["ToUnicode"]).stream)
        return {one[1]: bytes.fromhex(one[2].decode("ascii")).decode("utf-16-be") for one in _NAMED.finditer(named)}

    def _added(self, lines: list[bytes], *, compress: bool) -> pydyf.Stream:
        import pydyf  # noqa: PLC0415  comes with the renderer

        stream = pydyf.Stream(lines, compress=compress)
        self._pdf.add_object(stream)
        return stream

    def _at(self, reference: bytes | str) -> pydyf.Dictionary:
        return self._pdf.objects[int(reference.split()[0])]


def _cut(line: bytes, letters: Mapping[bytes, str], words: str) -> tuple[bytes, _Glyphs] | None:
    """What a line of text shows before the words that end it, and the glyph of each of their characters."""
    glyphs = list(_GLYPH.finditer(line))[-len(words) :]
    if "".join(letters.get(one[0], "") for one in glyphs).replace(_FIRM, " ") != words:
        return None
    shown = {character: one[0].decode("ascii") for character, one in zip(words, glyphs, strict=True)}
    return line[: glyphs[0].start()] + b">] TJ", tuple(sorted(shown.items()))


def _shown(glyphs: str) -> bytes:
    return f"[<{glyphs}>] TJ".encode("ascii")


def _place(made: bytes, glyphs: _Glyphs, offset: int) -> Place:
    at = made.index(b"stream\n", offset) + len(b"stream\n")
    return Place(at, made.index(b"\nendstream", at) - at, glyphs)
