"""The assessment that goes along inside the PDF, and that the same content is the same bytes wherever it is made."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING, cast

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from assess.reports.content import ReportContent, build
from assess.reports.content_json import as_json
from assess.reports.render import attached_name, pdf_bytes, render_html
from assess.reports.request import FullReport, OnePage

if TYPE_CHECKING:
    from assess.reports.dossier import Dossier

DATA = '{"sak": "F-2026-0042", "tekst": "Ærlig \u202e \\u0000 سلام 🙂"}\n'


@pytest.fixture(scope="module")
def carrying(dossier: Dossier) -> ReportContent:
    return build(dossier, FullReport(attached=DATA))


@pytest.fixture(scope="module")
def made(carrying: ReportContent) -> bytes:
    return pdf_bytes(carrying)


def file_entry(made: bytes) -> DictionaryObject:
    (entry,) = cast("ArrayObject", PdfReader(BytesIO(made)).root_object["/AF"])
    return cast("DictionaryObject", entry.get_object())


def at(entry: DictionaryObject, *names: str) -> str:
    found: object = entry
    for name in names:
        found = cast("DictionaryObject", found)[name]
    return str(found)


def test_the_assessment_lies_in_the_file_byte_for_byte(made: bytes, carrying: ReportContent) -> None:
    assert PdfReader(BytesIO(made)).attachments == {"F-2026-0042-1.json": [DATA.encode()]}
    assert attached_name(carrying) == "F-2026-0042-1.json"


def test_the_attached_file_says_what_it_is_as_pdf_a_demands(made: bytes) -> None:
    entry = file_entry(made)
    assert at(entry, "/AFRelationship") == "/Source"
    assert "F-2026-0042/1" in at(entry, "/Desc")
    assert at(entry, "/F") == at(entry, "/UF") == "F-2026-0042-1.json"
    assert at(entry, "/EF", "/F", "/Subtype") == "/application/json"
    parameters = ("/EF", "/F", "/Params")
    assert at(entry, *parameters, "/CreationDate") == at(entry, *parameters, "/ModDate") == "D:20260303120000Z"
    assert at(entry, *parameters, "/Size") == str(len(DATA.encode()))


@pytest.mark.slow
def test_a_name_with_norwegian_letters_is_told_to_old_readers_too(carrying: ReportContent) -> None:
    made = pdf_bytes(dataclasses.replace(carrying, running=dataclasses.replace(carrying.running, reference="RØSSÆ/2")))
    assert list(PdfReader(BytesIO(made)).attachments) == ["RØSSÆ-2.json"]
    assert (at(file_entry(made), "/F"), at(file_entry(made), "/UF")) == ("ROSSAE-2.json", "RØSSÆ-2.json")


@pytest.mark.slow
def test_what_is_attached_is_described_in_the_reports_language(dossier: Dossier, made: bytes) -> None:
    english = pdf_bytes(build(dataclasses.replace(dossier, language="en"), FullReport(attached=DATA)))
    assert "F-2026-0042/1" in at(file_entry(english), "/Desc")


@pytest.mark.slow
def test_a_report_that_carries_nothing_has_no_files(dossier: Dossier) -> None:
    for request in (OnePage(), FullReport()):
        read = PdfReader(BytesIO(pdf_bytes(build(dossier, request))))
        assert "/AF" not in read.root_object
        assert not read.attachments


def test_nothing_of_what_is_attached_stands_on_the_pages(carrying: ReportContent) -> None:
    assert "Ærlig" not in render_html(carrying)


def test_a_reference_of_any_letters_becomes_a_file_name(carrying: ReportContent) -> None:
    running = dataclasses.replace(carrying.running, reference="../Å b:2/3\n")
    assert attached_name(dataclasses.replace(carrying, running=running)) == "---Å-b-2-3-.json"


PROGRAM = (
    "import hashlib, sys\n"
    "from assess.reports.content_json import from_json\n"
    "from assess.reports.render import pdf_bytes\n"
    "print(hashlib.sha256(pdf_bytes(from_json(sys.stdin.buffer.read()))).hexdigest())"
)


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        pytest.param({"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8"}, marks=pytest.mark.slow),
        pytest.param({"SOURCE_DATE_EPOCH": "0", "PYTHONOPTIMIZE": "2", "LC_ALL": "tr_TR"}, marks=pytest.mark.slow),
    ],
)
def test_the_same_content_is_the_same_bytes_whatever_the_machine_says(
    made: bytes, carrying: ReportContent, surroundings: dict[str, str]
) -> None:
    assert pdf_bytes(carrying) == made
    other = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=as_json(carrying),
        env={**os.environ, **surroundings},
        capture_output=True,
        check=True,
    )
    assert other.stdout.decode().strip() == hashlib.sha256(made).hexdigest()
