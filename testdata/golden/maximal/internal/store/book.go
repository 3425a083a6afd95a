package store

import (
	"context"
	"database/sql"

	"gorm.io/gorm"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/page"
)

// Books implements book.Store.
type Books struct {
	reads *gorm.DB
	db    *gorm.DB // for writes, and the queries of their transactions
}

// NewBooks returns a store that uses db.
func NewBooks(db *ORM) *Books {
	return &Books{reads: db.Reads, db: db.Writes}
}

// Create implements book.Store.
func (s *Books) Create(ctx context.Context, from book.Book) (book.Book, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	from.Version = 1
	from.CreatedAt = now()
	from.UpdatedAt = from.CreatedAt
	err := WithTx(ctx, s.db, func(tx *gorm.DB) error {
		from.ID = 0 // set by the database
		row := toBookRow(from)
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		from.ID = row.ID
		return bookEditors().replace(ctx, tx.Statement.ConnPool, from.ID, nil, from.EditorIDs)
	})
	if err != nil {
		return book.Book{}, refused(s.brokenBy(ctx, err, from), "create book", bookConstraints())
	}
	return from, nil
}

// Get implements book.Store.
func (s *Books) Get(ctx context.Context, id int64) (book.Book, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row bookRow
	if err := within(ctx, s.reads).WithContext(ctx).Take(&row, "id = ?", id).Error; err != nil {
		return book.Book{}, wrap(err, "get book")
	}
	found := fromBookRow(row)
	if err := linkBooks(ctx, within(ctx, s.reads).Statement.ConnPool, &found); err != nil {
		return book.Book{}, wrap(err, "get book")
	}
	return found, nil
}

// List implements book.Store.
func (s *Books) List(ctx context.Context, q page.Query[book.Book]) (page.Page[book.Book], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	at := newSeek(q, bookListColumns())
	var rows []bookRow
	if err := within(ctx, s.reads).WithContext(ctx).Scopes(at.scope(q.Limit + 1)).Find(&rows).Error; err != nil {
		return page.Page[book.Book]{}, wrap(err, "list books")
	}
	found := make([]book.Book, len(rows))
	for i := range rows {
		found[i] = fromBookRow(rows[i])
	}
	if err := linkBooks(ctx, within(ctx, s.reads).Statement.ConnPool, addresses(found)...); err != nil {
		return page.Page[book.Book]{}, wrap(err, "list books")
	}
	return pageOf(ctx, q, found, func(ctx context.Context, total *int64) error {
		err := within(ctx, s.reads).WithContext(ctx).Model(&bookRow{}).Scopes(at.total).Count(total).Error
		return wrap(err, "count books")
	})
}

// Update implements book.Store.
func (s *Books) Update(ctx context.Context, id int64, apply func(*book.Book) error) (book.Book, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	var changed book.Book
	err := WithTx(ctx, s.db, func(tx *gorm.DB) error {
		var err error
		if changed, err = lockedBook(tx, id); err != nil {
			return err
		}
		beforeEditorIDs := changed.EditorIDs
		version := changed.Version
		if err := apply(&changed); err != nil {
			return err
		}
		changed.ID, changed.Version, changed.UpdatedAt = id, version+1, now()
		if err := bookEditors().replace(ctx, tx.Statement.ConnPool, id, beforeEditorIDs, changed.EditorIDs); err != nil {
			return err
		}
		row := toBookRow(changed)
		return tx.Select("*").Updates(&row).Error
	})
	if err != nil {
		return book.Book{}, refused(s.brokenBy(ctx, err, changed), "update book", bookConstraints())
	}
	return changed, nil
}

// Delete implements book.Store.
func (s *Books) Delete(ctx context.Context, id int64, check func(*book.Book) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *gorm.DB) error {
		row, err := lockedBook(tx, id)
		if err != nil {
			return err
		}
		if err := check(&row); err != nil {
			return err
		}
		return tx.Delete(&bookRow{}, "id = ?", id).Error
	})
	return wrap(err, "delete book")
}

// bookConstraints are the constraints that a book may break.
func bookConstraints() constraints {
	return constraints{
		"books.isbn":                   {apperr.Taken("isbn")},
		"books.token":                  {apperr.Taken("token")},
		"books.title, books.author_id": apperr.TakenTogether("title", "author_id"),
		"books_author_id_fkey":         {apperr.Missing("author_id")},
		"books_category_id_fkey":       {apperr.Missing("category_id")},
	}
}

// brokenBy is err with the foreign key that row breaks.
func (s *Books) brokenBy(ctx context.Context, err error, row book.Book) error {
	const query = `
		SELECT 'books_author_id_fkey' FROM (SELECT ? AS given) WHERE given IS NOT NULL AND NOT EXISTS (SELECT 1 FROM authors WHERE id = given)
		UNION ALL
		SELECT 'books_category_id_fkey' FROM (SELECT ? AS given) WHERE given IS NOT NULL AND NOT EXISTS (SELECT 1 FROM categories WHERE id = given)`
	return broken(err, func() *sql.Row {
		return within(ctx, s.reads).WithContext(ctx).Raw(query, row.AuthorID, row.CategoryID).Row()
	})
}

// bookEditors are the authors of books.
func bookEditors() links {
	return links{field: "editor_ids", table: "book_editors", from: "book_id", to: "editor_id", parent: "authors"}
}

// linkBooks reads what books are linked to: after them, so that it is never older
// than their versions.
func linkBooks(ctx context.Context, db querier, rows ...*book.Book) error {
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	bookEditors, err := bookEditors().read(ctx, db, ids)
	if err != nil {
		return err
	}
	for _, row := range rows {
		row.EditorIDs = bookEditors[row.ID]
	}
	return nil
}
