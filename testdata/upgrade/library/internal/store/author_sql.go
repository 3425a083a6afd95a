package store

import (
	"github.com/acme/library/internal/author"
	"github.com/acme/library/internal/page"
)

const (
	selectAuthors = `
		SELECT name, born, created_at, updated_at, id
		FROM authors`
	selectAuthor = selectAuthors + `
		WHERE id = ?`
	insertAuthor = `
		INSERT INTO authors (name, born, created_at, updated_at)
		VALUES (?, ?, ?, ?)
		RETURNING id`
	updateAuthor = `
		UPDATE authors
		SET name = ?, born = ?, created_at = ?, updated_at = ?
		WHERE id = ?`
	deleteAuthor = `
		DELETE FROM authors
		WHERE id = ?`
)

// authorArgs are the columns of row as arguments, in the order of the statements.
func authorArgs(row *author.Author) []any {
	return []any{
		row.Name,
		row.Born,
		timeText{&row.CreatedAt},
		timeText{&row.UpdatedAt},
	}
}

// authorColumns is where row takes its columns, in the order of the statements.
func authorColumns(row *author.Author) []any {
	return []any{
		&row.Name,
		&row.Born,
		timeText{&row.CreatedAt},
		timeText{&row.UpdatedAt},
		&row.ID,
	}
}

// authorSeek says by which column a list is sorted, and where the page begins. Of
// what a client asks for, only the columns named here reach a statement.
func authorSeek(q page.Query[author.Author]) seek {
	var row author.Author
	if q.After != nil {
		row = *q.After
	}
	s := map[string]seek{
		"id":         {column: "id"},
		"name":       {column: "name", value: row.Name},
		"born":       {column: "born", value: row.Born, nullable: true, null: row.Born == nil},
		"created_at": {column: "created_at", value: timeText{&row.CreatedAt}},
		"updated_at": {column: "updated_at", value: timeText{&row.UpdatedAt}},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	return s
}
