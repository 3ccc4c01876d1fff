-- Every copy of a report that was written, so that a file can be recognised, and nobody forgets where paper went.

CREATE TABLE report_copies (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    variant TEXT NOT NULL,
    language TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    "of" INTEGER NOT NULL CHECK ("of" >= 1),
    recipient TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    printed_on TEXT NOT NULL,
    anchor TEXT NOT NULL,
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX report_copies_by_case ON report_copies (case_id, made_at);
CREATE INDEX report_copies_by_file ON report_copies (sha256);
