CREATE TABLE identities (
    issuer text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at bigint NOT NULL, -- seconds since 1970, as all times here
    PRIMARY KEY (issuer, subject)
);

CREATE INDEX identities_user_id ON identities (user_id);

CREATE TABLE oidc_grants (
    state bytea PRIMARY KEY, -- SHA-256
    code bytea NOT NULL UNIQUE, -- SHA-256
    challenge text NOT NULL,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at bigint NOT NULL,
    used_at bigint -- NULL until then
);

CREATE INDEX oidc_grants_user_id ON oidc_grants (user_id);
CREATE INDEX oidc_grants_created_at ON oidc_grants (created_at);
