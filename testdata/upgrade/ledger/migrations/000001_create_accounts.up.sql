CREATE TABLE accounts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner text COLLATE "C" NOT NULL,
    balance_cents bigint NOT NULL CHECK (balance_cents >= 0),
    created_at timestamptz NOT NULL
);
