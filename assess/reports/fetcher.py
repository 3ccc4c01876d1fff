"""The only door between the renderer and the outside: files in the report's own template folder, nothing else.

Importing this imports WeasyPrint, which takes a third of a second: do it when a report is made, not before.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse


class SealedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Fetches files below one folder and stops the rendering for anything else.

    WeasyPrint's own fetcher embeds any local file that a page asks for, and opens network connections. An ordinary
    error is swallowed by WeasyPrint and leaves a hole in the page; `FatalURLFetchingError` isn't.

    Args:
        folder: The folder that pages may take files from.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._fail_on_errors = True

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        """Return the file that `url` names.

        Raises:
            FatalURLFetchingError: It is not a `file:` address below the folder, or can't be read.
        """
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


def _refuse(url: str) -> NoReturn:
    message = f"outside the report's own files: {url}"
    raise FatalURLFetchingError(message)
