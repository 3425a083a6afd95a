package store

import (
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// TestSeek reads a list of numbers, with equal ones and null, row by row.
func TestSeek(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db, err := Open(ctx, Config{DSN: "file:" + filepath.Join(t.TempDir(), "test.db"), MaxConns: 3, BusyTimeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	const fill = `
		CREATE TABLE numbers (id INTEGER PRIMARY KEY, n REAL) STRICT;
		INSERT INTO numbers (id, n)
		VALUES (1, 10), (2, NULL), (3, 9.5), (4, -1), (5, 10), (6, NULL), (7, -0.5), (8, 123456789)`
	if _, err := db.Writes.ExecContext(ctx, fill); err != nil {
		t.Fatal(err)
	}
	for column, want := range map[string][]int64{"id": {1, 2, 3, 4, 5, 6, 7, 8}, "n": {2, 6, 4, 7, 3, 1, 5, 8}} {
		for _, desc := range []bool{false, true} {
			at := seek{column: column, nullable: true, desc: desc, first: true}
			var got []int64
			for range want {
				var id int64
				var n *float64
				clause, args := at.clause(1)
				err := db.Reads.QueryRowContext(ctx, "SELECT id, n FROM numbers"+clause, args...).Scan(&id, &n)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, id)
				at.first, at.id, at.value, at.null = false, id, n, n == nil
			}
			if desc {
				slices.Reverse(got)
			}
			if !slices.Equal(got, want) {
				t.Errorf("by %s, desc %v: %v, want %v", column, desc, got, want)
			}
		}
	}
}
