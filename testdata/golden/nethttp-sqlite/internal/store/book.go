package store

import (
	"context"
	"database/sql"

	"github.com/jmoiron/sqlx"

	"library/internal/book"
	"library/internal/page"
)

// Books implements book.Store.
type Books struct {
	reads *sqlx.DB
	db    *sqlx.DB // for writes, and the queries of their transactions
}

// NewBooks returns a store that uses db.
func NewBooks(db *DBX) *Books {
	return &Books{reads: db.Reads, db: db.Writes}
}

// Create implements book.Store.
func (s *Books) Create(ctx context.Context, from book.Book) (book.Book, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	from.Version = 1
	from.CreatedAt = now()
	from.UpdatedAt = from.CreatedAt
	id, err := insert(ctx, within(ctx, s.db), insertBook, toBookRow(from))
	if err != nil {
		return book.Book{}, wrap(err, "create book")
	}
	from.ID = id
	return from, nil
}

// Get implements book.Store.
func (s *Books) Get(ctx context.Context, id int64) (book.Book, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row bookRow
	if err := within(ctx, s.reads).GetContext(ctx, &row, selectBook, id); err != nil {
		return book.Book{}, wrap(err, "get book")
	}
	return fromBookRow(row), nil
}

// List implements book.Store.
func (s *Books) List(ctx context.Context, q page.Query[book.Book]) (page.Page[book.Book], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	at := newSeek(q, bookListColumns())
	clause, args := at.clause(q.Limit + 1)
	var rows []bookRow
	if err := within(ctx, s.reads).SelectContext(ctx, &rows, selectBooks+clause, args...); err != nil {
		return page.Page[book.Book]{}, wrap(err, "list books")
	}
	found := make([]book.Book, len(rows))
	for i := range rows {
		found[i] = fromBookRow(rows[i])
	}

	return pageOf(ctx, q, found, func(ctx context.Context, total *int64) error {
		clause, args := at.total()
		return wrap(within(ctx, s.reads).GetContext(ctx, total, countBooks+clause, args...), "count books")
	})
}

// Update implements book.Store.
func (s *Books) Update(ctx context.Context, id int64, apply func(*book.Book) error) (book.Book, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	var changed book.Book
	err := WithTx(ctx, s.db, func(tx *sqlx.Tx) error {
		var err error
		if changed, err = lockedBook(ctx, tx, id); err != nil {
			return err
		}
		version := changed.Version
		if err := apply(&changed); err != nil {
			return err
		}
		changed.ID, changed.Version, changed.UpdatedAt = id, version+1, now()
		_, err = tx.NamedExecContext(ctx, updateBook, toBookRow(changed))
		return err
	})
	if err != nil {
		return book.Book{}, wrap(err, "update book")
	}
	return changed, nil
}

// Delete implements book.Store.
func (s *Books) Delete(ctx context.Context, id int64, check func(*book.Book) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *sqlx.Tx) error {
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
	return inUse(s.brokenWithout(ctx, err, id), "delete book", constraints{
		"loans_book_id_fkey": {referring("loans", "book_id")},
	})
}

// brokenWithout is err with the foreign key of a row that refers to the id.
func (s *Books) brokenWithout(ctx context.Context, err error, id int64) error {
	const query = `
		SELECT 'loans_book_id_fkey' FROM loans WHERE book_id = ?`
	return broken(err, func() *sql.Row { return within(ctx, s.reads).QueryRowContext(ctx, query, id) })
}
