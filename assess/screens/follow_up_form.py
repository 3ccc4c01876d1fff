"""A page with a few fields for one thing that happened between assessments; ctrl+s keeps it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input

from assess.errors import AssessError, NotAllowed
from assess.language import _, mark
from assess.register.cards import FollowUp
from assess.screens.meeting.day_line import DayLine
from assess.screens.privacy import notes_hidden
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Choice, Value
from assess.screens.widgets.prompt_text import PromptText, TextLine
from assess.screens.widgets.words import Words

Entry = TypeVar("Entry")
"""What a form's fields say together."""

Keep = Callable[[FollowUp], None]
"""Keeps an entry, or refuses it with an `AssessError`; what is written then stays in the fields."""

LONGEST = 300
"""Characters that a one-line answer may have, as the records ask for."""


class EntryForm(ModalScreen[Entry | None], Generic[Entry]):
    """Gives back the entry once it is kept; None when it was left.

    Args:
        heading: What it is about; asked anew whenever notes are hidden or shown.
        keep: Keeps the entry.
    """

    AUTO_FOCUS = ""
    SAYS: ClassVar[str] = mark("ctrl+s lagrer, escape går tilbake uten å lagre.")
    """What the two ways out do."""
    KEEPS: ClassVar[str] = mark("ctrl+s  Lagre")
    """What the first of them is called."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("ctrl+s", "keep", show=False),
    ]
    DEFAULT_CSS: ClassVar[str] = """
    EntryForm .entry {
        width: 78;
        & .subheading { margin-top: 1; }
        & DayLine { height: auto; }
        & PromptText { margin: 1 0 0 0; }
        & #said { height: auto; }
        & .gate { height: auto; margin-top: 1; }
    }
    """

    def __init__(self, heading: Callable[[], str], keep: Callable[[Entry], None]) -> None:
        super().__init__()
        self._ask = heading
        self._keep = keep
        self._first: Widget = self
        self._begun_with: tuple[Value, ...] = ()
        self._heading = Words(classes="heading")
        self._said = Words(id="said", classes="caution")

    def compose(self) -> ComposeResult:
        """Compose the heading, the fields and the two ways out."""
        with VerticalScroll(classes="dialog entry", can_focus=False):
            yield self._heading
            yield Words(_(self.SAYS), classes="muted")
            yield Words(_("Det som skrives, er skjermet. F9 viser det."), classes="muted when-private")
            fields = list(self.fields())
            self._first = fields[0][1]
            for label, field in fields:
                if label:
                    yield Words(plain(label), classes="subheading")
                yield field
            yield self._said
            with Horizontal(classes="dialog--answers"):
                yield Button(_(self.KEEPS), id="keep", compact=True)
                yield Button(_("esc  Gå tilbake"), id="leave", compact=True)

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """The fields in the order they are asked, each with what it is called; some say it themselves."""
        return ()

    def entry(self) -> Entry:
        """What the fields say.

        Raises:
            NotAllowed: Something is missing.
        """
        raise NotImplementedError

    def show(self) -> None:
        """Show the words anew that follow from what is chosen."""

    def on_mount(self) -> None:
        """Say what it is about, and stand in the first field."""
        self.show()
        self._begun_with = self._holds()
        self.notes_changed()

    def notes_changed(self) -> None:
        """Say what it is about as it may be said now, and stand in the first field once it is shown."""
        self._heading.update(plain(self._ask()))
        if self.focused is None or (isinstance(self.focused, Button) and not notes_hidden(self.app)):
            self._stand_in(self._first)

    @property
    def filled_in(self) -> bool:
        """Whether the fields hold something else than they did from the start."""
        return self._holds() != self._begun_with

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another answer may ask for other things."""
        event.stop()
        self.show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next field."""
        event.stop()
        self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the key does."""
        event.stop()
        if event.button.id == "keep":
            self.action_keep()
        elif event.button.id == "leave":
            self.action_leave()

    def action_keep(self) -> None:
        """Keep what the fields say, or say what stands in the way."""
        try:
            entry = self.entry()
            self._keep(entry)
        except AssessError as error:
            self._said.update(plain(f"! {error}"))
            self.call_after_refresh(self._said.scroll_visible, animate=False)
        else:
            self.dismiss(entry)

    def action_leave(self) -> None:
        """Leave without keeping anything."""
        self.dismiss(None)

    def _holds(self) -> tuple[Value, ...]:
        written = [field.line for field in self.query(TextLine)] + [field.text for field in self.query(PromptText)]
        return (*written, *(field.value for field in self.query(Choice)))

    def _stand_in(self, field: Widget) -> None:
        if isinstance(field, DayLine):
            field.line.focus()
        elif isinstance(field, PromptText):
            field.focus_text()
        else:
            field.focus()


def one_line(placeholder: str = "") -> TextLine:
    """A field for a role or a few words; hidden with the notes."""
    return TextLine(placeholder=placeholder, longest=LONGEST, classes="note")


def day_line(label: str, day: date | None) -> DayLine:
    """A field for a day, with one in it from the start."""
    line = DayLine(label)
    line.line.value = day.strftime("%d.%m.%Y") if day is not None else ""
    return line


def day_of(line: DayLine) -> date:
    """The day written.

    Raises:
        NotAllowed: There is none, or it can't be read.
    """
    day = line.day(None)
    if day is None:
        raise NotAllowed(_("Skriv en dato."), _("Skriv den som 21.11.2026."))
    return day


def refuse_missing(fields: Iterable[tuple[str, Choice]]) -> None:
    """Refuse what leaves a question without an answer.

    Raises:
        NotAllowed: Some of them have none; the message names them.
    """
    missing = [name for name, field in fields if not isinstance(field.value, str)]
    if missing:
        raise NotAllowed(_("Velg: {fields}.").format(fields=", ".join(missing)))
