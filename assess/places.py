"""Where things lie: the shipped data, an organisation's own data, the register.

The data folders stand at the top level of a checkout and travel inside the package in a wheel; both are
found the same way.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from platformdirs.api import PlatformDirsABC

_PACKAGE = Path(__file__).parent


def shipped(name: str) -> Path:
    """Return the shipped data folder `name`: `instruments`, `profiles` or `reports/templates`."""
    packed = _PACKAGE / "_data" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def own(name: str) -> Path:
    """Return the organisation's own folder for `name`; it need not exist."""
    return _platform().user_config_path / name


def register_path(named: Path | None = None) -> Path:
    """Return the register asked for: `named`, else $ASSESS_REGISTER, else the platform's data folder."""
    if named is not None:
        return named
    wanted = os.environ.get("ASSESS_REGISTER")
    if wanted:
        return Path(wanted)
    return _platform().user_data_path / "register.assess"


def settings_path() -> Path:
    """Return the file with this user's own choices of language and theme: nothing about any case."""
    return _platform().user_config_path / "settings.json"


def anchors_path(register_id: str) -> Path:
    """Return where this machine remembers the head of a register's journal: apart from the register itself."""
    return _platform().user_state_path / "anchors" / f"{register_id}.json"


def _platform() -> PlatformDirsABC:
    from platformdirs import PlatformDirs  # noqa: PLC0415  it takes as long to import as all the rest of `--help`

    return PlatformDirs("assess", appauthor=False)
