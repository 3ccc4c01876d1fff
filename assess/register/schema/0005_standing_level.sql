-- A draft never hides what was signed: home's lines keep the standing level until the draft has a level of its own.

ALTER TABLE contact_meetings ADD COLUMN moved_on INTEGER NOT NULL DEFAULT 0 CHECK (moved_on >= 0);

DROP VIEW case_lines;

-- Home's lines: each case with its latest assessment; level, need and review as they stand, and when review is due.
CREATE VIEW case_lines AS
SELECT
    cases.id AS case_id,
    cases.reference,
    cases.summary,
    cases.phase,
    latest.id AS assessment_id,
    latest.number,
    latest.state,
    latest.held_on,
    coalesce(
        CASE WHEN own.level IS NOT NULL THEN latest.review_on END,
        signed.review_on,
        latest.review_on
    ) AS review_on,
    signed.review_on AS due_on,
    coalesce(own.level, stood.level) AS level,
    signed.id IS NOT NULL AND (signed.id = latest.id OR own.level IS NULL) AS standing,
    CASE
        WHEN signed.id IS NOT NULL AND own.level IS NULL THEN stood_need.need
        ELSE coalesce(own_need.need, stood_need.need)
    END AS need,
    (SELECT count(*) FROM planned_measures WHERE planned_measures.assessment_id = latest.id) AS measures,
    (
        SELECT min(deadline) FROM planned_measures
        WHERE planned_measures.assessment_id = latest.id AND deadline IS NOT NULL
    ) AS next_deadline,
    (SELECT count(*) FROM assessments WHERE assessments.case_id = cases.id) AS assessments
FROM cases
LEFT JOIN assessments AS latest
    ON latest.case_id = cases.id
    AND latest.number = (SELECT max(number) FROM assessments WHERE assessments.case_id = cases.id)
LEFT JOIN assessments AS signed
    ON signed.case_id = cases.id
    AND signed.number = (
        SELECT max(number) FROM assessments WHERE assessments.case_id = cases.id AND state = 'locked'
    )
LEFT JOIN decisions AS own ON own.assessment_id = latest.id
LEFT JOIN decisions AS stood ON stood.assessment_id = signed.id
LEFT JOIN help_needs AS own_need ON own_need.assessment_id = latest.id
LEFT JOIN help_needs AS stood_need ON stood_need.assessment_id = signed.id;
