"""The contact meetings, newest first, with how many were there last time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import DataTable

from assess.casework.agenda import ContactMeeting, before
from assess.errors import AssessError
from assess.instrument.library import Library
from assess.language import _
from assess.profile.load import Profiles
from assess.register.agenda import contact_meetings, open_meeting, points_of
from assess.register.register import Register
from assess.screens.agenda import AgendaScreen
from assess.screens.agenda_words import continuity_words, done_words, state_words
from assess.screens.frame import Frame
from assess.screens.keys import KeyEntry, Place
from assess.screens.local_time import day_text
from assess.screens.terminal import plain, plain_cell
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.display import display
from assess.screens.widgets.words import Words


class AgendaListScreen(Frame):
    """Every contact meeting in a line: when, how far it came, and how steady the group is."""

    place: ClassVar[Place] = "everywhere"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", show=False),
        Binding("escape,backspace", "leave", show=False),
    ]

    def __init__(self, register: Register, library: Library, profiles: Profiles) -> None:
        super().__init__(_("Kontaktmøter"), exercise=register.demonstration)
        self._register = register
        self._library = library
        self._profiles = profiles
        self._meetings: tuple[ContactMeeting, ...] = ()
        self._heading = Words(classes="heading")
        self._empty = Words(id="empty", classes="text reading")
        self._table: DataTable[object] = DataTable(cursor_type="row", zebra_stripes=True, id="meetings")

    def body(self) -> Iterable[Widget]:
        """The meetings."""
        yield Vertical(self._heading, self._empty, self._table, classes="body")

    def own_keys(self) -> list[KeyEntry]:
        """Opening and planning meetings."""
        return [
            KeyEntry("↵", _("Åpne"), ""),
            KeyEntry("n", _("Nytt kontaktmøte"), "screen.new"),
            KeyEntry("⌫", _("Tilbake"), "screen.leave"),
        ]

    def again(self) -> Frame:
        """The same screen in the language spoken now."""
        return AgendaListScreen(self._register, self._library, self._profiles)

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Show what there is now, also when coming back from a meeting."""
        self.call_after_refresh(self._fill)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Open the meeting."""
        event.stop()
        found = [one for one in self._meetings if one.id == event.row_key.value]
        if found:
            self._open(found[0])

    def action_new(self) -> None:
        """Begin a meeting today, after asking when one is not ended."""
        going = [one for one in self._meetings if one.ended_at is None]
        if not going:
            self._begin()
            return
        question = _("Møtet {day} er ikke avsluttet. Vil dere likevel begynne på et nytt?").format(
            day=day_text(going[0].held_on)
        )
        detail = _("Uferdige punkter flyttes til neste møte når et møte avsluttes.")
        confirm = Confirm(question, _("Nytt møte"), detail=detail)
        self.app.push_screen(confirm, lambda sure: self._begin() if sure else None)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()

    def _begin(self) -> None:
        try:
            meeting = open_meeting(self._register)
        except AssessError as error:
            self.refuse(error)
            return
        self._open(meeting)

    def _open(self, meeting: ContactMeeting) -> None:
        self.app.push_screen(AgendaScreen(self._register, self._library, self._profiles, meeting))

    def _fill(self) -> None:
        try:
            self._meetings = contact_meetings(self._register)
        except AssessError as error:
            self._heading.update(plain(str(error)))
            return
        kept = max(self._table.cursor_row, 0)
        self._heading.update(plain(_counted(len(self._meetings))))
        self._empty.update(plain(_first_words()))
        display(self._empty, when=not self._meetings)
        display(self._table, when=bool(self._meetings))
        self._table.clear(columns=True)
        for name in (_("Møte"), _("Punkter"), _("Til stede"), _("Tilstand")):
            self._table.add_column(name)
        for meeting in self._meetings:
            self._table.add_row(*map(plain_cell, self._cells(meeting)), key=meeting.id)
        if self._meetings:
            self._table.move_cursor(row=min(kept, len(self._meetings) - 1))
            self._table.focus()

    def _cells(self, meeting: ContactMeeting) -> list[str]:
        points = points_of(self._register, meeting)
        return [
            day_text(meeting.held_on),
            done_words(points),
            continuity_words(meeting, before(meeting, self._meetings)),
            state_words(meeting, points),
        ]


def _counted(meetings: int) -> str:
    if not meetings:
        return _("Ingen kontaktmøter ennå")
    return _("1 kontaktmøte") if meetings == 1 else _("{count} kontaktmøter").format(count=meetings)


def _first_words() -> str:
    return _(
        "Trykk n for å begynne et kontaktmøte. Et møte kan ha flere saker, markeringer og planarbeid på agendaen, og "
        "de som er til stede, føres opp én gang for alle sakene."
    )
