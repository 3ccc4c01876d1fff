"""A check that finds nothing wrong in anything is none: what every report keeps away from, veraPDF and we do find."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pytest

from assess.reports import render
from assess.reports.render import pdf_bytes, render_html
from tests.reports.conformance.read_aloud import compare
from tests.reports.conformance.structure import structure
from tests.reports.conformance.variants import Wanted, content_of

if TYPE_CHECKING:
    from assess.reports.content import ReportContent
    from tests.reports.conformance.conftest import Judge

pytestmark = pytest.mark.xdist_group("conformance")

Change = Callable[[str], str]
Spoil = Callable[[Change], bytes]

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{title}<rect width="9" height="9"/></svg>'
TITLE = "<title>En firkant som ikke betyr noe</title>"


@pytest.fixture(scope="module")
def content() -> ReportContent:
    """The words of a small report."""
    return content_of(Wanted("one-page", "HESTEHOV", "nb"))


@pytest.fixture
def spoil(content: ReportContent, monkeypatch: pytest.MonkeyPatch) -> Spoil:
    """Makes the report's PDF of a page that was changed on its way there."""

    def spoiled(change: Change) -> bytes:
        page = render_html(content)
        assert change(page) != page
        monkeypatch.setattr(render, "render_html", lambda content: change(render_html(content)))
        return pdf_bytes(content)

    return spoiled


def replace(old: str, new: str, page: str) -> str:
    """The page with the first `old` changed."""
    return re.sub(old, lambda _found: new, page, count=1, flags=re.DOTALL)


def end_with(more: str, page: str) -> str:
    """The page with something more at its end."""
    return page.replace("</body>", f"{more}</body>")


@pytest.mark.parametrize(
    ("change", "standard", "rule"),
    [
        pytest.param(partial(replace, ' lang="nb"', ""), "ua1", "7.2-29", id="no language"),
        pytest.param(partial(replace, "<title>.*?</title>", ""), "ua1", "7.1-9", id="no title"),
        pytest.param(partial(end_with, SQUARE.format(title="")), "ua1", "7.3-1", id="a drawing without words"),
        pytest.param(partial(replace, "<h2(.*?)</h2>", "<h3>Et hopp</h3>"), "ua1", "7.4.2-1", id="h1 and then h3"),
        pytest.param(partial(end_with, "<p>\U0001f642</p>"), "ua1", "7.21.8-1", id="an emoji that no font has"),
        pytest.param(partial(end_with, "<p>\U0001f642</p>"), "3a", "6.2.11.8-1", id="and for the archive"),
        pytest.param(partial(end_with, "<p>سلام</p>"), "3a", "6.2.11.8-1", id="Arabic that no font has"),
    ],
)
def test_verapdf_finds_what_a_page_lacks(change: Change, standard: str, rule: str, spoil: Spoil, judge: Judge) -> None:
    verdicts = {one.standard: one for one in judge(spoil(change))}
    assert not verdicts[standard].passed
    assert rule in verdicts[standard].rules


@pytest.mark.parametrize(
    ("spoilt", "rule"),
    [
        pytest.param(lambda data: data.replace(b"%PDF-1.7", b"%PDF-2.0", 1), "6.1.2-1", id="another version"),
        pytest.param(lambda data: data + b"and more", "6.1.3-3", id="something after its end"),
    ],
)
def test_verapdf_finds_what_is_wrong_in_the_file(
    content: ReportContent, spoilt: Callable[[bytes], bytes], rule: str, judge: Judge
) -> None:
    archived, _accessible = judge(spoilt(pdf_bytes(content)))
    assert archived.rules == {rule}


def test_verapdf_finds_that_the_accessibility_mark_is_missing(
    content: ReportContent, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "_mark_as_ua", lambda _document, _pdf: None)
    archived, accessible = judge(pdf_bytes(content))
    assert archived.passed
    assert accessible.rules == {"5-1"}


def test_a_drawing_with_words_is_no_fault(spoil: Spoil, judge: Judge) -> None:
    data = spoil(partial(end_with, SQUARE.format(title=TITLE)))
    assert all(one.passed for one in judge(data))
    (figure,) = structure(data).all("Figure")
    assert figure.alt == "En firkant som ikke betyr noe"


def test_verapdf_does_not_miss_headers_in_a_table_but_we_do(spoil: Spoil, judge: Judge) -> None:
    data = spoil(lambda page: re.sub(r"<(/?)th\b", r"<\1td", page))
    assert all(one.passed for one in judge(data))
    assert all(not list(table.all("TH")) for table in structure(data).all("Table"))


def test_words_that_are_read_in_another_order_are_found(content: ReportContent) -> None:
    page, tree = render_html(content), structure(pdf_bytes(content))
    assert compare(page, tree).missing == ""
    late = re.sub(r"(<h1>.*?</h1>)(.*)</body>", r"\2\1</body>", page, flags=re.DOTALL)
    assert compare(late, tree).missing
    assert compare(end_with("<p>Enda noe.</p>", page), tree).missing == "Endanoe."
    assert compare(replace("<h1>.*?</h1>", "", page), tree).added
