CREATE TABLE loans (
    id TEXT NOT NULL PRIMARY KEY,
    book_id INTEGER NOT NULL REFERENCES books (id),
    due TEXT NOT NULL,
    returned_at TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

CREATE INDEX loans_book_id_idx ON loans (book_id, id);

CREATE INDEX loans_due_idx ON loans (due, id);
