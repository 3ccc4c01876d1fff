"""Ctrl+P: the list of everything that can be done here."""

from __future__ import annotations

from textual.command import CommandList, CommandPalette
from textual.widgets.option_list import Option

from assess.language import _
from assess.screens.terminal import plain


class Palette(CommandPalette):
    """The list of everything that can be done here, with no English sentence of Textual's own."""

    def __init__(self) -> None:
        super().__init__(placeholder=_("Skriv hva du vil gjøre …"), id="--command-palette")

    def _start_no_matches_countdown(self, search_value: str) -> None:
        self._stop_no_matches_countdown()
        if search_value:
            self._no_matches_timer = self.set_timer(self._NO_MATCHES_COUNTDOWN, self._say_no_matches)

    def _say_no_matches(self) -> None:
        self.query_one(CommandList).add_option(Option(plain(_("Fant ikke noe som passer.")), disabled=True))
        self._list_visible = True
