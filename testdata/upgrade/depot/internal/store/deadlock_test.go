package store_test

import (
	"sync"
	"testing"

	"gorm.io/gorm"

	"github.com/acme/depot/internal/store"
)

// TestWithTx_Deadlock locks two rows in opposite orders, which the database
// lets only one of two transactions do. The other one gets its turn.
func TestWithTx_Deadlock(t *testing.T) {
	t.Parallel()
	db := open(t)
	for _, statement := range []string{"CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)", "INSERT INTO t VALUES (1, 0), (2, 0)"} {
		if err := db.Exec(statement).Error; err != nil {
			t.Fatal(err)
		}
	}
	statements := []string{"UPDATE t SET n = n + 1 WHERE id = 1", "UPDATE t SET n = n + 1 WHERE id = 2"}
	var both, done sync.WaitGroup
	both.Add(2)
	for i := range statements {
		met := sync.OnceFunc(func() { both.Done(); both.Wait() })
		done.Go(func() {
			err := store.WithTx(t.Context(), db, func(tx *gorm.DB) error {
				if err := tx.Exec(statements[i]).Error; err != nil {
					return err
				}
				met()
				return tx.Exec(statements[1-i]).Error
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	done.Wait()
	var sum int
	if err := db.Table("t").Select("SUM(n)").Scan(&sum).Error; err != nil || sum != 4 {
		t.Errorf("sum %d, %v, want 4", sum, err)
	}
}
