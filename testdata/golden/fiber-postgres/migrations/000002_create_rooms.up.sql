CREATE TABLE rooms (
    id uuid PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    seats integer NOT NULL,
    equipment jsonb,
    screen text COLLATE "C",
    contact text COLLATE "C",
    features text[] NOT NULL,
    "plan" bytea,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE UNIQUE INDEX rooms_name_key ON rooms (name);
