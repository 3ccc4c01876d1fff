from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import cast

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject

from assess.places import shipped
from assess.reports.content import build
from assess.reports.dossier import Dossier
from assess.reports.pictures.advances import advances
from assess.reports.pictures.lettering import broken, shortened, width_of
from assess.reports.render import render_html
from tests.reports.conftest import AGREED, Print, Printed
from tests.reports.pictures_material import before


@pytest.fixture(scope="module")
def again(dossier: Dossier, printing: Print) -> Printed:
    """A report with all four pictures."""
    return printing(before(dossier, AGREED))


def elements(node: DictionaryObject) -> Iterator[DictionaryObject]:
    yield node
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        inner = kid.get_object()
        if isinstance(inner, DictionaryObject) and "/S" in inner:
            yield from elements(inner)


def test_each_picture_is_a_figure_whose_words_say_what_it_shows(again: Printed) -> None:
    root = cast("DictionaryObject", PdfReader(BytesIO(again.data)).root_object["/StructTreeRoot"])
    tree = cast("DictionaryObject", cast("ArrayObject", root["/K"])[0].get_object())
    figures = [one for one in elements(tree) if str(one["/S"]) == "/Figure"]
    pictures = [picture for section in again.content.sections for picture in section.pictures]
    assert {picture.kind for picture in pictures} == {"board", "strip", "timeline", "spread"}
    assert [str(one["/Alt"]) for one in figures] == [picture.says for picture in pictures]


def test_the_pictures_let_no_light_through_and_borrow_no_pattern(again: Printed) -> None:
    read = PdfReader(BytesIO(again.data))
    page = next(page for page in read.pages if "Tavla: risiko" in page.extract_text())
    operators = {operator for _operands, operator in ContentStream(page["/Contents"].get_object(), read).operations}
    assert b"Do" not in operators
    assert b"sh" not in operators
    assert not cast("DictionaryObject", page["/Resources"]).get("/Pattern")


def test_no_letter_in_a_picture_is_smaller_than_six_and_a_half_points(dossier: Dossier) -> None:
    sizes = re.findall(r'font-size="([\d.]+)"', render_html(build(before(dossier, AGREED))))
    assert len(sizes) > 20
    assert min(map(float, sizes)) >= 6.5


def test_the_picture_stands_first_and_the_answers_beside_their_tables(again: Printed) -> None:
    first, *items = again.content.sections[:4]
    assert first.heading == "Bildet i ett blikk"
    assert [picture.kind for picture in first.pictures] == ["board", "strip", "timeline"]
    assert [{picture.kind for picture in section.pictures} for section in items] == [{"spread"}] * 3


def test_words_are_as_wide_as_they_are_set() -> None:
    widths = advances(shipped("reports/templates") / "fonts" / "NotoSans-Regular.ttf")
    assert widths["i"] < widths["m"]
    assert width_of("mi", 10) == pytest.approx(10 * (widths["m"] + widths["i"]))


def test_a_broken_text_keeps_every_word_within_its_room() -> None:
    lines = broken("Vil reise til eller slutte seg til en gruppe " + "v" * 90, 7.5, 100)
    assert "".join(lines).replace(" ", "") == "Vilreisetilellersluttesegtilengruppe" + "v" * 90
    assert all(width_of(line, 7.5) <= 100 for line in lines)
    assert broken("", 7.5, 100) == ("",)


def test_a_shortened_text_says_that_it_is_cut() -> None:
    assert shortened("kort", 7, 100) == "kort"
    cut = shortened("en lang setning som ikke har plass", 7, 60)
    assert cut.endswith("…")
    assert width_of(cut, 7) <= 60


def test_a_file_that_is_no_font_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("fonts") / "x.ttf"
    path.write_bytes(b"no font at all")
    with pytest.raises(ValueError, match="not a font"):
        advances(path)
