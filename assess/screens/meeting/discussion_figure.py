"""Where the group stands: how much is known in each domain, in words and small bars. Counts, never a sum of answers."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Button

from assess.instrument.model import Domain
from assess.judgement.coverage import Coverage, Knowledge, coverage, coverage_of, hidden_items, knowledge
from assess.language import _
from assess.screens.meeting.desk import Desk
from assess.screens.style_sheets import DIALOGS
from assess.screens.terminal import clean_line, plain
from assess.screens.widgets.words import Words

FIGURE_KEY = "t"
"""Opens and closes it."""

_SIGNS: dict[Knowledge, str] = {"known": "■", "unknown": "?", "not_sought": "–", "blank": "·"}
_WIDTH = 72
"""Columns; a dialog on 80 has no more."""


class Figure(ModalScreen[None]):
    """The figure over the discussion; any of its keys closes it, and no other key gets through to an item."""

    CSS_PATH = DIALOGS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(f"{FIGURE_KEY},escape,enter,space", "close", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def compose(self) -> ComposeResult:
        """Compose the lines and the way back."""
        with Vertical(classes="dialog", id="figure"):
            yield Words(plain(_("Hvor dere står")), classes="dialog--question")
            yield Words(plain("\n".join(figure_lines(self._desk))), id="figure-lines")
            yield Button(plain(_("t  Tilbake")), id="close", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go back."""
        event.stop()
        self.action_close()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def figure_lines(desk: Desk) -> list[str]:
    """A line for each domain: its name, one sign for each of its items, and how many are known, unknown, and so on."""
    assessment, instrument, context = desk.assessment, desk.instrument, desk.folder.context
    heads = _heads()
    counts = [coverage_of(domain, assessment, instrument, context) for domain in instrument.domains]
    bar = max([one.total for one in counts] + [1])
    room = _WIDTH - bar - 2 - sum(cell_len(head) + 2 for head in heads)
    hidden = hidden_items(instrument, assessment.answers, context)
    lines = [" " * (room + bar + 2) + "".join(f"  {head}" for head in heads)]
    for domain, count in zip(instrument.domains, counts, strict=True):
        signs = "".join(
            _SIGNS[knowledge(instrument, item.id, assessment.answers)] for item in domain.items if item.id not in hidden
        )
        lines.append(f"{_fitted(_named(domain), room)}  {signs:<{bar}}{_figures(count, heads)}")
    total = coverage(assessment, instrument, context)
    together = _fitted(_("Til sammen"), room)
    lines.append(f"{together}  {' ' * bar}{_figures(total, heads)}")
    return [*lines, "", _legend()]


def _heads() -> tuple[str, ...]:
    return (_("kjent"), _("ukjent"), _("ikke innhentet"), _("ikke drøftet"))


def _figures(count: Coverage, heads: tuple[str, ...]) -> str:
    found = (count.known, count.unknown, count.not_sought, count.blank)
    return "".join(f"  {number:>{cell_len(head)}}" for number, head in zip(found, heads, strict=True))


def _named(domain: Domain) -> str:
    return f"{domain.id} {domain.title}" if len(domain.id) == 1 else domain.title


def _fitted(words: str, room: int) -> str:
    words = clean_line(words)
    return set_cell_size(words if cell_len(words) <= room else f"{set_cell_size(words, room - 1).rstrip()}…", room)


def _legend() -> str:
    says = zip(_SIGNS.values(), _heads(), strict=True)
    return _("Ett tegn for hvert forhold: {signs}. Ukjent er aldri lavt.").format(
        signs=", ".join(f"{sign} {words}" for sign, words in says)
    )
