"""What a program drew, read by read, and what stood on the screen when: told afterwards, by a terminal emulator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import pyte

Size = tuple[int, int]
"""Columns and lines."""

_FRAME_ENDS = b"\x1b[?2026l"


class Chunk(NamedTuple):
    """One read: when it came, what the program had cost by then, and how many frames ended in it."""

    at: float
    processor: float
    drawn: bytes
    frames: int


@dataclass(frozen=True, slots=True)
class Response:
    """What came of one thing that was sent; seconds from the sending.

    Attributes:
        first: When the first frame was whole.
        last: When the last one was.
        processor: What all of it cost, until the program was quiet.
        frames: How many frames there were; 0 when the terminal between brackets none (tmux).
        size: Bytes that were drawn.
    """

    first: float
    last: float
    processor: float
    frames: int
    size: int


@dataclass(frozen=True, slots=True)
class Shown:
    """When a text stood on the screen, and what the program had cost by then; seconds from the start."""

    clock: float
    processor: float


class Recording:
    """Everything that was read, in order.

    The emulator is fed only when somebody asks what stands on the screen, so its time is in no figure.
    """

    def __init__(self, size: Size) -> None:
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._replayed = 0
        self._tail = b""
        self.chunks: list[Chunk] = []

    def add(self, at: float, processor: float, drawn: bytes) -> None:
        """Keep one read; the end of a frame counts also when it was read in two parts."""
        whole, self._tail = self._tail + drawn, (self._tail + drawn)[1 - len(_FRAME_ENDS) :]
        self.chunks.append(Chunk(at, processor, drawn, whole.count(_FRAME_ENDS)))

    def text(self) -> str:
        """What stands on the screen after all that was read."""
        for chunk in self.chunks[self._replayed :]:
            self._stream.feed(chunk.drawn)
        self._replayed = len(self.chunks)
        return "\n".join(self._screen.display)

    def news(self) -> bytes:
        """What was read since the screen was last asked for."""
        return b"".join(chunk.drawn for chunk in self.chunks[self._replayed :])

    def response(self, first: int, began: float, processor: float) -> Response | None:
        """What the chunks from number `first` on say of something that was sent; None when there are none."""
        found = self.chunks[first:]
        ends = [chunk.at - began for chunk in found if chunk.frames] or [chunk.at - began for chunk in found]
        if not ends:
            return None
        frames, size = sum(chunk.frames for chunk in found), sum(len(chunk.drawn) for chunk in found)
        return Response(ends[0], ends[-1], processor, frames, size)

    def first(self, holds: Callable[[list[str]], bool], since: float) -> Shown | None:
        """The first whole frame for which something holds, among those that the screen was not asked for yet."""
        there = False
        for number in range(self._replayed, len(self.chunks)):
            chunk = self.chunks[number]
            self._stream.feed(chunk.drawn)
            self._replayed = number + 1
            there = there or holds(self._screen.display)
            # A frame that is not whole is not shown; without brackets each read is shown as it comes.
            if there and (chunk.frames or not any(one.frames for one in self.chunks[number:])):
                return Shown(chunk.at - since, chunk.processor)
        return None
