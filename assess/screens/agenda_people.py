"""Who is present in a contact meeting, entered once for all its points."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from assess.casework.agenda import ContactMeeting, as_meeting, before
from assess.casework.meeting import Attendee, Meeting, attendee_label
from assess.errors import AssessError, NotAllowed
from assess.ids import RecordId
from assess.language import _, spoken
from assess.profile.load import Profiles
from assess.profile.model import Profile
from assess.register.agenda import contact_meetings, keep_meeting
from assess.register.register import Register
from assess.screens.agenda_words import present_words
from assess.screens.frame import Frame
from assess.screens.keys import KeyEntry, Place
from assess.screens.local_time import clock_text, day_from, day_text
from assess.screens.meeting.ask_line import AskLine
from assess.screens.meeting.attendance_editor import AttendanceEditor, Voices
from assess.screens.meeting.attendance_table import AttendeeTable
from assess.screens.meeting.attendance_words import rule_met
from assess.screens.privacy import notes_hidden
from assess.screens.terminal import plain
from assess.screens.widgets.display import display
from assess.screens.widgets.prompt_text import PromptText
from assess.screens.widgets.words import Words


class AgendaPeopleScreen(Frame):
    """The people in a table, and why the meeting goes on when its rule is not met."""

    place: ClassVar[Place] = "everywhere"
    DEFAULT_CSS: ClassVar[str] = "AgendaPeopleScreen AttendeeTable { height: auto; margin-bottom: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", show=False),
        Binding("s", "secretary", show=False),
        Binding("l", "leads", show=False),
        Binding("v", "rates", show=False),
        Binding("b", "label", show=False),
        Binding("d", "day", show=False),
        Binding("delete", "remove", show=False),
        Binding("escape", "leave", show=False),
        Binding("backspace", "leave", show=False),
    ]

    def __init__(self, register: Register, profiles: Profiles, meeting: ContactMeeting) -> None:
        super().__init__(_("Hvem er til stede?"), exercise=register.demonstration)
        self._register = register
        self._profiles = profiles
        self._profile = profiles.profile(register.profile, spoken())
        self._contact = meeting
        self._heading = Words(classes="heading")
        self._people = AttendeeTable(id="people", settled_elsewhere=True)
        self._editor = AttendanceEditor(self, self._people)
        self._words = Words(classes="text reading", id="present")
        self._deviation = PromptText(
            _("Hvorfor holder dere møtet likevel?"), help=_("Grunnen følger med til hver sak."), id="deviation"
        )

    @property
    def anonymous(self) -> bool:
        """Roles, never names."""
        return True

    def body(self) -> Iterable[Widget]:
        """The people, how the meeting stands against its rule, and why it goes on."""
        yield VerticalScroll(
            self._heading,
            self._people,
            self._words,
            Words(_("Habilitet bekreftes i hver sak, ikke her."), classes="muted"),
            self._deviation,
            classes="body",
            can_focus=False,
        )

    def own_keys(self) -> list[KeyEntry]:
        """The keys for people; an ended meeting has none."""
        back = KeyEntry("⌫", _("Tilbake"), "screen.leave")
        if self.closed:
            return [back]
        return [
            KeyEntry("n", _("Ny"), "screen.add"),
            KeyEntry("s", _("Sekretær"), "screen.secretary"),
            KeyEntry("l", _("Leder"), "screen.leads"),
            KeyEntry("v", _("Vurderer"), "screen.rates"),
            KeyEntry("b", _("Kall"), "screen.label"),
            KeyEntry("d", _("Dato"), "screen.day"),
            KeyEntry("del", _("Ta ut"), "screen.remove"),
            back,
        ]

    def again(self) -> Frame:
        """The same people in the language spoken now."""
        self._keep_reason()
        return AgendaPeopleScreen(self._register, self._profiles, self._contact)

    def on_mount(self) -> None:
        """Show the people and stand among them; while there are none, ask for them at once."""
        self._show()
        self._people.focus()
        if not self._contact.attendees:
            self.action_add()

    def notes_changed(self) -> None:
        """Keep the reason before it is hidden, and show the group's own words or the roles'."""
        self._keep_reason()
        super().notes_changed()
        self._show()

    def keep_writing(self) -> None:
        """Keep the reason that is being written."""
        self._keep_reason()

    def on_prompt_text_edited(self, event: PromptText.Edited) -> None:
        """Keep why the rule is departed from."""
        event.stop()
        self._keep_reason()

    def action_add(self) -> None:
        """Enter people by role."""
        self._editor.add()

    def action_remove(self) -> None:
        """Take the participant out."""
        person = self._editor.person
        if person is not None:
            self._editor.remove(person)

    def action_secretary(self) -> None:
        """Make the participant the secretary, or not."""
        self._editor.secretary()

    def action_leads(self) -> None:
        """Let the participant lead the meeting, or not."""
        self._editor.leads()

    def action_rates(self) -> None:
        """Let the participant give a rating of their own, or not."""
        self._editor.rates()

    def action_label(self) -> None:
        """Give the participant the group's own words."""
        self._editor.label()

    def action_day(self) -> None:
        """Ask for another day."""
        if not self.closed:
            ask = AskLine(
                _("Når er møtet?"), _("Skriv den som 21.11.2026."), _("Lagre"), day_text(self._contact.held_on)
            )
            self.app.push_screen(ask, self._take_day)

    def action_leave(self) -> None:
        """From the reason back to the people, and from the people out."""
        self._keep_reason()
        if self._deviation.has_focus_within:
            self._people.focus()
        else:
            self.dismiss()

    @property
    def meeting(self) -> Meeting:
        """The contact meeting as a case's meeting has it."""
        return as_meeting(self._contact)

    @property
    def profile(self) -> Profile:
        """The register's own profile."""
        return self._profile

    @property
    def closed(self) -> bool:
        """Whether the meeting has ended."""
        return self._contact.ended_at is not None

    @property
    def voices(self) -> Voices:
        """Everybody may rate: how many may is settled in each case."""
        return Voices()

    def called(self, attendee: Attendee) -> str:
        """What a participant may be called on the screen now."""
        hidden = notes_hidden(self.app)
        return attendee_label(attendee.model_copy(update={"label": ""}) if hidden else attendee, self._profile)

    def new_id(self) -> RecordId:
        """A new identifier."""
        return self._register.new_id()

    def keep_people(self, people: tuple[Attendee, ...]) -> bool:
        """Keep these people."""
        return self._keep(self._contact.model_copy(update={"attendees": people}))

    def _take_day(self, line: str | None) -> None:
        if line is None:
            return
        try:
            day = day_from(line)
        except NotAllowed as error:
            self.refuse(error)
            return
        if day is not None:
            self._keep(self._contact.model_copy(update={"held_on": day}))

    def _keep_reason(self) -> None:
        if not self.closed and self._deviation.text != self._contact.deviation_reason:
            self._keep(self._contact.model_copy(update={"deviation_reason": self._deviation.text}))

    def _keep(self, meeting: ContactMeeting) -> bool:
        try:
            self._contact = keep_meeting(self._register, meeting)
        except AssessError as error:
            self.refuse(error)
            self._show()
            return False
        self.header.saved = _("Lagret {time}").format(time=clock_text(self._register.now()))
        self._show()
        return True

    def _show(self) -> None:
        meeting = self._contact
        self._heading.update(plain(_("Kontaktmøte {day}").format(day=day_text(meeting.held_on))))
        self._people.show_people(meeting.attendees, self._profile, self.called)
        last = before(meeting, contact_meetings(self._register))
        self._words.update(plain(present_words(meeting, last, self._profile)))
        met = rule_met(self.meeting, self._profile)
        display(self._deviation, when=bool(meeting.deviation_reason) or (not met and bool(meeting.attendees)))
        if not self._deviation.has_focus_within:
            self._deviation.text = meeting.deviation_reason
        self._deviation.disabled = self.closed
