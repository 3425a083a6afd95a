package store

import (
	"context"
	"database/sql"

	"github.com/acme/library/internal/apperr"
	"github.com/acme/library/internal/book"
	"github.com/acme/library/internal/page"
)

// Books implements book.Store.
type Books struct {
	reads *sql.DB
	db    *sql.DB // for writes, and the queries of their transactions
}

// NewBooks returns a store that uses db.
func NewBooks(db *DB) *Books {
	return &Books{reads: db.Reads, db: db.Writes}
}

// Create implements book.Store.
func (s *Books) Create(ctx context.Context, from book.Book) (book.Book, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	from.Version = 1
	from.CreatedAt = now()
	from.UpdatedAt = from.CreatedAt
	err := s.db.QueryRowContext(ctx, insertBook, bookArgs(&from)...).Scan(&from.ID)
	if err != nil {
		return book.Book{}, refused(err, "create book", bookConstraints())
	}
	return from, nil
}

// Get implements book.Store.
func (s *Books) Get(ctx context.Context, id int64) (book.Book, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row book.Book
	err := s.reads.QueryRowContext(ctx, selectBook, id).Scan(bookColumns(&row)...)
	if err != nil {
		return book.Book{}, wrap(err, "get book")
	}

	return row, nil
}

// List implements book.Store.
func (s *Books) List(ctx context.Context, q page.Query[book.Book]) (page.Page[book.Book], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	at := newSeek(q, bookListColumns())
	clause, args := at.clause(q.Limit + 1)
	rows, err := collect(ctx, s.reads, bookColumns, selectBooks+clause, args...)
	if err != nil {
		return page.Page[book.Book]{}, wrap(err, "list books")
	}

	return pageOf(ctx, q, rows, func(ctx context.Context, total *int64) error {
		clause, args := at.total()
		err := s.reads.QueryRowContext(ctx, countBooks+clause, args...).Scan(total)
		return wrap(err, "count books")
	})
}

// Update implements book.Store.
func (s *Books) Update(ctx context.Context, id int64, apply func(*book.Book) error) (book.Book, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	var changed book.Book
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		var err error
		if changed, err = lockedBook(ctx, tx, id); err != nil {
			return err
		}
		version := changed.Version
		if err := apply(&changed); err != nil {
			return err
		}
		changed.ID, changed.Version, changed.UpdatedAt = id, version+1, now()
		_, err = tx.ExecContext(ctx, updateBook, append(bookArgs(&changed), id)...)
		return err
	})
	if err != nil {
		return book.Book{}, refused(err, "update book", bookConstraints())
	}
	return changed, nil
}

// Delete implements book.Store.
func (s *Books) Delete(ctx context.Context, id int64, check func(*book.Book) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		row, err := lockedBook(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := check(&row); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, deleteBook, id)
		return err
	})
	return wrap(err, "delete book")
}

// bookConstraints are the constraints that a book may break.
func bookConstraints() constraints {
	return constraints{
		"books.isbn": {apperr.Taken("isbn")},
	}
}
