-- Where each case stands, kept beside it by triggers: so that home finds what comes first without reading every case.

-- The id of the check that answers an unknown; it follows from the assessment and the item.
ALTER TABLE unknown_plans ADD COLUMN check_id TEXT NOT NULL DEFAULT '';
UPDATE unknown_plans SET check_id = unknown_check_id(assessment_id, item);

-- The measures that nobody has said are finished: of the plan that holds, and those under way since an earlier one.
CREATE VIEW open_measures AS
SELECT
    planned.case_id,
    planned.number,
    planned_measures.assessment_id,
    planned_measures.id AS measure_id,
    planned_measures.position,
    planned_measures.owner,
    planned_measures.deadline
FROM assessments AS planned
JOIN planned_measures ON planned_measures.assessment_id = planned.id
WHERE coalesce(
    (
        SELECT status FROM measure_progress AS noted
        WHERE noted.case_id = planned.case_id
            AND noted.assessment_id = planned.id
            AND noted.measure_id = planned_measures.id
        ORDER BY rtrim(noted.noted_at, 'Z') DESC, noted.id DESC
        LIMIT 1
    ),
    CASE
        WHEN planned.number >= coalesce(
            (
                SELECT max(number) FROM assessments AS signed
                WHERE signed.case_id = planned.case_id AND signed.state = 'locked'
            ),
            0
        ) THEN 'planned'
        ELSE 'gave way'
    END
) IN ('planned', 'started');

-- What would change the level by the last signed assessment, with a day on which nobody has looked for it.
CREATE VIEW waiting_indicators AS
SELECT signed.case_id, indicators.look_on
FROM assessments AS signed
JOIN indicators ON indicators.assessment_id = signed.id
WHERE indicators.look_on IS NOT NULL
    AND signed.number = (
        SELECT max(number) FROM assessments AS other
        WHERE other.case_id = signed.case_id AND other.state = 'locked'
    )
    AND NOT EXISTS (
        SELECT 1 FROM dated_checks AS kept
        WHERE kept.case_id = signed.case_id AND kept.cause = 'indicator' AND kept.source = indicators.id
    );

-- What was unknown in it, with a day on which nobody has looked into it.
CREATE VIEW waiting_unknowns AS
SELECT signed.case_id, unknown_plans."by" AS look_on
FROM assessments AS signed
JOIN unknown_plans ON unknown_plans.assessment_id = signed.id
WHERE unknown_plans."by" IS NOT NULL
    AND signed.number = (
        SELECT max(number) FROM assessments AS other
        WHERE other.case_id = signed.case_id AND other.state = 'locked'
    )
    AND NOT EXISTS (
        SELECT 1 FROM dated_checks AS kept
        WHERE kept.case_id = signed.case_id AND kept.cause <> 'indicator' AND kept.id = unknown_plans.check_id
    );

-- Everything that a case's standing is worked out from, each time anew.
CREATE VIEW case_standings_now AS
SELECT
    lines.case_id,
    cases.organisation,
    lines.reference,
    EXISTS (SELECT 1 FROM closures WHERE closures.case_id = lines.case_id AND reopened_at IS NULL) AS closed,
    lines.state IS NOT 'draft' AS calm,
    lines.review_on IS NULL AS undated,
    lines.review_on,
    lines.due_on,
    (SELECT min(deadline) FROM open_measures WHERE open_measures.case_id = lines.case_id) AS deadline,
    (
        SELECT min(look_on)
        FROM (
            SELECT due_on AS look_on FROM dated_checks WHERE case_id = lines.case_id AND done_on IS NULL
            UNION ALL
            SELECT look_on FROM waiting_indicators WHERE case_id = lines.case_id
            UNION ALL
            SELECT look_on FROM waiting_unknowns WHERE case_id = lines.case_id
        )
    ) AS look_on
FROM case_lines AS lines
JOIN cases ON cases.id = lines.case_id;

-- The same, kept. `calm` cases have no draft; `undated` ones no next review; `deadline` is the first of an open measure,
-- and `look_on` the first day of a check that waits.
CREATE TABLE case_standings (
    case_id TEXT PRIMARY KEY REFERENCES cases (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    reference TEXT NOT NULL,
    closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
    calm INTEGER NOT NULL CHECK (calm IN (0, 1)),
    undated INTEGER NOT NULL CHECK (undated IN (0, 1)),
    review_on TEXT,
    due_on TEXT,
    deadline TEXT,
    look_on TEXT
) STRICT, WITHOUT ROWID;

INSERT INTO case_standings SELECT * FROM case_standings_now;

CREATE INDEX case_standings_by_urgency ON case_standings (closed, calm, undated, review_on, reference);
CREATE INDEX case_standings_by_due_day ON case_standings (due_on) WHERE closed = 0 AND due_on IS NOT NULL;
CREATE INDEX case_standings_by_deadline ON case_standings (deadline) WHERE closed = 0 AND deadline IS NOT NULL;
CREATE INDEX case_standings_by_look_day ON case_standings (look_on) WHERE look_on IS NOT NULL;

-- What the triggers write a case's id to when something of it has changed.
CREATE VIEW changed_cases AS SELECT case_id FROM case_standings;

CREATE INDEX keepings_by_due_day ON keepings (due_on) WHERE blocked_at IS NULL;
CREATE INDEX keepings_of_blocked_cases ON keepings (due_on) WHERE blocked_at IS NOT NULL;
