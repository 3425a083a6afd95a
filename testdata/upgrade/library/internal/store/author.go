package store

import (
	"context"
	"database/sql"

	"github.com/acme/library/internal/author"
	"github.com/acme/library/internal/page"
	"github.com/acme/library/internal/timestamp"
)

// Authors keeps authors in the database.
type Authors struct {
	db *sql.DB
}

// NewAuthors returns the store of the authors in db.
func NewAuthors(db *sql.DB) *Authors {
	return &Authors{db: db}
}

// Create implements author.Store.
func (s *Authors) Create(ctx context.Context, from author.Author) (author.Author, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	from.CreatedAt = timestamp.Now()
	from.UpdatedAt = from.CreatedAt
	id, err := insert(ctx, s.db, insertAuthor, authorArgs(&from))
	if err != nil {
		return author.Author{}, wrap(err, "create author")
	}
	from.ID = id
	return from, nil
}

// Get implements author.Store.
func (s *Authors) Get(ctx context.Context, id int64) (author.Author, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row author.Author
	err := s.db.QueryRowContext(ctx, selectAuthor, id).Scan(authorColumns(&row)...)
	if err != nil {
		return author.Author{}, wrap(err, "get author")
	}
	return row, nil
}

// List implements author.Store.
func (s *Authors) List(ctx context.Context, q page.Query[author.Author]) (page.Page[author.Author], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	clause, args := authorSeek(q).clause(q.Limit + 1)
	rows, err := s.db.QueryContext(ctx, selectAuthors+clause, args...)
	if err != nil {
		return page.Page[author.Author]{}, wrap(err, "list authors")
	}
	found, err := collect(rows, authorColumns)
	if err != nil {
		return page.Page[author.Author]{}, wrap(err, "list authors")
	}
	return q.Page(found)
}

// Update implements author.Store.
func (s *Authors) Update(ctx context.Context, id int64, apply func(*author.Author) error) (author.Author, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row author.Author
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, selectAuthor, id).Scan(authorColumns(&row)...)
		if err != nil {
			return err
		}
		if err := apply(&row); err != nil {
			return err
		}
		row.UpdatedAt = timestamp.Now()
		_, err = tx.ExecContext(ctx, updateAuthor, append(authorArgs(&row), id)...)
		return err
	})
	if err != nil {
		return author.Author{}, wrap(err, "update author")
	}
	return row, nil
}

// Delete implements author.Store.
func (s *Authors) Delete(ctx context.Context, id int64) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	res, err := s.db.ExecContext(ctx, deleteAuthor, id)
	if err != nil {
		return wrapDelete(err, "delete author")
	}
	return wrap(affected(res), "delete author")
}
