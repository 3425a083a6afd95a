package cache

import (
	"testing"

	"github.com/acme/everything/internal/commit"
)

// In a transaction, reads use the database alone. What it writes invalidates the
// cache once it has been committed.
func TestTransaction(t *testing.T) {
	books, _ := newTestRows()
	db := &fakeDatabase{title: "old"}
	db.expect(t, books, "old", 1)

	ctx, work := commit.WithWork(t.Context())
	db.title = "new" // for the transaction
	books.changed(ctx, nil, 1)
	if got, err := books.get(ctx, 1, db.get); err != nil || got.Title != "new" {
		t.Errorf("the transaction reads %q, %v", got.Title, err)
	}
	db.expect(t, books, "old", 2) // for others

	work.Do()
	db.expect(t, books, "new", 3)
	db.expect(t, books, "new", 3)

	rolledBack, _ := commit.WithWork(t.Context())
	books.deletedOrRestored(rolledBack, nil, 1)
	db.expect(t, books, "new", 3)
}
