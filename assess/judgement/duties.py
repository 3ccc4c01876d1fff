"""Which of the profile's duties the group must consider in writing, given who it is about and what was decided.

The program never says that a duty applies to anybody. It asks the question, and sees whether it was answered.
"""

from __future__ import annotations

from dataclasses import dataclass

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.decision import DutyAnswer
from assess.instrument.model import Instrument
from assess.profile.model import Duty, Profile


@dataclass(frozen=True, slots=True)
class AskedDuty:
    """One duty that is put to the group, and what the group wrote."""

    duty: Duty
    answer: DutyAnswer | None
    advised: bool
    """Whether it is only advised: the group can't conclude yet, so the duty's level is neither reached nor not."""

    @property
    def written(self) -> bool:
        """Whether the group has written what it considered, and who answers for it."""
        return self.answer is not None and bool(self.answer.text.strip() and self.answer.by.strip())


def asked_duties(assessment: Assessment, instrument: Instrument, case: Case, profile: Profile) -> tuple[AskedDuty, ...]:
    """The duties to consider, in the profile's order; none before the group has decided its concern level.

    A duty from a level is asked from that level up, by the order of the instrument's levels. One for minors is asked
    when the age band is a minor's or isn't known.
    """
    if assessment.decision is None or instrument.level_outcome is None:
        return ()
    outcome = instrument.outcome(instrument.level_outcome)
    reached = outcome.rank(assessment.decision.level)
    asked = []
    for duty in profile.duties:
        least = outcome.rank(duty.from_level) if duty.from_level is not None else 0
        unsure = duty.from_level is not None and (reached is None or least is None)
        below = reached is not None and least is not None and reached < least
        if not below and (not duty.minors or may_be_minor(case, profile)):
            asked.append(AskedDuty(duty, assessment.duty_answer(duty.id), advised=unsure))
    return tuple(asked)


def may_be_minor(case: Case, profile: Profile) -> bool:
    """Whether the person is or may be under 18: a band that the profile doesn't know is not known to be grown up."""
    band = profile.age_band(case.age_band)
    return band is None or band.minor
