"""A contact meeting: when, about what, and who was there."""

from __future__ import annotations

from datetime import date
from typing import Literal

from assess.casework.case import Phase
from assess.casework.record import Name, Note, Record, ShortNote
from assess.ids import RecordId
from assess.profile.model import MeetingRule, Profile

Agenda = Literal["case", "demonstration", "planning"]
"""A single case, a public demonstration or event, or work on the plan (Fredrikstad 4.2)."""


class Attendee(Record):
    """Somebody who is present, by role. A name is never needed."""

    id: RecordId
    role: Name
    """The id of a role of the profile."""
    party: Name
    """The id of the party that the participant speaks for."""
    label: ShortNote = ""
    """The group's own words for the participant, where the role alone does not tell two apart."""
    secretary: bool = False
    impartial: bool = False
    """Whether impartiality (habilitet) has been confirmed in the meeting."""
    rates: bool = True
    """Whether the participant gives a rating of their own."""
    leads: bool = False
    """Whether the participant leads the meeting, and therefore rates last: rank must not colour the others."""


class Meeting(Record):
    """One dated contact meeting about one case."""

    held_on: date
    agenda: Agenda = "case"
    phase: Phase = "initial"
    attendees: tuple[Attendee, ...] = ()
    deviation_reason: Note = ""
    """Why the meeting goes on although its rule is not met; printed on the report."""

    def attendee(self, attendee_id: str) -> Attendee | None:
        """The participant with this id."""
        return next((attendee for attendee in self.attendees if attendee.id == attendee_id), None)

    def raters(self) -> tuple[Attendee, ...]:
        """Those who give a rating of their own, in the order they were entered."""
        return tuple(attendee for attendee in self.attendees if attendee.rates)

    def parties(self) -> tuple[str, ...]:
        """The parties present, in the order first met."""
        return tuple(dict.fromkeys(attendee.party for attendee in self.attendees))


class Attendance(Record):
    """How the meeting stands against its rule."""

    present: dict[str, int]
    """How many of each required party are present beside the secretary."""
    missing: dict[str, int]
    """How many more of a party the rule asks for; empty when none."""
    secretary: bool
    """Whether a secretary from the right party is present."""
    partial: tuple[RecordId, ...]
    """Participants whose impartiality is not confirmed."""

    @property
    def met(self) -> bool:
        """Whether the rule is met in number and secretary."""
        return not self.missing and self.secretary


def attendance(meeting: Meeting, rule: MeetingRule) -> Attendance:
    """Hold the meeting against its rule (Fredrikstad 4.2: two kommune, two police, and a secretary)."""
    secretary = next(
        (one for one in meeting.attendees if one.secretary and one.party == rule.secretary_from),
        None,
    )
    others = [attendee for attendee in meeting.attendees if attendee is not secretary]
    present = {need.party: sum(one.party == need.party for one in others) for need in rule.requires}
    missing = {need.party: need.at_least - present[need.party] for need in rule.requires}
    return Attendance(
        present=present,
        missing={party: number for party, number in missing.items() if number > 0},
        secretary=secretary is not None,
        partial=tuple(attendee.id for attendee in meeting.attendees if not attendee.impartial),
    )


def attendee_label(attendee: Attendee, profile: Profile) -> str:
    """The words for a participant: the group's own, else the role's, else the role's id."""
    role = profile.role(attendee.role)
    return attendee.label or (role.label if role is not None else attendee.role)
