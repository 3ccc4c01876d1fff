"""How wide each character of a TrueType font is, read from its own tables: quicker than a library that can do more.

OpenType specification: «head» (units per em), «hhea» and «hmtx» (advances), «cmap» in format 4 (characters to glyphs).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_SEGMENTS: Final = 4


def advances(path: Path) -> dict[str, float]:
    """Return each character's width in parts of the font's size.

    Raises:
        OSError: It can't be read.
        ValueError: It is no such font, or is cut off.
    """
    font = path.read_bytes()
    try:
        (per_em,) = struct.unpack_from(">H", font, _table(font, b"head") + 18)
        (count,) = struct.unpack_from(">H", font, _table(font, b"hhea") + 34)
        widths = struct.unpack_from(">" + "Hh" * count, font, _table(font, b"hmtx"))[::2]
        return {chr(code): widths[min(glyph, count - 1)] / per_em for code, glyph in _glyphs(font)}
    except struct.error as error:
        raise _broken(path.name) from error


def _broken(what: str) -> ValueError:
    return ValueError(f"not a font that can be read: {what}")


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        name, _sum, offset, _length = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if name == tag:
            return int(offset)
    raise _broken(tag.decode())


def _glyphs(font: bytes) -> Iterator[tuple[int, int]]:
    """Each character's code with its glyph."""
    table = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, table + 2)
    for number in range(count):
        (offset,) = struct.unpack_from(">I", font, table + 4 + 8 * number + 4)
        if struct.unpack_from(">H", font, table + offset) == (_SEGMENTS,):
            return _of_segments(font, table + offset)
    raise _broken("cmap")


def _of_segments(font: bytes, at: int) -> Iterator[tuple[int, int]]:
    (size,) = struct.unpack_from(">H", font, at + 6)
    shape = f">{size // 2}H"
    ends, starts, deltas, ranges = (
        struct.unpack_from(shape, font, at + 14 + where) for where in (0, size + 2, 2 * size + 2, 3 * size + 2)
    )
    for number, (start, end, delta, shift) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if shift:
                place = at + 14 + 3 * size + 2 + 2 * number + shift + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", font, place)
            if glyph and (glyph + delta) & 0xFFFF:
                yield code, (glyph + delta) & 0xFFFF
