-- The sign at the door lists all titles in order.
CREATE INDEX books_title ON books (title);
