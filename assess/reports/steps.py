"""How far a report has come, as the renderer tells it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

Doing = Literal["start", "read", "layout", "write"]
"""The worker starts; text and styles are read; pages are set; the file is put together."""

_BY_NUMBER: Final[dict[str, Doing]] = {
    "1": "read",
    "2": "read",
    "3": "read",
    "4": "layout",
    "5": "layout",
    "6": "write",
    "7": "write",
}
"""WeasyPrint logs «Step 5 - Creating layout - Page 3»."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done, and on which page; 0 while there is none."""

    doing: Doing
    page: int = 0

    def as_json(self) -> bytes:
        """The same for a frame."""
        return json.dumps([self.doing, self.page]).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Step:
        """Read what `as_json` wrote.

        Raises:
            ValueError: It is something else.
        """
        doing, page = json.loads(text)
        return cls(doing, int(page))


class StepListener(logging.Handler):
    """Hears what the renderer logs about its steps, and tells each once.

    Args:
        tell: Is called with every new step.
    """

    def __init__(self, tell: Callable[[Step], None]) -> None:
        super().__init__(logging.INFO)
        self._tell = tell
        self._told: Step | None = None

    def listen(self) -> None:
        """Begin to hear; the renderer must have been imported."""
        progress = logging.getLogger("weasyprint.progress")
        progress.setLevel(logging.INFO)
        progress.propagate = False
        progress.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Tell the step that the record is about, unless it was told just now."""
        words = record.getMessage().split(" ")
        doing = _BY_NUMBER.get(words[1]) if words[0] == "Step" and len(words) > 1 else None
        if doing is None:
            return
        page = int(words[-1]) if doing == "layout" and words[-1].isdigit() else 0
        step = Step(doing, page)
        if step != self._told:
            self._told = step
            self._tell(step)
