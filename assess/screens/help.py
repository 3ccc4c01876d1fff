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

from assess.language import _, mark
from assess.screens.keys import KeyEntry, Place, help_rows
from assess.screens.style_sheets import DIALOGS
from assess.screens.widgets.words import Words

_KEYS = 14
"""Columns for the keys."""

_WORDS = 48
"""Columns for what they do; both fit a terminal of 80."""

_PURPOSE: dict[Place, str] = {
    "everywhere": mark("Dette er tastene som virker her."),
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

_PURPOSE_OF: dict[str, str] = {
    "UnlockScreen": mark("Skriv passordfrasen som åpner registeret. Alt foregår på denne maskinen."),
    "SetupScreen": mark(
        "Lag et nytt register: hvem som bruker det, og nøkkelen som åpner det. Intet lagres før slutten."
    ),
    "ReportsScreen": mark("Rapportene: hvem hver av dem er til, og hvor eksemplarene av saken ble av."),
    "TriageListScreen": mark("Første henvendelser: alle som har tatt kontakt, når det var, og hva det ble til."),
    "TriageScreen": mark("Én henvendelse: svar på spørsmålene mens dere snakker, og velg hva som skjer videre."),
    "TriageAsKeptScreen": mark("En henvendelse fra en utgave av spørsmålene som ikke finnes her. Den kan bare leses."),
    "AgendaListScreen": mark("Kontaktmøtene: åpne et møte, eller planlegg et nytt."),
    "AgendaScreen": mark(
        "Sakslisten for ett kontaktmøte: ta punktene i rekkefølge. Det som er igjen, følger til neste."
    ),
    "AgendaPeopleScreen": mark("Hvem som er med på kontaktmøtet, og hvem som leder, skriver og vurderer."),
    "FollowUpScreen": mark(
        "Oppfølging mellom vurderingene: tiltak, samtykke, dager å se på saken igjen og overlevering."
    ),
    "CompareScreen": mark("To vurderinger av samme sak ved siden av hverandre: hva som er endret, og hva som står."),
    "RetentionScreen": mark("Fristene for å beholde sakene: forny, sperr eller slett det som ikke trengs lenger."),
    "RatingGridScreen": mark("Svar fra papirskjema, ett tastetrykk for hvert. Svar gitt på skjermen vises ikke."),
}
"""What each screen is for whose keys are no place of their own, by its class; told so, nothing is loaded for it."""


class HelpScreen(ModalScreen[None]):
    """Purpose and keys of one place."""

    CSS_PATH = DIALOGS
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
            yield Words(_("Hjelp"), classes="heading")
            yield Words(self._purpose(), classes="text")
            yield Words(Content("\n".join(lines)))
            yield Words("\n" + _("Enter lukker hjelpen."), classes="muted")

    def _purpose(self) -> str:
        """What the screen is for that this page lies over."""
        below = next((one for one in reversed(self.app.screen_stack) if one is not self), None)
        return _(_PURPOSE_OF.get(type(below).__name__, _PURPOSE[self._place]))


def _wrapped(keys: str, text: str) -> str:
    """Keys to the left, words to the right, wrapped under themselves."""
    first, *others = wrap(text, _WORDS) or [""]
    return "\n".join([f"{keys:<{_KEYS}}{first}", *(" " * _KEYS + line for line in others)])
