"""The steps of a meeting in one line: done, current, still open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from assess.screens.terminal import clean_line

_LEAST_NAME = 4
"""Characters that a shortened name keeps, its full stop included."""


class StepBar(Widget):
    """`✓1 Møtet  ▸2 Opplysninger  ·3 Egen vurdering …`; the current one is underlined too.

    Names that don't fit are shortened, the longest first, then left out; the current one stays whole. The
    bar is outside the tab ring: `take_keys` moves there, then digits, arrows and enter choose, escape or
    backspace goes back. A click on a step chooses it.
    """

    DEFAULT_CSS: ClassVar[str] = """
    StepBar {
        height: 1;
        padding: 0 1;
        color: $muted;
        background: $paper;
        & > .step-bar--done { color: $ink; }
        & > .step-bar--current { color: $petrol; text-style: bold underline; }
        & > .step-bar--cursor { text-style: reverse; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"step-bar--done", "step-bar--current", "step-bar--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("enter,space", "choose", show=False),
        Binding("escape,backspace", "leave", show=False),
    ]

    current: reactive[int] = reactive(0)
    """The step one is at, counted from 0."""

    done: reactive[frozenset[int]] = reactive(frozenset[int]())
    """The steps that have what they need, counted from 0."""

    cursor: reactive[int] = reactive(0)
    """The step that enter would choose, while the bar has the keys."""

    class Chosen(Message):
        """Somebody wants to go to a step."""

        def __init__(self, bar: StepBar, index: int) -> None:
            super().__init__()
            self.bar = bar
            self.index = index

        @property
        def control(self) -> StepBar:
            """The bar that was used."""
            return self.bar

    def __init__(
        self,
        steps: Sequence[str],
        *,
        current: int = 0,
        done: frozenset[int] = frozenset(),
        id: str | None = None,  # noqa: A002  Textual's name for it
    ) -> None:
        super().__init__(id=id)
        self._steps = [clean_line(step) for step in steps]
        self._came_from: Widget | None = None
        self.set_reactive(StepBar.current, current)
        self.set_reactive(StepBar.done, done)

    def take_keys(self) -> None:
        """Move here from wherever one is, to choose a step by digit or arrows."""
        self._came_from = self.screen.focused
        self.cursor = self.current
        self.can_focus = True
        self.focus()

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a step."""
        return max(0, min(cursor, len(self._steps) - 1))

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        base = self.visual_style.rich_style
        if y:
            return Strip.blank(self.size.width, base)
        segments: list[Segment] = []
        gap, names = self._fitted(self.size.width)
        for number, name in enumerate(names):
            if number:
                segments.append(Segment(" " * gap, base))
            style = base
            if number == self.current:
                style += self.get_component_rich_style("step-bar--current", partial=True)
            elif number in self.done:
                style += self.get_component_rich_style("step-bar--done", partial=True)
            if self.has_focus and number == self.cursor:
                style += self.get_component_rich_style("step-bar--cursor", partial=True)
            segments.append(Segment(name, style))
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def on_key(self, event: events.Key) -> None:
        """Choose the step whose number was typed."""
        typed = event.character or ""
        if typed.isdecimal() and 1 <= int(typed) <= len(self._steps):
            event.stop()
            self._choose(int(typed) - 1)

    def on_click(self, event: events.Click) -> None:
        """Choose the step that was clicked on."""
        place = event.get_content_offset(self)
        if place is None:
            return
        gap, names = self._fitted(self.size.width)
        start = 0
        for number, name in enumerate(names):
            if start <= place.x < start + cell_len(name):
                self._choose(number)
                return
            start += cell_len(name) + gap

    def on_blur(self) -> None:
        """Leave the tab ring again."""
        self.can_focus = False
        self.refresh()

    def action_move(self, steps: int) -> None:
        """Move the cursor among the steps."""
        self.cursor += steps

    def action_choose(self) -> None:
        """Choose the step at the cursor."""
        self._choose(self.cursor)

    def action_leave(self) -> None:
        """Go back to where one came from."""
        if self._came_from is not None and self._came_from.is_attached:
            self._came_from.focus()
        else:
            self.blur()

    def _choose(self, index: int) -> None:
        self.action_leave()
        self.post_message(self.Chosen(self, index))

    def _mark(self, number: int) -> str:
        if number == self.current:
            return "▸"
        return "✓" if number in self.done else "·"

    def _fitted(self, width: int) -> tuple[int, list[str]]:
        """Return the gap between the steps, and what each is called in `width` columns."""
        names = list(self._steps)
        for gap in (2, 1):
            if self._needed(names, gap) <= width:
                return gap, self._marked(names)
        others = [number for number in range(len(names)) if number != self.current]
        while self._needed(names, 1) > width:
            longest = max(others, key=lambda number: cell_len(names[number]), default=None)
            if longest is None or cell_len(names[longest]) <= _LEAST_NAME:
                names = [name if number == self.current else "" for number, name in enumerate(names)]
                break
            names[longest] = names[longest].rstrip(".")[:-1].rstrip() + "."
        return 1, self._marked(names)

    def _needed(self, names: list[str], gap: int) -> int:
        return sum(cell_len(name) for name in self._marked(names)) + gap * (len(names) - 1)

    def _marked(self, names: list[str]) -> list[str]:
        return [f"{self._mark(number)}{number + 1} {name}".rstrip() for number, name in enumerate(names)]
