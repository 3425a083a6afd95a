CREATE TABLE api_keys (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    user_id TEXT, -- of the user that the key acts for, if any
    role TEXT NOT NULL,
    scope TEXT NOT NULL,
    hash BLOB NOT NULL,
    created_at INTEGER NOT NULL, -- seconds since 1970
    expires_at INTEGER NOT NULL, -- likewise, 0 for never
    last_used_at INTEGER NOT NULL
) STRICT;

CREATE INDEX api_keys_user_id ON api_keys (user_id, id);
