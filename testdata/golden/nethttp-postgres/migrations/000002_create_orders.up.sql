CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number uuid NOT NULL,
    placed_at timestamptz NOT NULL,
    attributes jsonb,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE UNIQUE INDEX orders_number_key ON orders (number);

CREATE INDEX orders_placed_at_idx ON orders (placed_at, id);
