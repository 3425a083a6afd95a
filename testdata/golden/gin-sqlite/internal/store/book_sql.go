package store

import (
	"context"
	"database/sql"

	"github.com/acme/library/internal/book"
)

const (
	selectBooks = `
		SELECT title, price, published, isbn, version, created_at, updated_at, id
		FROM books`
	selectBook = selectBooks + `
		WHERE id = ?`
	insertBook = `
		INSERT INTO books (title, price, published, isbn, version, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)
		RETURNING id`
	updateBook = `
		UPDATE books
		SET title = ?, price = ?, published = ?, isbn = ?, version = ?, created_at = ?, updated_at = ?
		WHERE id = ?`
	countBooks = `
		SELECT count(*)
		FROM books`
	deleteBook = `
		DELETE FROM books
		WHERE id = ?`
)

// bookArgs are the columns of row as arguments, in the order of the statements.
func bookArgs(row *book.Book) []any {
	return []any{
		row.Title,
		row.Price,
		row.Published,
		row.ISBN,
		row.Version,
		timeText{&row.CreatedAt},
		timeText{&row.UpdatedAt},
	}
}

// bookColumns are the destinations of the columns, in the order of the statements.
func bookColumns(row *book.Book) []any {
	return []any{
		&row.Title,
		&row.Price,
		&row.Published,
		&row.ISBN,
		&row.Version,
		timeText{&row.CreatedAt},
		timeText{&row.UpdatedAt},
		&row.ID,
	}
}

// lockedBook reads a book that stays as it is until tx ends.
func lockedBook(ctx context.Context, tx *sql.Tx, id int64) (book.Book, error) {
	var row book.Book
	err := tx.QueryRowContext(ctx, selectBook, id).Scan(bookColumns(&row)...)
	return row, err
}

// bookListColumns are the columns that lists of books are sorted or filtered
// by.
func bookListColumns() map[string]listColumn {
	return map[string]listColumn{
		"id":    {text: "id"},
		"title": {text: "title"},
		// Sorted as texts, 10 would come before 9.
		"price":      {text: "price COLLATE decimal", nullable: true},
		"published":  {text: "published", nullable: true},
		"isbn":       {text: "isbn", nullable: true},
		"created_at": {text: "created_at"},
		"updated_at": {text: "updated_at"},
	}
}
