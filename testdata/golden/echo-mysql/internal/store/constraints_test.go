package store

import (
	"errors"
	"fmt"
	"testing"

	"github.com/go-sql-driver/mysql"

	"github.com/acme/tracks/internal/apperr"
)

func TestRefused(t *testing.T) {
	t.Parallel()
	known := constraints{"isbn_key": {apperr.Taken("isbn")}, "reviews_book_id_fkey": {apperr.Missing("book_id")}}
	const missing = "a foreign key constraint fails (`myapi`.`reviews`, CONSTRAINT `%s` FOREIGN KEY (`book_id`) REFERENCES `books` (`id`))"
	for _, tt := range []struct {
		number  uint16
		message string
		field   string // "" if none is known
	}{
		{duplicateEntry, "Duplicate entry 'it''s.for key 'x'' for key 'books.isbn_key'", "isbn"}, // MySQL
		{duplicateEntry, "Duplicate entry '1' for key 'isbn_key'", "isbn"},                       // MariaDB
		{duplicateEntry, "Duplicate entry '1-2' for key 'books.title_and_year'", ""},
		{duplicateEntry, "Duplicate entry '1' for key 'PRIMARY'", ""},
		{noReferencedRow2, fmt.Sprintf(missing, "reviews_book_id_fkey"), "book_id"},
		{noReferencedRow2, fmt.Sprintf(missing, "of_the_owner"), ""},
		{noReferencedRow, "Cannot add or update a child row: a foreign key constraint fails", ""},
	} {
		err := refused(&mysql.MySQLError{Number: tt.number, Message: tt.message}, "create book", known)
		field := ""
		if violation, ok := errors.AsType[*apperr.Violation](err); ok {
			field = violation.Fields[0].Field
		}
		if field != tt.field || !errors.Is(err, apperr.ErrConflict) && !errors.Is(err, apperr.ErrReference) {
			t.Errorf("%s: %v of %q, want %q", tt.message, err, field, tt.field)
		}
	}
	if err := refused(nil, "create book", known); err != nil {
		t.Errorf("nothing wrong: %v", err)
	}
}
