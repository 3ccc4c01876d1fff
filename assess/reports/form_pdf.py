"""A blank form as HTML and PDF.

Both the paper form and the fillable one are PDF/A-3a and PDF/UA-1 as they are made. What another program makes of the
fillable one when it keeps it filled in is that program's doing.
"""

from __future__ import annotations

from functools import partial

from assess.reports.blank_form import BlankForm
from assess.reports.form_fields import settle_fields
from assess.reports.render import pdf_of, render_html


def form_html(form: BlankForm) -> str:
    """Lay the words out as one HTML page that needs the template folder beside it."""
    return render_html(form, "form.html")


def form_pdf(form: BlankForm) -> bytes:
    """Make the PDF; equal forms give equal bytes.

    Raises:
        ReportError: Pango is missing.
    """
    names = {item.id: f"{item.id} {item.title}" for domain in form.domains for item in domain.items}
    return pdf_of(form_html(form), settle_fields=partial(settle_fields, groups=names) if form.fillable else None)
