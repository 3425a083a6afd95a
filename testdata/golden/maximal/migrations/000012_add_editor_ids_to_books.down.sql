DROP TABLE book_editors;
