"""What lies on the table in a meeting: the case, the assessment as it is now, and what it is held against."""

from __future__ import annotations

from datetime import datetime, timedelta

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.deeds.deed import Deed
from assess.casework.deeds.undoing import GoBack
from assess.casework.history import Change, History
from assess.casework.meeting import Attendee, attendee_label
from assess.ids import RecordId
from assess.instrument.model import Instrument
from assess.judgement.quality import Folder
from assess.language import spoken
from assess.profile.load import Profiles
from assess.profile.model import LegalBases, Profile
from assess.register.register import Register
from assess.register.store import Place
from assess.screens.privacy import hidden_note

LONGEST_AT_A_STEP = 4 * 3600
"""Seconds beyond which a step was left open, and not worked in."""


class Desk:
    """One assessment at work. It knows no screen; the screens of a meeting share it.

    Args:
        register: Where every change goes.
        case: The case.
        assessment: The assessment as it was when the meeting was opened.
        profiles: Where the assessment's own profile is read from.
    """

    def __init__(self, register: Register, case: Case, assessment: Assessment, profiles: Profiles) -> None:
        self.register = register
        self.case = case
        self.assessment = assessment
        self.profiles = profiles
        """Where profiles are read from."""
        self.instrument: Instrument
        self.profile: Profile
        self.legal: LegalBases
        self.hidden = False
        """Whether notes are hidden on the screens that this desk is drawn on."""
        self.history = History()
        self.drafts: dict[str, object] = {}
        """What is being written that can't be kept yet, such as half a decision, by its step's own name for it."""
        self._remembered: Place | None = None
        earlier = [one for one in register.assessments_of(case.id) if one.number < assessment.number]
        self.previous: Assessment | None = earlier[-1] if earlier else None
        """The case's assessment before this one; None for its first."""
        self.speak()

    def speak(self) -> None:
        """Take the words of instrument, profile and legal bases in the language spoken now."""
        self.instrument = self.register.edition(self.assessment).spoken(spoken())
        self.profile = self.profiles.profile(self.assessment.profile, spoken())
        self.legal = self.profiles.legal(self.profile.legal, spoken())

    @property
    def locked(self) -> bool:
        """Whether it is signed and can only be read."""
        return self.assessment.state == "locked"

    @property
    def folder(self) -> Folder:
        """Everything that the quality checks look at."""
        return Folder(self.case, self.assessment, self.instrument, self.profile)

    def do(self, deed: Deed, place: Place | None = None) -> None:
        """Carry out a deed; the assessment on the desk is then the changed one.

        Args:
            deed: What is to be done.
            place: Where the meeting is; kept with the deed when it is another than before.

        Raises:
            NotAllowed: It is not allowed; nothing was changed.
            RegisterError: It could not be saved; nothing was changed.
        """
        before = self.assessment
        self.assessment = self.register.do(before, deed, place if place != self._remembered else None)
        if self.assessment is not before:
            self.history.note(before, self.assessment)
            self._remembered = place or self._remembered

    def undo(self) -> Change | None:
        """Take the last change back and return it; None when there is none.

        Raises:
            NotAllowed: It can't be taken back; nothing was changed.
            RegisterError: It could not be saved; nothing was changed.
        """
        change, left = self.history.back(), self.assessment
        if change is not None:
            self.assessment = self.register.do(left, GoBack(change.other_side))
            self.history.went_back(left)
        return change

    def redo(self) -> Change | None:
        """Do the change that was last taken back again and return it; None when there is none.

        Raises:
            NotAllowed: It can't be done again; nothing was changed.
            RegisterError: It could not be saved; nothing was changed.
        """
        change, left = self.history.forward(), self.assessment
        if change is not None:
            self.assessment = self.register.do(left, GoBack(change.other_side))
            self.history.went_forward(left)
        return change

    def spend(self, step: str, time: timedelta) -> None:
        """Add to how long a step was open; a clock that was set, or a night away, is not counted."""
        seconds = round(time.total_seconds())
        if not self.locked and 0 < seconds <= LONGEST_AT_A_STEP:
            self.register.store.spend(self.assessment.id, step, seconds)

    def now(self) -> datetime:
        """This moment, from the register's clock."""
        return self.register.now()

    def new_id(self) -> RecordId:
        """A new identifier."""
        return self.register.new_id()

    def note(self, text: str) -> str:
        """What somebody wrote in their own words, as it may be drawn now: the only way in which a step draws it."""
        return hidden_note(text) if self.hidden else text

    def called(self, attendee: Attendee | str) -> str:
        """The words for a participant as they may be drawn now: the group's own only while notes are shown.

        A dash when the id is nobody's.
        """
        found = self.assessment.meeting.attendee(attendee) if isinstance(attendee, str) else attendee
        if found is None:
            return "–"
        return attendee_label(found.model_copy(update={"label": ""}) if self.hidden else found, self.profile)

    def remember(self, step: str, item: str) -> None:
        """Remember where the meeting is; nothing is written when it is where it was."""
        place = Place(step, item)
        if place != self._remembered:
            self.register.remember(self.assessment.id, place)
            self._remembered = place
