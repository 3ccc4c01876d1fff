"""This user's own choices of language and colours: nothing about any case."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

LOCK_AFTER: Final = 10
"""Minutes without a key before the program locks, unless the user chose otherwise."""

LONGEST_OPEN: Final = 30
"""The most minutes that may be chosen."""


class Settings(BaseModel):
    """What the user chose last."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    language: str = "nb"
    theme: str = ""
    """Empty means the program's own default."""
    last_user: str = ""
    """Who signed in here last, by the name to sign in with; it stands in the key file too."""
    lock_after_minutes: int = LOCK_AFTER
    """Minutes without a key before the program locks: a whole number from 1 to `LONGEST_OPEN`."""

    @field_validator("lock_after_minutes", mode="before")
    @classmethod
    def _sensible(cls, minutes: object) -> int:
        """Take the default for what isn't such a number, so that nobody turns the lock off by a slip."""
        if isinstance(minutes, int) and not isinstance(minutes, bool) and 1 <= minutes <= LONGEST_OPEN:
            return minutes
        return LOCK_AFTER


def read_settings(path: Path) -> Settings:
    """Read the choices; a file that is missing or broken means none were made."""
    try:
        return Settings.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError):
        return Settings()


def write_settings(path: Path, settings: Settings) -> bool:
    """Keep the choices and say whether they could be kept; the old ones stay when they could not."""
    part = path.with_name(f"{path.name}.part")
    try:
        for folder in (*reversed(path.parent.parents), path.parent):
            if not folder.is_dir():
                folder.mkdir(mode=0o700)
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(settings.model_dump_json(indent=1) + "\n")
        os.replace(part, path)  # noqa: PTH105  replaces in one step on every system
    except OSError:
        return False
    return True
