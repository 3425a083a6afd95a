CREATE TABLE books (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    price TEXT,
    isbn TEXT,
    author_id INTEGER REFERENCES authors (id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX books_isbn_key ON books (isbn);

CREATE INDEX books_author_id_idx ON books (author_id);
