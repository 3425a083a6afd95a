CREATE TABLE idempotency_keys (
    id bytea PRIMARY KEY,
    fingerprint bytea NOT NULL,
    answer bytea NOT NULL, -- JSON
    expires_at bigint NOT NULL -- seconds since 1970
);

CREATE INDEX idempotency_keys_expires_at ON idempotency_keys (expires_at);
