package store

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/acme/rooms/internal/apperr"
)

func TestRefused(t *testing.T) {
	t.Parallel()
	known := constraints{"books_isbn_key": {apperr.Taken("isbn")}, "reviews_book_id_fkey": {apperr.Missing("book_id")}}
	for _, tt := range []struct{ code, constraint, field string }{
		{uniqueViolation, "books_isbn_key", "isbn"},
		{uniqueViolation, "of_the_owner", ""},
		{foreignKeyViolation, "reviews_book_id_fkey", "book_id"},
		{foreignKeyViolation, "", ""},
	} {
		err := refused(&pgconn.PgError{Code: tt.code, ConstraintName: tt.constraint}, "create book", known)
		field := ""
		if violation, ok := errors.AsType[*apperr.Violation](err); ok {
			field = violation.Fields[0].Field
		}
		if field != tt.field || !errors.Is(err, apperr.ErrConflict) && !errors.Is(err, apperr.ErrReference) {
			t.Errorf("%s: %v of %q, want %q", tt.constraint, err, field, tt.field)
		}
	}
	if err := refused(nil, "create book", known); err != nil {
		t.Errorf("nothing wrong: %v", err)
	}
}
