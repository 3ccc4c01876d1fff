"""The journal's head, stamped into pages that were set before the journal was told."""

from __future__ import annotations

import dataclasses
import re
from io import BytesIO
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from assess.casework.decision import Decision
from assess.casework.deeds.deed import renewed
from assess.errors import ReportError
from assess.reports import render
from assess.reports.content import ReportContent, build
from assess.reports.dossier import Dossier
from assess.reports.head_stamp import SetPages, stamped, stand_in
from assess.reports.render import pdf_bytes, render_html, set_pages
from assess.reports.request import PaperCopy

if TYPE_CHECKING:
    from pypdf.generic import ArrayObject

    from tests.reports.conftest import Printed

groups = st.text("0123456789abcdef", min_size=4, max_size=4)
heads = st.builds("{}:{} {} {} {}".format, st.integers(0, 10**12 - 1), groups, groups, groups, groups)
STAND_IN = stand_in("")


@pytest.fixture(scope="module")
def content(printed: Printed) -> ReportContent:
    return printed.content


class Held:
    """Set pages, which are too long to be shown where a test fails."""

    def __init__(self, pages: SetPages) -> None:
        self.pages = pages


@pytest.fixture(scope="module")
def held(pages: SetPages) -> Held:
    return Held(pages)


@pytest.fixture(scope="module")
def pages(content: ReportContent) -> SetPages:
    return set_pages(content)


def under(content: ReportContent, head: str) -> ReportContent:
    return dataclasses.replace(content, head=head)


def words_of(made: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(made), strict=True).pages]


@pytest.mark.parametrize("head", ["1:ffff ffff ffff ffff", "999999999999:b00b 0123 4567 dddd"])
def test_what_is_set_before_the_head_is_known_is_what_is_set_under_it(
    content: ReportContent, pages: SetPages, head: str
) -> None:
    assert set_pages(under(content, head)) == pages
    assert stamped(pages, head) == pdf_bytes(under(content, head))


@given(heads)
@settings(max_examples=6, deadline=None, phases=[Phase.generate])  # shrinking reads a PDF a hundred times
def test_every_page_and_the_colophon_say_the_very_head(held: Held, head: str) -> None:
    made = words_of(stamped(held.pages, head))
    assert len(made) > 2
    assert all(f"Journal {head}" in page for page in made)
    assert sum(page.count(head) for page in made) == len(made) + 1
    assert not any(STAND_IN in page for page in made)


@given(heads, heads)
def test_two_heads_change_nothing_but_their_own_place_and_the_mark_of_the_file(
    held: Held, one: str, other: str
) -> None:
    pages = held.pages
    first, second = stamped(pages, one), stamped(pages, other)
    assert (first == second) == (one == other)
    assert len(first) == len(second) == len(pages.made)
    own = [(place.at, place.at + place.room) for place in pages.places]
    own.append(((mark := pages.made.rindex(b"/ID [")), mark + len(b"/ID [() ()]") + 64))
    start = 0
    for begin, end in sorted(own):
        assert first[start:begin] == second[start:begin] == pages.made[start:begin]
        start = end
    assert first[start:] == second[start:] == pages.made[start:]


def test_the_file_is_marked_as_another_under_another_head(pages: SetPages) -> None:
    heads = ("812:abc1 23de 4567 89ab", "813:abc1 23de 4567 89ab")
    trailers = [PdfReader(BytesIO(stamped(pages, head))).trailer for head in heads]
    marks = [[str(one) for one in cast("ArrayObject", trailer["/ID"])] for trailer in trailers]
    assert len({part for mark in marks for part in mark}) == 2
    assert all(one == other and re.fullmatch("[0-9a-f]{32}", one) for one, other in marks)


def test_somebody_who_wrote_what_stands_in_for_the_head_keeps_their_words(dossier: Dossier) -> None:
    decision = dossier.assessment.decision
    assert decision is not None
    fields = {name: getattr(decision, name) for name in Decision.model_fields}
    wild = Decision.model_construct(**{**fields, "reason": f"Der sto det {STAND_IN}"})
    said = dataclasses.replace(dossier, assessment=renewed(dossier.assessment, decision=wild, party_levels=()))
    made = words_of(pdf_bytes(build(said)))
    assert f"Der sto det {STAND_IN}" in made[0]
    assert all("Journal 812:abc1 23de" in page for page in made)


def test_a_head_that_would_be_broken_over_two_lines_is_never_printed(
    content: ReportContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    def narrow(content: ReportContent) -> str:
        return render_html(content).replace("</head>", "<style>.facts dd { width: 9mm }</style></head>")

    monkeypatch.setattr(render, "render_html", narrow)
    with pytest.raises(ReportError, match="journalens hode"):
        pdf_bytes(content)


def test_a_report_without_a_journal_is_left_whole(dossier: Dossier) -> None:
    without = set_pages(build(dataclasses.replace(dossier, journal_head="")))
    assert without.places == ()
    assert stamped(without, "") == without.made
    made = PdfReader(BytesIO(without.made))
    assert not any(isinstance(page.raw_get("/Contents").get_object(), list) for page in made.pages)
    assert "ingen journal" in " ".join(words_of(without.made))
    assert "Journal " not in words_of(without.made)[0]


@pytest.mark.parametrize(
    "recipient",
    ["Skolen", "Skolen og alle som var med på møtet og har bedt om det", "W" * 300],
    ids=["short", "long", "wide"],
)
def test_the_head_stands_on_the_paper_whoever_the_copy_is_for(dossier: Dossier, recipient: str) -> None:
    made = pdf_bytes(build(dossier, copy=PaperCopy(2, 3, recipient)))
    for page in PdfReader(BytesIO(made)).pages:
        places: list[float] = []

        def seen(text: str, _user: object, at: list[float], *_font: object, places: list[float] = places) -> None:
            if "812:abc1" in text.replace("\N{NO-BREAK SPACE}", " "):
                places.append(at[5])

        words = page.extract_text(visitor_text=seen)
        assert re.search(r"Journal\s812:abc1.*\n\s*Eksemplar 2 av 3, til\s+" + recipient[:6], words)
        assert min(places) > 20


def test_set_pages_survive_the_way_from_the_worker(pages: SetPages) -> None:
    assert SetPages.unpacked(pages.packed()) == pages
    assert SetPages.unpacked(SetPages(b"\n[]\n").packed()) == SetPages(b"\n[]\n")


def test_what_no_head_has_is_refused(pages: SetPages) -> None:
    with pytest.raises(KeyError):
        stamped(pages, "812:ABC1")
