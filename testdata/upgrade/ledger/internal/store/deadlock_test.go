package store_test

import (
	"sync"
	"testing"

	"github.com/jmoiron/sqlx"

	"github.com/acme/ledger/internal/store"
)

// TestWithTx_Deadlock locks two rows in opposite orders, which the database
// lets only one of two transactions do. The other one gets its turn.
func TestWithTx_Deadlock(t *testing.T) {
	t.Parallel()
	db := open(t)
	for _, statement := range []string{"CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)", "INSERT INTO t VALUES (1, 0), (2, 0)"} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	statements := []string{"UPDATE t SET n = n + 1 WHERE id = 1", "UPDATE t SET n = n + 1 WHERE id = 2"}
	var both, done sync.WaitGroup
	both.Add(2)
	for i := range statements {
		met := sync.OnceFunc(func() { both.Done(); both.Wait() })
		done.Go(func() {
			err := store.WithTx(t.Context(), db, func(tx *sqlx.Tx) error {
				if _, err := tx.ExecContext(t.Context(), statements[i]); err != nil {
					return err
				}
				met()
				_, err := tx.ExecContext(t.Context(), statements[1-i])
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	done.Wait()
	var sum int
	if err := db.GetContext(t.Context(), &sum, "SELECT SUM(n) FROM t"); err != nil || sum != 4 {
		t.Errorf("sum %d, %v, want 4", sum, err)
	}
}
