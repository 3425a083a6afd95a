CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    disabled INTEGER NOT NULL CHECK (disabled IN (FALSE, TRUE)),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
