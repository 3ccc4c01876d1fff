"""F1: what this screen is for, and every key that works here."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from assess.language import _, mark
from assess.screens.keys import KeyEntry, Place, help_rows

_KEYS = 14
"""Columns for the keys."""

_WORDS = 48
"""Columns for what they do; both fit a terminal of 80."""

_PURPOSE: dict[Place, str] = {
    "everywhere": mark("Skriv passordfrasen, eller lag et nytt register. Alt foregår på denne maskinen."),
    "home": mark(
        "Oversikten viser sakene etter neste vurdering, de som haster først. Enter åpner en sak, n oppretter en ny."
    ),
    "case": mark(
        "Saken viser alle vurderingene. Enter åpner en vurdering der dere slapp, n begynner en ny, c sammenligner to."
    ),
    "meeting": mark(
        "Kontaktmøtet har åtte steg. Ta dem i rekkefølge, eller gå dit dere trenger. Hver endring lagres med en gang. "
        "Verktøyet gir støtte til skjønnet: det regner aldri ut et nivå."
    ),
}


class HelpScreen(ModalScreen[None]):
    """Purpose and keys of one place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,backspace,f1,question_mark", "dismiss", show=False, priority=True)
    ]

    def __init__(self, place: Place, own: Sequence[KeyEntry]) -> None:
        super().__init__()
        self._place = place
        self._own = own

    def compose(self) -> ComposeResult:
        """Compose the page."""
        rows = [*((entry.key, entry.label, "") for entry in self._own), *help_rows(self._place)]
        lines = [_wrapped(keys, f"{label}. {text}" if text else label) for keys, label, text in rows]
        with VerticalScroll(classes="dialog", id="help"):
            yield Static(_("Hjelp"), classes="heading")
            yield Static(_(_PURPOSE[self._place]), classes="text")
            yield Static(Content("\n".join(lines)))
            yield Static("\n" + _("Enter lukker hjelpen."), classes="muted")


def _wrapped(keys: str, text: str) -> str:
    """Keys to the left, words to the right, wrapped under themselves."""
    first, *others = wrap(text, _WORDS) or [""]
    return "\n".join([f"{keys:<{_KEYS}}{first}", *(" " * _KEYS + line for line in others)])
