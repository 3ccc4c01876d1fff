"""The card of one point on the agenda: where a case stands, or what was said and agreed about what is no case."""

from __future__ import annotations

from textual.app import ComposeResult

from assess.casework.agenda import AgendaPoint
from assess.language import _
from assess.screens.agenda_words import point_help
from assess.screens.terminal import plain
from assess.screens.widgets.display import display
from assess.screens.widgets.ground import ScrolledRows
from assess.screens.widgets.prompt_text import PromptText
from assess.screens.widgets.words import Words


class PointCard(ScrolledRows):
    """Mounted once and filled for the point that the cursor is on."""

    DEFAULT_CSS = "PointCard { padding: 0 0 0 2; }"

    def __init__(self) -> None:
        super().__init__(id="point-card", can_focus=False)
        self.point = ""
        """The id of the point that is shown; empty for none."""
        self._heading = Words(classes="heading")
        self._words = Words(classes="text", id="point-words")
        self.note = PromptText(_("Hva ble sagt?"), id="point-note")
        self.agreed = PromptText(_("Hva ble dere enige om? Hvem gjør hva, og når?"), id="point-agreed")

    def compose(self) -> ComposeResult:
        """Compose heading, where a case stands, and the two fields."""
        yield self._heading
        yield self._words
        yield self.note
        yield self.agreed

    def show(self, point: AgendaPoint | None, title: str, words: str, *, locked: bool) -> None:
        """Show a point, or that there is none.

        Args:
            point: The point as it is kept.
            title: What may be seen of its title now.
            words: Where a case stands, or what to do while there is no point.
            locked: Whether nothing may be written.
        """
        other = point is None or point.id != self.point
        self.point = point.id if point is not None else ""
        writes = point is not None and point.kind != "case"
        self._heading.update(plain(title))
        self._words.update(plain(point_help(point.kind) if point is not None and writes else words))
        for prompt, text in ((self.note, point.note), (self.agreed, point.agreed)) if point is not None else ():
            if other or not prompt.has_focus_within:
                prompt.text = text
            prompt.disabled = locked
        display(self.note, when=writes)
        display(self.agreed, when=writes)
        if other:
            self.scroll_home(animate=False)

    def written(self, point: AgendaPoint) -> AgendaPoint:
        """The point with what stands in the fields."""
        if point.kind == "case":
            return point
        return point.model_copy(update={"note": self.note.text, "agreed": self.agreed.text})
