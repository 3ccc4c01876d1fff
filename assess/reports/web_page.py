"""The same report as one HTML file that needs nothing beside it: for the day when no PDF can be made.

It is read in a browser, so it may run nothing and fetch nothing. What stands at the head and foot of each printed page
stands on top.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from assess.errors import ReportError
from assess.language import _
from assess.register.file_modes import write_private_file
from assess.reports.content import ReportContent
from assess.reports.render import render_html

_SHEET: Final = '<link rel="stylesheet" href="report.css">'
_NOTHING_ELSE: Final = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'{more}\">"
)
_ONE_PICTURE: Final = "; img-src data:"


def html_alone(content: ReportContent) -> str:
    """Return the report as a whole HTML page with its styles inside."""
    running = content.running
    head = (" · ".join(filter(None, (running.marks, running.reference, running.marking))), running.copy)
    foot = " · ".join(filter(None, (running.instrument, f"{running.journal}{content.head}")))
    page = render_html(content, "alone.html", running=tuple(filter(None, (*head, foot))))
    more = _ONE_PICTURE if content.logo is not None else ""
    return page.replace(_SHEET, _NOTHING_ELSE.format(more=more), 1)


def write_html(content: ReportContent, path: Path) -> bytes:
    """Write the page to `path`, where nothing may stand, readable by its owner only; return what was written.

    Raises:
        ReportError: It can't be written, or something stands there already.
    """
    made = html_alone(content).encode("utf-8", "backslashreplace")
    write_beside(made, path)
    return made


def write_beside(made: bytes, path: Path) -> None:
    """Write what is given instead of a PDF to `path`, where nothing may stand, readable by its owner only.

    Raises:
        ReportError: It can't be written, or something stands there already.
    """
    if path.exists():
        raise ReportError(_("«{name}» finnes og ble ikke rørt.").format(name=path.name), _("Velg et annet navn."))
    try:
        write_private_file(path, made)
    except OSError as error:
        raise ReportError(
            _("Filen kunne ikke skrives til «{path}»: {reason}.").format(path=path, reason=error.strerror or error),
            _("Vurderingen er urørt. Velg en annen mappe, eller gjør plass."),
        ) from error
