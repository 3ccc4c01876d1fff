"""The first start: one page that ends in an empty, encrypted register."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from assess.errors import AssessError, NotAllowed
from assess.language import _, spoken
from assess.profile.load import Profiles
from assess.register.register import LEAST_PASSPHRASE, Founding, Register
from assess.screens.frame import Frame
from assess.screens.keys import Place
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Choice, Option
from assess.screens.widgets.prompt_text import TextLine

if TYPE_CHECKING:
    from assess.screens.app import AssessApp


class SetupScreen(Frame):
    """Asks which organisation this is and for a passphrase, and makes the register."""

    place: ClassVar[Place] = "everywhere"

    def __init__(self, path: Path, profiles: Profiles) -> None:
        super().__init__(_("Nytt register"), exercise=False)
        self._path = path
        self._profiles = profiles
        self._choices = Choice([], id="profile")
        self._first = TextLine(password=True, id="first")
        self._second = TextLine(password=True, id="second")
        self._make = Button(_("Lag registeret"), id="make", compact=True)
        self._said = Static(id="said", classes="text reading")

    def body(self) -> Iterable[Widget]:
        """What the register is, and the three things it needs."""
        yield VerticalScroll(
            Static(_("Velkommen. Her lages registeret som sakene skal ligge i."), classes="heading"),
            Static(
                plain(
                    _(
                        "Det blir én kryptert fil på {path}, med en nøkkelfil ved siden av. Uten passordfrasen kan "
                        "ingen lese den, heller ikke dere. Programmet bruker aldri nettet."
                    ).format(path=self._path)
                ),
                classes="text reading",
            ),
            Static(_("1  Hvem er dere?"), classes="subheading"),
            self._choices,
            Static(_("2  Velg en passordfrase"), classes="subheading"),
            Static(
                _(
                    "Minst {count} tegn. Fire–fem tilfeldige ord er lett å huske og vanskelig å gjette. Skriv den ned "
                    "og legg den i safen."
                ).format(count=LEAST_PASSPHRASE),
                classes="muted reading",
            ),
            self._first,
            Static(""),
            Static(_("3  Skriv den en gang til"), classes="subheading"),
            self._second,
            Static(""),
            self._make,
            Static(""),
            self._said,
            classes="body",
            can_focus=False,
        )

    def again(self) -> Frame:
        """The same screen in the language spoken now."""
        return SetupScreen(self._path, self._profiles)

    def on_mount(self) -> None:
        """Show the profiles there are."""
        found = [self._profiles.profile(name, spoken()) for name in self._profiles.ids()]
        options = [Option(profile.id, profile.title, str(number)) for number, profile in enumerate(found, start=1)]
        self._choices.show_options(options, found[0].id if len(found) == 1 else None)
        self._choices.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field, or make the register."""
        event.stop()
        if event.input is self._first:
            self._second.focus()
        else:
            self._begin()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Make the register."""
        event.stop()
        self._begin()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Go on to the passphrase."""
        event.stop()
        if event.value is not None:
            self._first.focus()

    def _begin(self) -> None:
        try:
            founding = self._founding()
        except NotAllowed as error:
            self._say(str(error))
            return
        self._make.disabled = True
        self._say(_("Lager registeret …"))
        self._found(founding, self._first.line)

    def _founding(self) -> Founding:
        chosen = self._choices.value
        if not isinstance(chosen, str):
            self._choices.focus()
            raise NotAllowed(_("Velg hvem dere er først."))
        if len(self._first.line.strip()) < LEAST_PASSPHRASE:
            self._first.focus()
            raise NotAllowed(
                _("Passordfrasen er for kort."), _("Bruk minst {count} tegn.").format(count=LEAST_PASSPHRASE)
            )
        if self._first.line != self._second.line:
            self._second.value = ""
            self._second.focus()
            raise NotAllowed(_("De to passordfrasene er ikke like."), _("Skriv den andre på nytt."))
        profile = self._profiles.profile(chosen)
        return Founding(profile=chosen, organisation=profile.organisation, language=spoken())

    @work(thread=True, exclusive=True)
    def _found(self, founding: Founding, passphrase: str) -> None:
        try:
            register = Register.found(self._path, passphrase, founding)
        except AssessError as error:
            self.app.call_from_thread(self._refused, error)
        else:
            self.app.call_from_thread(cast("AssessApp", self.app).enter, register)

    def _refused(self, error: AssessError) -> None:
        self._make.disabled = False
        self._say(str(error))

    def _say(self, words: str) -> None:
        self._said.update(plain(words))
