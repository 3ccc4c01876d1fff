"""An organisation's logo: a PNG beside its profile, checked once and stripped of everything but its picture.

Whoever prints it gets bytes and no path. Only the kinds of PNG that a report can print are let through; a comment, a
place, a day or anything else that the file says beside its picture is left behind.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from assess.errors import ProfileError

MOST_BYTES: Final = 200_000
MOST_PIXELS: Final = 2000
"""How wide, and how high, a logo may be."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""How many numbers a pixel has, by the kind of colour."""
_DEPTHS = {0: (1, 2, 4, 8), 2: (8,), 3: (1, 2, 4, 8), 4: (8,), 6: (8,)}
"""How many bits each of them may have; the renderer has no 16."""
_FILTERS = 5


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo that can be printed."""

    png: bytes
    """A whole PNG of at most `MOST_BYTES`, with a picture and nothing else."""


class UnfitLogo(ProfileError):
    """The file can't be a logo; the message goes on after its name."""


@dataclass(frozen=True, slots=True)
class _Header:
    width: int
    height: int
    depth: int
    colour: int

    @property
    def stride(self) -> int:
        """Bytes in a row: how it is filtered, and its pixels."""
        return 1 + (self.width * self.depth * _SAMPLES[self.colour] + 7) // 8


def read_logo(path: Path) -> Logo:
    """Read the logo at `path`.

    Raises:
        UnfitLogo: It is missing, can't be read, is too large, or is no PNG that can be printed.
    """
    try:
        if not path.is_file():
            raise UnfitLogo("is not there")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnfitLogo(f"can't be read: {(error.strerror or type(error).__name__).lower()}") from error
    if len(data) > MOST_BYTES:
        raise UnfitLogo(f"is larger than {MOST_BYTES // 1000} kB")
    return Logo(_only_picture(data))


def _only_picture(data: bytes) -> bytes:
    """The same picture as a PNG with no other chunks than it is drawn from."""
    if not data.startswith(_SIGNATURE):
        raise UnfitLogo("is not a PNG")
    chunks = _chunks(data)
    header = _header(chunks.get(b"IHDR", b""))
    kept = {
        b"IHDR": chunks[b"IHDR"],
        b"PLTE": _palette(header, chunks.get(b"PLTE", b"")),
        b"tRNS": _transparency(header, chunks),
        b"IDAT": _pixels(header, chunks.get(b"IDAT", b"")),
    }
    return _SIGNATURE + b"".join(_chunk(kind, body) for kind, body in kept.items() if body) + _chunk(b"IEND", b"")


def _chunks(data: bytes) -> dict[bytes, bytes]:
    """What the file holds of each kind; what follows its end is not looked at."""
    found: dict[bytes, bytes] = {}
    at = len(_SIGNATURE)
    while b"IEND" not in found:
        if at + 12 > len(data):
            _damaged()
        length, kind = struct.unpack_from(">I4s", data, at)
        whole = data[at : at + 12 + length]
        if whole != _chunk(kind, whole[8:-4]):
            _damaged()
        found[kind] = found.get(kind, b"") + whole[8:-4]
        at += len(whole)
    return found


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", zlib.crc32(kind + body))


def _header(body: bytes) -> _Header:
    if len(body) != 13:
        _damaged()
    width, height, depth, colour, compression, filtering, interlaced = struct.unpack(">IIBBBBB", body)
    if not width or not height or colour not in _SAMPLES or compression or filtering:
        _damaged()
    if max(width, height) > MOST_PIXELS:
        raise UnfitLogo(f"is {width} × {height} pixels: it may be {MOST_PIXELS} × {MOST_PIXELS}")
    if depth not in _DEPTHS[colour] or interlaced:
        raise UnfitLogo("has 16 bits a colour or is interlaced: save it as an ordinary PNG")
    return _Header(width, height, depth, colour)


def _palette(header: _Header, body: bytes) -> bytes:
    if header.colour != 3:
        return b""  # a mere proposal
    if not 3 <= len(body) <= 3 * 2**header.depth or len(body) % 3:
        _damaged()
    return body


def _transparency(header: _Header, chunks: dict[bytes, bytes]) -> bytes:
    body = chunks.get(b"tRNS", b"")
    lengths = {0: (2,), 2: (6,), 3: range(1, len(chunks.get(b"PLTE", b"")) // 3 + 1)}
    if body and len(body) not in lengths.get(header.colour, ()):
        _damaged()
    return body


def _pixels(header: _Header, body: bytes) -> bytes:
    """The compressed pixels, when they are as many as the header says; what was hidden behind them is left out."""
    size = header.height * header.stride
    unpacking = zlib.decompressobj()
    try:
        pixels = unpacking.decompress(body, size + 1)
    except zlib.error:
        _damaged()
    if len(pixels) != size or not unpacking.eof or max(pixels[:: header.stride]) >= _FILTERS:
        _damaged()
    return body[: len(body) - len(unpacking.unused_data)]


def _damaged() -> NoReturn:
    raise UnfitLogo("is damaged")
