CREATE TABLE idempotency_keys (
    id BLOB PRIMARY KEY,
    fingerprint BLOB NOT NULL,
    answer BLOB NOT NULL, -- JSON
    expires_at INTEGER NOT NULL -- seconds since 1970
) STRICT;

CREATE INDEX idempotency_keys_expires_at ON idempotency_keys (expires_at);
