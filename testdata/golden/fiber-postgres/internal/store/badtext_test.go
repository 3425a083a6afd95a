package store

import (
	"errors"
	"testing"
	"time"

	"github.com/acme/rooms/internal/apperr"
	"github.com/acme/rooms/internal/dbtest"
	"github.com/acme/rooms/internal/secret"
)

func TestWrap_BadText(t *testing.T) {
	t.Parallel()
	db, err := Open(t.Context(), Config{DSN: secret.Text(dbtest.DSN(t)), MaxConns: minConns, ConnectTimeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for what, statement := range map[string]string{
		"U+0000 in JSON": `SELECT '"\u0000"'::jsonb`,
		"too long to index": `
			CREATE TABLE texts (text text UNIQUE);
			INSERT INTO texts SELECT string_agg(md5(n::text), '') FROM generate_series(1, 200) n`,
	} {
		_, err := db.Writes.ExecContext(t.Context(), statement)
		err = wrap(err, "test")
		if _, ok := errors.AsType[*apperr.BadRequest](err); !ok {
			t.Errorf("%s: %v, want a BadRequest", what, err)
		}
	}
}
