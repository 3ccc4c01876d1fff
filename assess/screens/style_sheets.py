"""Style sheets by name. Each screen names its own; a rule that nothing on the screen can match still costs time."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Final

_FOLDER = Path(__file__).parent / "styles"


def sheets(*names: str) -> list[str | PurePath]:
    """The paths of the style sheets called so, in this order: of two equally strong rules the later one holds."""
    return [_FOLDER / f"{name}.tcss" for name in names]


EVERYWHERE: Final = sheets("base", "privacy")
DIALOGS: Final = sheets("dialogs")
IN_THE_MEETING: Final = sheets(
    "meeting", "attendance", "observations", "discussion", "formulation", "level", "measures", "quality"
)
