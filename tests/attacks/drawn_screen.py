"""What stands on a terminal after the few sequences that this program draws with; much faster than an emulator."""

from __future__ import annotations

import codecs
import re

from wcwidth import wcwidth

_TOKEN = re.compile(
    r"\x1b\[(?P<where>\d*;?\d*)H|(?P<clear>\x1b\[2J|\x1b\[\?1049[hl])|\x1b\[[0-9;?<>=$]*[@-~]|\x1b\][^\x07\x1b]*\x07"
)
_STYLES = re.compile(r"\x1b\[[0-9;]*m")
_WHOLE = re.compile(r"\x1b(?:\[[0-9;?<>=$]*|\][^\x07]*)?$")


class DrawnScreen:
    """The cells of a terminal, written by position.

    Args:
        columns: How many there are.
        lines: How many there are.
    """

    def __init__(self, columns: int, lines: int) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("replace")
        self._left = ""
        self.resize(columns, lines)

    def resize(self, columns: int, lines: int) -> None:
        """Begin anew with another size."""
        self._columns, self._lines = columns, lines
        self._row = self._column = 0
        self._clear()

    @property
    def display(self) -> list[str]:
        """The lines."""
        return ["".join(cells) for cells in self._cells]

    def feed(self, data: bytes) -> None:
        """Draw what the program sent."""
        text = _STYLES.sub("", self._left + self._decode.decode(data))
        cut = _WHOLE.search(text)
        text, self._left = (text[: cut.start()], text[cut.start() :]) if cut else (text, "")
        at = 0
        for token in _TOKEN.finditer(text):
            self._write(text[at : token.start()])
            at = token.end()
            if token["where"] is not None:
                row, _semicolon, column = token["where"].partition(";")
                self._row, self._column = int(row or 1) - 1, int(column or 1) - 1
            elif token["clear"]:
                self._clear()
        self._write(text[at:])

    def _clear(self) -> None:
        self._cells = [[" "] * self._columns for _line in range(self._lines)]

    def _write(self, text: str) -> None:
        for number, line in enumerate(text.replace("\r", "").split("\n")):
            if number:
                self._row, self._column = self._row + 1, 0
            if not line or self._row >= self._lines:
                continue
            cells = self._cells[self._row]
            if line.isascii():
                fits = line[: self._columns - self._column]
                cells[self._column : self._column + len(fits)] = fits
                self._column += len(fits)
                continue
            for letter in line:
                width = 1 if " " <= letter < "\x7f" else max(wcwidth(letter), 0)
                if self._column >= self._columns:
                    break
                if width == 0:
                    cells[self._column - 1] += letter
                    continue
                cells[self._column] = letter
                if width == 2 and self._column + 1 < self._columns:
                    cells[self._column + 1] = ""
                self._column += width
