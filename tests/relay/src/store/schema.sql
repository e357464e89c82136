-- The relay's database, version 4. Times are milliseconds since 1970-01-01T00:00:00Z.
-- Written for SQLite; for PostgreSQL the names of the types are exchanged (db/postgres.rs).

-- One row. The epoch is made anew when the database was put back to a backup, so that nobody goes on with cursors of before.
CREATE TABLE relay (
    id INTEGER NOT NULL PRIMARY KEY,
    epoch TEXT NOT NULL
) STRICT;

CREATE TABLE offices (
    number TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    -- Codes with spaces between them.
    kinds TEXT NOT NULL,
    -- CSVバージョン, newest first, with spaces between them.
    editions TEXT NOT NULL,
    takes_part INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row: goes up with every change of the offices, so that the index of names knows when it is old.
CREATE TABLE directory_version (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT;
INSERT INTO directory_version (id, version) VALUES (1, 1);

CREATE TABLE accounts (
    user_id TEXT NOT NULL PRIMARY KEY,
    office TEXT NOT NULL REFERENCES offices (number),
    password_hash TEXT NOT NULL,
    password_expires_at INTEGER,
    failed INTEGER NOT NULL DEFAULT 0,
    locked_until INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX accounts_of_office ON accounts (office);

CREATE TABLE certificates (
    thumbprint TEXT NOT NULL PRIMARY KEY,
    office TEXT NOT NULL REFERENCES offices (number),
    registered_at INTEGER NOT NULL,
    not_after INTEGER NOT NULL,
    revoked_at INTEGER,
    pem TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX certificates_of_office ON certificates (office, registered_at);

-- Only digests of tokens: who reads these tables cannot log in with them.
CREATE TABLE logins (
    refresh_digest TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES accounts (user_id),
    office TEXT NOT NULL,
    thumbprint TEXT NOT NULL,
    password_expires_at INTEGER,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX logins_by_time ON logins (expires);

CREATE TABLE tokens (
    digest TEXT NOT NULL PRIMARY KEY,
    login TEXT NOT NULL REFERENCES logins (refresh_digest) ON DELETE CASCADE,
    office TEXT NOT NULL,
    thumbprint TEXT NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_of_login ON tokens (login);
CREATE INDEX tokens_by_time ON tokens (expires);

-- How far each list of an office goes, and what waits of what it has sent. Rows of their own: who changes a message holds
-- them until the change is stored, so cursors become visible in their order.
CREATE TABLE lists (
    office TEXT NOT NULL,
    list TEXT NOT NULL CHECK (list IN ('sent', 'received')),
    last INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    waiting_bytes INTEGER NOT NULL,
    -- Of all that it has sent, also of what ended.
    covers INTEGER NOT NULL DEFAULT 0,
    cover_bytes INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (office, list)
) STRICT, WITHOUT ROWID;

CREATE TABLE messages (
    id TEXT NOT NULL PRIMARY KEY,
    sender TEXT NOT NULL,
    receiver TEXT NOT NULL,
    stamp TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    part_bytes INTEGER NOT NULL,
    state TEXT NOT NULL,
    -- How many steps the history has.
    steps INTEGER NOT NULL,
    sent_cursor INTEGER NOT NULL,
    -- There once the receiver sees it.
    received_cursor INTEGER,
    announced_at INTEGER NOT NULL,
    offered_at INTEGER,
    expires_at INTEGER NOT NULL,
    final_at INTEGER,
    -- When its content may go; not there while it is open, and once it has gone.
    drop_at INTEGER,
    -- When its cover may go; likewise.
    cover_drop_at INTEGER,
    rejection TEXT
) STRICT;
-- The times stand in the indexes of the lists so that a list from a time on is found without looking at older messages.
-- That no cursor comes twice is the work of the table lists.
CREATE INDEX messages_sent ON messages (sender, sent_cursor, announced_at);
CREATE INDEX messages_sent_by_state ON messages (sender, state, sent_cursor, announced_at);
CREATE INDEX messages_received ON messages (receiver, received_cursor, offered_at) WHERE received_cursor IS NOT NULL;
CREATE INDEX messages_received_by_state ON messages (receiver, state, received_cursor, offered_at) WHERE received_cursor IS NOT NULL;
CREATE INDEX messages_open ON messages (expires_at) WHERE final_at IS NULL;
CREATE INDEX messages_covers_to_drop ON messages (cover_drop_at) WHERE cover_drop_at IS NOT NULL;
CREATE INDEX messages_to_drop ON messages (drop_at) WHERE drop_at IS NOT NULL;

CREATE TABLE history (
    message TEXT NOT NULL,
    step INTEGER NOT NULL,
    state TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (message, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE covers (
    message TEXT NOT NULL PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE receipts (
    message TEXT NOT NULL PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;

-- The content, part by part; the bytes stand last, or in a file of the disk.
CREATE TABLE parts (
    message TEXT NOT NULL,
    number INTEGER NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BLOB,
    PRIMARY KEY (message, number)
) STRICT;

-- Who did what: no token, no content. Rows are added only.
CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    office TEXT NOT NULL,
    call TEXT NOT NULL,
    message TEXT,
    outcome TEXT NOT NULL
) STRICT;
-- When an office was last here.
CREATE INDEX audit_of_office ON audit (office, sequence);
