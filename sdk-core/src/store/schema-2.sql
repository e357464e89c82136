-- Schema 1 to 2. Who is in an entry of the access log is asked of the entries themselves, which are chained.
DROP TABLE log_persons;

-- What has ended may be due again. A constraint that goes changes nothing of what is stored, so the table need not be copied.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, ',
    CHECK (final_at IS NULL OR due_at IS NULL)', '') WHERE type = 'table' AND name = 'messages';
PRAGMA writable_schema = RESET;

-- What was let go of: that it was here and how it ended, so that nothing comes in or goes out twice.
CREATE TABLE gone (
    direction TEXT NOT NULL CHECK (direction IN ('sent', 'received')),
    id BLOB NOT NULL CHECK (length(id) = 16),
    state TEXT NOT NULL,
    -- By these a sent message is found that brought the same set.
    receiver TEXT,
    stamp TEXT NOT NULL,
    set_digest TEXT,
    final_at INTEGER NOT NULL,
    -- Names, sizes and digests of the files (JSON), of a set that came through a folder.
    cover BLOB,
    PRIMARY KEY (direction, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX gone_by_set ON gone (set_digest) WHERE set_digest IS NOT NULL;
