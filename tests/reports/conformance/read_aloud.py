"""The words of a report as its page says them, and as its structure tree does: they must come in the same order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from tests.reports.conformance.structure import Node

_SILENT = frozenset({"head", "style", "svg"})
_ADDED = "–"
"""What the stylesheet writes between the words: a dash after a lead."""


@dataclass(frozen=True)
class Compared:
    """How far what is read aloud follows the page."""

    missing: str
    """The first words of the page that are not read in their place; empty when all are."""
    added: tuple[str, ...]
    """What is read though the page doesn't say it, but for what the stylesheet writes."""


def compare(page: str, tree: Node) -> Compared:
    """Follow the page's texts through the tree, in order."""
    spoken = flat("".join(_spoken(tree)))
    at = 0
    added: list[str] = []
    for text in page_texts(page):
        found = spoken.find(text, at)
        if found < 0:
            return Compared(text, tuple(added))
        added.append(spoken[at:found])
        at = found + len(text)
    added.append(spoken[at:])
    return Compared("", tuple(one for one in added if one not in {"", _ADDED}))


def page_texts(page: str) -> list[str]:
    """The texts of an HTML page in order, without white space and hyphens; drawings say theirs by another way."""
    reader = _Texts()
    reader.feed(page)
    return [text for text in map(flat, reader.found) if text]


def flat(text: str) -> str:
    """The text without white space and hyphens, which lines are broken by."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._within and self._within[-1] == tag:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.found.append(data)


def _spoken(tree: Node) -> Iterator[str]:
    """Every word in reading order, without the stylesheet's page numbers and the heads that tables repeat."""
    return _Voice().read(tree)


class _Voice:
    def __init__(self) -> None:
        self._open_table: tuple[str, int] | None = None
        """The head and the last page of the table that was read last, while nothing has been read after it."""

    def read(self, node: Node) -> Iterator[str]:
        if node.tag == "Figure":
            return
        if node.tag == "Table":
            yield from self._table(node)
            return
        for kid in node.kids:
            if isinstance(kid, Node):
                if (node.tag, kid.tag) != ("Link", "Link"):
                    yield from self.read(kid)
            elif kid:
                self._open_table = None
                yield kid

    def _table(self, node: Node) -> Iterator[str]:
        head = "".join(one.words() for one in node.all("THead"))
        goes_on = self._open_table == (head, node.page - 1)
        for kid in node.kids:
            if isinstance(kid, Node) and not (goes_on and kid.tag == "THead"):
                yield from self.read(kid)
        self._open_table = (head, max(one.page for one in node.all()))
