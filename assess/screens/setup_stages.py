"""The pages of the first start, each with one thing to answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from assess.errors import NotAllowed
from assess.language import _, spoken
from assess.profile.load import Profiles
from assess.register.founding import refuse_unready
from assess.register.passphrases import LEAST_PASSPHRASE, advice, keyboard_hint
from assess.register.recovery import RecoveryKey
from assess.register.roles import Role
from assess.register.slot import NewUser, readable_name
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Choice, Option
from assess.screens.widgets.display import display
from assess.screens.widgets.prompt_text import TextLine
from assess.screens.widgets.words import Words


class Stage(Vertical):
    """One page. It posts `Answered` with its answer, or `Refused` with what is missing."""

    DEFAULT_CSS: ClassVar[str] = "Stage { height: auto; }"

    class Answered(Message):
        """The page is answered: a profile's id, a keyholder, or None for the last page."""

        def __init__(self, answer: str | NewUser | None) -> None:
            super().__init__()
            self.answer = answer

    class Refused(Message):
        """What was written will not do."""

        def __init__(self, why: str) -> None:
            super().__init__()
            self.why = why

    def take_focus(self) -> None:
        """Stand where the answer is written."""


class WhoStage(Stage):
    """Which organisation this is."""

    def __init__(self, path: Path, profiles: Profiles) -> None:
        super().__init__()
        self._path = path
        found = [profiles.profile(name, spoken()) for name in profiles.ids()]
        options = [Option(profile.id, profile.title, str(number)) for number, profile in enumerate(found, start=1)]
        self._choices = Choice(options, found[0].id if len(found) == 1 else None, id="profile")

    def compose(self) -> ComposeResult:
        """Compose the page."""
        yield Words(_("Velkommen. Her lages registeret som sakene skal ligge i."), classes="heading")
        words = _(
            "Det blir én kryptert fil på {path}, med en nøkkelfil ved siden av. Uten en passordfrase kan ingen lese "
            "den. Programmet bruker aldri nettet."
        ).format(path=self._path)
        yield Words(plain(words), classes="text reading")
        yield Words(
            _(
                "Ha to personer her: begge skal ha en egen passordfrase. Ha også papir og penn til en "
                "gjenopprettingsnøkkel."
            ),
            classes="text reading",
        )
        yield Words(_("1  Hvem er dere?"), classes="subheading")
        yield self._choices

    def take_focus(self) -> None:
        """Stand in the list of organisations."""
        self._choices.focus()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Go on with the organisation that was chosen."""
        event.stop()
        if isinstance(event.value, str):
            self.post_message(self.Answered(event.value))


class KeyholderStage(Stage):
    """A keyholder's name and passphrase, twice."""

    def __init__(self, number: int, roles: tuple[Role, ...], known: Sequence[str], others: tuple[NewUser, ...]) -> None:
        super().__init__()
        self._number = number
        self._roles = roles
        self._known = tuple(known)
        self._others = others
        self._who = TextLine("" if others else "sekretær", id="name", longest=40)
        self._first = TextLine(password=True, id="first")
        self._second = TextLine(password=True, id="second")
        self._hint = Words(classes="caution")

    def compose(self) -> ComposeResult:
        """Compose the page."""
        if self._number == 1:
            yield Words(_("2  Den første nøkkelholderen: du som er sekretær"), classes="subheading")
        else:
            yield Words(_("3  Den andre nøkkelholderen: en annen person"), classes="subheading")
        yield Words(
            _(
                "En nøkkelholder kan slippe inn andre, og åpne registeret hvis noen glemmer passordfrasen sin. "
                "De andre ser ikke på mens passordfrasen skrives."
            ),
            classes="text reading",
        )
        yield Words(_("Navn å logge inn med: initialer eller funksjon"), classes="subheading")
        yield self._who
        yield Words(_("Passordfrase"), classes="subheading")
        yield Words(
            _("Minst {count} tegn. Fire–fem tilfeldige ord er lett å huske og vanskelig å gjette.").format(
                count=LEAST_PASSPHRASE
            ),
            classes="muted reading",
        )
        yield self._first
        yield Words(_("Skriv den en gang til"), classes="subheading")
        yield self._second
        yield self._hint

    def take_focus(self) -> None:
        """Stand in the name, or in the passphrase when there is a name already."""
        (self._first if self._who.line else self._who).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say so when Caps Lock seems to be on."""
        event.stop()
        if event.input in {self._first, self._second}:
            self._hint.update(plain(keyboard_hint(event.value)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field, or be done."""
        event.stop()
        if event.input is self._who:
            self._first.focus()
        elif event.input is self._first:
            self._go_on_if_good()
        else:
            self._answer()

    def _go_on_if_good(self) -> None:
        why = advice(self._first.line, (*self._known, self._who.line))
        if why:
            self.post_message(self.Refused(why))
        else:
            self._second.focus()

    def _answer(self) -> None:
        name = readable_name(self._who.line)
        why = advice(self._first.line, (*self._known, self._who.line))
        if name is None:
            self._who.focus()
            why = _("Navnet kan bare ha små bokstaver og tall, uten mellomrom.")
        elif why:
            self._first.focus()
        elif self._first.line != self._second.line:
            self._second.value = ""
            why = _("De to passordfrasene er ikke like. Skriv den andre på nytt.")
        if why or name is None:
            self.post_message(self.Refused(why))
            return
        person = NewUser(name, self._roles, self._first.line)
        self._first.value = self._second.value = ""  # this page may stay in memory longer than it is seen
        if self._others:
            try:
                refuse_unready((*self._others, person))
            except NotAllowed as error:
                (self._who if any(other.name == name for other in self._others) else self._first).focus()
                self.post_message(self.Refused(str(error)))
                return
        self.post_message(self.Answered(person))


class RecoveryStage(Stage):
    """The recovery key: shown until it stands on paper, then typed back from the paper."""

    def __init__(self, recovery: RecoveryKey) -> None:
        super().__init__()
        self._recovery = recovery
        self._key = Words(plain(recovery.text), id="recovery-key", classes="heading")
        self._ready = TextLine(placeholder=_("Trykk enter når den står på papiret"), id="ready", longest=1)
        self._typed = TextLine(placeholder=_("Skriv den inn fra papiret"), id="typed", longest=60)

    def compose(self) -> ComposeResult:
        """Compose the page."""
        yield Words(_("4  Gjenopprettingsnøkkelen"), classes="subheading")
        yield Words(
            _(
                "Den åpner registeret hvis alle passordfrasene er glemt. Skriv den på papir nå, og legg papiret i en "
                "lukket konvolutt i safen. Den lagres ingen andre steder, og vises ikke igjen."
            ),
            classes="text reading",
        )
        yield self._key
        yield self._ready
        yield self._typed

    def on_mount(self) -> None:
        """Show the key first."""
        self._show_key(shown=True)

    def take_focus(self) -> None:
        """Wait until it has been written down."""
        self._ready.focus()

    def step_back(self) -> bool:
        """Show the key again when it was being typed back, and say whether that was so."""
        if self._key.display:
            return False
        self._show_key(shown=True)
        self._ready.focus()
        return True

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hide the key and ask for it, or compare what was typed."""
        event.stop()
        if event.input is self._ready:
            self._show_key(shown=False)
            self._typed.focus()
        elif RecoveryKey.parse(self._typed.line) == self._recovery:
            self.post_message(self.Answered(None))
        else:
            self.post_message(
                self.Refused(
                    _("Det er ikke den samme nøkkelen. Se nøye på papiret, eller trykk escape og se den igjen.")
                )
            )

    def _show_key(self, *, shown: bool) -> None:
        display(self._key, when=shown)
        display(self._ready, when=shown)
        display(self._typed, when=not shown)
        self._typed.value = ""
