CREATE TABLE idempotency_keys (
    id binary(32) PRIMARY KEY,
    fingerprint binary(32) NOT NULL,
    answer longblob NOT NULL, -- JSON
    expires_at bigint NOT NULL, -- seconds since 1970
    KEY idempotency_keys_expires_at (expires_at)
);
