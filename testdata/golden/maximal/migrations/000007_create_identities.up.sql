CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL, -- seconds since 1970, as all times here
    PRIMARY KEY (issuer, subject)
) STRICT;

CREATE INDEX identities_user_id ON identities (user_id);

CREATE TABLE oidc_grants (
    state BLOB NOT NULL PRIMARY KEY, -- SHA-256
    code BLOB NOT NULL UNIQUE, -- SHA-256
    challenge TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    used_at INTEGER -- NULL until then
) STRICT;

CREATE INDEX oidc_grants_user_id ON oidc_grants (user_id);
CREATE INDEX oidc_grants_created_at ON oidc_grants (created_at);
