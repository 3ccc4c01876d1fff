"""Logos to print: PNGs made by hand, of any kind that there is."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
SECRET = b"drawn by the second on the left, at home"
"""What a file says beside its picture."""

Chunk = tuple[bytes, bytes]
TALKING: tuple[Chunk, ...] = (
    (b"tEXt", b"Author\0" + SECRET),
    (b"eXIf", b"MM\0*" + SECRET),
    (b"tIME", struct.pack(">H5B", 2026, 3, 4, 10, 11, 12)),
    (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + SECRET),
    (b"prVt", SECRET),
)


def chunk(kind: bytes, body: bytes) -> bytes:
    """One piece of a PNG."""
    return struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", zlib.crc32(kind + body))


def kinds_in(png: bytes) -> list[bytes]:
    """The kinds of its pieces, in order."""
    found, at = [], len(SIGNATURE)
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        found.append(kind)
        at += 12 + length
    return found


def header(width: int, height: int, colour: int = 6, depth: int = 8, interlaced: int = 0) -> bytes:
    """The first piece of a PNG."""
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))


def rows(width: int, height: int, colour: int = 6, depth: int = 8) -> bytes:
    """Pixels of many values; as indices they stay within two colours."""
    size = (width * depth * SAMPLES[colour] + 7) // 8
    row = bytes(place % (2 if colour == 3 else 251) for place in range(size))
    return (b"\0" + row) * height


def png(
    width: int = 90,
    height: int = 24,
    colour: int = 6,
    depth: int = 8,
    more: Iterable[Chunk] = (),
    behind: bytes = b"",
) -> bytes:
    """A whole PNG.

    Args:
        width: In pixels.
        height: In pixels.
        colour: 0 grey, 2 colours, 3 a palette of two, 4 grey and 6 colours that light shines through.
        depth: Bits a number.
        more: Pieces that stand before the picture.
        behind: What is hidden after the pixels, inside their piece.
    """
    palette = chunk(b"PLTE", bytes((120, 30, 40, 10, 60, 120))) if colour == 3 else b""
    pixels = zlib.compress(rows(width, height, colour, depth)) + behind
    pieces = b"".join(chunk(*one) for one in more)
    start = SIGNATURE + header(width, height, colour, depth)
    return start + palette + pieces + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
