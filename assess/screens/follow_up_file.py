"""Everything that the follow-up of one case looks at, read together and read anew after each change."""

from __future__ import annotations

from datetime import date, datetime

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.follow_up import Closure, ConsentEntry, DatedCheck, Handover, MeasureProgress
from assess.casework.following import MeasureStanding, all_checks, due_checks, rate_again, standings
from assess.ids import RecordId
from assess.instrument.model import Instrument
from assess.language import spoken
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.profile.model import LegalBases, Profile
from assess.register.cards import FollowUp
from assess.register.following import follow_ups, note_follow_up, note_progress
from assess.register.register import Register


class CaseFile:
    """One case between its assessments. It knows no screen.

    Raises:
        AccessDenied: No role of the user allows it.
        NotAllowed: The case is blocked.
    """

    def __init__(self, register: Register, case: Case, profile: Profile, legal: LegalBases) -> None:
        self._register = register
        self.case = case
        self.profile = profile
        self.legal = legal
        self.assessments: tuple[Assessment, ...] = ()
        self.measures: tuple[MeasureStanding, ...] = ()
        """The latest plan first."""
        self.consents: tuple[ConsentEntry, ...] = ()
        """The latest first."""
        self.checks: tuple[DatedCheck, ...] = ()
        """Open ones first, the earliest on top."""
        self.handovers: tuple[Handover, ...] = ()
        """The latest first."""
        self.again: tuple[str, ...] = ()
        """The items to rate again, because a measure that should affect them is finished."""
        self.ended: Closure | None = None
        """How the case was closed last, also when it was taken up again."""
        self.read()

    @classmethod
    def of(cls, register: Register, case: Case, profiles: Profiles) -> CaseFile:
        """The file in the language spoken now, with the register's own profile."""
        profile = profiles.profile(register.profile, spoken())
        return cls(register, case, profile, profiles.legal(profile.legal, spoken()))

    def read(self) -> None:
        """Read everything anew."""
        self.assessments = self._register.assessments_of(self.case.id)
        kept = follow_ups(self._register, self.case.id)
        progress = [one for one in kept if isinstance(one, MeasureProgress)]
        self.measures = standings(self.assessments, progress)
        self.again = rate_again(self.assessments, progress)
        self.checks = all_checks(self.assessments, (one for one in kept if isinstance(one, DatedCheck)))
        consents = (one for one in kept if isinstance(one, ConsentEntry))
        self.consents = tuple(sorted(consents, key=lambda one: (one.happened_on, one.noted_at), reverse=True))
        handovers = (one for one in kept if isinstance(one, Handover))
        self.handovers = tuple(sorted(handovers, key=lambda one: (one.happened_on, one.noted_at), reverse=True))
        self.ended = next((one for one in kept if isinstance(one, Closure)), None)

    def keep(self, entry: FollowUp) -> None:
        """Keep an entry and read everything anew.

        Raises:
            AccessDenied: No role of the user allows it.
            NotAllowed: It says too little, or consent stands in the way; nothing was kept.
            RegisterError: It could not be saved; nothing was kept.
        """
        if isinstance(entry, MeasureProgress):
            note_progress(self._register, self.case, self.profile, entry)
        else:
            note_follow_up(self._register, self.case, entry)
        self.read()

    @property
    def closure(self) -> Closure | None:
        """How the case was closed, while it is."""
        return self.ended if self.ended is not None and self.ended.stands else None

    def before(self, number: int) -> tuple[MeasureStanding, ...]:
        """The measures that assessment `number` should look back at: of the one before, and those under way."""
        last = max((one.number for one in self.assessments if one.number < number), default=0)
        earlier = (one for one in self.measures if one.assessment.number < number)
        return tuple(one for one in earlier if one.current or one.assessment.number == last)

    def days_over(self, standing: MeasureStanding) -> int:
        """Days that a measure is past its deadline; 0 in a closed case and for what a newer plan took the place of."""
        return standing.days_over(self.today) if standing.current and self.closure is None else 0

    @property
    def late(self) -> tuple[MeasureStanding, ...]:
        """The measures that are past their deadline."""
        return tuple(one for one in self.measures if self.days_over(one))

    @property
    def due(self) -> tuple[DatedCheck, ...]:
        """The checks whose day has come."""
        return due_checks(self.checks, self.today)

    @property
    def may_write(self) -> bool:
        """Whether the user's roles let anything be added."""
        return self._register.may("run_case")

    @property
    def today(self) -> date:
        """The day in Norway."""
        return norwegian(self.now()).date()

    def now(self) -> datetime:
        """This moment, from the register's clock."""
        return self._register.now()

    def new_id(self) -> RecordId:
        """A new identifier."""
        return self._register.new_id()

    def item_title(self, item: str) -> str:
        """What an item is called in the latest assessment that knows it; empty when none does."""
        for one in sorted(self.assessments, key=lambda one: -one.number):
            known = self.instrument_of(one).items_by_id.get(item)
            if known is not None:
                return known.title
        return ""

    def instrument_of(self, assessment: Assessment) -> Instrument:
        """What an assessment was made with, in the language spoken now."""
        return self._register.edition(assessment).spoken(spoken())
