"""What a reader who can't see the pages is told, where veraPDF is content with less."""

from __future__ import annotations

import re
from io import BytesIO
from typing import cast

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, StreamObject

from assess.reports.render import _UA_MARK, render_html
from tests.reports.conformance.read_aloud import compare, flat
from tests.reports.conformance.test_variants import each_report
from tests.reports.conformance.variants import MATRIX, VARIANTS, Made, Wanted, content_of, made

pytestmark = pytest.mark.xdist_group("conformance")

CARRIES = {"full", "archive"}
"""The kinds that hold more than their pages show."""
DOES_SOMETHING = {"/JavaScript", "/Launch", "/URI", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition"}
FACES = {"Noto-Sans", "Noto-Sans-Bold", "Noto-Sans-Semi-Bold", "Noto-Sans-Italic"}


def reader(report: Made) -> PdfReader:
    return PdfReader(BytesIO(report.data))


def objects(read: PdfReader) -> list[DictionaryObject]:
    """Every dictionary in the file, streams too."""
    found = (read.get_object(number) for number in range(1, cast("int", read.trailer["/Size"])))
    return [one for one in found if isinstance(one, DictionaryObject)]


@each_report
def test_every_cell_names_the_headers_of_its_row_and_its_column(wanted: Wanted) -> None:
    for table in made(wanted).tree.all("Table"):
        columns = {one.id for head in table.all("THead") for one in head.all("TH")}
        assert columns, table.words()
        for row in (row for body in table.all("TBody") for row in body.all("TR")):
            (header,) = row.all("TH")
            assert header.id, row.words()
            for cell in row.all("TD"):
                assert cell.headers[:1] == (header.id,), row.words()
                assert len(cell.headers) == 2, row.words()
                assert cell.headers[1] in columns, row.words()


@each_report
def test_every_header_says_whether_it_heads_a_column_or_a_row(wanted: Wanted) -> None:
    for table in made(wanted).tree.all("Table"):
        assert {one.scope for head in table.all("THead") for one in head.all("TH")} == {"Column"}
        assert {one.scope for body in table.all("TBody") for one in body.all("TH")} == {"Row"}


@each_report
def test_every_page_says_that_the_instrument_is_not_validated_and_whose_copy_it_is(wanted: Wanted) -> None:
    words = {
        "nb": "ikke validert – støtte for faglig skjønn",
        "en": "not validated – it supports professional judgement",
    }
    copy = {"nb": "Eksemplar 1 av 3", "en": "Copy 1 of 3"}
    for page in PdfReader(BytesIO(made(wanted).data)).pages:
        text = flat(page.extract_text())
        assert flat(words[wanted.language]) in text
        assert flat(copy[wanted.language]) in text


@each_report
def test_no_table_has_an_empty_column_header(wanted: Wanted) -> None:
    for table in made(wanted).tree.all("Table"):
        for head in table.all("THead"):
            assert all(flat(one.words()) for one in head.all("TH")), head.words()


@each_report
def test_it_is_read_in_the_order_of_its_page_and_whole(wanted: Wanted) -> None:
    report = made(wanted)
    found = compare(render_html(report.content), report.tree)
    assert found.missing == ""
    assert found.added == ()


@each_report
def test_every_drawing_is_told_in_words(wanted: Wanted) -> None:
    figures = list(made(wanted).tree.all("Figure"))
    drawn = [picture for section in made(wanted).content.sections for picture in section.pictures]
    assert len(figures) == len(drawn)
    for figure, picture in zip(figures, drawn, strict=True):
        assert len(figure.alt) > 15
        assert not re.search(r"\.(svg|png)\b", figure.alt)
        assert flat(picture.says) in flat(figure.alt)


@each_report
def test_headings_begin_with_one_h1_and_say_something(wanted: Wanted) -> None:
    headings = list(made(wanted).tree.all("H1", "H2", "H3", "H4", "H5", "H6"))
    assert [one.tag for one in headings].count("H1") == 1
    assert headings[0].tag == "H1"
    assert all(flat(one.words()) for one in headings)


@each_report
def test_its_language_and_title_are_said(wanted: Wanted) -> None:
    report = made(wanted)
    read = reader(report)
    root = read.root_object
    assert str(root["/Lang"]) == wanted.language
    assert cast("DictionaryObject", root["/ViewerPreferences"])["/DisplayDocTitle"] == BooleanObject(value=True)
    assert read.metadata is not None
    assert read.metadata.title == report.content.title


@each_report
def test_all_its_fonts_are_our_own_and_inside(wanted: Wanted) -> None:
    fonts = [one for one in objects(reader(made(wanted))) if one.get("/Type") == "/FontDescriptor"]
    assert fonts
    for font in fonts:
        assert str(font["/FontName"]).split("+")[-1] in FACES
        assert any(file in font for file in ("/FontFile2", "/FontFile3"))


@each_report
def test_it_does_nothing_but_go_to_its_own_pages(wanted: Wanted) -> None:
    for one in objects(reader(made(wanted))):
        assert "/AA" not in one
        assert "/OpenAction" not in one
        assert "/XFA" not in one
        assert one.get("/S") not in DOES_SOMETHING
        if one.get("/Subtype") == "/Link":
            action = cast("DictionaryObject", one.get("/A", DictionaryObject()).get_object())
            assert "/Dest" in one or action.get("/S") == "/GoTo"


@each_report
def test_its_metadata_says_no_more_than_its_reference_its_group_and_its_day(wanted: Wanted) -> None:
    report = made(wanted)
    read = reader(report)
    assert read.metadata is not None
    said = {key: str(value) for key, value in read.metadata.items()}
    assert said.pop("/Producer").startswith("WeasyPrint")
    day = report.content.dated[:10]
    for moment in ("/CreationDate", "/ModDate"):
        assert said.pop(moment).startswith(f"D:{day.replace('-', '')}")
    assert said == {"/Title": report.content.title, "/Author": report.content.author, "/Creator": "assess"}
    xmp = cast("StreamObject", read.root_object["/Metadata"].get_object()).get_data().decode()
    texts = {text.strip() for text in re.findall(r">([^<>]+)<", xmp.replace(_UA_MARK.decode(), ""))} - {""}
    assert {text for text in texts if not text.startswith(day)} == set(said.values())


@pytest.mark.parametrize("variant", VARIANTS)
def test_its_title_says_what_it_is_and_nothing_of_the_case(variant: str) -> None:
    said = set()
    for case in [wanted.case for wanted in MATRIX if (wanted.variant, wanted.language) == (variant, "nb")]:
        content = content_of(Wanted(variant, case, "nb"))
        assert content.title.count(case) == 1
        said.add((re.sub(rf"{case}/[12]", "", content.title), content.author))
    assert len(said) == 1


@each_report
def test_only_the_full_and_the_archive_report_carry_the_assessment(wanted: Wanted) -> None:
    report = made(wanted)
    read = reader(report)
    files = [one for one in objects(read) if one.get("/Type") == "/Filespec"]
    assert len(files) == (wanted.variant in CARRIES)
    assert len(read.attachments) == len(files)
    for file in files:
        assert_says_what_it_is(report, read, file)


def assert_says_what_it_is(report: Made, read: PdfReader, file: DictionaryObject) -> None:
    assert str(file["/AFRelationship"]) == "/Source"
    assert str(file["/Desc"])
    assert str(file["/UF"]).endswith(".json")
    assert [one.get_object() for one in cast("ArrayObject", read.root_object["/AF"])] == [file]
    stream = cast("StreamObject", cast("DictionaryObject", file["/EF"])["/F"].get_object())
    assert str(stream["/Subtype"]) == "/application/json"
    assert stream.get_data().decode() == report.content.attached
