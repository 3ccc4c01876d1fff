"""The organisation's logo: at the top of the first page, and nothing but its picture in the file."""

from __future__ import annotations

import dataclasses
from base64 import b64encode
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, StreamObject

from assess.casework.deeds.deed import renewed
from assess.instrument.library import Library
from assess.places import shipped
from assess.profile.load import Profiles
from assess.profile.logo import Logo, read_logo
from assess.register.arrivals import Arrival
from assess.register.founding import Founding, found_demonstration
from assess.reports.content import ReportContent, build
from assess.reports.content_json import as_json, from_json
from assess.reports.issue import dossier_of
from assess.reports.printer import Printer
from assess.reports.render import pdf_bytes, render_html
from assess.reports.request import AccessReport, FullReport, Handover, OnePage, PlainReport, Request
from assess.reports.web_page import html_alone
from assess.training.demonstration import demonstration
from tests.logos import SAMPLES, SECRET, TALKING, png
from tests.reports.conformance.structure import structure
from tests.unit.conftest import CHEAP

if TYPE_CHECKING:
    from assess.reports.dossier import Dossier

MILLIMETRE = 72 / 25.4
GROUP = "Koordineringsgruppa mot radikalisering og ekstremisme, Fredrikstad kommune og politiet"


def with_logo(dossier: Dossier, folder: Path, data: bytes) -> Dossier:
    path = folder / "logo.png"
    path.write_bytes(data)
    return dataclasses.replace(dossier, logo=read_logo(path))


@pytest.fixture
def marked(dossier: Dossier, tmp_path: Path) -> Dossier:
    """The signed assessment of an organisation with a logo, with something to hand over to the police."""
    first, *others = dossier.assessment.observations
    shared = (first.model_copy(update={"recipients": ("politi",)}), *others)
    given = dataclasses.replace(dossier, assessment=renewed(dossier.assessment, observations=shared))
    return with_logo(given, tmp_path, png(more=TALKING, behind=SECRET))


def pictures(data: bytes) -> list[list[StreamObject]]:
    """What is drawn on each page beside its words and lines."""
    read, found = PdfReader(BytesIO(data)), []
    for page in read.pages:
        known = cast("DictionaryObject", cast("DictionaryObject", page["/Resources"]).get("/XObject", {}))
        done = ContentStream(page["/Contents"].get_object(), read).operations
        names = [str(operands[0]) for operands, operator in done if operator == b"Do"]
        found.append([cast("StreamObject", known[name].get_object()) for name in names])
    return found


def streams(data: bytes) -> bytes:
    """Everything in the file, unpacked, the attached too."""
    read = PdfReader(BytesIO(data))
    objects = [read.get_object(number) for number in range(1, cast("int", read.trailer["/Size"]))]
    return data + b"".join(one.get_data() for one in objects if isinstance(one, StreamObject))


EVERY: tuple[Request, ...] = (
    OnePage(),
    FullReport(),
    AccessReport(read=True),
    Handover(party="politi", basis="fvl_13b_6", reason="Noen kan være i fare.", requested=True),
    PlainReport("young"),
)


@pytest.mark.slow
@pytest.mark.parametrize("request_", EVERY, ids=lambda one: type(one).__name__)
def test_it_stands_on_the_first_page_only_and_is_read_aloud(request_: Request, marked: Dossier) -> None:
    data = pdf_bytes(build(marked, request_))
    first, *others = pictures(data)
    assert [f"{one['/Width']} × {one['/Height']}" for one in first] == ["90 × 24"]
    assert not any(others)
    figure = next(iter(structure(data).all("Figure")))
    assert figure.alt == f"Logo: {GROUP}"


def test_a_report_from_the_register_has_the_logo_of_the_profile_at_hand(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png())
    text = (shipped("profiles") / "fredrikstad.yaml").read_text(encoding="utf-8")
    (tmp_path / "fredrikstad.yaml").write_text(f"{text}\nlogo: logo.png\n", encoding="utf-8")
    library = Library(shipped("instruments"))
    edition = library.edition("vrb")
    record = demonstration(edition, Profiles().profile("fredrikstad"), library.folder("vrb") / "cases")[0]
    with found_demonstration(tmp_path / "r.assess", Founding("fredrikstad", "kommune"), cost=CHEAP) as register:
        register.bring_in((Arrival(record.case, edition, record.assessments[0]),))
        (kept,) = register.assessments_of(record.case.id)
        told = [
            dossier_of(register, profiles, record.case, kept, language, "").logo
            for profiles in (Profiles(tmp_path), Profiles())
            for language in ("nb", "en")
        ]
    assert told == [Logo(png()), Logo(png()), None, None]


@pytest.mark.slow
def test_it_takes_no_room_from_the_decision(marked: Dossier) -> None:
    bare = dataclasses.replace(marked, logo=None)
    before, after = (PdfReader(BytesIO(pdf_bytes(build(one)))) for one in (bare, marked))
    assert [page.extract_text() for page in after.pages] == [page.extract_text() for page in before.pages]
    assert places(after) == places(before)


def places(read: PdfReader) -> list[tuple[str, float, float]]:
    """Every piece of text on the first page, and where it stands."""
    found: list[tuple[str, float, float]] = []

    def see(text: str, _user: list[float], matrix: list[float], *_font: object) -> None:
        if text.strip():
            found.append((text, round(matrix[4], 1), round(matrix[5], 1)))

    read.pages[0].extract_text(visitor_text=see)
    assert len(found) > 20
    return found


@pytest.mark.parametrize(
    ("size", "printed"),
    [
        pytest.param((1800, 200), (45, 5), id="wide"),
        pytest.param((300, 1500), (2.4, 12), id="high"),
        pytest.param((34, 17), (9, 4.5), id="small, as it is"),
    ],
)
def test_it_is_printed_small_and_never_distorted(
    size: tuple[int, int], printed: tuple[float, float], dossier: Dossier, tmp_path: Path
) -> None:
    read = PdfReader(BytesIO(pdf_bytes(build(with_logo(dossier, tmp_path, png(*size)), OnePage()))))
    boxes: list[list[float]] = []

    def see(operator: bytes, _operands: object, matrix: list[float], _text: object) -> None:
        if operator == b"Do":
            boxes.append(matrix)

    read.pages[0].extract_text(visitor_operand_before=see)
    ((width, _b, _c, height, left, bottom),) = boxes
    assert (width / MILLIMETRE, abs(height) / MILLIMETRE) == pytest.approx(printed, rel=0.01)
    assert left + width == pytest.approx((210 - 17) * MILLIMETRE, abs=0.5)
    assert min(bottom, bottom + height) > (297 - 20) * MILLIMETRE


KINDS = [(colour, depth) for colour in SAMPLES for depth in ((1, 2, 4, 8) if colour in {0, 3} else (8,))]


@pytest.mark.parametrize(("colour", "depth"), KINDS)
def test_every_kind_of_picture_keeps_its_pixels(colour: int, depth: int, dossier: Dossier, tmp_path: Path) -> None:
    data = png(colour=colour, depth=depth)
    ((drawn,), *_others) = pictures(pdf_bytes(build(with_logo(dossier, tmp_path, data), OnePage())))
    with Image.open(BytesIO(data)) as meant:
        kind = "L" if str(drawn["/ColorSpace"]) == "/DeviceGray" else "RGB"
        assert drawn.get_data() == meant.convert(meant.mode if meant.mode == "P" else kind).convert(kind).tobytes()
    assert ("/SMask" in drawn) == (colour in {4, 6})


def test_what_the_file_said_beside_its_picture_is_nowhere_in_the_report(marked: Dossier) -> None:
    assert SECRET in png(more=TALKING)
    content = build(marked, FullReport(attached="{}"))
    assert SECRET not in streams(pdf_bytes(content))
    assert b64encode(SECRET)[4:-4] not in html_alone(content).encode()


def test_without_a_logo_a_page_does_not_speak_of_one(dossier: Dossier) -> None:
    content = build(dossier, OnePage())
    assert content.logo is None
    assert "logo" not in render_html(content)
    assert "img-src" not in html_alone(content)
    assert not any(pictures(pdf_bytes(content)))


@pytest.mark.slow
def test_the_same_logo_gives_the_same_bytes_from_the_worker_too(marked: Dossier) -> None:
    content = build(marked, OnePage())
    assert from_json(as_json(content)) == content
    press = Printer()
    try:
        assert press.pdf(content) == pdf_bytes(content) == pdf_bytes(content)
    finally:
        press.close()


def test_the_page_for_a_browser_holds_it_and_lets_no_other_address_in(marked: Dossier) -> None:
    content = build(marked)
    assert content.logo is not None
    page = html_alone(content)
    assert page.count(content.logo.address) == 1
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:\">" in page


def as_address(data: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{b64encode(data).decode()}"


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
OTHERS = {
    "another PNG": as_address(png(9, 9)),
    "an SVG": as_address(SVG, "image/svg+xml"),
    "an SVG that says it is a PNG": as_address(SVG),
    "a page": as_address(b"<p>x</p>", "text/html"),
    "a page in plain letters": "data:text/html,<p>x</p>",
    "a style": "data:text/css,p{}",
    "the logo with something behind it": as_address(png()) + "#x",
    "the logo under another name": as_address(png(), "image/PNG"),
}


@pytest.mark.parametrize("address", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("tag", ['<img src="{}">', '<link rel="stylesheet" href="{}">', '<object data="{}"></object>'])
def test_no_data_but_the_logos_own_is_let_in(tag: str, address: str) -> None:
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    with pytest.raises(FatalURLFetchingError):
        rendered(tag.format(address), as_address(png()))


@pytest.mark.parametrize(
    "address",
    [
        as_address(SVG),
        as_address(SVG, "image/svg+xml"),
        as_address(png(), "text/html"),
        as_address(png()) + "#x",
        "data:image/png;base64,x",
    ],
)
def test_not_even_what_is_given_as_the_logo_is_let_in_when_it_is_no_png(address: str) -> None:
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    rendered(f'<img src="{as_address(png())}">', as_address(png()))
    with pytest.raises(FatalURLFetchingError):
        rendered(f'<img src="{address}">', address)


def rendered(body: str, picture: str) -> None:
    from weasyprint import HTML  # noqa: PLC0415

    from assess.reports.fetcher import SealedFetcher  # noqa: PLC0415

    folder = shipped("reports/templates").resolve()
    HTML(string=body, base_url=f"{folder.as_uri()}/", url_fetcher=SealedFetcher(folder, picture)).render()


def test_a_picture_in_free_text_is_only_words(marked: Dossier) -> None:
    content: ReportContent = build(marked, OnePage())
    assert content.logo is not None
    wild = f'<img src="{content.logo.address}">'
    case = marked.case.model_copy(update={"summary": wild})
    page = render_html(build(dataclasses.replace(marked, case=case), OnePage()))
    assert page.count("<img") == 1
