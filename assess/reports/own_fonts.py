"""The report's own fonts, read where they lie.

`@font-face` would make WeasyPrint copy each font to a temporary folder that a killed program leaves behind, and let
whatever fonts the machine has stand in for a missing letter. A configuration of our own does neither.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from assess.places import shipped

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

_NAMED_IN = "FONTCONFIG_FILE"
_ONE_AT_A_TIME = threading.Lock()


def own_fonts() -> FontConfiguration:
    """Return fonts for one rendering: those in `reports/templates/fonts`, no others, with no file written.

    Importing WeasyPrint must have succeeded before.
    """
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415  takes a third of a second

    with _ONE_AT_A_TIME:
        before = os.environ.get(_NAMED_IN)
        os.environ[_NAMED_IN] = str(shipped("reports/templates") / "fonts" / "fonts.conf")
        try:
            return FontConfiguration()
        finally:
            # What is started from here, a PDF reader say, must find the machine's own fonts.
            if before is None:
                del os.environ[_NAMED_IN]
            else:
                os.environ[_NAMED_IN] = before
