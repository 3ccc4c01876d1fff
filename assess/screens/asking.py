"""A page that says something and asks for a few lines, and gives them back together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from assess.language import _
from assess.screens.terminal import clean_line, plain
from assess.screens.widgets.prompt_text import TextLine
from assess.screens.widgets.words import Words


@dataclass(frozen=True, slots=True)
class Field:
    """One line that is asked for.

    Attributes:
        label: What it is called.
        text: What stands in it from the start.
        watched: Whether identifiers are looked for in it; not in a path or a reference.
    """

    label: str
    text: str = ""
    watched: bool = False


class AskingScreen(ModalScreen[tuple[str, ...] | None]):
    """Says `lines`, asks for `fields`, and gives back what was written; None when it was left.

    Enter goes to the next field, and from the last one to the answer. Without fields it only says something.

    Args:
        heading: What it is about.
        lines: What is said first, each on a line of its own; they may hold data.
        fields: What is asked for.
        yes: What happens, as a verb.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("ctrl+s", "answer", show=False),
    ]
    DEFAULT_CSS: ClassVar[str] = """
    AskingScreen .dialog {
        width: 76;
        & Button { margin-top: 1; margin-right: 2; }
        & .subheading { margin-top: 1; }
    }
    """

    def __init__(self, heading: str, lines: Sequence[str], fields: Sequence[Field] = (), yes: str = "") -> None:
        super().__init__()
        self._heading = heading
        self._said = lines
        self._asked = tuple(fields)
        self._lines = [TextLine(one.text, watched=one.watched) for one in fields]
        self._yes = yes or _("Lukk")

    def compose(self) -> ComposeResult:
        """Compose the page."""
        with VerticalScroll(classes="dialog", can_focus=not self._asked):
            yield Words(plain(self._heading), classes="heading")
            yield Words(plain("\n".join(self._said)))
            for asked, line in zip(self._asked, self._lines, strict=True):
                yield Words(plain(asked.label), classes="subheading")
                yield line
            with Horizontal(classes="dialog--answers"):
                yield Button(plain(f"ctrl+s  {clean_line(self._yes)}"), id="yes", compact=True)
                if self._asked:
                    yield Button(_("escape  Avbryt"), id="no", compact=True)

    def on_mount(self) -> None:
        """Stand in the first field that is empty."""
        empty = next((line for line in self._lines if not line.line), None)
        if empty is not None:
            empty.focus(scroll_visible=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next field, or answer."""
        event.stop()
        place = next(number for number, line in enumerate(self._lines) if line is event.input)
        if place + 1 < len(self._lines):
            self._lines[place + 1].focus()
        else:
            self.action_answer()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer, or leave."""
        event.stop()
        if event.button.id == "yes":
            self.action_answer()
        else:
            self.action_leave()

    def action_answer(self) -> None:
        """Give back what was written."""
        self.dismiss(tuple(line.line.strip() for line in self._lines))

    def action_leave(self) -> None:
        """Give back nothing."""
        self.dismiss(None)
