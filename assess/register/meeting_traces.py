"""Where a meeting was left, and how long each of its steps was open: kept for the group, and no part of the record."""

from __future__ import annotations

from collections.abc import Mapping

from assess.register.driver import Database
from assess.register.store import Place


def place(db: Database, assessment_id: str) -> Place | None:
    """Where the meeting was left."""
    for row in db.table("places").rows_where("assessment_id = ?", [assessment_id]):
        return Place(row["step"], row["item"])
    return None


def remember(db: Database, assessment_id: str, left_at: Place) -> None:
    """Remember where the meeting is; inside a write transaction."""
    for head in db.table("assessments").rows_where("id = ?", [assessment_id], select="organisation"):
        row = {"assessment_id": assessment_id, "organisation": head["organisation"]}
        db.table("places").upsert({**row, "step": left_at.step, "item": left_at.item}, pk="assessment_id")


def spent(db: Database, assessment_id: str) -> Mapping[str, int]:
    """Seconds that each step of the meeting was open."""
    rows = db.table("step_times").rows_where("assessment_id = ?", [assessment_id])
    return {str(row["step"]): int(row["seconds"]) for row in rows}


def spend(db: Database, assessment_id: str, step: str, seconds: int) -> None:
    """Add to how long a step was open; inside a write transaction."""
    before = spent(db, assessment_id).get(step, 0)
    for head in db.table("assessments").rows_where("id = ?", [assessment_id], select="organisation"):
        row = {"assessment_id": assessment_id, "organisation": head["organisation"], "step": step}
        db.table("step_times").upsert({**row, "seconds": before + seconds}, pk=("assessment_id", "step"))
