"""This user's own choices of language and colours: nothing about any case."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError


class Settings(BaseModel):
    """What the user chose last."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    language: str = "nb"
    theme: str = ""
    """Empty means the program's own default."""


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
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(settings.model_dump_json(indent=1) + "\n", encoding="utf-8")
        os.replace(part, path)  # noqa: PTH105  replaces in one step on every system
    except OSError:
        return False
    return True
