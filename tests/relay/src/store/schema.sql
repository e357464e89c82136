-- Times are milliseconds since 1970-01-01T00:00:00Z.
CREATE TABLE offices (
    number TEXT PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE kinds (
    office TEXT NOT NULL REFERENCES offices (number),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (office, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts (
    user_id TEXT PRIMARY KEY,
    office TEXT NOT NULL REFERENCES offices (number),
    password_hash TEXT NOT NULL,
    failed INTEGER NOT NULL DEFAULT 0,
    locked_until INTEGER
) STRICT, WITHOUT ROWID;

-- The larger the sequence, the newer the certificate.
CREATE TABLE certificates (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    thumbprint TEXT NOT NULL UNIQUE,
    office TEXT NOT NULL REFERENCES offices (number),
    not_after INTEGER NOT NULL,
    pem TEXT NOT NULL
) STRICT;
CREATE INDEX certificates_of_office ON certificates (office);

-- Only digests of tokens: who reads this table cannot log in with it.
CREATE TABLE tokens (
    digest TEXT PRIMARY KEY,
    office TEXT NOT NULL REFERENCES offices (number),
    thumbprint TEXT NOT NULL REFERENCES certificates (thumbprint),
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The content stands last: reading the columns before it does not touch its pages.
CREATE TABLE messages (
    cursor INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    sender TEXT NOT NULL REFERENCES offices (number),
    receiver TEXT NOT NULL REFERENCES offices (number),
    stamp TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('announced', 'available', 'taken')),
    announced_at INTEGER NOT NULL,
    available_at INTEGER,
    taken_at INTEGER,
    receipt BLOB,
    cover BLOB NOT NULL,
    content BLOB
) STRICT;
CREATE INDEX messages_of_sender ON messages (sender, cursor);

-- The received list has its own order, that of completion: a message announced early and completed late must not
-- appear behind a cursor that its receiver has already passed.
CREATE TABLE arrivals (
    cursor INTEGER PRIMARY KEY AUTOINCREMENT,
    receiver TEXT NOT NULL REFERENCES offices (number),
    message INTEGER NOT NULL UNIQUE REFERENCES messages (cursor)
) STRICT;
CREATE INDEX arrivals_of_receiver ON arrivals (receiver, cursor);
