"""The checklist that the group and its supervisor share: what the program can see for itself, and what is missing.

A check says what it looked at and where to go. The group signs only when nothing that must be there is missing;
a check that merely advises never stops it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from assess.casework.assessment import Assessment
from assess.casework.case import Case, facts_of_case
from assess.casework.deeds.deciding import unanswered_rights
from assess.casework.meeting import attendance
from assess.casework.quality import Clearance
from assess.instrument.model import Check, Instrument, Item, Step
from assess.instrument.scale import Scale
from assess.judgement.agreement import needs_devils_advocate
from assess.judgement.coverage import hidden_items, unknown_items
from assess.judgement.duties import asked_duties
from assess.judgement.level import critical_unknowns, departures, shown_range
from assess.judgement.measures import gaps_in, is_late, late_reason
from assess.language import _, mark
from assess.profile.model import Profile

Following = Literal["duties_written", "information_plan", "measures_ready", "dissents_stand"]
"""The checks that follow from what was decided rather than from a line of the instrument's checklist."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything that a check may look at."""

    case: Case
    assessment: Assessment
    instrument: Instrument
    profile: Profile

    @property
    def context(self) -> dict[str, str]:
        """What an item's `applicable_when` may ask about the case."""
        return facts_of_case(self.case)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one automatic check found."""

    check: Check | Following
    met: bool
    step: Step
    """The step where it can be mended."""
    items: tuple[str, ...] = ()
    """What it concerns: items, numbers of observations or measures, levels, or ids of prompts, questions or duties."""
    blocking: bool = True
    """Whether the group can't sign before it is met."""


def findings(folder: Folder) -> tuple[Finding, ...]:
    """What the program finds for each automatic line of the instrument's checklist, in its order, then what follows."""
    lines = tuple(_CHECKS[line.auto](folder) for line in folder.instrument.quality if line.auto is not None)
    return (*lines, *following(folder))


def following(folder: Folder) -> tuple[Finding, ...]:
    """What the decided level, the person's age and the plan ask for besides; only what this assessment asks for.

    The duties that the profile wants considered in writing; when the group can't conclude, how and by when it will be
    able to; that every measure is one; that no dissent names the level that was set. What was locked was signed by what
    was asked that day, so nothing is found missing there afterwards.
    """
    asked = (
        *_duties_written(folder),
        *_information_plan(folder),
        *_measures_ready(folder),
        *_dissents_stand(folder),
    )
    return tuple(one for one in asked if one.met or folder.assessment.state == "draft")


def following_text(finding: Finding) -> str:
    """The words of a point that follows from the level or the age, and so has no line in the instrument's checklist.

    Raises:
        KeyError: The finding is about a line of the checklist.
    """
    return _(_FOLLOWING[finding.check])


def undecided(folder: Folder) -> bool:
    """Whether the group has said that it can't conclude yet."""
    decision, level = folder.assessment.decision, folder.instrument.level_outcome
    if decision is None or level is None:
        return False
    other = folder.instrument.outcome(level).undecided
    return other is not None and decision.level == other.code


def unanswered(folder: Folder) -> tuple[str, ...]:
    """The lines of the checklist that the group itself must answer and has not."""
    answered = {answer.check for answer in folder.assessment.checks}
    return tuple(line.id for line in folder.instrument.quality if line.auto is None and line.id not in answered)


def clear(folder: Folder) -> Clearance | None:
    """Clear exactly this content for signing, or None while something that must be there is missing."""
    assessment = folder.assessment
    decided = assessment.decision is not None or folder.instrument.level_outcome is None
    helped = assessment.help_need is not None or folder.instrument.help_outcome is None
    stopped = any(finding.blocking and not finding.met for finding in findings(folder))
    if not (decided and helped) or stopped or unanswered(folder):
        return None
    return Clearance(digest=assessment.digest)


def reason_demanded(item: Item, scale: Scale, code: str) -> bool:
    """Whether an agreed answer to the item must be given a reason."""
    rank = scale.rank(code)
    if rank is None:
        return False
    if rank == 0:
        return item.evidence.reason_for_lowest
    least = scale.rank(item.evidence.reason_from) if item.evidence.reason_from else None
    return least is not None and rank >= least


def _all_dealt_with(folder: Folder) -> Finding:
    answers = folder.assessment.answers
    hidden = hidden_items(folder.instrument, answers, folder.context)
    blank = tuple(item.id for item in folder.instrument.items() if item.id not in answers and item.id not in hidden)
    return Finding("all_dealt_with", not blank, "discussion", blank)


def _reasons_present(folder: Folder) -> Finding:
    instrument = folder.instrument
    bare = tuple(
        item.id
        for item in instrument.items()
        if (rating := folder.assessment.agreed.get(item.id)) is not None
        and reason_demanded(item, instrument.scale_of(item.id), rating.code)
        and not rating.reason.strip()
        and not folder.assessment.about(item.id)
    )
    return Finding("reasons_present", not bare, "discussion", bare)


def _deviations_reasoned(folder: Folder) -> Finding:
    demanded = departures(folder.assessment, folder.instrument, folder.case)
    decision = folder.assessment.decision
    met = not demanded or (decision is not None and bool(decision.departure.strip()))
    return Finding("deviations_reasoned", met, "level", tuple(item for one in demanded for item in one.items))


def _unknowns_planned(folder: Folder) -> Finding:
    planned = {plan.item for plan in folder.assessment.unknown_plans if plan.who.strip()}
    left = tuple(item for item in _unknown(folder) if item not in planned)
    critical = set(critical_unknowns(folder.assessment, folder.instrument))
    return Finding("unknowns_planned", not left, "measures", left, blocking=bool(critical & set(left)))


def _meeting_rule(folder: Folder) -> Finding:
    meeting = folder.assessment.meeting
    standing = attendance(meeting, folder.profile.meeting_rule)
    met = (standing.met or bool(meeting.deviation_reason.strip())) and not standing.partial
    return Finding("meeting_rule", met, "meeting")


def _legal_basis(folder: Folder) -> Finding:
    bare = tuple(
        str(one.number)
        for one in folder.assessment.standing_observations
        if one.shared and not (one.legal_basis and one.necessity.strip())
    )
    return Finding("legal_basis", not bare, "observations", bare)


def _review_date(folder: Folder) -> Finding:
    decision = folder.assessment.decision
    instrument, assessment = folder.instrument, folder.assessment
    needed = True
    if decision is not None and instrument.level_outcome is not None:
        choice = instrument.outcome(instrument.level_outcome).choice(decision.level)
        needed = folder.profile.review_days(decision.level, choice.review_days) is not None or undecided(folder)
    planned = bool(assessment.measures) or bool(assessment.no_measures.strip()) or not needed
    dated = assessment.review_on is not None or not needed
    unexplained = is_late(assessment, instrument, folder.profile) and not late_reason(assessment, instrument)
    in_time = not unexplained or assessment.state == "locked"  # it was signed when nobody asked
    return Finding("review_date", dated and planned and in_time, "measures")


def _rights_answered(folder: Folder) -> Finding:
    left = unanswered_rights(folder.assessment, folder.instrument)
    return Finding("rights_answered", not left, "level", left)


def _alternative_present(folder: Folder) -> Finding:
    wanted = [prompt.id for prompt in folder.instrument.prompts if prompt.kind == "alternative" or prompt.required]
    left = tuple(prompt for prompt in wanted if not folder.assessment.prompt(prompt).strip())
    return Finding("alternative_present", not left, "formulation", left)


def _devils_advocate(folder: Folder) -> Finding:
    left = needs_devils_advocate(folder.assessment, folder.instrument)
    return Finding("devils_advocate", not left, "discussion", left, blocking=False)


def _duties_written(folder: Folder) -> tuple[Finding, ...]:
    asked = asked_duties(folder.assessment, folder.instrument, folder.case, folder.profile)
    due = [one for one in asked if not one.advised]
    if not due:
        return ()
    left = tuple(one.duty.id for one in due if not one.written)
    return (Finding("duties_written", not left, "level", left),)


def _information_plan(folder: Folder) -> tuple[Finding, ...]:
    """Not concluding is a promise to find out: who, by when for each unknown that matters, and a day to look again."""
    if not undecided(folder):
        return ()
    assessment, instrument = folder.assessment, folder.instrument
    planned = {one.item for one in assessment.unknown_plans if one.who.strip() and one.by is not None}
    unknown = _unknown(folder)
    rules = shown_range(assessment, instrument, folder.case, instrument.level_outcome or "")
    matters = {*critical_unknowns(assessment, instrument), *(rules.open_items if rules is not None else ())}
    left = tuple(item for item in unknown if item in matters and item not in planned)
    if unknown and not planned and not left:
        left = unknown
    return (Finding("information_plan", not left and assessment.review_on is not None, "measures", left),)


def _measures_ready(folder: Folder) -> tuple[Finding, ...]:
    """A measure without somebody, a day, the consent that the plan asks for or a thought for harm is none yet.

    Also one that was planned after the group answered the checklist. Asked only where something is missing.
    """
    left = tuple(
        str(number)
        for number, measure in enumerate(folder.assessment.measures, 1)
        if gaps_in(measure, folder.profile.measure(measure.number))
    )
    return (Finding("measures_ready", False, "measures", left),) if left else ()


def _dissents_stand(folder: Folder) -> tuple[Finding, ...]:
    """A dissent that names the level that was set was written against another one; asked only where that is so."""
    decision = folder.assessment.decision
    if decision is None or all(one.level != decision.level for one in folder.assessment.dissents):
        return ()
    return (Finding("dissents_stand", False, "level", (decision.level,)),)


def _unknown(folder: Folder) -> tuple[str, ...]:
    return unknown_items(folder.assessment, folder.instrument, folder.context)


_CHECKS: dict[Check, Callable[[Folder], Finding]] = {
    "all_dealt_with": _all_dealt_with,
    "reasons_present": _reasons_present,
    "deviations_reasoned": _deviations_reasoned,
    "unknowns_planned": _unknowns_planned,
    "meeting_rule": _meeting_rule,
    "legal_basis": _legal_basis,
    "review_date": _review_date,
    "rights_answered": _rights_answered,
    "alternative_present": _alternative_present,
    "devils_advocate": _devils_advocate,
}

_FOLLOWING: dict[str, str] = {
    "duties_written": mark("Det som skal vurderes skriftlig ved dette nivået og denne alderen, er skrevet."),
    "information_plan": mark("Det som må avklares før gruppa kan konkludere, har en ansvarlig, en frist og en dato."),
    "measures_ready": mark("Hvert tiltak har ansvarlig, frist, samtykke der det kreves, og svar på om det kan skade."),
    "dissents_stand": mark("Hver dissens gjelder et annet nivå enn det gruppa har satt."),
}
