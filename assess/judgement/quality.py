"""The checklist that the group and its supervisor share: what the program can see for itself, and what is missing.

A check says what it looked at and where to go. The group signs only when nothing that must be there is missing;
a check that merely advises never stops it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.deeds.deciding import unanswered_rights
from assess.casework.meeting import attendance
from assess.casework.quality import Clearance
from assess.instrument.model import Check, Instrument, Item, Step
from assess.instrument.scale import Scale
from assess.judgement.agreement import needs_devils_advocate
from assess.judgement.coverage import unknown_items
from assess.judgement.level import critical_unknowns, departures
from assess.profile.model import Profile


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything that a check may look at."""

    case: Case
    assessment: Assessment
    instrument: Instrument
    profile: Profile


@dataclass(frozen=True, slots=True)
class Finding:
    """What one automatic check found."""

    check: Check
    met: bool
    step: Step
    """The step where it can be mended."""
    items: tuple[str, ...] = ()
    """The items, or the numbers of observations, that it concerns."""
    blocking: bool = True
    """Whether the group can't sign before it is met."""


def findings(folder: Folder) -> tuple[Finding, ...]:
    """What the program finds for each automatic line of the instrument's checklist, in its order."""
    return tuple(_CHECKS[line.auto](folder) for line in folder.instrument.quality if line.auto is not None)


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
    blank = tuple(item.id for item in folder.instrument.items() if item.id not in folder.assessment.answers)
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
    left = tuple(item for item in unknown_items(folder.assessment, folder.instrument) if item not in planned)
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
        needed = folder.profile.review_days(decision.level, choice.review_days) is not None
    planned = bool(assessment.measures) or bool(assessment.no_measures.strip()) or not needed
    return Finding("review_date", (assessment.review_on is not None or not needed) and planned, "measures")


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
