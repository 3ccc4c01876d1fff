"""From finished words to HTML, and from HTML to a PDF that is PDF/A-3a and PDF/UA-1 at once."""

from __future__ import annotations

import logging
import os
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assess.errors import ReportError
from assess.language import _
from assess.places import shipped
from assess.register.workroom import unfinished
from assess.reports.content import ReportContent

if TYPE_CHECKING:
    import pydyf
    from jinja2 import Environment
    from weasyprint import Document

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


def render_html(content: ReportContent) -> str:
    """Lay the words out as one HTML page that needs the template folder beside it.

    Everything is escaped: markup in free text is printed as it was written.
    """
    return _templates().get_template("report.html").render(content=content)


def pdf_bytes(content: ReportContent) -> bytes:
    """Make the PDF: PDF/A-3a and PDF/UA-1, own fonts embedded, dated by the content; equal content gives equal bytes.

    Raises:
        ReportError: Pango is missing, or the page asked for something outside the template folder.
    """
    page, folder = render_html(content), _folder()
    _find_pango()
    from weasyprint import HTML  # noqa: PLC0415  takes a third of a second
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    from assess.reports.fetcher import SealedFetcher  # noqa: PLC0415
    from assess.reports.own_fonts import own_fonts  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open behind it
            document = HTML(string=page, base_url=f"{folder.as_uri()}/", url_fetcher=SealedFetcher(folder))
            made: bytes = document.write_pdf(
                pdf_variant="pdf/a-3a", pdf_tags=True, font_config=own_fonts(), finisher=_mark_as_ua
            )
    except FatalURLFetchingError as error:
        raise ReportError(
            _("PDF-en ble ikke laget: malen ba om en fil den ikke får hente ({reason}).").format(reason=error),
            _("Vurderingen er urørt. Installer assess på nytt."),
        ) from error
    return made


def write_pdf(content: ReportContent, path: Path) -> None:
    """Write the PDF to `path`, readable by its owner only. It is there whole, or not at all.

    Raises:
        ReportError: It can't be made or written, or something that isn't a PDF already stands there.
    """
    try:
        if path.exists() and not _is_pdf(path):
            raise ReportError(
                _("«{name}» finnes og er ikke en PDF. Den ble ikke rørt.").format(name=path.name),
                _("Velg et annet navn."),
            )
        made = pdf_bytes(content)
        _write_whole(made, path)
    except OSError as error:
        raise ReportError(
            _("PDF-en kunne ikke skrives til «{path}»: {reason}.").format(path=path, reason=error.strerror or error),
            _("Vurderingen er urørt. Velg en annen mappe, eller gjør plass."),
        ) from error


def _find_pango() -> None:
    """Import WeasyPrint, which looks for Pango at once."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # its remarks on fonts would land on the screen
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the set-up says it when HarfBuzz is too old
            import weasyprint  # noqa: F401, PLC0415
    except OSError as error:
        raise ReportError(
            _("PDF-en ble ikke laget, fordi Pango mangler på denne maskinen. Vurderingen er urørt."),
            _("Be den som drifter maskinen om å installere det. På Debian: apt install {packages}").format(
                packages=PACKAGES
            ),
        ) from error


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"%PDF-"


def _write_whole(made: bytes, path: Path) -> None:
    with unfinished(path) as part:
        with part.open("wb") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)


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
