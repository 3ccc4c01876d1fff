-- Who uses the register, who vouched, what was copied out, how long a case is kept, and whom it is about.

-- Users stay after they are removed, so that the journal and the seals can still be read.
CREATE TABLE users (
    id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64 AND id NOT GLOB '*[^a-z0-9-]*'),
    name TEXT NOT NULL,
    roles TEXT NOT NULL CHECK (json_valid(roles)),
    signing_key TEXT NOT NULL CHECK (length(signing_key) = 64),
    added_at TEXT NOT NULL,
    removed_at TEXT
) STRICT, WITHOUT ROWID;

-- An Ed25519 signature by the user at the keyboard, for each sign-off of an assessment.
CREATE TABLE seals (
    signature_id TEXT PRIMARY KEY,
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    user TEXT NOT NULL REFERENCES users (id),
    sealed_at TEXT NOT NULL,
    value TEXT NOT NULL CHECK (length(value) = 128)
) STRICT, WITHOUT ROWID;

CREATE TABLE backups (
    id TEXT PRIMARY KEY,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    content TEXT NOT NULL CHECK (length(content) = 64),
    anchor TEXT NOT NULL,
    expires_on TEXT NOT NULL,
    verified_at TEXT
) STRICT, WITHOUT ROWID;

-- How long a case may be kept, and how far it has come towards leaving.
CREATE TABLE keepings (
    case_id TEXT PRIMARY KEY REFERENCES cases (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    rule TEXT NOT NULL,
    due_on TEXT NOT NULL,
    renewals TEXT NOT NULL CHECK (json_valid(renewals)),
    blocked_at TEXT,
    blocked_by TEXT NOT NULL,
    block_reason TEXT NOT NULL,
    archived_at TEXT,
    archive_sha256 TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Whom a case is about, sealed to the keyholders: the register's own key doesn't open it.
CREATE TABLE identities (
    case_id TEXT PRIMARY KEY REFERENCES cases (id) ON DELETE CASCADE,
    organisation TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    box TEXT NOT NULL CHECK (json_valid(box))
) STRICT, WITHOUT ROWID;

-- What was erased: never of whom.
CREATE TABLE receipts (
    id TEXT PRIMARY KEY,
    erased_at TEXT NOT NULL,
    erased_by TEXT NOT NULL,
    ground TEXT NOT NULL,
    rule TEXT NOT NULL,
    counts TEXT NOT NULL CHECK (json_valid(counts)),
    backups TEXT NOT NULL CHECK (json_valid(backups))
) STRICT, WITHOUT ROWID;

-- A part of the journal that was kept as long as it had to be: its ends are all that is left of it.
CREATE TABLE journal_segments (
    first_seq INTEGER PRIMARY KEY CHECK (first_seq > 0),
    last_seq INTEGER NOT NULL CHECK (last_seq >= first_seq),
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    prev TEXT NOT NULL CHECK (length(prev) = 64),
    last_mac TEXT NOT NULL CHECK (length(last_mac) = 64),
    pruned_at TEXT NOT NULL,
    mac TEXT NOT NULL CHECK (length(mac) = 64)
) STRICT;
