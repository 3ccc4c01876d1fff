"""This user's own choices of language and colours: nothing about any case."""

from __future__ import annotations

import dataclasses
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LOCK_AFTER: Final = 10
"""Minutes without a key before the program locks, unless the user chose otherwise."""

LONGEST_OPEN: Final = 30
"""The most minutes that may be chosen."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose last."""

    language: str = "nb"
    theme: str = ""
    """Empty means the program's own default."""
    last_user: str = ""
    """Who signed in here last, by the name to sign in with; it stands in the key file too."""
    lock_after_minutes: int = LOCK_AFTER
    """Minutes without a key before the program locks: a whole number from 1 to `LONGEST_OPEN`."""


def read_settings(path: Path) -> Settings:
    """Read the choices; a file that is missing or broken means none were made, and so does a choice that is no choice.

    Nobody turns the lock off by a slip: a time out of range is the usual one.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Settings()
    if not isinstance(found, dict):
        return Settings()
    usual = Settings()
    return Settings(
        language=_text(found.get("language"), usual.language),
        theme=_text(found.get("theme"), usual.theme),
        last_user=_text(found.get("last_user"), usual.last_user),
        lock_after_minutes=_minutes(found.get("lock_after_minutes")),
    )


def write_settings(path: Path, settings: Settings) -> bool:
    """Keep the choices and say whether they could be kept; the old ones stay when they could not."""
    part = path.with_name(f"{path.name}.part")
    try:
        for folder in (*reversed(path.parent.parents), path.parent):
            if not folder.is_dir():
                folder.mkdir(mode=0o700)
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(json.dumps(dataclasses.asdict(settings), ensure_ascii=False, indent=1) + "\n")
        os.replace(part, path)  # noqa: PTH105  replaces in one step on every system
    except (OSError, UnicodeEncodeError):  # half a character can come from a file that was written by hand
        return False
    return True


def _text(found: object, usual: str) -> str:
    return found if isinstance(found, str) else usual


def _minutes(found: object) -> int:
    if isinstance(found, int) and not isinstance(found, bool) and 1 <= found <= LONGEST_OPEN:
        return found
    return LOCK_AFTER
