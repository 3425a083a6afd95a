package store

import (
	"context"
	"database/sql"

	"gorm.io/gorm"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/author"
	"github.com/acme/everything/internal/page"
)

// Authors implements author.Store.
type Authors struct {
	reads *gorm.DB
	db    *gorm.DB // for writes, and the queries of their transactions
}

// NewAuthors returns a store that uses db.
func NewAuthors(db *ORM) *Authors {
	return &Authors{reads: db.Reads, db: db.Writes}
}

// Create implements author.Store.
func (s *Authors) Create(ctx context.Context, from author.Author) (author.Author, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	from.Version = 1
	from.CreatedAt = now()
	from.UpdatedAt = from.CreatedAt

	from.ID = 0 // set by the database
	row := toAuthorRow(from)
	if err := within(ctx, s.db).WithContext(ctx).Create(&row).Error; err != nil {
		return author.Author{}, refused(err, "create author", authorConstraints())
	}
	return fromAuthorRow(row), nil
}

// Get implements author.Store.
func (s *Authors) Get(ctx context.Context, id int64) (author.Author, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row authorRow
	if err := within(ctx, s.reads).WithContext(ctx).Take(&row, "id = ?", id).Error; err != nil {
		return author.Author{}, wrap(err, "get author")
	}
	return fromAuthorRow(row), nil
}

// List implements author.Store.
func (s *Authors) List(ctx context.Context, q page.Query[author.Author]) (page.Page[author.Author], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	at := newSeek(q, authorListColumns())
	var rows []authorRow
	if err := within(ctx, s.reads).WithContext(ctx).Scopes(at.scope(q.Limit + 1)).Find(&rows).Error; err != nil {
		return page.Page[author.Author]{}, wrap(err, "list authors")
	}
	found := make([]author.Author, len(rows))
	for i := range rows {
		found[i] = fromAuthorRow(rows[i])
	}

	return pageOf(ctx, q, found, func(ctx context.Context, total *int64) error {
		err := within(ctx, s.reads).WithContext(ctx).Model(&authorRow{}).Scopes(at.total).Count(total).Error
		return wrap(err, "count authors")
	})
}

// Update implements author.Store.
func (s *Authors) Update(ctx context.Context, id int64, apply func(*author.Author) error) (author.Author, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	var changed author.Author
	err := WithTx(ctx, s.db, func(tx *gorm.DB) error {
		var err error
		if changed, err = lockedAuthor(tx, id); err != nil {
			return err
		}
		version := changed.Version
		if err := apply(&changed); err != nil {
			return err
		}
		changed.ID, changed.Version, changed.UpdatedAt = id, version+1, now()
		row := toAuthorRow(changed)
		return tx.Select("*").Updates(&row).Error
	})
	if err != nil {
		return author.Author{}, refused(err, "update author", authorConstraints())
	}
	return changed, nil
}

// Delete implements author.Store.
func (s *Authors) Delete(ctx context.Context, id int64, check func(*author.Author) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *gorm.DB) error {
		row, err := lockedAuthor(tx, id)
		if err != nil {
			return err
		}
		if err := check(&row); err != nil {
			return err
		}
		// Rows that refer to it change, and so do their versions.
		for _, release := range []string{
			`
				UPDATE books
				SET version = version + 1, updated_at = ?
				WHERE id IN (SELECT book_id FROM book_editors WHERE editor_id = ?)`,
		} {
			if err := tx.Exec(release, timeText(now()), id).Error; err != nil {
				return err
			}
		}
		return tx.Delete(&authorRow{}, "id = ?", id).Error
	})
	return inUse(s.brokenWithout(ctx, err, id), "delete author", constraints{
		"books_author_id_fkey": {referring("books", "author_id")},
	})
}

// authorConstraints are the constraints that an author may break.
func authorConstraints() constraints {
	return constraints{
		"index 'authors_name_key'": {apperr.Taken("name")},
		"authors.email":            {apperr.Taken("email")},
	}
}

// brokenWithout is err with the foreign key of a row that refers to the id.
func (s *Authors) brokenWithout(ctx context.Context, err error, id int64) error {
	const query = `
		SELECT 'books_author_id_fkey' FROM books WHERE author_id = ?`
	return broken(err, func() *sql.Row { return within(ctx, s.reads).WithContext(ctx).Raw(query, id).Row() })
}
