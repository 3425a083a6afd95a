package store

import (
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// TestSeek walks a list of numbers kept as text, with null and equal ones.
func TestSeek(t *testing.T) {
	t.Parallel()
	db, err := Open(t.Context(), Config{
		DSN:         "file:" + filepath.Join(t.TempDir(), "test.db"),
		MaxConns:    1,
		BusyTimeout: time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	const fill = `
		CREATE TABLE numbers (id INTEGER PRIMARY KEY, n TEXT) STRICT;
		INSERT INTO numbers (id, n)
		VALUES (1, '10'), (2, NULL), (3, '9.5'), (4, '-1'), (5, '10'), (6, NULL), (7, '-0.5'), (8, '123456789')`
	if _, err := db.ExecContext(t.Context(), fill); err != nil {
		t.Fatal(err)
	}
	sorted := []int64{2, 6, 4, 7, 3, 1, 5, 8}
	for _, column := range []string{"id", "CAST(n AS REAL)"} {
		for _, desc := range []bool{false, true} {
			want := slices.Clone(sorted)
			if column == "id" {
				slices.Sort(want)
			}
			if desc {
				slices.Reverse(want)
			}
			for limit := 1; limit <= len(want)+1; limit++ {
				var got []int64
				for at := (seek{column: column, nullable: true, desc: desc, first: true}); len(got) < len(want); at.first = false {
					ids, last := readNumbers(t, db, at, limit)
					if len(ids) == 0 || len(ids) > limit {
						t.Fatalf("%d rows after %v", len(ids), got)
					}
					got = append(got, ids...)
					at.id, at.value, at.null = ids[len(ids)-1], last, last == nil
				}
				if !slices.Equal(got, want) {
					t.Errorf("by %s, desc %v, %d at a time: %v, want %v", column, desc, limit, got, want)
				}
			}
		}
	}
}
