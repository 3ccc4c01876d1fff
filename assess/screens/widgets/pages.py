"""Pages in one place."""

from __future__ import annotations

from textual.widgets import ContentSwitcher

from assess.screens.widgets.ground import Ground


class Pages(ContentSwitcher, Ground):
    """Pages of which one is seen."""
