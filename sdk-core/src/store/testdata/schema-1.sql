-- The store of one office, schema 1. Times are microseconds since 1970-01-01 UTC; ids and digests of persons are raw bytes.

-- What there is once: office, check of the person key, cursors, head of the access log, notes.
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- 送信と受信: every message. What is in it stands in `sealed`.
CREATE TABLE messages (
    key INTEGER PRIMARY KEY,
    direction TEXT NOT NULL CHECK (direction IN ('sent', 'received')),
    id BLOB NOT NULL CHECK (length(id) = 16),
    -- Own address and the receiver's, of sent messages.
    sender TEXT,
    receiver TEXT,
    -- The other office.
    partner TEXT NOT NULL,
    stamp TEXT NOT NULL,
    set_kind TEXT,
    month TEXT,
    -- Names and bytes of the files, of sent messages.
    set_digest TEXT,
    state TEXT NOT NULL,
    reason TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- When something is to be done next: 0 at once, NULL nothing.
    due_at INTEGER,
    withdrawing INTEGER NOT NULL DEFAULT 0 CHECK (withdrawing IN (0, 1)),
    -- Whether a sent message is still sealed for this office only.
    draft INTEGER NOT NULL DEFAULT 0 CHECK (draft IN (0, 1)),
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    content_kept INTEGER NOT NULL CHECK (content_kept IN (0, 1)),
    -- Order in lists: created_at of sent messages, the stamp as a number of received ones.
    place INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    -- Since when the state is final, by the clock of this machine.
    final_at INTEGER,
    -- What a receipt is about, of received messages (JSON).
    taken TEXT,
    receipt BLOB,
    CHECK (direction = 'received' OR (sender IS NOT NULL AND receiver IS NOT NULL AND set_digest IS NOT NULL)),
    CHECK (final_at IS NULL OR due_at IS NULL)
) STRICT;

CREATE UNIQUE INDEX message_by_id ON messages (direction, id);
CREATE INDEX message_by_place ON messages (direction, place);
CREATE INDEX message_by_partner ON messages (direction, partner, place);
CREATE INDEX message_by_month ON messages (direction, month, place);
CREATE INDEX message_by_state ON messages (direction, state, place);
CREATE INDEX message_by_set ON messages (set_digest) WHERE set_digest IS NOT NULL;
CREATE INDEX message_due ON messages (direction, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX message_final ON messages (final_at) WHERE final_at IS NOT NULL;
CREATE INDEX message_final_with_content ON messages (final_at) WHERE final_at IS NOT NULL AND content_kept = 1;

-- Sealed cover and content; the content is NULL where it is not kept.
CREATE TABLE sealed (
    message INTEGER PRIMARY KEY REFERENCES messages (key) ON DELETE CASCADE,
    cover BLOB NOT NULL,
    content BLOB
) STRICT;

-- Every state of every message, in the order in which they began: history and events. A number is never used again.
CREATE TABLE steps (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    message INTEGER NOT NULL REFERENCES messages (key) ON DELETE CASCADE,
    state TEXT NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (message, state)
) STRICT;

-- Whose data a message holds.
CREATE TABLE persons (
    person BLOB NOT NULL CHECK (length(person) = 32),
    message INTEGER NOT NULL REFERENCES messages (key) ON DELETE CASCADE,
    PRIMARY KEY (person, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_by_message ON persons (message);

-- Entries of the relay's directory.
CREATE TABLE directory (
    office TEXT PRIMARY KEY,
    json TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- アクセス記録. `persons` are 32 bytes each.
CREATE TABLE log (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    operation TEXT NOT NULL,
    message BLOB CHECK (message IS NULL OR length(message) = 16),
    persons BLOB NOT NULL CHECK (length(persons) % 32 = 0),
    outcome TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX log_by_time ON log (at);
CREATE TABLE log_persons (
    person BLOB NOT NULL,
    number INTEGER NOT NULL REFERENCES log (number),
    PRIMARY KEY (person, number)
) STRICT, WITHOUT ROWID;
-- Nothing in this software changes an entry; a slip in it shall not either.
CREATE TRIGGER log_stays_as_it_is BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the access log is only added to'); END;
CREATE TRIGGER log_loses_nothing BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the access log is only added to'); END;
