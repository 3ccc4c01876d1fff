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
from assess.instrument.model import Step
from assess.language import _
from assess.screens.keys import KeyEntry
from assess.screens.local_time import day_from, day_text
from assess.screens.meeting.ask_line import AskLine
from assess.screens.meeting.attendance_roles import RolesScreen, Seat
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
from assess.screens.widgets.prompt_text import PromptText, TextLine

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
                yield Static(_("Hvem er til stede?"), classes="heading")
                yield self._people
                yield Static(id="nobody", classes="text")
                yield Static(id="rule", classes="text")
                yield Static(id="impartiality", classes="text")
                yield Static(id="leader", classes="text")
                yield Static(id="source", classes="muted reading")
                yield self._deviation
            with Vertical(classes="column", id="what"):
                yield Static(_("Dato"), classes="subheading")
                yield self._day
                yield Static(_("Hva gjelder møtet?"), classes="subheading gap")
                yield self._agenda
                yield Static(_("Hva slags drøfting er dette?"), classes="subheading gap")
                yield self._phase
                yield Static(id="anonymous", classes="caution gap")

    def show(self) -> None:
        """Fill everything from the meeting on the desk."""
        meeting, profile, locked = self._meeting, self.desk.profile, self.desk.locked
        self._people.show_people(meeting.attendees, profile, self.desk.called)
        nobody = self.query_one("#nobody", Static)
        nobody.update(_("Ingen er ført opp ennå. Trykk n og velg roller. Begynn med sekretæren."))
        nobody.display = not meeting.attendees
        met = rule_met(meeting, profile)
        rule = self.query_one("#rule", Static)
        rule.update(plain(f"{'✓' if met else '!'} {rule_words(meeting, profile)}"))
        rule.set_classes(["text", "saved" if met else "caution"])
        impartiality = self.query_one("#impartiality", Static)
        impartiality.update(plain(impartial_words(meeting, profile, self.desk.called)))
        impartiality.display = bool(meeting.attendees)
        leader = self.query_one("#leader", Static)
        leader.update(plain(leader_words(meeting, self.desk.called)))
        leader.display = any(one.leads for one in meeting.attendees)
        self.query_one("#source", Static).update(plain(source_words(profile)))
        self._deviation.text = meeting.deviation_reason
        self._deviation.display = bool(meeting.deviation_reason) or (not met and bool(meeting.attendees))
        self._show_day()
        self._agenda.value = meeting.agenda
        self._phase.value = meeting.phase
        anonymous = self.query_one("#anonymous", Static)
        anonymous.update(plain(anonymous_words()))
        anonymous.display = meeting.phase == "anonymous"
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
        if prompt is self._deviation and text != self._meeting.deviation_reason:
            self._convene({"deviation_reason": text})

    def action_add(self) -> None:
        """Enter people by role."""
        if not self.desk.locked:
            self.app.push_screen(RolesScreen(self.desk.profile, lambda: self._meeting, self._take))

    def action_remove(self) -> None:
        """Take the participant out, after asking; one who has rated stays."""
        person = self._person()
        if person is None:
            return
        if any(rater == person.id for rater, _item in self.desk.assessment.individual):
            self._remove(person)
            return

        def question() -> str:
            return _("Skal «{who}» tas ut av møtet?").format(who=self.desk.called(person))

        self.app.push_screen(Confirm(question, _("Ta ut")), lambda sure: self._remove(person) if sure else None)

    def action_secretary(self) -> None:
        """Make the participant the secretary, or not; there is only one, who does not rate by default."""
        person = self._person()
        if person is None:
            return
        new = self._as_secretary(person, secretary=not person.secretary)
        old = [one for one in self._meeting.attendees if one.secretary and one.id != person.id]
        self._replace(new, *(self._as_secretary(one, secretary=False, beside=new) for one in old))

    def action_impartial(self) -> None:
        """Confirm the participant's impartiality, or take it back."""
        person = self._person()
        if person is not None:
            self._replace(person.model_copy(update={"impartial": not person.impartial}))

    def action_all_impartial(self) -> None:
        """Confirm everybody's impartiality, once it was asked aloud."""
        left = [one for one in self._meeting.attendees if not one.impartial]
        if self.desk.locked or not self._meeting.attendees:
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
        person = self._person()
        if person is None:
            return
        rates = not person.rates
        instead_of = [one for one in self._same_voice(person) if rates and not self._has_rated(one)]
        others = [one.model_copy(update={"rates": False}) for one in instead_of]
        self._replace(person.model_copy(update={"rates": rates}), *others)

    def action_leads(self) -> None:
        """Make the participant the one who leads the meeting, or not; there is only one, who rates last."""
        person = self._person()
        if person is None:
            return
        others = [one for one in self._meeting.attendees if one.leads and one.id != person.id]
        changed = [one.model_copy(update={"leads": False}) for one in others]
        self._replace(person.model_copy(update={"leads": not person.leads}), *changed)

    def action_label(self) -> None:
        """Give the participant the group's own words."""
        person = self._person()
        if person is None:
            return
        ask = AskLine(
            lambda: _("Hva vil dere kalle «{who}»?").format(who=self.desk.called(person)),
            _("Skriv tjenesten eller funksjonen, aldri et navn. Tomt felt gir rollens eget ord."),
            _("Lagre"),
            person.label,
            may_be_empty=True,
        )
        self.app.push_screen(ask, lambda label: self._call(person, label))

    @property
    def _meeting(self) -> Meeting:
        return self.desk.assessment.meeting

    def _person(self) -> Attendee | None:
        return None if self.desk.locked else self._meeting.attendee(self._people.person)

    def _take(self, seat: Seat) -> None:
        """Enter somebody with this role, and ask for a label when the role is there already."""
        if all(one.role != seat.role.id for one in self._meeting.attendees):
            self._enter(seat, "")
            return
        ask = AskLine(
            _("Det er allerede en «{role}» i møtet. Hva vil dere kalle den andre?").format(role=seat.role.label),
            _("Skriv tjenesten eller funksjonen, aldri et navn. For eksempel «{role} 2».").format(role=seat.role.label),
            _("Før opp"),
        )
        self.app.push_screen(ask, lambda label: self._enter(seat, label) if label else None)

    def _enter(self, seat: Seat, label: str) -> None:
        person = Attendee(
            id=self.desk.new_id(),
            role=seat.role.id,
            party=seat.role.party,
            label=label,
            secretary=seat.secretary,
            rates=not seat.secretary,
        )
        if self._same_voice(person):
            person = person.model_copy(update={"rates": False})
        if self._convene({"attendees": (*self._meeting.attendees, person)}):
            self._people.go_to(person.id)

    def _remove(self, person: Attendee) -> None:
        self._convene({"attendees": tuple(one for one in self._meeting.attendees if one.id != person.id)})

    def _call(self, person: Attendee, label: str | None) -> None:
        if label is not None:
            self._replace(person.model_copy(update={"label": label}))

    def _as_secretary(self, person: Attendee, *, secretary: bool, beside: Attendee | None = None) -> Attendee:
        """The participant as secretary or not; `beside` is another one as changed at the same time."""
        rates = self._has_rated(person) or not (secretary or self._same_voice(person, beside))
        return person.model_copy(update={"secretary": secretary, "rates": rates})

    def _has_rated(self, person: Attendee) -> bool:
        return any(rater == person.id for rater, _item in self.desk.assessment.individual)

    def _same_voice(self, person: Attendee, beside: Attendee | None = None) -> list[Attendee]:
        """The others who rate for the participant's party, where a rating is the party's and not a person's."""
        if not by_party(self.desk.instrument):
            return []
        known = [beside if beside is not None and one.id == beside.id else one for one in self._meeting.attendees]
        return [one for one in known if one.rates and one.party == person.party and one.id != person.id]

    def _all_impartial(self) -> None:
        self._replace(*(one.model_copy(update={"impartial": True}) for one in self._meeting.attendees))

    def _replace(self, *people: Attendee) -> None:
        new = {person.id: person for person in people}
        self._convene({"attendees": tuple(new.get(one.id, one) for one in self._meeting.attendees)})

    def _show_day(self) -> None:
        """Show the day anew only when it is another one, so that a half-written one can be finished."""
        if self._day_shown != self._meeting.held_on:
            self._day_shown = self._meeting.held_on
            self._day.value = day_text(self._day_shown)

    def _keep_day(self) -> None:
        if self.desk.locked or self._day.line.strip() == day_text(self._meeting.held_on):
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
        return self.carry_out(Convene(self._meeting.model_copy(update=changes)))
