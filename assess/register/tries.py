"""Wrong passphrases: each makes the next try wait longer, and the next one to open the register hears of them.

A wrong try can't be written to the journal, since nothing is open yet. It is noted in `<register>.tries`, and moves
into the journal when somebody gets in. Whoever has a copy of the files can delete the notes, or try with a program
of their own: against that stands the cost of each try (`assess.register.slot.KeyCost`), not this.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from assess.errors import TooManyTries
from assess.language import _
from assess.register import file_modes

_FREE = 3
_LONGEST_WAIT = 60
_KEPT = 100
_LARGEST_FILE = 1 << 16


def tries_path(register: Path) -> Path:
    """Where the wrong tries are noted."""
    return register.with_name(f"{register.name}.tries")


def refuse_too_soon(register: Path, now: datetime) -> None:
    """Let a try through only when the last wrong ones are long enough ago.

    Three are free; then the wait doubles from two seconds to a minute. A clock that was set back locks nobody out.

    Raises:
        TooManyTries: says how many seconds are left.
    """
    noted = wrong_tries(register)
    if len(noted) < _FREE:
        return
    wait = min(2 ** (len(noted) - _FREE + 1), _LONGEST_WAIT)
    left = (noted[-1] + timedelta(seconds=wait) - now).total_seconds()
    if 0 < left <= wait:
        seconds = ceil(left)
        raise TooManyTries(
            _("Passordfrasen var feil {count} ganger på rad. Registeret er ikke rørt.").format(count=len(noted)),
            _("Vent {seconds} sekunder, og prøv igjen.").format(seconds=seconds),
            seconds=seconds,
        )


def note_wrong_try(register: Path, now: datetime) -> None:
    """Note a wrong try; a folder that can't be written doesn't keep anybody from trying."""
    noted = [*wrong_tries(register), now][-_KEPT:]
    content = json.dumps([moment.isoformat() for moment in noted]).encode()
    with contextlib.suppress(OSError):
        file_modes.write_private_file(tries_path(register), content)


def wrong_tries(register: Path) -> Sequence[datetime]:
    """When wrong passphrases were tried since somebody last got in, oldest first."""
    try:
        with tries_path(register).open("rb") as file:
            return TypeAdapter(list[AwareDatetime]).validate_json(file.read(_LARGEST_FILE), strict=True)
    except (OSError, ValidationError):
        return []


def forget_tries(register: Path) -> None:
    """Forget the wrong tries, once the journal has them."""
    with contextlib.suppress(OSError):
        tries_path(register).unlink(missing_ok=True)
