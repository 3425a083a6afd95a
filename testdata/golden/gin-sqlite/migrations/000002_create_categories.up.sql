CREATE TABLE categories (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT TRUE CHECK (active IN (FALSE, TRUE)),
    kind TEXT NOT NULL DEFAULT 'genre' CHECK (kind IN ('genre', 'shelf')),
    note TEXT,
    settings TEXT CHECK (json_valid(settings)),
    token TEXT,
    weight REAL,
    views INTEGER,
    reviewed_at TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX categories_name_key ON categories (name);

CREATE INDEX categories_position_idx ON categories (position);

CREATE UNIQUE INDEX categories_token_key ON categories (token);
