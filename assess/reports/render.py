"""From finished words to HTML, and from HTML to a PDF that is PDF/A-3a and PDF/UA-1 at once.

`assess.reports.printer` does the same in a process of its own.
"""

from __future__ import annotations

import dataclasses
import io
import logging
import re
import warnings
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assess.errors import ReportError
from assess.hardening import no_programs
from assess.language import _, speaking
from assess.places import shipped
from assess.reports.content import ReportContent
from assess.reports.head_stamp import Parting, SetPages, stamped, stand_in

if TYPE_CHECKING:
    import pydyf
    from jinja2 import Environment
    from weasyprint import Attachment, Document

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""The Debian packages that WeasyPrint needs beside itself."""

_UA_MARK = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""

_OLD_READERS = str.maketrans({"Æ": "AE", "Ø": "O", "Å": "A", "æ": "ae", "ø": "o", "å": "a"})
"""For readers that know no name but one in ASCII."""


def render_html(content: object, template: str = "report.html", **more: object) -> str:
    """Lay the words out as one HTML page that needs the template folder beside it.

    Everything is escaped: markup in free text is printed as it was written.

    Args:
        content: The words.
        template: Which template lays them out.
        more: What that template draws beside the content.

    Raises:
        ReportError: A template asks for what isn't there, or is missing.
    """
    from jinja2 import TemplateError  # noqa: PLC0415

    try:
        return _templates().get_template(template).render(content=content, **more)
    except TemplateError as error:
        raise ReportError(
            _("Rapporten ble ikke laget: malen passer ikke til innholdet ({name}).").format(name=type(error).__name__),
            _("Vurderingen er urørt. Installer assess på nytt."),
        ) from error


def load_renderer() -> None:
    """Import the renderer and compile every template, so that the next report need not wait for it.

    Raises:
        ReportError: Pango is missing.
    """
    for name in _templates().list_templates(["html", "svg"]):
        _templates().get_template(name)
    _find_pango()


def pdf_bytes(content: ReportContent) -> bytes:
    """Make the PDF: PDF/A-3a and PDF/UA-1, own fonts embedded, dated by the content; equal content gives equal bytes.

    What the content has attached lies in it as one file, called after the reference.

    Raises:
        ReportError: Pango is missing, or the page asked for something outside the template folder.
    """
    return stamped(set_pages(content), content.head)


def set_pages(content: ReportContent) -> SetPages:
    """Make all of the PDF but the journal's head, which `assess.reports.head_stamp.stamped` sets in.

    The same for any head, so that pages can be set before the journal is told.

    Raises:
        ReportError: As `pdf_bytes`.
    """
    words = stand_in(render_html(dataclasses.replace(content, head=""))) if content.head else ""
    page = render_html(dataclasses.replace(content, head=words))
    _find_pango()
    parting = Parting(words)
    picture = content.logo.address if content.logo is not None else None
    made = pdf_of(page, _attachments(content), picture=picture, part=parting.part if words else None)
    if words and parting.missed(page):
        raise ReportError(
            _("Rapporten ble ikke laget: journalens hode fikk ikke plass på én linje."),
            _("Vurderingen er urørt. Installer assess på nytt."),
        )
    return parting.pages(made)


def pdf_of(
    page: str,
    attachments: Sequence[Attachment] = (),
    settle_fields: Callable[[pydyf.PDF], None] | None = None,
    picture: str | None = None,
    part: Callable[[pydyf.PDF], None] | None = None,
) -> bytes:
    """Make the PDF of a page that a template laid out.

    Args:
        page: The HTML.
        attachments: Files that go along.
        settle_fields: Finishes the fields of a form; None for a page that nobody fills in.
        picture: The `data:` address of the one PNG that the page may show.
        part: Parts the pages around what is set in last.

    Raises:
        ReportError: As `pdf_bytes`.
    """
    folder = _folder()
    _find_pango()
    from weasyprint import HTML  # noqa: PLC0415  takes a third of a second
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    from assess.reports.fetcher import SealedFetcher  # noqa: PLC0415
    from assess.reports.own_fonts import own_fonts  # noqa: PLC0415

    def finish(document: Document, pdf: pydyf.PDF) -> None:
        _finish(document, pdf)
        if settle_fields is not None:
            settle_fields(pdf)
        if part is not None:
            part(pdf)

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open behind it
            document = HTML(string=page, base_url=f"{folder.as_uri()}/", url_fetcher=SealedFetcher(folder, picture))
            made: bytes = document.write_pdf(
                pdf_variant="pdf/a-3a",
                pdf_tags=True,
                pdf_forms=settle_fields is not None,
                font_config=own_fonts(),
                attachments=[*attachments],
                finisher=finish,
            )
    except FatalURLFetchingError as error:
        raise ReportError(
            _("PDF-en ble ikke laget: malen ba om en fil den ikke får hente ({reason}).").format(reason=error),
            _("Vurderingen er urørt. Installer assess på nytt."),
        ) from error
    return made


def _find_pango() -> None:
    """Import WeasyPrint, which looks for Pango at once."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # its remarks on fonts would land on the screen
    try:
        with warnings.catch_warnings(), no_programs():
            warnings.simplefilter("ignore", DeprecationWarning)  # the set-up says it when HarfBuzz is too old
            import weasyprint  # noqa: F401, PLC0415
    except OSError as error:
        raise ReportError(
            _("PDF-en ble ikke laget, fordi Pango mangler på denne maskinen. Vurderingen er urørt."),
            _("Be den som drifter maskinen om å installere det. På Debian: apt install {packages}").format(
                packages=PACKAGES
            ),
        ) from error


def attached_name(content: ReportContent) -> str:
    """What the attached file is called: the reference as a file name, `F-2026-0042-1.json`."""
    return re.sub(r"[^0-9A-Za-zÆØÅæøå-]", "-", content.running.reference) + ".json"


def _attachments(content: ReportContent) -> list[Attachment]:
    """The JSON that goes along: the source of the pages, as PDF/A-3 calls it."""
    if not content.attached:
        return []
    from weasyprint import Attachment  # noqa: PLC0415  takes a third of a second

    dated = datetime.fromisoformat(content.dated)
    with speaking(content.language):
        words = _("Hele vurderingen {reference} som data: den kan leses inn igjen.")
    return [
        Attachment(
            file_obj=io.BytesIO(content.attached.encode("utf-8")),
            name=attached_name(content),
            description=words.format(reference=content.running.reference),
            created=dated,
            modified=dated,
            relationship="Source",
        )
    ]


def _finish(document: Document, pdf: pydyf.PDF) -> None:
    """Add the PDF/UA mark, and name each attached file once: the renderer lists it twice, with its bytes as a name."""
    import pydyf  # noqa: PLC0415

    _mark_as_ua(document, pdf)
    _point_headers(pdf)
    if "AF" not in pdf.catalog:
        return
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    named = pydyf.Array()
    for entry in pdf.objects:
        if isinstance(entry, pydyf.Dictionary) and entry.get("Type") == "/Filespec":
            entry["F"] = pydyf.String(entry["UF"].string.translate(_OLD_READERS))
            named.extend([entry["UF"], entry.reference])
    pdf.objects[int(pdf.catalog["Names"]["EmbeddedFiles"].split()[0])]["Names"] = named


def _point_headers(pdf: pydyf.PDF) -> None:
    """Say of every header cell whether it heads a column or a row; WeasyPrint only names the headers in the cells."""
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH":
            row = pdf.objects[int(element["P"].split()[0])]
            group = pdf.objects[int(row["P"].split()[0])]
            element["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def _mark_as_ua(_document: Document, pdf: pydyf.PDF) -> None:
    """Add the PDF/UA mark inside the XMP that the PDF/A writer made; `xmp_metadata` would add a second, unseen one."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    xmp = metadata.stream[0]
    end = xmp.rindex(b"</rdf:RDF>")
    metadata.stream[0] = xmp[:end] + _UA_MARK + xmp[end:]


def _folder() -> Path:
    return shipped("reports/templates").resolve()


@cache
def _templates() -> Environment:
    from jinja2 import FileSystemLoader, StrictUndefined  # noqa: PLC0415
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    del environment.filters["safe"]
    return environment
