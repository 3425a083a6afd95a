CREATE TABLE api_keys (
    id char(36) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
    name varchar(100) NOT NULL,
    user_id char(36) CHARACTER SET ascii COLLATE ascii_bin, -- of the user that the key acts for, if any
    role varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    scope varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    hash binary(32) NOT NULL,
    created_at bigint NOT NULL, -- seconds since 1970
    expires_at bigint NOT NULL, -- likewise, 0 for never
    last_used_at bigint NOT NULL,
    KEY api_keys_user_id (user_id, id)
) DEFAULT CHARACTER SET utf8mb4;
