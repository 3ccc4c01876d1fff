"""How the group explains the case, checks rights, and decides a level."""

from __future__ import annotations

from datetime import date
from typing import Literal

from assess.casework.record import Confidence, Instant, Name, Note, Record, ShortNote
from assess.ids import RecordId
from assess.instrument.text import Code


class PromptAnswer(Record):
    """The group's own words to one of the instrument's prompts."""

    prompt: Name
    text: Note


class Scenario(Record):
    """Something that could happen: what, to whom, when, and what would show it."""

    id: RecordId
    fields: dict[Name, Note]
    """Words by the id of the instrument's scenario field."""


class RightsAnswer(Record):
    """The group's answer to one question of the rights check."""

    check: Name
    answer: Literal["yes", "no", ""] = ""
    text: Note = ""


class PartyLevel(Record):
    """One party's own level, given before the group decides."""

    party: Name
    level: Code
    reason: Note = ""


class Decision(Record):
    """What the group decided, and why. People decide; nothing computes it."""

    level: Code
    """A concern level, or the undecided answer."""
    confidence: Confidence
    reason: Note
    departure: Note = ""
    """Why the level lies below what the rules say, or is low with a critical item unknown."""
    decided_at: Instant


class HelpNeed(Record):
    """The second axis, independent of the level."""

    need: Code
    reason: Note = ""


class DutyAnswer(Record):
    """What the group considered under one of the profile's duties: guardians, child welfare, the duty to avert."""

    duty: Name
    text: Note
    by: ShortNote = ""
    """The role that answers for it."""
    answered_at: Instant


class Indicator(Record):
    """Something that would change the level, and when somebody looks for it."""

    id: RecordId
    direction: Literal["raise", "lower"]
    text: Note
    who: ShortNote = ""
    """The role that looks."""
    look_on: date | None = None


class Dissent(Record):
    """A minority view, kept and printed on page 1."""

    id: RecordId
    who: ShortNote
    """The role or party that holds it."""
    level: Code | None = None
    text: Note
