from __future__ import annotations

import dataclasses
import hashlib
import os
import pickle
import re
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, StreamObject

from assess.casework.decision import Decision
from assess.casework.deeds.deed import renewed
from assess.errors import ReportError
from assess.reports.content import build
from assess.reports.dossier import Dossier
from assess.reports.file import write_whole
from assess.reports.render import PACKAGES, _templates, pdf_bytes, render_html

if TYPE_CHECKING:
    from tests.reports.conftest import Print, Printed


def reader(printed: Printed) -> PdfReader:
    return PdfReader(BytesIO(printed.data))


def said(dossier: Dossier, words: str) -> Dossier:
    """The dossier with the group's reason as `words`, unchecked, as a damaged file could hold it."""
    decision = dossier.assessment.decision
    assert decision is not None
    fields = {name: getattr(decision, name) for name in Decision.model_fields}
    wild = Decision.model_construct(**{**fields, "reason": words})
    return dataclasses.replace(dossier, assessment=renewed(dossier.assessment, decision=wild, party_levels=()))


@pytest.mark.slow
def test_a_pdf_is_made_without_a_temporary_file_and_leaves_the_machines_fonts_to_other_programs(
    dossier: Dossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = build(dossier)
    monkeypatch.setenv("FONTCONFIG_FILE", "the machine's own")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not there"))  # writing there would fail
    assert pdf_bytes(content).startswith(b"%PDF")
    assert os.environ["FONTCONFIG_FILE"] == "the machine's own"


def test_a_draft_in_a_demonstration_says_so_on_every_page(printed_draft: Printed) -> None:
    assert len(printed_draft.pages) > 2
    for page in range(1, len(printed_draft.pages) + 1):
        assert printed_draft.says("UTKAST · ØVING – oppdiktede personer", page=page)


def test_a_signed_assessment_of_a_real_register_is_neither_draft_nor_practice(printed: Printed) -> None:
    assert not printed.says("UTKAST")
    assert not printed.says("ØVING")


def test_every_page_carries_reference_marking_number_anchor_and_version(printed: Printed) -> None:
    count = len(printed.pages)
    for page in range(1, count + 1):
        for words in (
            "F-2026-0042/1",
            "Unntatt offentlighet",
            f"side {page} av {count}",
            "812:abc1 23de",
            "lite 1.2.3",
        ):
            assert printed.says(words, page=page), words


def test_the_title_is_the_reference_and_nothing_of_what_it_says(printed: Printed, dossier: Dossier) -> None:
    metadata = reader(printed).metadata
    assert metadata is not None
    assert metadata.title == "Vurdering F-2026-0042/1 – versjon til kvalitetssikring"
    kept = " ".join(str(value) for value in metadata.values())
    assert not any(word in kept for word in dossier.case.summary.split() if len(word) > 4)


def test_the_document_is_dated_by_its_content_and_not_by_the_clock(printed: Printed) -> None:
    metadata = reader(printed).metadata
    assert metadata is not None
    assert metadata.creation_date == metadata.modification_date == datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


def test_the_document_is_tagged_in_norwegian_and_says_which_standards_it_keeps(printed: Printed) -> None:
    root = reader(printed).root_object
    assert str(root["/Lang"]) == "nb"
    assert cast("DictionaryObject", root["/MarkInfo"])["/Marked"]
    assert "/StructTreeRoot" in root
    xmp = cast("StreamObject", root["/Metadata"].get_object()).get_data().decode()
    assert xmp.count("<rdf:RDF") == 1
    assert re.search(r'pdfaid:part="3"', xmp)
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


def test_everything_painted_is_tagged_or_an_artifact(printed_draft: Printed) -> None:
    # A form would hold unmarked content: `opacity` makes one, a colour that lets light through doesn't.
    read = reader(printed_draft)
    for page in read.pages:
        depth = 0
        for _operands, operator in ContentStream(page["/Contents"].get_object(), read).operations:
            depth += (operator in {b"BDC", b"BMC"}) - (operator == b"EMC")
            assert operator != b"Do"
            assert depth or operator not in {b"Tj", b"TJ", b"f", b"f*", b"S", b"B"}, operator


def test_nothing_is_attached_linked_or_run(printed: Printed) -> None:
    read = reader(printed)
    assert not read.attachments
    assert "/OpenAction" not in read.root_object
    assert b"/URI" not in printed.data
    assert b"/JavaScript" not in printed.data


def test_only_our_own_fonts_are_embedded(printed: Printed) -> None:
    names, embedded = set(), []
    for page in reader(printed).pages:
        fonts = cast("DictionaryObject", cast("DictionaryObject", page["/Resources"])["/Font"])
        for font in fonts.values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            names.add(str(inner["/BaseFont"]).split("+")[-1])
            embedded.append("/FontFile2" in inner["/FontDescriptor"].get_object())
    assert names <= {"Noto-Sans", "Noto-Sans-Bold", "Noto-Sans-Semi-Bold", "Noto-Sans-Italic"}
    assert names
    assert all(embedded)


def test_the_same_content_gives_the_same_bytes_in_another_process(printed: Printed) -> None:
    program = (
        "import hashlib, pickle, sys\n"
        "from assess.reports.render import pdf_bytes\n"
        "print(hashlib.sha256(pdf_bytes(pickle.load(sys.stdin.buffer))).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", program],
        input=pickle.dumps(printed.content),
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        capture_output=True,
        check=True,
    )
    assert other.stdout.decode().strip() == hashlib.sha256(printed.data).hexdigest()


@pytest.mark.slow
def test_other_content_gives_other_bytes(printed: Printed, dossier: Dossier) -> None:
    assert pdf_bytes(build(said(dossier, "Noe annet."))) != printed.data


MARKUP = "<script>alert(1)</script> {{ 7*7 }} {% raw %} [red]rødt[/] &amp; </p><img src=file:///etc/passwd>"


def test_markup_in_free_text_is_printed_as_it_was_written(dossier: Dossier, printing: Print) -> None:
    assert printing(said(dossier, MARKUP)).says(MARKUP, page=1)


HOSTILE = "fram\u202ebak\u202c nul\x00 esc\x1b[31m null\u200bbredde \U0001f1f3\U0001f1f4 سلام Čáhci đ ŋ s\u0323"


def test_characters_that_the_fonts_lack_are_printed_as_codes_and_counted(dossier: Dossier, printing: Print) -> None:
    made = printing(said(dossier, HOSTILE))
    for words in ("fram[U+202E]bak[U+202C]", "nul[U+0000]", "[U+1F1F3 U+1F1F4]", "Čáhci đ ŋ", "[U+0633 U+0644"):
        assert made.says(words, page=1), words
    assert not re.search("[\x00\x1b\u202e\u202c\u200b]", "".join(made.pages))
    assert made.content.replaced.startswith("11 tegn")
    assert made.says(made.content.replaced)


@pytest.mark.slow
def test_a_text_longer_than_a_page_loses_nothing(dossier: Dossier, printing: Print) -> None:
    words = [f"o{number:05d}" for number in range(2400)]
    ratings = tuple(
        one.model_copy(update={"reason": " ".join(words)}) if one.item == "A1" and one.round == "agreed" else one
        for one in dossier.assessment.ratings
    )
    made = printing(dataclasses.replace(dossier, assessment=renewed(dossier.assessment, ratings=ratings)))
    text = re.sub(r"\s|-", "", "".join(made.pages))
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://example.org/x.png",
        "https://example.org/x.png",
        "ftp://example.org/x",
        "data:text/css,p{}",
        "fonts/../../../pyproject.toml",
        "file://example.org/etc/passwd",
        "%2e%2e/%2e%2e/pyproject.toml",
    ],
)
def test_the_renderer_reaches_nothing_outside_the_templates(address: str) -> None:
    from weasyprint import HTML  # noqa: PLC0415
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    from assess.places import shipped  # noqa: PLC0415
    from assess.reports.fetcher import SealedFetcher  # noqa: PLC0415

    folder = shipped("reports/templates").resolve()
    page = f'<link rel="stylesheet" href="{address}"><p>x</p>'
    with pytest.raises(FatalURLFetchingError):
        HTML(string=page, base_url=f"{folder.as_uri()}/", url_fetcher=SealedFetcher(folder)).render()


def test_templates_can_mark_nothing_as_safe_and_reach_no_python() -> None:
    from jinja2.exceptions import SecurityError, TemplateAssertionError, UndefinedError  # noqa: PLC0415

    with pytest.raises(TemplateAssertionError):
        _templates().from_string("{{ '<b>' | safe }}")
    with pytest.raises(SecurityError):
        _templates().from_string("{{ ''.__class__.__mro__ }}").render()
    with pytest.raises(UndefinedError):
        _templates().from_string("{{ nothing }}").render()


def test_without_pango_the_error_names_the_packages(printed: Printed, tmp_path: Path) -> None:
    for name in ("libpango-1.0.so.0", "libgobject-2.0.so.0"):
        (tmp_path / name).write_bytes(b"")
    program = (
        "import pickle, sys\n"
        "from assess.errors import ReportError\n"
        "from assess.reports.render import pdf_bytes\n"
        "try:\n    pdf_bytes(pickle.load(sys.stdin.buffer))\n"
        "except ReportError as error:\n    print(error)"
    )
    made = subprocess.run(
        [sys.executable, "-c", program],
        input=pickle.dumps(printed.content),
        env={**os.environ, "LD_LIBRARY_PATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
    )
    assert f"apt install {PACKAGES}" in made.stdout.decode()
    assert made.stderr == b""


def test_words_and_html_need_no_renderer(printed: Printed) -> None:
    program = (
        "import pickle, sys\n"
        "from assess.reports.render import render_html\n"
        "render_html(pickle.load(sys.stdin.buffer))\n"
        "print('weasyprint' in sys.modules)"
    )
    made = subprocess.run(
        [sys.executable, "-c", program], input=pickle.dumps(printed.content), capture_output=True, check=True
    )
    assert made.stdout.strip() == b"False"


def test_a_written_pdf_is_whole_and_its_owners_alone(printed: Printed, tmp_path: Path) -> None:
    path = tmp_path / "F-2026-0042-1.pdf"
    write_whole(printed.data, path)
    write_whole(printed.data, path)
    assert path.read_bytes() == printed.data
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_something_that_is_not_a_pdf_is_never_written_over(printed: Printed, tmp_path: Path) -> None:
    path = tmp_path / "register.assess"
    path.write_bytes(b"et register")
    with pytest.raises(ReportError, match="ikke en PDF"):
        write_whole(printed.data, path)
    assert path.read_bytes() == b"et register"


@pytest.mark.parametrize("spoil", [lambda folder: folder / "mangler" / "x.pdf", lambda folder: folder])
def test_a_place_that_cannot_be_written_is_said_and_leaves_nothing(
    printed: Printed, tmp_path: Path, spoil: Callable[[Path], Path]
) -> None:
    with pytest.raises(ReportError, match="kunne ikke skrives"):
        write_whole(printed.data, spoil(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_the_reports_own_language_is_chosen_apart_from_the_screens(dossier: Dossier) -> None:
    page = render_html(build(dataclasses.replace(dossier, language="en")))
    assert '<html lang="en">' in page
    assert '<html lang="nb">' in render_html(build(dossier))
