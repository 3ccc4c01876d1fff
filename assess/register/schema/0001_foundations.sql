-- What every register has: facts about itself, and the journal of who did and saw what.

CREATE TABLE register_facts (
    key TEXT PRIMARY KEY CHECK (key <> ''),
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
    seq INTEGER PRIMARY KEY CHECK (seq > 0),
    at TEXT NOT NULL CHECK (at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
    actor TEXT NOT NULL CHECK (length(actor) BETWEEN 1 AND 64 AND actor NOT GLOB '*[^a-z0-9-]*'),
    action TEXT NOT NULL CHECK (action GLOB '[a-z]*' AND action NOT GLOB '*[^a-z-]*'),
    subject TEXT NOT NULL CHECK (length(subject) IN (0, 36) AND subject NOT GLOB '*[^0-9a-f-]*'),
    commitment TEXT NOT NULL CHECK (length(commitment) = 64 AND commitment NOT GLOB '*[^0-9a-f]*'),
    prev TEXT NOT NULL CHECK (length(prev) = 64 AND prev NOT GLOB '*[^0-9a-f]*'),
    mac TEXT NOT NULL UNIQUE CHECK (length(mac) = 64 AND mac NOT GLOB '*[^0-9a-f]*')
) STRICT;

-- The bodies lie beside the chain, each with its own salt: without them the chain's commitments say nothing.
CREATE TABLE journal_bodies (
    seq INTEGER PRIMARY KEY REFERENCES journal (seq),
    case_id TEXT NOT NULL CHECK (length(case_id) IN (0, 36)),
    salt BLOB NOT NULL CHECK (length(salt) = 32),
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

CREATE INDEX journal_bodies_by_case ON journal_bodies (case_id);
