"""What a PDF carries inside it, read back: the JSON of the assessment, and the words on its pages.

The file may come from anybody. Nothing in it is run; what is larger than a report can be is refused.
"""

from __future__ import annotations

import logging
import re
from io import BytesIO
from pathlib import Path

from assess.errors import ImportRefused
from assess.language import _

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file that is read."""

_ANCHOR = re.compile(r"Journal\s*([0-9]{1,12}:[0-9a-f]{4}(?:\s*[0-9a-f]{4}){3})")


def read_pdf(path: Path) -> bytes:
    """Return the file's bytes.

    Raises:
        ImportRefused: It can't be read, is too large, or is no PDF.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise ImportRefused(_("{path} er for stor til å være en rapport.").format(path=path))
        content = path.read_bytes()
    except OSError as error:
        raise ImportRefused(_("{path} kunne ikke leses ({why}).").format(path=path, why=error.strerror)) from error
    if not content.startswith(b"%PDF-"):
        raise ImportRefused(_("{path} er ikke en PDF.").format(path=path))
    return content


def attached_json(content: bytes, path: Path) -> str:
    """Return the assessment that the PDF carries, as the JSON text it is.

    Raises:
        ImportRefused: It carries none, more than one, or can't be read.
    """
    from pypdf import PdfReader  # noqa: PLC0415  only an import needs it
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    _quiet()
    try:
        found = [
            part
            for name, parts in PdfReader(BytesIO(content)).attachments.items()
            if name.endswith(".json")
            for part in parts
        ]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise ImportRefused(_("{path} er skadet og kan ikke leses.").format(path=path)) from error
    if len(found) != 1:
        raise ImportRefused(
            _("{path} har ingen vurdering med seg.").format(path=path),
            _("Bare full rapport og arkivversjon bærer vurderingen som data."),
        )
    try:
        return found[0].decode("utf-8")
    except UnicodeDecodeError as error:
        raise ImportRefused(_("{path} er ikke tekst i UTF-8.").format(path=path)) from error


def pages_of(content: bytes, path: Path) -> tuple[str, ...]:
    """Return the words on each page, without white space.

    Raises:
        ImportRefused: The file is damaged.
    """
    from pypdf import PdfReader  # noqa: PLC0415  only a check needs it
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    _quiet()
    try:
        return tuple(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise ImportRefused(_("{path} er skadet og kan ikke leses.").format(path=path)) from error


def anchor_on(pages: tuple[str, ...]) -> str:
    """The journal head that stands on the pages, as it is printed; empty when there is none."""
    found = next((one for page in pages if (one := _ANCHOR.search(page))), None)
    if found is None:
        return ""
    seq, _colon, mac = "".join(found[1].split()).partition(":")
    return f"{seq}:" + " ".join(mac[at : at + 4] for at in range(0, len(mac), 4))


def _quiet() -> None:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its remarks on a broken file would land on the screen
