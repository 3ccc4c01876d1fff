"""Changing who is present, the same way in a case's meeting and in a contact meeting with several points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from textual.app import App

from assess.casework.meeting import Attendee, Meeting
from assess.ids import RecordId
from assess.language import _
from assess.profile.model import Profile
from assess.screens.meeting.ask_line import AskLine
from assess.screens.meeting.attendance_roles import RolesScreen, Seat
from assess.screens.meeting.attendance_table import AttendeeTable


@dataclass(frozen=True, slots=True)
class Voices:
    """Who may rate beside whom.

    Attributes:
        by_party: Whether a rating is a party's and not a person's, so that only one of each party gives one.
        given: The ids of those who have rated already; they go on rating.
    """

    by_party: bool = False
    given: frozenset[str] = frozenset()


class Meets(Protocol):
    """Where the people of a meeting stand, and what keeps them."""

    @property
    def app(self) -> App[object]:
        """The app that shows it."""

    @property
    def meeting(self) -> Meeting:
        """The meeting as it is now."""

    @property
    def profile(self) -> Profile:
        """Whose roles there are."""

    @property
    def closed(self) -> bool:
        """Whether the people can only be read."""

    @property
    def voices(self) -> Voices:
        """Who may rate beside whom."""

    def called(self, attendee: Attendee) -> str:
        """What a participant may be called on the screen now."""

    def new_id(self) -> RecordId:
        """A new identifier."""

    def keep_people(self, people: tuple[Attendee, ...]) -> bool:
        """Keep these people, and say whether they could be kept."""


class AttendanceEditor:
    """Enters people, names them, and settles who is the secretary, who leads and who rates.

    Args:
        place: Where the people stand.
        table: The table that shows them; its cursor says who is meant.
    """

    def __init__(self, place: Meets, table: AttendeeTable) -> None:
        self._place = place
        self._table = table

    @property
    def person(self) -> Attendee | None:
        """Whom the cursor is on; None when there is nobody, or nothing can be changed."""
        return None if self._place.closed else self._place.meeting.attendee(self._table.person)

    def add(self) -> None:
        """Enter people by role."""
        if not self._place.closed:
            self._place.app.push_screen(RolesScreen(self._place.profile, lambda: self._place.meeting, self._take))

    def remove(self, person: Attendee) -> None:
        """Take a participant out."""
        self._place.keep_people(tuple(one for one in self._people if one.id != person.id))

    def secretary(self) -> None:
        """Make the participant the secretary, or not; there is only one, who does not rate by default."""
        person = self.person
        if person is None:
            return
        new = self._as_secretary(person, secretary=not person.secretary)
        old = [one for one in self._people if one.secretary and one.id != person.id]
        self.replace(new, *(self._as_secretary(one, secretary=False, beside=new) for one in old))

    def leads(self) -> None:
        """Make the participant the one who leads the meeting, or not; there is only one, who rates last."""
        person = self.person
        if person is None:
            return
        others = [one for one in self._people if one.leads and one.id != person.id]
        changed = [one.model_copy(update={"leads": False}) for one in others]
        self.replace(person.model_copy(update={"leads": not person.leads}), *changed)

    def rates(self) -> None:
        """Let the participant give a rating of their own, or not; instead of another one where a party gives one."""
        person = self.person
        if person is None:
            return
        rates = not person.rates
        instead_of = [one for one in self._same_voice(person) if rates and not self._has_rated(one)]
        others = [one.model_copy(update={"rates": False}) for one in instead_of]
        self.replace(person.model_copy(update={"rates": rates}), *others)

    def label(self) -> None:
        """Give the participant the group's own words."""
        person = self.person
        if person is None:
            return
        ask = AskLine(
            lambda: _("Hva vil dere kalle «{who}»?").format(who=self._place.called(person)),
            _("Skriv tjenesten eller funksjonen, aldri et navn. Tomt felt gir rollens eget ord."),
            _("Lagre"),
            person.label,
            may_be_empty=True,
        )
        self._place.app.push_screen(ask, lambda label: self._call(person, label))

    def replace(self, *people: Attendee) -> None:
        """Keep these people as they are given, and the others as they were."""
        new = {person.id: person for person in people}
        self._place.keep_people(tuple(new.get(one.id, one) for one in self._people))

    @property
    def _people(self) -> tuple[Attendee, ...]:
        return self._place.meeting.attendees

    def _take(self, seat: Seat) -> None:
        """Enter somebody with this role, and ask for a label when the role is there already."""
        if all(one.role != seat.role.id for one in self._people):
            self._enter(seat, "")
            return
        ask = AskLine(
            _("Det er allerede en «{role}» i møtet. Hva vil dere kalle den andre?").format(role=seat.role.label),
            _("Skriv tjenesten eller funksjonen, aldri et navn. For eksempel «{role} 2».").format(role=seat.role.label),
            _("Før opp"),
        )
        self._place.app.push_screen(ask, lambda label: self._enter(seat, label) if label else None)

    def _enter(self, seat: Seat, label: str) -> None:
        person = Attendee(
            id=self._place.new_id(),
            role=seat.role.id,
            party=seat.role.party,
            label=label,
            secretary=seat.secretary,
            rates=not seat.secretary,
        )
        if self._same_voice(person):
            person = person.model_copy(update={"rates": False})
        if self._place.keep_people((*self._people, person)):
            self._table.go_to(person.id)

    def _call(self, person: Attendee, label: str | None) -> None:
        if label is not None:
            self.replace(person.model_copy(update={"label": label}))

    def _as_secretary(self, person: Attendee, *, secretary: bool, beside: Attendee | None = None) -> Attendee:
        """The participant as secretary or not; `beside` is another one as changed at the same time."""
        rates = self._has_rated(person) or not (secretary or self._same_voice(person, beside))
        return person.model_copy(update={"secretary": secretary, "rates": rates})

    def _has_rated(self, person: Attendee) -> bool:
        return person.id in self._place.voices.given

    def _same_voice(self, person: Attendee, beside: Attendee | None = None) -> list[Attendee]:
        """The others who rate for the participant's party, where a rating is the party's and not a person's."""
        if not self._place.voices.by_party:
            return []
        known = [beside if beside is not None and one.id == beside.id else one for one in self._people]
        return [one for one in known if one.rates and one.party == person.party and one.id != person.id]
