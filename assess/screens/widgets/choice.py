"""One question with a few answers, drawn line by line: no widget an answer, no meaning in colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size, Spacing
from textual.message import Message
from textual.reactive import reactive, var
from textual.strip import Strip
from textual.widget import Widget

from assess.screens.terminal import clean_line
from assess.screens.widgets.laid_once import LaidOnce

Value = str | frozenset[str] | None
"""What is chosen: one value or none; where several may be chosen, a frozenset."""

_BETWEEN = 3
"""Columns between two answers that stand side by side."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer.

    Attributes:
        value: What is kept when it is chosen.
        label: What it is called.
        key: The one character that chooses it at once, shown before the label; empty for none.
        help: What it means, shown under the label where the answers stand under each other.
    """

    value: str
    label: str
    key: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of characters on one line: which answer it belongs to, and what it is."""

    option: int
    column: int
    kind: str
    text: str


class Choice(LaidOnce, can_focus=True):
    """Answers to choose from, as `( )` and `(•)`, or `[ ]` and `[x]` where several may be chosen.

    Arrows move `▸`, up and down to what stands above and below; j and k move it to the next and the one before.
    Space or enter chooses, an answer's own key chooses it at once, delete clears a single choice, a click chooses.
    `Changed` is posted when a person changes the value, not when the screen sets it.
    """

    DEFAULT_CSS: ClassVar[str] = """
    Choice {
        height: auto;
        width: 1fr;
        color: $ink;
        & > .choice--cursor { color: $ink; background: $tint; text-style: bold; }
        & > .choice--mark { color: $petrol; text-style: bold; }
        & > .choice--key { color: $petrol; }
        & > .choice--chosen { text-style: bold; }
        & > .choice--help { color: $muted; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "choice--cursor",
        "choice--mark",
        "choice--key",
        "choice--chosen",
        "choice--help",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("up", "move_line(-1)", show=False),
        Binding("down", "move_line(1)", show=False),
        Binding("home", "move(-999)", show=False),
        Binding("end", "move(999)", show=False),
        Binding("space,enter", "choose", show=False),
        Binding("delete", "clear", show=False),
    ]

    value: reactive[Value] = reactive[Value](None, init=False)
    """What is chosen now."""

    cursor: var[int] = var(0)
    """The number of the answer that `▸` stands at."""

    class Changed(Message):
        """A person chose, or cleared, an answer."""

        def __init__(self, choice: Choice, value: Value) -> None:
            super().__init__()
            self.choice = choice
            self.value = value

        @property
        def control(self) -> Choice:
            """The choice that was changed."""
            return self.choice

    def __init__(
        self,
        options: Sequence[Option],
        value: Value = None,
        *,
        multiple: bool = False,
        horizontal: bool = False,
        id: str | None = None,  # noqa: A002  Textual's name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.multiple = multiple
        self.horizontal = horizontal
        self._options: tuple[Option, ...] = ()
        self._lines: list[list[_Piece]] = []
        self._lines_width = -1
        self.show_options(options, value)

    @property
    def options(self) -> tuple[Option, ...]:
        """The answers to choose from."""
        return self._options

    def show_options(self, options: Sequence[Option], value: Value = None) -> None:
        """Show other answers in place of these, with `value` chosen; nothing is posted."""
        cleaned = tuple(
            replace(option, label=clean_line(option.label), key=option.key[:1], help=clean_line(option.help))
            for option in options
        )
        chosen, cursor = self._chosen(self.value), self.cursor
        others = cleaned != self._options
        if others:
            self._options = cleaned
            self._lines_width = -1
        self.set_reactive(Choice.value, self._as_value(value))
        self.set_reactive(Choice.cursor, self._first_chosen())
        if others:
            self.refresh(layout=not self._fits())
            return
        changed = chosen ^ self._chosen(self.value)
        touched = {number for number, option in enumerate(self._options) if option.value in changed}
        self._draw(touched | ({cursor, self.cursor} if cursor != self.cursor else set()))

    def validate_value(self, value: Value) -> Value:
        """Keep a frozenset where several may be chosen."""
        return self._as_value(value)

    def validate_cursor(self, cursor: int) -> int:
        """Keep `▸` on an answer."""
        return max(0, min(cursor, len(self._options) - 1))

    def watch_value(self, before: Value, after: Value) -> None:
        """Draw the answers anew whose state has changed."""
        changed = self._chosen(before) ^ self._chosen(after)
        self._draw(number for number, option in enumerate(self._options) if option.value in changed)

    def watch_cursor(self, before: int, after: int) -> None:
        """Draw the two answers between which `▸` has moved, and keep it in view."""
        self._draw((before, after))
        self._keep_in_view(after)

    def _fits(self) -> bool:
        """Whether the answers take the very room that those on the screen have now."""
        width, height = self.content_size
        sized = self.styles.width is not None and self.styles.width.is_auto
        return self.is_attached and bool(width) and not sized and len(self._laid_out(width)) == height

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002  Textual's signature
        """Return the width that no label needs to be wrapped in."""
        widths = [self._head_width + cell_len(option.label) for option in self._options] or [0]
        return sum(widths) + _BETWEEN * (len(widths) - 1) if self.horizontal else max(widths)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  Textual's signature
        """Return the lines that the answers take in `width` columns."""
        return len(self._laid_out(width))

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width = self.size.width
        lines = self._laid_out(width)
        base = self.visual_style.rich_style
        if y >= len(lines):
            return Strip.blank(width, base)
        segments: list[Segment] = []
        column = 0
        for piece in lines[y]:
            style = base + self._style(piece)
            if piece.column > column:
                segments.append(Segment(" " * (piece.column - column), base))
            segments.append(Segment(self._text(piece), style))
            column = piece.column + cell_len(piece.text)
        return Strip(segments).adjust_cell_length(width, base)

    def on_key(self, event: events.Key) -> None:
        """Choose the answer whose key it is; else j and k move like the arrows."""
        typed = (event.character or "").casefold()
        for number, option in enumerate(self._options):
            if typed and typed == option.key.casefold():
                event.stop()
                self.cursor = number
                self.action_choose()
                return
        if typed in ("j", "k"):
            event.stop()
            self.action_move(1 if typed == "j" else -1)

    def on_click(self, event: events.Click) -> None:
        """Choose the answer that was clicked on."""
        place = event.get_content_offset(self)
        lines = self._laid_out(self.size.width)
        if place is None or place.y >= len(lines):
            return
        at_or_before = [piece.option for piece in lines[place.y] if piece.column <= place.x]
        if at_or_before:
            self.cursor = at_or_before[-1]
            self.action_choose()

    def action_move(self, steps: int) -> None:
        """Move `▸`; it stops at the first and the last answer."""
        self.cursor += steps

    def action_move_line(self, lines: int) -> None:
        """Move `▸` to the answer above or below; where all stand in one line, to the one before or after."""
        heads = [
            (y, piece)
            for y, line in enumerate(self._laid_out(self.size.width))
            for piece in line
            if piece.kind == "pointer"
        ]
        rows = sorted({y for y, _piece in heads})
        here = next(((y, piece.column) for y, piece in heads if piece.option == self.cursor), None)
        if here is None or len(rows) < 2 or len(rows) == len(heads):
            self.action_move(lines)
            return
        row = rows.index(here[0]) + lines
        if 0 <= row < len(rows):
            there = [piece for y, piece in heads if y == rows[row]]
            self.cursor = min(there, key=lambda piece: abs(piece.column - here[1])).option

    def action_choose(self) -> None:
        """Choose the answer at `▸`; where several may be chosen, take it back if it was."""
        if not self._options:
            return
        chosen = self._options[self.cursor].value
        self._change(self._chosen(self.value) ^ {chosen} if self.multiple else chosen)

    def action_clear(self) -> None:
        """Take a single choice back."""
        if not self.multiple:
            self._change(None)

    def _change(self, value: Value) -> None:
        if value != self.value:
            self.value = value
            self.post_message(self.Changed(self, self.value))

    def _as_value(self, value: Value) -> Value:
        return self._chosen(value) if self.multiple else value

    def _chosen(self, value: Value) -> frozenset[str]:
        if value is None:
            return frozenset()
        return frozenset({value}) if isinstance(value, str) else frozenset(value)

    def _first_chosen(self) -> int:
        chosen = self._chosen(self.value)
        return next((number for number, option in enumerate(self._options) if option.value in chosen), 0)

    @property
    def _key_width(self) -> int:
        return max((cell_len(option.key) for option in self._options), default=0)

    @property
    def _head_width(self) -> int:
        """Columns before a label: `▸ (•) ` and the key."""
        return 6 + (self._key_width + 1 if self._key_width else 0)

    def _laid_out(self, width: int) -> list[list[_Piece]]:
        if width != self._lines_width:
            self._lines = list(self._side_by_side(width) if self.horizontal else self._under_each_other(width))
            self._lines_width = width
        return self._lines

    def _under_each_other(self, width: int) -> Iterator[list[_Piece]]:
        head = self._head_width
        for number, option in enumerate(self._options):
            yield from self._on_lines_of_its_own(number, option.label, width)
            for text in _wrapped(option.help, width - head) if option.help else ():
                yield [_Piece(number, head, "help", text)]

    def _side_by_side(self, width: int) -> Iterator[list[_Piece]]:
        line: list[_Piece] = []
        column = 0
        for number, option in enumerate(self._options):
            needed = self._head_width + cell_len(option.label)
            if line and column + needed > width:
                yield line
                line, column = [], 0
            if needed > width:
                yield from self._on_lines_of_its_own(number, option.label, width)
                continue
            line += [*self._head(number, column), _Piece(number, column + self._head_width, "label", option.label)]
            column += needed + _BETWEEN
        if line:
            yield line

    def _on_lines_of_its_own(self, number: int, label: str, width: int) -> Iterator[list[_Piece]]:
        """A label that no line has room for, wrapped."""
        head = self._head_width
        for line, text in enumerate(_wrapped(label, width - head)):
            yield [*(self._head(number, 0) if line == 0 else ()), _Piece(number, head, "label", text)]

    def _head(self, number: int, column: int) -> list[_Piece]:
        key = self._options[number].key
        pieces = [_Piece(number, column, "pointer", "  "), _Piece(number, column + 2, "mark", "( ) ")]
        if key:
            pieces.append(_Piece(number, column + 6, "key", key))
        return pieces

    def _text(self, piece: _Piece) -> str:
        if piece.kind == "pointer":
            return "▸ " if self._at_cursor(piece) else "  "
        if piece.kind == "mark":
            sign, edges = ("x", "[]") if self.multiple else ("•", "()")
            return f"{edges[0]}{sign if self._is_chosen(piece) else ' '}{edges[1]} "
        return piece.text

    def _style(self, piece: _Piece) -> Style:
        names = {"pointer": "mark", "mark": "mark", "key": "key", "help": "help"}
        name = names.get(piece.kind, "chosen" if self._is_chosen(piece) else "")
        style = self._component(name) if name else Style.null()
        return style + self._component("cursor") if piece.kind == "label" and self._at_cursor(piece) else style

    def _component(self, name: str) -> Style:
        return self.get_component_rich_style(f"choice--{name}", partial=True)

    def _at_cursor(self, piece: _Piece) -> bool:
        return self.has_focus and piece.option == self.cursor

    def _is_chosen(self, piece: _Piece) -> bool:
        return self._options[piece.option].value in self._chosen(self.value)

    def _rows(self, number: int) -> list[int]:
        return [y for y, line in enumerate(self._lines) if any(piece.option == number for piece in line)]

    def _draw(self, numbers: Iterable[int]) -> None:
        width = self.size.width
        regions = [Region(0, y, width, 1) for number in numbers for y in self._rows(number)]
        if regions:
            self.refresh(*regions)

    def _keep_in_view(self, number: int) -> None:
        """Scroll what this stands in, so that long lists of answers can be walked through."""
        rows = self._rows(number)
        if not rows or not self.is_attached:
            return
        place = Region(0, rows[0], 1, len(rows)).translate(self.content_region.offset)
        for outer in self.ancestors:
            if isinstance(outer, Widget) and outer.is_scrollable and outer.max_scroll_y:
                inside = place.translate(-outer.content_region.offset).translate(outer.scroll_offset)
                outer.scroll_to_region(inside, spacing=Spacing(1, 0, 1, 0), animate=False, force=True)
                return


def _wrapped(text: str, width: int) -> list[str]:
    return [line.plain.rstrip() for line in Content(text).wrap(max(width, 8))] or [""]
