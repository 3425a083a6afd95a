package store

import (
	"errors"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"github.com/acme/payments/internal/apperr"
)

func TestWrap_WithoutServer(t *testing.T) {
	t.Parallel()
	_, refused := Open(t.Context(), Config{DSN: "tcp(127.0.0.1:1)/test", ConnectTimeout: 5 * time.Second})
	for name, err := range map[string]error{
		"no server":            refused,
		"connection lost":      mysql.ErrInvalidConn,
		"too many connections": &mysql.MySQLError{Number: tooManyConnections},
		"shutting down":        &mysql.MySQLError{Number: serverShutdown},
		"replica":              &mysql.MySQLError{Number: readOnly},
		"locked for long":      &mysql.MySQLError{Number: lockWaitTimeout},
		"deadlock":             &mysql.MySQLError{Number: deadlock},
	} {
		if err := wrap(err, "test"); !errors.Is(err, apperr.ErrUnavailable) {
			t.Errorf("%s: %v, want ErrUnavailable", name, err)
		}
	}
}
