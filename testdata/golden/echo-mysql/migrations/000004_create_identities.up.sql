CREATE TABLE identities (
    issuer varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    subject varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    user_id char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at bigint NOT NULL, -- seconds since 1970, as all times here
    PRIMARY KEY (issuer, subject),
    KEY identities_user_id (user_id),
    CONSTRAINT identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE oidc_grants (
    state binary(32) PRIMARY KEY, -- SHA-256
    code binary(32) NOT NULL, -- SHA-256
    challenge varchar(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    user_id char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at bigint NOT NULL,
    used_at bigint, -- NULL until then
    UNIQUE KEY oidc_grants_code (code),
    KEY oidc_grants_user_id (user_id),
    KEY oidc_grants_created_at (created_at),
    CONSTRAINT oidc_grants_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
