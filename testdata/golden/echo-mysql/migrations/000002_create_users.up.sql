CREATE TABLE users (
    id char(36) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
    email varchar(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    password_hash varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    role varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    disabled boolean NOT NULL,
    created_at datetime(6) NOT NULL,
    updated_at datetime(6) NOT NULL,
    UNIQUE KEY users_email (email),
    CHECK (email = lower(email))
);
