CREATE TABLE api_keys (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    user_id uuid, -- of the user that the key acts for, if any
    role text NOT NULL,
    scope text NOT NULL,
    hash bytea NOT NULL,
    created_at bigint NOT NULL, -- seconds since 1970
    expires_at bigint NOT NULL, -- likewise, 0 for never
    last_used_at bigint NOT NULL
);

CREATE INDEX api_keys_user_id ON api_keys (user_id, id);
