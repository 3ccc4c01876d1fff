"""The least that Textual can show: what everything else is measured beside.

One screen with one widget whose words change with every key; with `--input` one field to type in. Ends with Ctrl-Q as
ours does. Run by the measures as `python -m benchmarks.empty_app`.
"""

from __future__ import annotations

import sys

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Input, Static

READY = "Empty and ready"
"""What stands on the screen once it is drawn."""


class EmptyApp(App[None]):
    """Counts the keys that were pressed."""

    def __init__(self, *, typing: bool) -> None:
        super().__init__()
        self._typing = typing
        self._keys = 0
        self._said = Static(READY)

    def compose(self) -> ComposeResult:
        """Compose the one widget, and the field under it when somebody types."""
        yield self._said
        if self._typing:
            yield Input()

    def on_key(self, _event: events.Key) -> None:
        """Say how many keys there were; a field says itself what was typed."""
        if not self._typing:
            self._keys += 1
            self._said.update(f"{READY}: {self._keys}")


if __name__ == "__main__":
    EmptyApp(typing="--input" in sys.argv).run()
