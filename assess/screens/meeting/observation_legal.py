"""The legal bases to choose from. The program shows them with the day they were last read; it never chooses one."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from assess.language import _
from assess.profile.model import LegalBases, LegalBasis
from assess.screens.meeting.observation_words import jurist_words, last_read
from assess.screens.style_sheets import DIALOGS
from assess.screens.terminal import plain
from assess.screens.widgets.item_list import ItemLine, ItemList
from assess.screens.widgets.words import Words
from assess.screens.widgets.work_list import WorkList

_WARNING = "0"
"""The line that the cursor starts on: what must be known before anybody chooses."""


class LegalScreen(ModalScreen[str | None]):
    """Gives back the id of the basis that was chosen, empty for none; None when it was left.

    The cursor starts on the list's warning, or on what the group chose before: nothing is chosen beforehand.
    """

    CSS_PATH = DIALOGS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete", "none", show=False),
        Binding("space", "read_on", show=False),
        Binding("escape", "leave", show=False),
    ]

    def __init__(self, legal: LegalBases, chosen: str) -> None:
        super().__init__()
        self._legal = legal
        self._chosen = chosen
        self._bases = WorkList(id="bases")
        self._details = VerticalScroll(Words(id="details"), id="details-page", can_focus=False)

    def compose(self) -> ComposeResult:
        """Compose the list, and all that is known about the one that the cursor is on."""
        with Vertical(classes="dialog", id="legal-page"):
            yield Words(_("Hvilken hjemmel bygger dere delingen på?"), classes="dialog--question")
            yield Words(
                _(
                    "Pilene flytter i listen, mellomrom leser videre i teksten under. Datoen er da noen sist leste "
                    "loven. J: en jurist må se på den først."
                ),
                classes="muted",
            )
            yield self._bases
            yield self._details
            with Horizontal(classes="dialog--answers"):
                yield Button(_("↵  Velg denne"), id="choose", compact=True)
                yield Button(_("del  Ingen valgt"), id="none", compact=True)
                yield Button(_("esc  Gå tilbake"), id="leave", compact=True)

    def on_mount(self) -> None:
        """Show the list; stand on the warning, or on what was chosen before."""
        self._bases.show_lines(
            [
                ItemLine(_WARNING, _("Les dette først"), "!", short=" "),
                *(
                    ItemLine(
                        str(number),
                        f"{basis.act} {basis.section} – {basis.title}",
                        "•" if basis.id == self._chosen else "",
                        f"{'J' if basis.needs_jurist else ' '} {last_read(basis)}",
                        short="",
                    )
                    for number, basis in enumerate(self._legal.bases, 1)
                ),
            ]
        )
        number = next((n for n, basis in enumerate(self._legal.bases, 1) if basis.id == self._chosen), 0)
        self._bases.go_to(str(number))
        self._show_details()
        self._bases.focus()

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        """Show what the cursor is on."""
        event.stop()
        self._show_details()

    def on_work_list_opened(self, event: WorkList.Opened) -> None:
        """Choose what enter was pressed on, however fast; the warning can't be chosen and leads to the first basis."""
        event.stop()
        if event.item == _WARNING:
            self._bases.action_move(1)
        else:
            self.dismiss(self._legal.bases[int(event.item) - 1].id)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Choose, choose none, or leave."""
        event.stop()
        self._answer(event.button.id or "")

    def action_none(self) -> None:
        """Choose none."""
        self.dismiss("")

    def action_leave(self) -> None:
        """Leave what was chosen as it is."""
        self.dismiss(None)

    def action_read_on(self) -> None:
        """Scroll the text about the basis."""
        if self._details.scroll_offset.y >= self._details.max_scroll_y:
            self._details.scroll_home(animate=False)
        else:
            self._details.scroll_page_down(animate=False)

    def _answer(self, button: str) -> None:
        basis = self._basis
        if button == "none":
            self.dismiss("")
        elif button == "leave":
            self.dismiss(None)
        elif basis is not None:
            self.dismiss(basis.id)
        else:
            self._bases.action_move(1)

    @property
    def _basis(self) -> LegalBasis | None:
        number = int(self._bases.item or _WARNING)
        return self._legal.bases[number - 1] if number else None

    def _show_details(self) -> None:
        basis = self._basis
        words = plain(self._legal.warning) if basis is None else plain(details_of(basis))
        self.query_one("#details", Static).update(words)
        self._details.scroll_home(animate=False)


def details_of(basis: LegalBasis) -> str:
    """All that the list says about a legal basis."""
    lines = [
        f"{basis.act} {basis.section}",
        basis.title,
        _("Sist lest: {day}. {by}.").format(day=last_read(basis), by=basis.checked_by.rstrip(".")),
        jurist_words() if basis.needs_jurist else "",
        "",
        basis.content.strip(),
        *([basis.note.strip()] if basis.note else []),
        _("Hvem kan dele: {who}").format(who="; ".join(basis.discloser)),
        _("Hvem kan få: {who}").format(who="; ".join(basis.recipient)),
        _("Vilkår:"),
        *(f"– {condition}" for condition in basis.conditions),
        _("Kilde: {source}").format(source=basis.source),
    ]
    return "\n".join(line for number, line in enumerate(lines) if line or number == 4)
