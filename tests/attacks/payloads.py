"""Texts that would steer a terminal, turn or hide writing, or be read as markup; and how to find them in output."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wcwidth import wcswidth

from tests.screens.test_terminal import OWN, PAYLOADS, STEERING, TURNING

_STEERING_TEXTS = {
    **PAYLOADS,
    "osc-title-eight": "\x1b]8;;file:///etc/passwd\x07trykk\x1b]8;;\x07",
    "osc-clipboard-st": "\x1b]52;p;RUlFVA==\x1b\\",
    "osc-colours": "\x1b]10;#000000\x07",
    "osc-title-c1-st": "\x9d0;EIET\x9c",
    "csi-erase-line": "\x1b[2K\x1b[1G",
    "csi-cursor-up": "\x1b[9AOPP",
    "csi-window-title-report": "\x1b[21t",
    "csi-c1-clipboard": "\x9b6n",
    "single-shift": "\x8eN\x8fO",
    "string-c1": "\x98EIET\x9c",
    "right-to-left-embedding": "\u202babc\u202c",
    "first-strong-isolate": "\u2068abc\u2069",
    "invisible-times": "a\u2062b",
    "annotation": "a\ufff9b\ufffac\ufffb",
    "soft-hyphen": "a\u00adb",
    "byte-order-mark": "a\ufeffb",
    "variation-tag": "a\U000e0100b",
}

_SHOWN_TEXTS = {
    "arabic": "مرحبا",
    "hebrew": "שלום",
    "wide": "漢字かな",
    "emoji-family": "👨\u200d👩\u200d👧",
    "emoji-skin": "👍🏽",
    "flag": "🇳🇴",
    "combining-few": "e\u0301\u0323",
}

LITERAL_TEXTS = {
    "markup-red": "[red]r[/red]",
    "markup-click": "[@click=app.quit]x[/]",
    "markup-close": "[/]",
    "markup-open": "[bold",
    "markup-link": "[link='http://e.invalid']x[/link]",
    "markup-variable": "[$primary]x",
    "markdown-bold": "**b** _k_ `c`",
    "markdown-heading": "# t",
    "markdown-link": "[x](http://e.invalid)",
    "html": "<b>x</b>&amp;",
    "template": "{{7*7}}{%x%}",
    "format": "{0}{name}%s%d",
    "latex": "\\input{x}$x$",
    "typst": '#import "@preview/x"',
    "formula": "=1+1;@SUM(A1)",
    "sql": "'; DROP TABLE x;--",
    "path": "../../x",
}
"""What must be shown as the very letters it is."""


@dataclass(frozen=True, slots=True)
class Payload:
    """One text with a mark of its own before and after it."""

    name: str
    number: int
    text: str

    @property
    def begin(self) -> str:
        """The mark before it."""
        return f"Q{self.number:02}"

    @property
    def end(self) -> str:
        """The mark after it."""
        return f"q{self.number:02}"

    @property
    def marked(self) -> str:
        """The text between its marks."""
        return f"{self.begin}{self.text}{self.end}"

    @property
    def literal(self) -> bool:
        """Whether it must be shown letter for letter."""
        return self.name in LITERAL_TEXTS

    @property
    def worth_typing(self) -> bool:
        """Whether a keyboard can send it without any of it being another key, and some of it is not plain ASCII."""
        keys = any(letter < " " or letter == "\x7f" for letter in self.text)
        return self.pastable and not keys and not self.text.isascii() and len(self.text) < 100

    @property
    def pastable(self) -> bool:
        """Whether it can be sent at all: a lone surrogate has no bytes."""
        return not any("\ud800" <= letter <= "\udfff" for letter in self.text)


ALL = tuple(
    Payload(name, number, text)
    for number, (name, text) in enumerate({**_STEERING_TEXTS, **_SHOWN_TEXTS, **LITERAL_TEXTS}.items())
)
"""Every payload."""

NEVER = frozenset(STEERING) | frozenset(TURNING) | frozenset("\ufff9\ufffa\ufffb\u2062\U000e0041")
"""Characters that no output may hold, whoever brought them."""

_DANGEROUS = re.compile(f"[\x1b{re.escape(''.join(sorted(NEVER)))}]")
_PLACED = re.compile(r"\x1b\[(\d+);(\d+)H([^\x1b\n]*(?:\x1b\[[0-9;]*m[^\x1b\n]*)*)")
_STYLE = re.compile(r"\x1b\[[0-9;]*m")


def leaks(raw: bytes | bytearray) -> list[str]:
    """Return what only data can have brought into the output: the program's own sequences are taken away first."""
    text = raw.decode("utf-8", "surrogateescape")
    left = OWN.sub("", text)
    found = [repr(left[max(at.start() - 6, 0) : at.start() + 8]) for at in _DANGEROUS.finditer(left)]
    found += [f"whole: {one.name}" for one in ALL if not one.literal and _steers(one) and one.begin + one.text in text]
    return found


def too_wide(raw: bytes | bytearray, columns: int) -> list[str]:
    """Return the runs of output that reach beyond the last column, as a terminal counts them."""
    text = raw.decode("utf-8", "replace")
    found = []
    for placed in _PLACED.finditer(text):
        run = _STYLE.sub("", placed[3])
        width = wcswidth(run)
        if width >= 0 and int(placed[2]) - 1 + width > columns:
            found.append(f"{placed[1]};{placed[2]} {width}: {run!r}")
    return found


def _steers(payload: Payload) -> bool:
    return payload.pastable and any(letter in NEVER or letter == "\x1b" for letter in payload.text)
