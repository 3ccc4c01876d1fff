"""A blank form as HTML and PDF.

Both the paper form and the fillable one are PDF/A-3a and PDF/UA-1 as they are made. What another program makes of the
fillable one when it keeps it filled in is that program's doing.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from assess.reports.blank_form import BlankForm
from assess.reports.form_fields import settle_fields
from assess.reports.render import _find_pango, _folder, _mark_as_ua, _templates

if TYPE_CHECKING:
    import pydyf
    from weasyprint import Document


def form_html(form: BlankForm) -> str:
    """Lay the words out as one HTML page that needs the template folder beside it."""
    return _templates().get_template("form.html").render(content=form)


def form_pdf(form: BlankForm) -> bytes:
    """Make the PDF; equal forms give equal bytes.

    Raises:
        ReportError: Pango is missing.
    """
    page, folder = form_html(form), _folder()
    _find_pango()
    from weasyprint import HTML  # noqa: PLC0415  takes a third of a second

    from assess.reports.fetcher import SealedFetcher  # noqa: PLC0415
    from assess.reports.own_fonts import own_fonts  # noqa: PLC0415

    names = {item.id: f"{item.id} {item.title}" for domain in form.domains for item in domain.items}

    def finish(document: Document, pdf: pydyf.PDF) -> None:
        _mark_as_ua(document, pdf)
        if form.fillable:
            settle_fields(pdf, names)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open behind it
        document = HTML(string=page, base_url=f"{folder.as_uri()}/", url_fetcher=SealedFetcher(folder))
        made: bytes = document.write_pdf(
            pdf_variant="pdf/a-3a",
            pdf_tags=True,
            pdf_forms=form.fillable,
            font_config=own_fonts(),
            finisher=finish,
        )
    return made
