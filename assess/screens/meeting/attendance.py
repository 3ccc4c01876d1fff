"""Step 1, «Møtet»: when, about what, who is present, and whether the meeting is what the plan says it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import DataTable, Input, Static

from assess.casework.deeds.convening import Convene
from assess.casework.meeting import Attendee, Meeting
from assess.errors import NotAllowed
from assess.ids import RecordId
from assess.instrument.model import Step
from assess.language import _
from assess.profile.model import Profile
from assess.screens.keys import KeyEntry
from assess.screens.local_time import day_from, day_text
from assess.screens.meeting.attendance_editor import AttendanceEditor, Voices
from assess.screens.meeting.attendance_table import AttendeeTable
from assess.screens.meeting.attendance_words import (
    agenda_options,
    anonymous_words,
    impartial_words,
    leader_words,
    phase_options,
    rule_met,
    rule_words,
    source_words,
)
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.individual_words import by_party
from assess.screens.meeting.step import StepPane
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.display import display
from assess.screens.widgets.prompt_text import PromptText, TextLine
from assess.screens.widgets.words import Words

_FAR_OFF = timedelta(days=366)
"""A meeting further off than this is a slip of the keyboard."""


class AttendanceStep(StepPane):
    """The people first, with the rule in words under them; beside them the day, the agenda and the phase."""

    step: ClassVar[Step] = "meeting"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", show=False),
        Binding("delete", "remove", show=False),
        Binding("s", "secretary", show=False),
        Binding("h", "impartial", show=False),
        Binding("H", "all_impartial", show=False),
        Binding("v", "rates", show=False),
        Binding("l", "leads", show=False),
        Binding("b", "label", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._people = AttendeeTable(id="people")
        self._editor = AttendanceEditor(self, self._people)
        self._day = TextLine(watched=False, id="day")
        self._day_shown: date | None = None
        self._agenda = Choice(agenda_options(), id="agenda")
        self._phase = Choice(phase_options(desk.assessment.meeting.phase), id="phase")
        self._deviation = PromptText(
            _("Hvorfor holder dere møtet likevel?"),
            help=_("Grunnen trykkes i rapporten."),
            id="deviation",
        )

    def compose(self) -> ComposeResult:
        """Compose the people and the rule, and beside them what the meeting is."""
        with VerticalScroll(can_focus=False), Horizontal(classes="columns"):
            with Vertical(classes="column", id="who"):
                yield Words(_("Hvem er til stede?"), classes="heading")
                yield self._people
                yield Words(id="nobody", classes="text")
                yield Words(id="rule", classes="text")
                yield Words(id="impartiality", classes="text")
                yield Words(id="leader", classes="text")
                yield Words(id="source", classes="muted reading")
                yield self._deviation
            with Vertical(classes="column", id="what"):
                yield Words(_("Dato"), classes="subheading")
                yield self._day
                yield Words(_("Hva gjelder møtet?"), classes="subheading gap")
                yield self._agenda
                yield Words(_("Hva slags drøfting er dette?"), classes="subheading gap")
                yield self._phase
                yield Words(id="anonymous", classes="caution gap")

    def show(self) -> None:
        """Fill everything from the meeting on the desk."""
        meeting, profile, locked = self.meeting, self.desk.profile, self.desk.locked
        self._people.show_people(meeting.attendees, profile, self.desk.called)
        nobody = self.query_one("#nobody", Static)
        nobody.update(_("Ingen er ført opp ennå. Trykk n og velg roller. Begynn med sekretæren."))
        display(nobody, when=not meeting.attendees)
        met = rule_met(meeting, profile)
        rule = self.query_one("#rule", Static)
        rule.update(plain(f"{'✓' if met else '!'} {rule_words(meeting, profile)}"))
        rule.set_classes(["text", "saved" if met else "caution"])
        impartiality = self.query_one("#impartiality", Static)
        impartiality.update(plain(impartial_words(meeting, profile, self.desk.called)))
        display(impartiality, when=bool(meeting.attendees))
        leader = self.query_one("#leader", Static)
        leader.update(plain(leader_words(meeting, self.desk.called)))
        display(leader, when=any(one.leads for one in meeting.attendees))
        self.query_one("#source", Static).update(plain(source_words(profile)))
        self._deviation.text = meeting.deviation_reason
        display(self._deviation, when=bool(meeting.deviation_reason) or (not met and bool(meeting.attendees)))
        self._show_day()
        self._agenda.value = meeting.agenda
        self._phase.value = meeting.phase
        anonymous = self.query_one("#anonymous", Static)
        anonymous.update(plain(anonymous_words()))
        display(anonymous, when=meeting.phase == "anonymous")
        for field in (self._day, self._agenda, self._phase, self._deviation):
            field.disabled = locked

    def take_focus(self) -> None:
        """Stand on the people."""
        self._people.focus()

    def go_to(self, item: str) -> None:
        """Put the cursor on a participant."""
        self._people.go_to(item)

    def at(self) -> str:
        """The participant that the cursor is on."""
        return self._people.person

    def leave(self) -> None:
        """Keep the day and what is being written."""
        super().leave()
        self._keep_day()

    def own_keys(self) -> list[KeyEntry]:
        """The keys for people; a locked meeting has none."""
        if self.desk.locked:
            return []
        return [
            KeyEntry("n", _("Ny"), "screen.in_step('add')"),
            KeyEntry("s", _("Sekretær"), "screen.in_step('secretary')"),
            KeyEntry("h", _("Habil"), "screen.in_step('impartial')"),
            KeyEntry("H", _("Alle"), "screen.in_step('all_impartial')"),
            KeyEntry("v", _("Vurderer"), "screen.in_step('rates')"),
            KeyEntry("l", _("Leder"), "screen.in_step('leads')"),
            KeyEntry("b", _("Kall"), "screen.in_step('label')"),
            KeyEntry("del", _("Ta ut"), "screen.in_step('remove')"),
        ]

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the day."""
        event.stop()
        self._keep_day()

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Keep the day when the field is left."""
        event.stop()
        self._keep_day()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Keep the agenda or the phase; neither can be left open."""
        event.stop()
        if isinstance(event.value, str):
            field = "agenda" if event.choice is self._agenda else "phase"
            self._convene({field: event.value})
        else:
            self.show()

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Nothing but the cursor depends on which participant it is on."""
        event.stop()

    def keep_text(self, prompt: PromptText, text: str) -> None:
        """Keep why the rule is departed from."""
        if prompt is self._deviation and text != self.meeting.deviation_reason:
            self._convene({"deviation_reason": text})

    def action_add(self) -> None:
        """Enter people by role."""
        self._editor.add()

    def action_remove(self) -> None:
        """Take the participant out, after asking; one who has rated stays."""
        person = self._editor.person
        if person is None:
            return
        if person.id in self.voices.given:
            self._editor.remove(person)
            return

        def question() -> str:
            return _("Skal «{who}» tas ut av møtet?").format(who=self.desk.called(person))

        self.app.push_screen(Confirm(question, _("Ta ut")), lambda sure: self._editor.remove(person) if sure else None)

    def action_secretary(self) -> None:
        """Make the participant the secretary, or not; there is only one, who does not rate by default."""
        self._editor.secretary()

    def action_impartial(self) -> None:
        """Confirm the participant's impartiality, or take it back."""
        person = self._editor.person
        if person is not None:
            self._editor.replace(person.model_copy(update={"impartial": not person.impartial}))

    def action_all_impartial(self) -> None:
        """Confirm everybody's impartiality, once it was asked aloud."""
        left = [one for one in self.meeting.attendees if not one.impartial]
        if self.desk.locked or not self.meeting.attendees:
            return
        if not left:
            self.notify(_("Habiliteten er allerede bekreftet for alle."))
            return
        confirm = Confirm(
            _("Er alle som er til stede, habile i denne saken?"),
            _("Alle er habile"),
            detail=_(
                "Spør høyt: Er noen her i slekt med, nær venn av eller i konflikt med den saken gjelder, eller er "
                "det noe annet som kan svekke tilliten til at dere er upartiske? La alle svare."
            ),
        )
        self.app.push_screen(confirm, lambda sure: self._all_impartial() if sure else None)

    def action_rates(self) -> None:
        """Let the participant give a rating of their own, or not; instead of another one where a party gives one."""
        self._editor.rates()

    def action_leads(self) -> None:
        """Make the participant the one who leads the meeting, or not; there is only one, who rates last."""
        self._editor.leads()

    def action_label(self) -> None:
        """Give the participant the group's own words."""
        self._editor.label()

    @property
    def meeting(self) -> Meeting:
        """The meeting on the desk."""
        return self.desk.assessment.meeting

    @property
    def profile(self) -> Profile:
        """The assessment's own profile."""
        return self.desk.profile

    @property
    def closed(self) -> bool:
        """Whether the assessment is signed."""
        return self.desk.locked

    @property
    def voices(self) -> Voices:
        """Who may rate beside whom, and who has rated."""
        given = frozenset(rater for rater, _item in self.desk.assessment.individual)
        return Voices(by_party(self.desk.instrument), given)

    def called(self, attendee: Attendee) -> str:
        """What a participant may be called on the screen now."""
        return self.desk.called(attendee)

    def new_id(self) -> RecordId:
        """A new identifier."""
        return self.desk.new_id()

    def keep_people(self, people: tuple[Attendee, ...]) -> bool:
        """Keep these people."""
        return self._convene({"attendees": people})

    def _all_impartial(self) -> None:
        self._editor.replace(*(one.model_copy(update={"impartial": True}) for one in self.meeting.attendees))

    def _show_day(self) -> None:
        """Show the day anew only when it is another one, so that a half-written one can be finished."""
        if self._day_shown != self.meeting.held_on:
            self._day_shown = self.meeting.held_on
            self._day.value = day_text(self._day_shown)

    def _keep_day(self) -> None:
        if self.desk.locked or self._day.line.strip() == day_text(self.meeting.held_on):
            return
        try:
            day = day_from(self._day.line)
            if day is None:
                raise NotAllowed(_("Møtet må ha en dato."), _("Skriv den som 21.11.2026."))
            if abs(day - self.desk.now().date()) > _FAR_OFF:
                raise NotAllowed(
                    _("{day} er mer enn ett år unna.").format(day=day_text(day)), _("Se etter om året er riktig.")
                )
        except NotAllowed as error:
            self.post_message(self.Refused(error))
            return
        self._day_shown = None
        self._convene({"held_on": day})

    def _convene(self, changes: dict[str, object]) -> bool:
        return self.carry_out(Convene(self.meeting.model_copy(update=changes)))
