package store

import (
	"context"
	"database/sql"

	"github.com/acme/library/internal/book"
	"github.com/acme/library/internal/page"
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

// bookSeek describes the page that q asks for. Only the columns named here reach
// a statement, never text from a client.
func bookSeek(q page.Query[book.Book]) seek {
	var row book.Book
	if q.After != nil {
		row = *q.After
	}
	s := map[string]seek{
		"id":    {column: "id"},
		"title": {column: "title", value: row.Title},
		// Sorted as texts, 10 would come before 9.
		"price":      {column: "price COLLATE decimal", value: row.Price, nullable: true, null: row.Price == nil},
		"published":  {column: "published", value: row.Published, nullable: true, null: row.Published == nil},
		"isbn":       {column: "isbn", value: row.ISBN, nullable: true, null: row.ISBN == nil},
		"created_at": {column: "created_at", value: timeText{&row.CreatedAt}},
		"updated_at": {column: "updated_at", value: timeText{&row.UpdatedAt}},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	return s
}
