"""A finished PDF on its way to disk: it is there whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from assess.errors import ReportError
from assess.language import _
from assess.register.workroom import unfinished

_PDF = b"%PDF-"


def write_whole(made: bytes, path: Path) -> None:
    """Write a PDF to `path`, readable by its owner only, in the place of a PDF that stands there.

    Raises:
        ReportError: It can't be written, or something that isn't a PDF already stands there; that is untouched.
    """
    try:
        if path.exists() and not _is_pdf(path):
            raise ReportError(
                _("«{name}» finnes og er ikke en PDF. Den ble ikke rørt.").format(name=path.name),
                _("Velg et annet navn."),
            )
        with unfinished(path) as part:
            with part.open("wb") as file:
                file.write(made)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
    except OSError as error:
        raise ReportError(
            _("PDF-en kunne ikke skrives til «{path}»: {reason}.").format(path=path, reason=error.strerror or error),
            _("Vurderingen er urørt. Velg en annen mappe, eller gjør plass."),
        ) from error


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_PDF)) == _PDF
