"""What home needs of every case's plan, in three questions to the database however many cases there are."""

from __future__ import annotations

from datetime import date

from assess.casework.following import unknown_check_id
from assess.register.driver import Database
from assess.register.store import LookLine, MeasureLine

_MEASURES = """
WITH signed AS (SELECT case_id, max(number) AS number FROM assessments WHERE state = 'locked' GROUP BY case_id)
SELECT assessments.case_id, assessment_id, planned_measures.id AS measure_id, owner, deadline
FROM planned_measures
JOIN assessments ON assessments.id = planned_measures.assessment_id
LEFT JOIN signed ON signed.case_id = assessments.case_id
WHERE assessments.number >= coalesce(signed.number, 0)
    OR (assessment_id, planned_measures.id) IN (SELECT assessment_id, measure_id FROM measure_progress)
ORDER BY assessments.case_id, assessments.number, planned_measures.position
"""

_LOOKS = """
WITH signed AS (SELECT case_id, max(number) AS number FROM assessments WHERE state = 'locked' GROUP BY case_id)
SELECT assessments.case_id, indicators.id AS indicator_id, look_on
FROM indicators
JOIN assessments ON assessments.id = indicators.assessment_id
JOIN signed ON signed.case_id = assessments.case_id AND signed.number = assessments.number
WHERE look_on IS NOT NULL
ORDER BY assessments.case_id, look_on, indicators.id
"""

_UNKNOWNS = """
WITH signed AS (SELECT case_id, max(number) AS number FROM assessments WHERE state = 'locked' GROUP BY case_id)
SELECT assessments.case_id, assessment_id, item, "by"
FROM unknown_plans
JOIN assessments ON assessments.id = unknown_plans.assessment_id
JOIN signed ON signed.case_id = assessments.case_id AND signed.number = assessments.number
WHERE "by" IS NOT NULL
ORDER BY assessments.case_id, "by", item
"""


def measure_lines(db: Database) -> tuple[MeasureLine, ...]:
    """The measures of each case's plan that holds, and those of earlier plans that something was written about."""
    return tuple(
        MeasureLine(
            case_id=row["case_id"],
            assessment_id=row["assessment_id"],
            measure_id=row["measure_id"],
            owner=row["owner"],
            deadline=date.fromisoformat(row["deadline"]) if row["deadline"] else None,
        )
        for row in db.query(_MEASURES)
    )


def look_lines(db: Database) -> tuple[LookLine, ...]:
    """What would change a case's level or was unknown in it, by its last signed assessment, with the day."""
    signs = (
        LookLine(row["case_id"], row["indicator_id"], date.fromisoformat(row["look_on"])) for row in db.query(_LOOKS)
    )
    unknowns = (
        LookLine(row["case_id"], unknown_check_id(row["assessment_id"], row["item"]), date.fromisoformat(row["by"]))
        for row in db.query(_UNKNOWNS)
    )
    return (*signs, *unknowns)
