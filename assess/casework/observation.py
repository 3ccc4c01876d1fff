"""An observation: one piece of information, kept apart from what it is taken to mean."""

from __future__ import annotations

from datetime import date
from typing import Literal

from assess.casework.record import Name, Note, Record, ShortNote
from assess.ids import RecordId

Hand = Literal["first_hand", "retold", "unclear"]
"""Whether the one who brings it saw or heard it."""

Reliability = Literal["A", "B", "C", "D", "E", "F"]
"""How reliable the source usually is (the Admiralty grading's first axis)."""

Credibility = Literal["1", "2", "3", "4", "5", "6"]
"""How likely the information itself is (the second axis, judged apart from the first)."""

Nature = Literal["fact", "assessment", "unverified"]
"""What kind of statement it is (politiregisterloven § 6 asks facts and assessments to be told apart)."""


Sensitivity = Literal["ordinary", "health", "child_welfare", "police"]
"""Whose rules of secrecy it comes under. Anything but `ordinary` has a gate of its own before it may be shared."""


class Observation(Record):
    """One piece of information with its source, dates, grading and legal basis."""

    id: RecordId
    number: int
    """Its number in the assessment, from 1; never reused."""
    seen: Note
    """What was observed, in words that another could check."""
    meaning: Note = ""
    """What it is taken to mean."""
    brought_by: ShortNote = ""
    """The role or body that brings it."""
    observed: ShortNote = ""
    """When it was observed, as exactly as is known: a date, or «våren 2026»."""
    received_on: date | None = None
    hand: Hand = "unclear"
    reliability: Reliability | None = None
    credibility: Credibility | None = None
    nature: Nature = "unverified"
    lawful: bool = False
    """Marked as lawful expression, belief, dress or assembly: never speaks for concern by itself."""
    shared: bool = False
    """Whether it is shared with the other party; a shared one needs a legal basis."""
    legal_basis: Name = ""
    """The id of a legal basis that people chose; the program never chooses one."""
    necessity: Note = ""
    """Why it is necessary to share."""
    recipients: tuple[Name, ...] = ()
    """The parties that it is shared with, by the profile's ids."""
    sensitivity: Sensitivity = "ordinary"
    mentions: ShortNote = ""
    """Who else is mentioned, by role («mor», «en lærer»): others have a right to be thought of too."""
    document: ShortNote = ""
    """Where a document about it lies, such as a file number; the document itself is never copied in."""
    speaks_for: tuple[Name, ...] = ()
    """Items that it speaks for."""
    speaks_against: tuple[Name, ...] = ()
    """Items that it speaks against."""
    withdrawn: Note = ""
    """Why it was withdrawn; empty while it stands. A withdrawn one is kept and never counts."""
