"""Where a meeting was left, and how long each of its steps was open: kept for the group, and no part of the record."""

from __future__ import annotations

from collections.abc import Mapping

from assess.register.driver import Database
from assess.register.store import Place

_REMEMBER = """
INSERT INTO places (assessment_id, organisation, step, item)
SELECT id, organisation, ?, ? FROM assessments WHERE id = ?
ON CONFLICT (assessment_id) DO UPDATE SET step = excluded.step, item = excluded.item
"""

_SPEND = """
INSERT INTO step_times (assessment_id, organisation, step, seconds)
SELECT id, organisation, ?, ? FROM assessments WHERE id = ?
ON CONFLICT (assessment_id, step) DO UPDATE SET seconds = seconds + excluded.seconds
"""


def place(db: Database, assessment_id: str) -> Place | None:
    """Where the meeting was left."""
    for row in db.table("places").rows_where("assessment_id = ?", [assessment_id]):
        return Place(row["step"], row["item"])
    return None


def remember(db: Database, assessment_id: str, left_at: Place) -> None:
    """Remember where the meeting is; inside a write transaction."""
    db.conn.execute(_REMEMBER, (left_at.step, left_at.item, assessment_id))


def spent(db: Database, assessment_id: str) -> Mapping[str, int]:
    """Seconds that each step of the meeting was open."""
    rows = db.table("step_times").rows_where("assessment_id = ?", [assessment_id])
    return {str(row["step"]): int(row["seconds"]) for row in rows}


def spend(db: Database, assessment_id: str, step: str, seconds: int) -> None:
    """Add to how long a step was open; inside a write transaction."""
    db.conn.execute(_SPEND, (step, seconds, assessment_id))
