"""The only door between the renderer and the outside: the template folder's files and the report's one picture.

Importing this imports WeasyPrint, which takes a third of a second: do it when a report is made, not before.
"""

from __future__ import annotations

import mimetypes
from base64 import b64decode
from pathlib import Path
from typing import Final, NoReturn
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

_PNG_ADDRESS: Final = "data:image/png;base64"
_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


class SealedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Fetches files below one folder, and one picture, and stops the rendering for anything else.

    WeasyPrint's own fetcher embeds any local file that a page asks for, and opens network connections. An ordinary
    error is swallowed by WeasyPrint and leaves a hole in the page; `FatalURLFetchingError` isn't.

    Args:
        folder: The folder that pages may take files from.
        picture: The one `data:` address that they may name, of a PNG; None for none.
    """

    def __init__(self, folder: Path, picture: str | None = None) -> None:
        self._folder = folder.resolve()
        self._picture = picture
        self._fail_on_errors = True

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        """Return the file, or the picture, that `url` names.

        Raises:
            FatalURLFetchingError: It is neither a `file:` address below the folder nor the picture, or can't be read.
        """
        if url == self._picture:
            return URLFetcherResponse(url, _png(url), {"Content-Type": "image/png"})
        address = urlsplit(url)
        if address.scheme != "file" or address.netloc:
            _refuse(url)
        path = Path(url2pathname(address.path)).resolve()
        if not path.is_relative_to(self._folder):
            _refuse(url)
        try:
            body = path.read_bytes()
        except OSError as error:
            message = f"can't read {path.name}"
            raise FatalURLFetchingError(message) from error
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, body, {"Content-Type": kind})


def _png(url: str) -> bytes:
    """The bytes of the picture: whatever it is called, a reader for other formats must never see them."""
    kind, _comma, packed = url.partition(",")
    body = b64decode(packed, validate=True)
    if kind != _PNG_ADDRESS or not body.startswith(_PNG_SIGNATURE):
        _refuse(url)
    return body


def _refuse(url: str) -> NoReturn:
    message = f"outside the report's own files: {url[:200]}"
    raise FatalURLFetchingError(message)
