CREATE TABLE transfers (
    id bigint AUTO_INCREMENT PRIMARY KEY,
    idempotency_key varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    from_account_id bigint NOT NULL,
    to_account_id bigint NOT NULL,
    amount_cents bigint NOT NULL CHECK (amount_cents > 0),
    created_at datetime(6) NOT NULL,
    CHECK (from_account_id <> to_account_id),
    FOREIGN KEY (from_account_id) REFERENCES accounts (id),
    FOREIGN KEY (to_account_id) REFERENCES accounts (id),
    UNIQUE KEY idempotency_key_key (idempotency_key)
);
