CREATE TABLE book_editors (
    book_id INTEGER NOT NULL REFERENCES books (id) ON DELETE CASCADE,
    editor_id INTEGER NOT NULL REFERENCES authors (id) ON DELETE CASCADE,
    PRIMARY KEY (book_id, editor_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX book_editors_editor_id_idx ON book_editors (editor_id);
