"""Which measure to plan: one from the plan's catalogue, or the group's own."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from assess.casework.plan import OWN
from assess.language import _, mark
from assess.profile.model import Profile
from assess.screens.style_sheets import DIALOGS
from assess.screens.widgets.choice import Choice, Option
from assess.screens.widgets.words import Words

_OWN_ANSWER = "own"
_CONSENT = {
    "required": mark("Krever samtykke."),
    "voluntary": mark("Frivillig: bare hvis personen selv ønsker det."),
    "usual": mark("Spør om samtykke når det er mulig."),
    "not_personal": mark("Ikke for én person: for flere, et sted eller de ansatte."),
}


class MeasureCatalogue(ModalScreen[str | None]):
    """Gives back the number of the measure chosen, `OWN` for the group's own, or None when it was left."""

    CSS_PATH = DIALOGS

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self._choice = Choice(
            [
                *(
                    Option(one.number, f"{one.number}  {one.title}", one.number[-1], _(_CONSENT[one.consent]))
                    for one in profile.measures
                ),
                Option(_OWN_ANSWER, _("Eget tiltak"), "e", _("Noe annet, med egne ord.")),
            ]
        )

    def compose(self) -> ComposeResult:
        """Compose the question and the catalogue."""
        with VerticalScroll(classes="dialog", id="measure-catalogue", can_focus=False):
            yield Words(_("Hvilket tiltak?"), classes="heading")
            yield self._choice
            yield Words(_("Tegnet foran velger med en gang. Enter velger også, escape går tilbake."), classes="muted")

    def on_mount(self) -> None:
        """Stand in the catalogue, at its top: it may be longer than the screen, and focus would scroll to its end."""
        self._choice.focus(scroll_visible=False)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Give the answer back."""
        event.stop()
        if isinstance(event.value, str):
            self.dismiss(OWN if event.value == _OWN_ANSWER else event.value)

    def action_leave(self) -> None:
        """Leave without a measure."""
        self.dismiss(None)
