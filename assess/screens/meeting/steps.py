"""The steps of a meeting: what each is called, which pane it opens, and when it has what it needs."""

from __future__ import annotations

from assess.instrument.model import Step
from assess.judgement.level import departures
from assess.judgement.quality import Folder, findings, unanswered
from assess.language import _, mark
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.step import StepPane

_NAMES: dict[Step, str] = {
    "meeting": mark("Møtet"),
    "observations": mark("Opplysninger"),
    "individual": mark("Egen vurdering"),
    "discussion": mark("Drøfting"),
    "formulation": mark("Formulering"),
    "level": mark("Nivå"),
    "measures": mark("Tiltak"),
    "quality": mark("Kvalitet"),
}


def step_name(step: Step) -> str:
    """What a step is called in the language spoken now."""
    return _(_NAMES[step])


def pane_for(step: Step, desk: Desk) -> StepPane:
    """Make the pane of a step; its code is loaded only now."""
    match step:
        case "meeting":
            from assess.screens.meeting.attendance import AttendanceStep

            return AttendanceStep(desk)
        case "observations":
            from assess.screens.meeting.observations import ObservationsStep

            return ObservationsStep(desk)
        case "individual":
            from assess.screens.meeting.individual import IndividualStep

            return IndividualStep(desk)
        case "discussion":
            from assess.screens.meeting.discussion import DiscussionStep

            return DiscussionStep(desk)
        case "formulation":
            from assess.screens.meeting.formulation import FormulationStep

            return FormulationStep(desk)
        case "level":
            from assess.screens.meeting.level import LevelStep

            return LevelStep(desk)
        case "measures":
            from assess.screens.meeting.measures import MeasuresStep

            return MeasuresStep(desk)
        case "quality":
            from assess.screens.meeting.quality import QualityStep

            return QualityStep(desk)


def done_steps(folder: Folder) -> frozenset[Step]:
    """The steps that have what they need; a step can always be opened again."""
    assessment, instrument = folder.assessment, folder.instrument
    unmet = {finding.step for finding in findings(folder) if not finding.met and finding.blocking}
    done: dict[Step, bool] = {
        "meeting": bool(assessment.meeting.attendees) and "meeting" not in unmet,
        "observations": bool(assessment.standing_observations) and "observations" not in unmet,
        "individual": assessment.revealed_at is not None,
        "discussion": bool(assessment.agreed) and "discussion" not in unmet,
        "formulation": bool(assessment.prompts) and "formulation" not in unmet,
        "level": _decided(folder) and not (departures(assessment, instrument, folder.case) and "level" in unmet),
        "measures": (bool(assessment.measures) or bool(assessment.no_measures)) and "measures" not in unmet,
        "quality": assessment.state == "locked" or (not unmet and not unanswered(folder)),
    }
    return frozenset(step for step, ready in done.items() if ready)


def _decided(folder: Folder) -> bool:
    decided = folder.assessment.decision is not None or folder.instrument.level_outcome is None
    return decided and (folder.assessment.help_need is not None or folder.instrument.help_outcome is None)
