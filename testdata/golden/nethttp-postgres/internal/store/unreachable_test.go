package store

import (
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/acme/shop/internal/apperr"
)

func TestWrap_WithoutServer(t *testing.T) {
	t.Parallel()
	_, refused := Open(t.Context(), Config{DSN: "postgres://127.0.0.1:1/test", ConnectTimeout: 5 * time.Second})
	for name, err := range map[string]error{
		"no server":            refused,
		"too many connections": &pgconn.PgError{Code: "53300"},
		"starting up":          &pgconn.PgError{Code: "57P03"},
		"disk failed":          &pgconn.PgError{Code: "58030"},
		"standby":              &pgconn.PgError{Code: readOnlyTransaction},
		"idle in transaction":  &pgconn.PgError{Code: idleInTransaction},
		"deadlock":             &pgconn.PgError{Code: deadlockDetected},
	} {
		if err := wrap(err, "test"); !errors.Is(err, apperr.ErrUnavailable) {
			t.Errorf("%s: %v, want ErrUnavailable", name, err)
		}
	}
}
