"""Words that are drawn again only when they are others, and move nothing when they take the same room."""

from __future__ import annotations

from textual.content import Content
from textual.visual import VisualType, visualize
from textual.widgets import Static

from assess.screens.widgets.laid_once import LaidOnce


class Words(Static, LaidOnce):
    """Static words.

    Textual lays the whole screen out anew whenever a `Static` is told its words, the same ones too: then every widget
    is drawn again. An answer that is kept tells most of a screen's words anew, and changes few of them.
    """

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show other words; the same words do nothing.

        Args:
            content: The words.
            layout: Whether they may take another room than those before.
        """
        if not _same(self.content, content):
            super().update(content, layout=layout and not self._fits(content))

    def _fits(self, content: VisualType) -> bool:
        """Whether words take the very room that those on the screen have now."""
        width, height = self.content_size
        sized = self.styles.width is not None and self.styles.width.is_auto
        if not self.is_attached or not width or sized:
            return False
        return (
            visualize(self, content, markup=self._render_markup).get_height(self.styles.base.get_rules(), width)
            == height
        )


def _same(one: VisualType, other: VisualType) -> bool:
    if isinstance(one, Content) and isinstance(other, Content):
        return one.is_same(other)
    return isinstance(one, str) and isinstance(other, str) and one == other
