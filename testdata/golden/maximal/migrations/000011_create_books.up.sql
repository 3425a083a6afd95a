CREATE TABLE books (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    author_id INTEGER NOT NULL REFERENCES authors (id),
    category_id INTEGER REFERENCES categories (id) ON DELETE SET NULL,
    labels TEXT,
    isbn TEXT,
    price TEXT,
    pages INTEGER,
    sold INTEGER NOT NULL DEFAULT 0,
    rating REAL,
    available INTEGER NOT NULL DEFAULT TRUE CHECK (available IN (FALSE, TRUE)),
    published TEXT,
    reviewed_at TEXT,
    token TEXT,
    status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'In Progress', 'USD')),
    blurb TEXT,
    attributes TEXT CHECK (json_valid(attributes)),
    version INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CHECK (reviewed_at >= '2000-01-01T00:00:00.000000Z'),
    CHECK (sold >= 0)
) STRICT;

CREATE INDEX books_author_id_idx ON books (author_id);

CREATE INDEX books_category_id_idx ON books (category_id);

CREATE UNIQUE INDEX books_isbn_key ON books (isbn);

CREATE INDEX books_pages_idx ON books (pages);

CREATE UNIQUE INDEX books_token_key ON books (token);

CREATE UNIQUE INDEX books_title_author_id_key ON books (title, author_id);

CREATE INDEX books_status_published_idx ON books (status, published);
