package store_test

import (
	"database/sql"
	"sync"
	"testing"

	"github.com/acme/notes/internal/store"
)

// TestWithTx_Deadlock locks two rows in opposite orders. The database aborts one
// of the two transactions, which then runs again.
func TestWithTx_Deadlock(t *testing.T) {
	t.Parallel()
	db := open(t)
	err := store.WithTx(t.Context(), db.Writes, func(tx *sql.Tx) error {
		return exec(t, tx, "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)", "INSERT INTO t VALUES (1, 0), (2, 0)")
	})
	if err != nil {
		t.Fatal(err)
	}
	statements := []string{"UPDATE t SET n = n + 1 WHERE id = 1", "UPDATE t SET n = n + 1 WHERE id = 2"}
	var both, done sync.WaitGroup
	both.Add(2)
	for i := range statements {
		met := sync.OnceFunc(func() { both.Done(); both.Wait() })
		done.Go(func() {
			err := store.WithTx(t.Context(), db.Writes, func(tx *sql.Tx) error {
				if err := exec(t, tx, statements[i]); err != nil {
					return err
				}
				met()
				return exec(t, tx, statements[1-i])
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	done.Wait()
	if sum := number(t, db, "SELECT SUM(n) FROM t"); sum != 4 {
		t.Errorf("sum %d, want 4", sum)
	}
}
