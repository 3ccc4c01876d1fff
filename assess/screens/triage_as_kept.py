"""A first call that was taken with another version of the instrument: its codes as they were kept, only to be read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from assess.casework.triage import Triage
from assess.language import _, spoken
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.screens.frame import Frame
from assess.screens.keys import KeyEntry, Place
from assess.screens.local_time import moment_text
from assess.screens.privacy import note
from assess.screens.terminal import plain
from assess.screens.triage_words import channel_words, sender_words
from assess.screens.widgets.words import Words


class TriageAsKeptScreen(Frame):
    """The call without the questions' words, which belong to a version that is not here."""

    place: ClassVar[Place] = "everywhere"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,backspace", "leave", show=False)]

    def __init__(self, register: Register, profiles: Profiles, triage: Triage) -> None:
        super().__init__(_("Førstevurdering"), exercise=register.demonstration)
        self._register = register
        self._profiles = profiles
        self._triage = triage
        self._text = Words(classes="text reading", id="as-kept")

    def body(self) -> Iterable[Widget]:
        """Everything that was kept."""
        yield VerticalScroll(self._text, classes="body")

    def own_keys(self) -> list[KeyEntry]:
        """Only the way back."""
        return [KeyEntry("⌫", _("Tilbake"), "screen.leave")]

    def again(self) -> Frame:
        """The same call in the language spoken now."""
        return TriageAsKeptScreen(self._register, self._profiles, self._triage)

    def on_mount(self) -> None:
        """Show the call."""
        self._show()

    def notes_changed(self) -> None:
        """Show or hide what was written."""
        super().notes_changed()
        self._show()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()

    def _show(self) -> None:
        call, profile = self._triage, self._profiles.profile(self._register.profile, spoken())
        lines = [
            _("Gjort med {instrument} {version}, som ikke er her nå. Svarene står med sine koder.").format(
                instrument=call.instrument, version=call.version
            ),
            "",
            " · ".join(
                part
                for part in (
                    moment_text(call.taken_at),
                    sender_words(call.sender, profile),
                    channel_words(call.channel),
                )
                if part
            ),
            note(self.app, call.summary),
            "",
        ]
        for item in sorted({*call.answers, *call.notes}, key=_by_number):
            said = note(self.app, call.notes.get(item, ""))
            lines.append(f"{item}: {call.answers.get(item, '–')}" + (f" – {said}" if said else ""))
        if call.outcome is not None:
            lines += ["", _("Utfall: {code}").format(code=call.outcome), note(self.app, call.reason)]
        self._text.update(plain("\n".join(lines)))


def _by_number(item: str) -> tuple[int, str]:
    digits = "".join(letter for letter in item if letter.isdigit())
    return int(digits) if digits else 0, item
