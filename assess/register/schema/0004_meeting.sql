-- What a meeting in full needs: more of each observation, duties and indicators, and what happens between assessments.

ALTER TABLE attendees ADD COLUMN leads INTEGER NOT NULL DEFAULT 0 CHECK (leads IN (0, 1));
ALTER TABLE observations ADD COLUMN recipients TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(recipients));
ALTER TABLE observations ADD COLUMN sensitivity TEXT NOT NULL DEFAULT 'ordinary';
ALTER TABLE observations ADD COLUMN mentions TEXT NOT NULL DEFAULT '';
ALTER TABLE observations ADD COLUMN document TEXT NOT NULL DEFAULT '';

CREATE TABLE duty_answers (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    duty TEXT NOT NULL,
    text TEXT NOT NULL,
    "by" TEXT NOT NULL,
    answered_at TEXT NOT NULL,
    PRIMARY KEY (assessment_id, duty)
) STRICT, WITHOUT ROWID;

CREATE TABLE indicators (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    direction TEXT NOT NULL,
    text TEXT NOT NULL,
    who TEXT NOT NULL,
    look_on TEXT,
    PRIMARY KEY (assessment_id, id)
) STRICT, WITHOUT ROWID;

-- How long each step of a meeting was open, for the group's own learning. Not part of the record.
CREATE TABLE step_times (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    step TEXT NOT NULL,
    seconds INTEGER NOT NULL CHECK (seconds >= 0),
    PRIMARY KEY (assessment_id, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE measure_progress (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    measure_id TEXT NOT NULL,
    status TEXT NOT NULL,
    happened_on TEXT NOT NULL,
    consent TEXT NOT NULL,
    note TEXT NOT NULL,
    noted_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE consent_entries (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    who TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    about TEXT NOT NULL,
    happened_on TEXT NOT NULL,
    "by" TEXT NOT NULL,
    note TEXT NOT NULL,
    noted_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE dated_checks (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    due_on TEXT NOT NULL,
    text TEXT NOT NULL,
    cause TEXT NOT NULL,
    source TEXT NOT NULL,
    done_on TEXT,
    outcome TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE handovers (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    "to" TEXT NOT NULL,
    what TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    "by" TEXT NOT NULL,
    happened_on TEXT NOT NULL,
    noted_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE closures (
    case_id TEXT PRIMARY KEY REFERENCES cases (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    closed_at TEXT NOT NULL,
    criteria TEXT NOT NULL CHECK (json_valid(criteria)),
    reason TEXT NOT NULL,
    "by" TEXT NOT NULL,
    reopened_at TEXT,
    reopen_reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE contact_meetings (
    id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    held_on TEXT NOT NULL,
    attendees TEXT NOT NULL CHECK (json_valid(attendees)),
    deviation_reason TEXT NOT NULL,
    created_at TEXT NOT NULL,
    ended_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE agenda_points (
    id TEXT PRIMARY KEY,
    meeting_id TEXT NOT NULL REFERENCES contact_meetings (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    case_id TEXT REFERENCES cases (id) ON DELETE CASCADE,
    assessment_id TEXT REFERENCES assessments (id) ON DELETE CASCADE,
    note TEXT NOT NULL,
    agreed TEXT NOT NULL,
    done_at TEXT
) STRICT, WITHOUT ROWID;

-- First calls. One that led to a case goes with it.
CREATE TABLE triages (
    id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    instrument TEXT NOT NULL,
    version TEXT NOT NULL,
    edition_hash TEXT NOT NULL,
    sender TEXT NOT NULL,
    channel TEXT NOT NULL,
    summary TEXT NOT NULL,
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    notes TEXT NOT NULL CHECK (json_valid(notes)),
    outcome TEXT,
    reason TEXT NOT NULL,
    called_at TEXT,
    case_id TEXT REFERENCES cases (id) ON DELETE CASCADE,
    due_on TEXT NOT NULL,
    ended_at TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX measure_progress_by_case ON measure_progress (case_id);
CREATE INDEX consent_entries_by_case ON consent_entries (case_id);
CREATE INDEX dated_checks_by_case ON dated_checks (case_id);
CREATE INDEX handovers_by_case ON handovers (case_id);
CREATE INDEX triages_by_case ON triages (case_id);
CREATE INDEX agenda_points_by_case ON agenda_points (case_id);
CREATE INDEX agenda_points_by_meeting ON agenda_points (meeting_id);
