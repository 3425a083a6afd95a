package store

import (
	"context"
	"database/sql"

	"github.com/google/uuid"

	"github.com/acme/notes/internal/apperr"
)

// stranger is a field of a row that may refer to a row of another user.
type stranger struct {
	field string // in JSON
	count string // query for the number of rows of other users, given what it refers to and the user
	of    any
}

// refuseStrangers returns an error if a row of a user refers to a row of another
// one, which is the same as for a row that there is not.
func refuseStrangers(ctx context.Context, db interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}, user uuid.UUID, strangers []stranger) error {
	for _, s := range strangers {
		var n int
		if err := db.QueryRowContext(ctx, s.count, s.of, user).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			return &apperr.Violation{Err: apperr.ErrReference, Fields: []apperr.FieldError{apperr.Missing(s.field)}}
		}
	}
	return nil
}
