CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL,
    type TEXT NOT NULL,
    part INTEGER NOT NULL, -- of outbox_partitions, by a hash of the subject
    subject TEXT NOT NULL,
    trace TEXT NOT NULL,
    body BLOB NOT NULL, -- JSON
    created_at INTEGER NOT NULL, -- milliseconds since 1970
    sent_at INTEGER
) STRICT;

CREATE INDEX outbox_unsent ON outbox (part, id) WHERE sent_at IS NULL;
CREATE INDEX outbox_sent_at ON outbox (sent_at) WHERE sent_at IS NOT NULL;

CREATE TABLE outbox_partitions (
    part INTEGER PRIMARY KEY,
    owner TEXT NOT NULL, -- the relay that had it last
    leased_until INTEGER NOT NULL -- milliseconds since 1970
) STRICT;

INSERT INTO outbox_partitions (part, owner, leased_until)
VALUES
    (0, '', 0), (1, '', 0), (2, '', 0), (3, '', 0),
    (4, '', 0), (5, '', 0), (6, '', 0), (7, '', 0),
    (8, '', 0), (9, '', 0), (10, '', 0), (11, '', 0),
    (12, '', 0), (13, '', 0), (14, '', 0), (15, '', 0);
