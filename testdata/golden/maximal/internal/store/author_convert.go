package store

import (
	"time"

	"github.com/acme/everything/internal/author"
)

// toAuthorRow returns the row that keeps from.
func toAuthorRow(from author.Author) authorRow {
	return authorRow{
		ID:        from.ID,
		Name:      from.Name,
		Email:     from.Email,
		Born:      from.Born,
		Version:   from.Version,
		CreatedAt: timeText(from.CreatedAt),
		UpdatedAt: timeText(from.UpdatedAt),
	}
}

// fromAuthorRow returns the author that row keeps.
func fromAuthorRow(row authorRow) author.Author {
	return author.Author{
		ID:        row.ID,
		Name:      row.Name,
		Email:     row.Email,
		Born:      row.Born,
		Version:   row.Version,
		CreatedAt: time.Time(row.CreatedAt),
		UpdatedAt: time.Time(row.UpdatedAt),
	}
}
