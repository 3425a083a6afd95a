package store_test

import (
	"slices"
	"testing"

	"github.com/acme/shop/internal/store"
)

func TestRowIDs(t *testing.T) {
	t.Parallel()
	db, err := store.Open(t.Context(), testConfig(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	exec := func(statement string) {
		t.Helper()
		if _, err := db.Writes.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	exec("CREATE TABLE things (id BIGINT NOT NULL PRIMARY KEY)")
	things := store.NewRowIDs[int64](db, "things")
	if last, err := things.LastID(t.Context()); last != 0 || err != nil {
		t.Errorf("an empty table ends with %d, %v", last, err)
	}
	exec("INSERT INTO things (id) VALUES (7), (3), (5), (9)")
	if ids, err := things.IDs(t.Context(), 3, 2); !slices.Equal(ids, []int64{5, 7}) || err != nil {
		t.Errorf("after 3 there are %v, %v", ids, err)
	}
	if last, err := things.LastID(t.Context()); last != 9 || err != nil {
		t.Errorf("the table ends with %d, %v", last, err)
	}
}
