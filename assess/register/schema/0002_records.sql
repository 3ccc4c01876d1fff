-- The records of a case. A row is one record; lists and mappings inside a record are JSON text.
-- `organisation` stands on every row about a case, so that several organisations can share a store.

CREATE TABLE cases (
    id TEXT PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    organisation TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    phase TEXT NOT NULL,
    age_band TEXT NOT NULL,
    ideology TEXT NOT NULL,
    sender TEXT NOT NULL,
    summary TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Instruments as they were when an assessment began: whole, frozen, never replaced.
CREATE TABLE editions (
    hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
    instrument_id TEXT NOT NULL,
    version TEXT NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;

CREATE TABLE assessments (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    instrument_hash TEXT NOT NULL REFERENCES editions (hash),
    instrument TEXT NOT NULL CHECK (json_valid(instrument)),
    profile TEXT NOT NULL,
    started_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'locked')),
    revision INTEGER NOT NULL,
    held_on TEXT NOT NULL,
    agenda TEXT NOT NULL,
    phase TEXT NOT NULL,
    deviation_reason TEXT NOT NULL,
    revealed_at TEXT,
    reveal_note TEXT NOT NULL,
    no_measures TEXT NOT NULL,
    review_on TEXT,
    locked_at TEXT,
    UNIQUE (case_id, number)
) STRICT, WITHOUT ROWID;

-- Where each meeting was left, so that coming back lands on the same item. Not part of the record.
CREATE TABLE places (
    assessment_id TEXT PRIMARY KEY REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    step TEXT NOT NULL,
    item TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE attendees (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    role TEXT NOT NULL,
    party TEXT NOT NULL,
    label TEXT NOT NULL,
    secretary INTEGER NOT NULL CHECK (secretary IN (0, 1)),
    impartial INTEGER NOT NULL CHECK (impartial IN (0, 1)),
    rates INTEGER NOT NULL CHECK (rates IN (0, 1)),
    PRIMARY KEY (assessment_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE observations (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    seen TEXT NOT NULL,
    meaning TEXT NOT NULL,
    brought_by TEXT NOT NULL,
    observed TEXT NOT NULL,
    received_on TEXT,
    hand TEXT NOT NULL,
    reliability TEXT,
    credibility TEXT,
    nature TEXT NOT NULL,
    lawful INTEGER NOT NULL CHECK (lawful IN (0, 1)),
    shared INTEGER NOT NULL CHECK (shared IN (0, 1)),
    legal_basis TEXT NOT NULL,
    necessity TEXT NOT NULL,
    speaks_for TEXT NOT NULL CHECK (json_valid(speaks_for)),
    speaks_against TEXT NOT NULL CHECK (json_valid(speaks_against)),
    withdrawn TEXT NOT NULL,
    PRIMARY KEY (assessment_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE ratings (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    round TEXT NOT NULL,
    rater TEXT NOT NULL,
    item TEXT NOT NULL,
    code TEXT NOT NULL,
    confidence TEXT,
    "change" TEXT,
    reason TEXT NOT NULL,
    given_at TEXT NOT NULL,
    PRIMARY KEY (assessment_id, round, rater, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE remarks (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    item TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (assessment_id, item, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE prompt_answers (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    prompt TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (assessment_id, prompt)
) STRICT, WITHOUT ROWID;

CREATE TABLE scenarios (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    fields TEXT NOT NULL CHECK (json_valid(fields)),
    PRIMARY KEY (assessment_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE rights_answers (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    "check" TEXT NOT NULL,
    answer TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (assessment_id, "check")
) STRICT, WITHOUT ROWID;

CREATE TABLE party_levels (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    party TEXT NOT NULL,
    level TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (assessment_id, party)
) STRICT, WITHOUT ROWID;

CREATE TABLE decisions (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    level TEXT NOT NULL,
    confidence TEXT NOT NULL,
    reason TEXT NOT NULL,
    departure TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    PRIMARY KEY (assessment_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE help_needs (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    need TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (assessment_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE dissents (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    who TEXT NOT NULL,
    level TEXT,
    text TEXT NOT NULL,
    PRIMARY KEY (assessment_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE planned_measures (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    number TEXT NOT NULL,
    text TEXT NOT NULL,
    owner TEXT NOT NULL,
    deadline TEXT,
    consent TEXT NOT NULL,
    guardians TEXT NOT NULL,
    items TEXT NOT NULL CHECK (json_valid(items)),
    harm TEXT NOT NULL,
    PRIMARY KEY (assessment_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE unknown_plans (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    item TEXT NOT NULL,
    who TEXT NOT NULL,
    how TEXT NOT NULL,
    "by" TEXT,
    PRIMARY KEY (assessment_id, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE check_answers (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    "check" TEXT NOT NULL,
    answer TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (assessment_id, "check")
) STRICT, WITHOUT ROWID;

CREATE TABLE acute_calls (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    called_at TEXT NOT NULL,
    whom TEXT NOT NULL,
    "by" TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (assessment_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE signatures (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    attendee TEXT NOT NULL,
    party TEXT NOT NULL,
    signed_as TEXT NOT NULL,
    digest TEXT NOT NULL,
    signed_at TEXT NOT NULL,
    void INTEGER NOT NULL CHECK (void IN (0, 1)),
    PRIMARY KEY (assessment_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE addenda (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    text TEXT NOT NULL,
    "by" TEXT NOT NULL,
    added_at TEXT NOT NULL,
    PRIMARY KEY (assessment_id, id)
) STRICT, WITHOUT ROWID;

-- Home's lines: each case with its latest assessment, and the level last signed.
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
    latest.review_on,
    decisions.level,
    help_needs.need,
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
LEFT JOIN decisions ON decisions.assessment_id = latest.id
LEFT JOIN help_needs ON help_needs.assessment_id = latest.id;
