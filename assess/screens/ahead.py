"""What the register, home and a case need that is no secret, got while the passphrase is typed: nobody waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from assess.errors import AssessError

if TYPE_CHECKING:
    from assess.instrument.library import Library


def fetch_ahead(library: Callable[[], Library]) -> threading.Thread:
    """Get what is needed once the passphrase is right, on a thread of its own that is begun and given back.

    Only what stands outside the register is read: modules, and the instrument. What can't be got is left to whoever
    needs it, who says so.

    Args:
        library: Says where instruments are found; asked on the thread.
    """
    thread = threading.Thread(target=_fetch, args=(library,), name="assess-ahead", daemon=True)
    thread.start()
    return thread


def _fetch(library: Callable[[], Library]) -> None:
    with suppress(ImportError, OSError, AssessError):
        import assess.register.register
        from assess.register.data_key import OpeningKey
        from assess.screens.home import INSTRUMENT

        _ = OpeningKey.new().public  # nobody's key: at the first one cryptography imports what it works with
        library().edition(INSTRUMENT)
        import assess.screens.case
        import assess.screens.meeting.meeting  # noqa: F401
