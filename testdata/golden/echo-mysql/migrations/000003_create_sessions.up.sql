CREATE TABLE sessions (
    id char(36) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
    user_id char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    client varchar(200) NOT NULL, -- User-Agent
    created_at bigint NOT NULL, -- seconds since 1970, as all times here
    refreshed_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    KEY sessions_user_id (user_id),
    KEY sessions_expires_at (expires_at),
    CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE refresh_tokens (
    hash binary(32) PRIMARY KEY, -- SHA-256
    session_id char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    expires_at bigint NOT NULL,
    used_at bigint, -- NULL until then
    KEY refresh_tokens_session_id (session_id),
    KEY refresh_tokens_expires_at (expires_at),
    CONSTRAINT refresh_tokens_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE
);
