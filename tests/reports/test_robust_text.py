"""Whatever stands in a text: it can be read on the page, steers nothing, and takes a bounded time."""

from __future__ import annotations

import dataclasses
import re
import time
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from assess.errors import ReportError
from assess.places import shipped
from assess.reports.characters import FACES, LONGEST_WORD, legible
from assess.reports.content import ReportContent, _fitted
from assess.reports.font_file import drawn_by
from assess.reports.printer import Printer
from assess.reports.render import pdf_bytes
from assess.reports.view import Cell, Prose, Section, Table
from assess.reports.web_page import html_alone
from tests.attacks.payloads import ALL, LITERAL_TEXTS

if TYPE_CHECKING:
    from tests.reports.conftest import Printed

NEVER = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Kinds of characters that no page may hold."""

HOSTILE = {
    "own-nul": "a\x00b",
    "own-line-separator": "a\u2028b\u2029c",
    "own-joiner": "a\u034fb",
    "own-private": "a\ue000b",
    "own-unassigned": "a\u0378b",
    "all-controls": "".join(map(chr, [*range(32), *range(127, 160)])),
    "all-bidi": "".join(map(chr, [0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])),
}


def texts() -> dict[str, str]:
    return {**{one.name: one.marked for one in ALL}, **HOSTILE}


def report_of(content: ReportContent, *sections: Section) -> ReportContent:
    """A report of nothing but these sections, each text as `build` leaves it."""
    fitted, _count = _fitted(dataclasses.replace(content, sections=sections, page_one=None, cover=None, proof="–"))
    return fitted


def text_of(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)


@pytest.fixture(scope="module")
def paper(printed: Printed) -> str:
    """Every payload in a paragraph and in a cell, as the words of the finished PDF."""
    prose = tuple(Prose(name, text) for name, text in texts().items())
    rows = tuple((Cell(lead=name), Cell(text=text, notes=(text,)), Cell(text)) for name, text in texts().items())
    table = Table("reasons", ("a", "b", "c"), rows, heading="–")
    content = report_of(printed.content, Section("–", intro=tuple(texts().values()), prose=prose, tables=(table,)))
    return text_of(pdf_bytes(content))


def test_no_control_bidi_or_unseen_character_reaches_the_text_layer(paper: str) -> None:
    found = {f"U+{ord(one):04X}" for one in set(paper) - {"\n"} if unicodedata.category(one) in NEVER}
    assert found == set()


def test_every_payload_is_there_between_its_marks(paper: str) -> None:
    flat = "".join(paper.split())
    missing = [one.name for one in ALL if flat.count(one.begin) < 4 or flat.count(one.end) < 4]
    assert missing == []


def test_what_is_no_markup_here_is_printed_letter_for_letter(paper: str) -> None:
    flat = "".join(paper.split()).replace("-", "").replace("‐", "")
    gone = [name for name, text in LITERAL_TEXTS.items() if "".join(text.split()).replace("-", "") not in flat]
    assert gone == []


def test_every_replaced_character_is_named_by_its_code(paper: str) -> None:
    flat = "".join(paper.split())
    for code in ("U+202E", "U+0000", "U+2028", "U+034F", "U+001B", "U+0645", "U+1F1F3"):
        assert code in flat, code


@pytest.mark.parametrize("name", sorted(texts()))
def test_a_legible_text_holds_only_what_every_face_draws(name: str) -> None:
    text, _count = legible(texts()[name])
    assert not [one for one in text if one != "\n" and unicodedata.category(one) in NEVER]
    assert legible(text) == (text, 0)


def test_the_fonts_are_read_as_a_library_reads_them() -> None:
    for name in FACES:
        path = shipped("reports/templates") / "fonts" / name
        with TTFont(path, lazy=True) as font:
            assert drawn_by(path) == {chr(code) for code in font.getBestCmap()}


@pytest.mark.parametrize("spoil", [b"", b"OTTO", b"\x00\x01\x00\x00\x00\x10", b"\x00" * 5000])
def test_a_file_that_is_no_font_is_said_to_be_none(spoil: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.ttf"
    path.write_bytes(spoil)
    with pytest.raises(ValueError, match="not a font"):
        drawn_by(path)


def test_a_few_marks_stand_on_their_letter_and_a_pile_is_written_as_codes() -> None:
    assert legible("s\u0323\u0301\u0304") == ("s\u0323\u0301\u0304", 0)
    text, count = legible("z" + "\u0335" * 40)
    assert text.count("\u0335") == 4
    assert count == 36
    assert text.endswith("U+0335]")


@pytest.mark.slow
def test_a_word_of_20000_letters_is_broken_and_loses_none(printed: Printed) -> None:
    word = "".join(chr(ord("a") + number % 26) for number in range(20_000))
    text, count = legible(word)
    assert count == 0
    assert max(map(len, text.split())) == LONGEST_WORD
    content = report_of(printed.content, Section("–", prose=(Prose("–", word),)))
    flat = "".join(text_of(pdf_bytes(content)).split())
    assert word in re.sub("side\\d+av\\d+", "", flat).replace("‐", "").replace("-", "") or _joined(flat, word)


def _joined(flat: str, word: str) -> bool:
    """Whether every hundred letters stand on some page: what stands at its foot comes between two of them."""
    plain = flat.replace("‐", "").replace("-", "")
    pieces = [word[at : at + 26] for at in range(0, len(word), 26)]
    return sum(plain.count(piece) for piece in {*pieces}) >= len(pieces) * 0.95


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["س" * 1_000_000, "x" * 1_000_000, "a" + "\u0301" * 1_000_000, "".join(map(chr, range(0x4E00, 0x9E00))) * 50],
    ids=["one foreign letter", "one word", "one pile", "20000 foreign letters"],
)
def test_a_megabyte_is_made_legible_in_seconds(text: str) -> None:
    began = time.process_time()
    legible(text)
    assert time.process_time() - began < 20


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_half_a_million_lines_are_set_or_refused_in_words_within_the_workers_limits(
    press: Printer, printed: Printed
) -> None:
    content = report_of(printed.content, Section("–", prose=(Prose("–", "a\n" * 500_000),)))
    with pytest.raises(ReportError, match="for stor"):
        press.pdf(content)


@pytest.fixture
def press() -> Iterator[Printer]:
    made = Printer()
    yield made
    made.close()


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    "text", ["Noe som ble sagt, og noe som ble sett. " * 26_000, "x" * 1_000_000], ids=["sentences", "one word"]
)
def test_a_megabyte_of_text_is_set_within_the_workers_limits(press: Printer, printed: Printed, text: str) -> None:
    content = report_of(printed.content, Section("–", prose=(Prose("–", text),)))
    assert press.pdf(content).startswith(b"%PDF-")


def test_the_page_for_a_browser_needs_nothing_runs_nothing_and_says_what_stands_on_every_page(
    printed: Printed,
) -> None:
    hostile = report_of(printed.content, Section("–", prose=tuple(Prose(name, text) for name, text in texts().items())))
    page = html_alone(hostile)
    assert "default-src 'none'" in page
    assert "<link" not in page
    assert "@page" in page
    assert not re.search(r"<script|\bon\w+=\"|src=|href=\"(?!#)", page.replace("&lt;", ""))
    for words in ("F-2026-0042/1", "Unntatt offentlighet", "812:abc1 23de", "lite 1.2.3"):
        assert words in page.partition("</header>")[0], words
    found = {f"U+{ord(one):04X}" for one in set(page) - {"\n"} if unicodedata.category(one) in NEVER}
    assert found == set()
