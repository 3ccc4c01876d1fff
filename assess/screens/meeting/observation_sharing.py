"""The part of an observation's form that says whose secrecy it comes under, and whether and how it is shared."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Static

from assess.casework.observation import Observation
from assess.language import _
from assess.profile.model import LegalBases, Party
from assess.screens.meeting.observation_gate import gate_words, sensitivity_options
from assess.screens.meeting.observation_words import basis_words, shared_option
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Choice, Option
from assess.screens.widgets.display import display
from assess.screens.widgets.prompt_text import PromptText
from assess.screens.widgets.words import Words


class ObservationSharing(Vertical):
    """Shows the sharing of one observation and says what it has become.

    What belongs to a shared one is mounted the first time that one is shared, and seen only where it is.

    Args:
        parties: Those that it may be shared with.
    """

    def __init__(self, parties: Sequence[Party], *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._shown: Observation | None = None
        self._parties = tuple(party.id for party in parties)
        self._sensitivity = Choice(sensitivity_options(), horizontal=True, id="sensitivity", classes="asked")
        self._sensitivity.border_title = _("Hvilken taushetsplikt gjelder?")
        self._gate = Words(id="gate", classes="caution")
        self._shared = Choice([shared_option()], multiple=True, id="shared")
        options = [Option(party.id, party.label) for party in parties]
        self._recipients = Choice(options, multiple=True, id="recipients", classes="asked")
        self._recipients.border_title = _("Hvem får den?")
        self._basis = Words(id="basis", classes="text")
        self._pick = Button(_("g  Velg hjemmel"), id="pick-basis", compact=True)
        self._necessity = PromptText(_("Hvorfor er det nødvendig å dele den?"), id="necessity")

    def compose(self) -> ComposeResult:
        """Compose what every observation has."""
        yield self._sensitivity
        yield self._shared

    def fill(self, one: Observation, legal: LegalBases, *, may_be_changed: bool) -> None:
        """Show an observation's sharing."""
        another = self._shown is None or self._shown.id != one.id
        self._shown = one
        if one.shared and not self._recipients.is_attached:
            self.mount(self._basis, self._pick, self._necessity, self._recipients)
        for choice, value in self._choices(one):
            choice.value = value
            choice.disabled = not may_be_changed
            if another:
                choice.cursor = next((n for n, option in enumerate(choice.options) if option.value == value), 0)
        self._necessity.text = one.necessity
        self._necessity.disabled = not may_be_changed
        gate = gate_words(one)
        if gate and not self._gate.is_attached:
            self.mount(self._gate, before=self._shared)
        _say(self._gate, gate)
        display(self._gate, when=bool(gate))
        _say(self._basis, basis_words(one, legal))
        for part in (self._basis, self._necessity, self._recipients):
            display(part, when=one.shared)
        display(self._pick, when=one.shared and may_be_changed)

    def changes(self) -> dict[str, object]:
        """What the fields say now, by the observation's own names; a party that the profile lost stays."""
        one = self._shown
        chosen = self._recipients.value or frozenset()
        gone = [party for party in (one.recipients if one is not None else ()) if party not in self._parties]
        return {
            "sensitivity": self._sensitivity.value or "ordinary",
            "shared": bool(self._shared.value),
            "recipients": (*(party for party in self._parties if party in chosen), *gone),
            "necessity": self._necessity.text,
        }

    def _choices(self, one: Observation) -> list[tuple[Choice, str | frozenset[str] | None]]:
        return [
            (self._sensitivity, one.sensitivity),
            (self._shared, frozenset({"shared"} if one.shared else ())),
            (self._recipients, frozenset(one.recipients)),
        ]


def _say(where: Static, words: str) -> None:
    """Change a sentence only when it says something else: a new one lays the whole form out anew."""
    if str(where.content) != words:
        where.update(plain(words))
