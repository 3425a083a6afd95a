package store

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/acme/everything/internal/apperr"
)

func TestRefused(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db, err := Open(ctx, Config{DSN: "file:" + filepath.Join(t.TempDir(), "test.db"), MaxConns: minConns, BusyTimeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	const schema = `
		CREATE TABLE parts (id INTEGER PRIMARY KEY, code TEXT, shelf TEXT, place TEXT, serial TEXT, parent INTEGER REFERENCES parts);
		CREATE UNIQUE INDEX parts_code_key ON parts (code);
		CREATE UNIQUE INDEX of_the_owner ON parts (shelf, place);
		CREATE UNIQUE INDEX of_the_owner_too ON parts (lower(serial));
		INSERT INTO parts (code, shelf, place, serial) VALUES ('a', 'b', 'c', 'd')`
	if _, err := db.Writes.ExecContext(ctx, schema); err != nil {
		t.Fatal(err)
	}
	for insert, field := range map[string]string{
		`INSERT INTO parts (code) VALUES ('a')`:              "code",
		`INSERT INTO parts (shelf, place) VALUES ('b', 'c')`: "",
		`INSERT INTO parts (serial) VALUES ('D')`:            "",
		`INSERT INTO parts (parent) VALUES (7)`:              "",
	} {
		_, err := db.Writes.ExecContext(ctx, insert)
		err = refused(err, "create part", constraints{"parts.code": {apperr.Taken("code")}, "parts.shelf": {apperr.Taken("shelf")}})
		got := ""
		if violation, ok := errors.AsType[*apperr.Violation](err); ok {
			got = violation.Fields[0].Field
		}
		if got != field || !errors.Is(err, apperr.ErrConflict) && !errors.Is(err, apperr.ErrReference) {
			t.Errorf("%s: %v of %q, want %q", insert, err, got, field)
		}
	}
	if err := refused(nil, "create part", nil); err != nil {
		t.Errorf("nothing wrong: %v", err)
	}
}
