"""A new case that a first call leads to: nothing that was written follows, only what kind of sender it was."""

from __future__ import annotations

from typing import ClassVar

from textual.containers import VerticalScroll

from assess.casework.case import Phase
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.screens.new_case import NewCaseScreen
from assess.screens.terminal import plain
from assess.screens.triage_words import no_transfer
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.words import Words


class CaseFromCallScreen(NewCaseScreen):
    """The page for a new case, with the phase and the kind of sender chosen, and why the rest is empty.

    Args:
        register: Where the case is made.
        profiles: Where its choices are named.
        phase: What kind of discussion it is from the start.
        sender: The id of the kind of sender; empty when it is not known.
    """

    DEFAULT_CSS: ClassVar[str] = "CaseFromCallScreen #no-transfer { height: auto; margin-bottom: 1; }"

    def __init__(self, register: Register, profiles: Profiles, phase: Phase, sender: str) -> None:
        super().__init__(register, profiles)
        self._from_phase = phase
        self._from_sender = sender

    def on_mount(self) -> None:
        """Say that nothing was carried over, and choose what is known."""
        said = Words(plain(no_transfer()), id="no-transfer", classes="caution")
        self.query_one("#new-case", VerticalScroll).mount(said, before="#summary")
        self.query_one("#phase", Choice).value = self._from_phase
        self.query_one("#sender", Choice).value = self._from_sender or None
