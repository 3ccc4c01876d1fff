"""A new case: a reference, four choices and a line without names."""

from __future__ import annotations

from typing import ClassVar

from pydantic import ValidationError
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button

from assess.casework.case import Case, Phase, next_reference
from assess.errors import AssessError, NotAllowed
from assess.language import _, spoken
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.register.keeping import keeping_for
from assess.register.register import Register
from assess.screens.style_sheets import DIALOGS
from assess.screens.terminal import plain
from assess.screens.unsaved import ask_to_drop
from assess.screens.widgets.choice import Choice, Option
from assess.screens.widgets.prompt_text import TextLine
from assess.screens.widgets.words import Words


class NewCaseScreen(ModalScreen[str | None]):
    """Makes a case and gives back its id; None when it was left."""

    CSS_PATH = DIALOGS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("ctrl+s", "make", show=False),
    ]

    def __init__(self, register: Register, profiles: Profiles) -> None:
        super().__init__()
        self._register = register
        self._profile = profiles.profile(register.profile, spoken())
        profile = self._profile
        reference = next_reference(profile.reference_prefix, register.now().astimezone().year, register.references())
        self._suggested = reference
        self._reference = TextLine(reference, id="reference")
        self._summary = TextLine(id="summary")
        self._phase = Choice(
            [
                Option("initial", _("Innledende vurdering")),
                Option("anonymous", _("Anonym drøfting"), help=_("Kan ikke knyttes til en person senere.")),
                Option("follow_up", _("Oppfølging med samtykke")),
            ],
            "initial",
            id="phase",
        )
        self._age = Choice([Option(band.id, band.label) for band in profile.age_bands], horizontal=True, id="age")
        self._sender = Choice([Option(one.id, one.label) for one in profile.senders], horizontal=True, id="sender")
        self._ideology = Choice([Option(one.id, one.label) for one in profile.ideologies], horizontal=True, id="idea")
        self._said = Words(id="said", classes="caution")

    def compose(self) -> ComposeResult:
        """Compose the page."""
        with VerticalScroll(classes="dialog", id="new-case", can_focus=False):
            yield Words(_("Ny sak – ctrl+s oppretter den, escape avbryter"), classes="heading")
            yield Words(_("Referanse"), classes="subheading")
            yield self._reference
            yield Words(_("Hva gjelder det? Én linje, uten navn."), classes="subheading gap")
            yield self._summary
            yield Words(_("Hva slags drøfting er dette?"), classes="subheading gap")
            yield self._phase
            yield Words(_("Alder"), classes="subheading gap")
            yield self._age
            yield Words(_("Hvor kommer bekymringen fra?"), classes="subheading gap")
            yield self._sender
            yield Words(
                _("Ideologisk retning. Den vurderes ikke, og «ingen» er et godt svar."), classes="subheading gap"
            )
            yield self._ideology
            yield Words("")
            yield self._said
            yield Button(_("ctrl+s  Opprett saken"), id="make", compact=True)

    def on_mount(self) -> None:
        """Stand in the line about what it concerns."""
        self._summary.focus(scroll_visible=False)

    @property
    def anonymous(self) -> bool:
        """Whether an anonymous discussion is being made, in which no identifier may stand."""
        return self._phase.value == "anonymous"

    @property
    def filled_in(self) -> bool:
        """Whether anything stands otherwise than it did from the start."""
        chosen = (self._age.value, self._sender.value, self._ideology.value)
        written = bool(self._summary.line.strip()) or self._reference.line.strip() != self._suggested
        return written or self._phase.value != "initial" or any(one is not None for one in chosen)

    def on_choice_changed(self) -> None:
        """Another kind of discussion may keep other things."""
        for line in (self._reference, self._summary):
            line.look()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Make the case."""
        event.stop()
        self.action_make()

    def action_cancel(self) -> None:
        """Leave without a case; ask first when something is filled in."""
        if self.filled_in:
            self.app.push_screen(ask_to_drop(), self._leave_if)
        else:
            self.dismiss(None)

    def action_make(self) -> None:
        """Make the case, or say what is missing; a line that something was taken out of is read once more first."""
        taken_out = self._reference.take_out()
        if self._summary.take_out() or taken_out:
            self._say(
                _("Noe ble tatt ut, for en anonym drøfting kan ikke holde på det. Se over, og trykk ctrl+s igjen.")
            )
            return
        try:
            case = self._case()
            keeping = keeping_for(case, self._profile, norwegian(case.opened_at).date())
            self._register.open_case(case, keeping)
        except AssessError as error:
            self._say(str(error))
        else:
            self.dismiss(case.id)

    def _leave_if(self, sure: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        if sure:
            self.dismiss(None)

    def _say(self, words: str) -> None:
        self._said.update(plain(words))
        self._said.scroll_visible(animate=False)

    def _case(self) -> Case:
        missing = [
            name
            for name, field in (
                (_("alder"), self._age),
                (_("hvor bekymringen kommer fra"), self._sender),
                (_("ideologisk retning"), self._ideology),
            )
            if not isinstance(field.value, str)
        ]
        if not self._summary.line.strip():
            missing.insert(0, _("hva det gjelder"))
        if missing:
            raise NotAllowed(_("Fyll inn: {fields}.").format(fields=", ".join(missing)))
        phase: dict[object, Phase] = {"anonymous": "anonymous", "follow_up": "follow_up"}
        fields = {
            "id": self._register.new_id(),
            "reference": self._reference.line.strip().upper(),
            "organisation": self._register.organisation,
            "opened_at": self._register.now(),
            "phase": phase.get(self._phase.value, "initial"),
            "age_band": self._age.value,
            "ideology": self._ideology.value,
            "sender": self._sender.value,
            "summary": self._summary.line.strip(),
        }
        try:
            return Case.model_validate(fields)
        except ValidationError as error:
            raise NotAllowed(
                _("Referansen kan bare ha bokstaver, tall og bindestrek, og linjen høyst 300 tegn."),
                _("For eksempel {reference}.").format(reference=f"{self._profile.reference_prefix}-2026-0001"),
            ) from error
