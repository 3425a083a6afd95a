package store_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/idempotency"
	"github.com/acme/everything/internal/store"
)

// openTable returns a database with an empty table t.
func openTable(t *testing.T) *store.ORM {
	t.Helper()
	db := open(t)
	err := store.WithTx(t.Context(), db.Writes, func(tx *gorm.DB) error { return exec(t, tx, "CREATE TABLE t (n INTEGER)") })
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// inserts returns a handler that adds a row to t and responds with a status.
func inserts(t *testing.T, db *store.ORM, status int) idempotency.Handler {
	t.Helper()
	return func(ctx context.Context) (idempotency.Answer, error) {
		err := store.WithTx(ctx, db.Writes, func(tx *gorm.DB) error { return exec(t, tx, "INSERT INTO t VALUES (1)") })
		return idempotency.Answer{Status: status, Header: map[string]string{"Location": "/1"}, Body: []byte("made")}, err
	}
}

func TestIdempotency(t *testing.T) {
	t.Parallel()
	db := openTable(t)
	keys, id, fingerprint := store.NewIdempotency(db, time.Hour), idempotency.ID{1}, idempotency.Fingerprint{2}
	failure := errors.New("failure")
	add := inserts(t, db, http.StatusCreated)
	for _, tc := range []struct {
		name   string
		handle idempotency.Handler
		rows   int
	}{
		{"refused", inserts(t, db, http.StatusConflict), 0},
		{"error", func(ctx context.Context) (idempotency.Answer, error) {
			return idempotency.Answer{}, errors.Join(failure, second(add(ctx)))
		}, 0},
		{"panic", func(ctx context.Context) (idempotency.Answer, error) { panic(second(add(ctx))) }, 0},
		{"done", add, 1},
		{"repeat", func(context.Context) (idempotency.Answer, error) { return idempotency.Answer{}, failure }, 1},
	} {
		var entry idempotency.Entry
		var err error
		func() {
			defer func() { _ = recover() }()
			ctx, leave := context.WithCancel(t.Context())
			entry, err = keys.Do(ctx, id, fingerprint, func(ctx context.Context) (idempotency.Answer, error) {
				leave() // the client does not wait for the response
				return tc.handle(ctx)
			})
			leave()
		}()
		if n := number(t, db, "SELECT COUNT(*) FROM t"); n != tc.rows {
			t.Errorf("%s: %d rows, want %d: %v", tc.name, n, tc.rows, err)
		}
		kept := entry.Fingerprint == fingerprint && entry.Answer.Status == http.StatusCreated && entry.Answer.Header["Location"] == "/1" && string(entry.Answer.Body) == "made"
		if tc.rows > 0 && (err != nil || !kept) {
			t.Errorf("%s: %+v %v", tc.name, entry, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// TestIdempotencyNested goes on after a part of the work has failed.
func TestIdempotencyNested(t *testing.T) {
	t.Parallel()
	db := openTable(t)
	add := inserts(t, db, http.StatusOK)
	_, err := store.NewIdempotency(db, time.Hour).Do(t.Context(), idempotency.ID{1}, idempotency.Fingerprint{}, func(ctx context.Context) (idempotency.Answer, error) {
		for _, statement := range []string{"INSERT INTO t VALUES (2)", "INSERT INTO nowhere VALUES (3)"} {
			err := store.WithTx(ctx, db.Writes, func(tx *gorm.DB) error { return exec(t, tx, "INSERT INTO t VALUES (4)", statement) })
			if wrong := statement != "INSERT INTO t VALUES (2)"; (err != nil) != wrong {
				t.Errorf("%s: %v", statement, err)
			}
		}
		return add(ctx)
	})
	if sum := number(t, db, "SELECT SUM(n) FROM t"); err != nil || sum != 7 {
		t.Errorf("sum %d, want 7: %v", sum, err)
	}
}

// TestIdempotencyOfManyProcesses sends a request many times at once, to stores that
// share nothing but the database.
func TestIdempotencyOfManyProcesses(t *testing.T) {
	t.Parallel()
	db := openTable(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := store.NewIdempotency(db, time.Hour).Do(t.Context(), idempotency.ID{1}, idempotency.Fingerprint{}, inserts(t, db, http.StatusOK))
			if err != nil && !errors.Is(err, apperr.ErrIdempotencyInProgress) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := number(t, db, "SELECT COUNT(*) FROM t"); n != 1 {
		t.Errorf("%d rows", n)
	}
}

func TestIdempotencyPurge(t *testing.T) {
	t.Parallel()
	db := openTable(t)
	for i, tc := range []struct {
		ttl  time.Duration
		rows int
	}{{time.Hour, 1}, {-time.Second, 3}} { // the second one is handled again
		keys := store.NewIdempotency(db, tc.ttl)
		for range 2 {
			if _, err := keys.Do(t.Context(), idempotency.ID{byte(i)}, idempotency.Fingerprint{}, inserts(t, db, http.StatusOK)); err != nil {
				t.Fatal(err)
			}
			if err := keys.Purge(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if n := number(t, db, "SELECT COUNT(*) FROM t"); n != tc.rows {
			t.Errorf("kept for %v: %d rows, want %d", tc.ttl, n, tc.rows)
		}
	}
}
