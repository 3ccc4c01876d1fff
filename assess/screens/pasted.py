"""What is pasted is text, never keys.

A terminal puts marks around what is pasted into it. Textual looks for keys even between them: `ESC q` in a pasted
log would be read as alt+q, `ESC [ 2 4 ~` as F12. So nothing that starts a key reaches its parser from a paste: it
becomes «�», as in everything else that comes from outside.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Final

from textual._xterm_parser import BRACKETED_PASTE_END as END
from textual._xterm_parser import BRACKETED_PASTE_START as START
from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.message import Message

from assess.screens.terminal import REPLACED

_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""The control characters but for tab and line ends."""


def keep_pastes_text(base: type[Driver]) -> None:
    """Let the terminals of this driver be read by a parser that takes no key from what is pasted."""
    for reader in (base.__module__, "textual.drivers.win32"):
        names = vars(sys.modules[reader]) if reader in sys.modules else {}
        if "XTermParser" in names:
            names["XTermParser"] = PasteParser


class PasteParser(XTermParser):
    """Textual's parser, given what stands between the marks of a paste as text only, however it is cut up."""

    def __init__(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002  Textual's signature
        self._pasting = False
        self._edge = ""
        """What came last: outside a paste already read, within it held back. It may be the first half of a mark."""
        super().__init__(debug)

    def feed(self, data: str) -> Iterator[Message]:
        """Read what the terminal sent; an empty text is its end."""
        text = self._without_keys_in_pastes(data)
        if text or not data:
            yield from super().feed(text)

    def tick(self) -> Iterator[Message]:
        """Give up a key whose rest doesn't come; half a mark outside a paste has then been read as keys."""
        for message in super().tick():
            if not self._pasting:
                self._edge = ""
            yield message

    def _without_keys_in_pastes(self, data: str) -> str:
        kept: list[str] = []
        while data:
            part, data = self._pasted(self._edge + data) if self._pasting else self._typed(data)
            kept.append(part)
        return "".join(kept)

    def _typed(self, data: str) -> tuple[str, str]:
        """What of `data` is read before a paste, its first mark included, and what comes after that."""
        seen = self._edge + data
        found = seen.find(START)
        if found < 0:
            self._edge = seen[1 - len(START) :]
            return data, ""
        self._pasting = True
        after = found + len(START) - len(self._edge)
        self._edge = ""
        return data[:after], data[after:]

    def _pasted(self, data: str) -> tuple[str, str]:
        """What of a paste may be read now, its last mark included when it is there, and what comes after that."""
        text, mark, after = data.partition(END)
        self._pasting = not mark
        self._edge = "" if mark else next((half for half in _HALVES if text.endswith(half)), "")
        return _NO_TEXT.sub(REPLACED, text.removesuffix(self._edge)) + mark, after


_HALVES: Final = tuple(END[:length] for length in range(len(END) - 1, 0, -1))
