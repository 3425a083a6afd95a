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
		CREATE TABLE numbers (id INTEGER PRIMARY KEY, n REAL, m REAL) STRICT;
		INSERT INTO numbers (id, n, m)
		VALUES (1, 10, 2), (2, NULL, 1), (3, 9.5, NULL), (4, -1, 2), (5, 10, 1), (6, NULL, NULL), (7, -0.5, 1), (8, 10, 1)`
	if _, err := db.Writes.ExecContext(ctx, fill); err != nil {
		t.Fatal(err)
	}
	up := func(name string) sortKey { return sortKey{listColumn: listColumn{text: name, nullable: name != "id"}} }
	down := func(name string) sortKey {
		return sortKey{listColumn: listColumn{text: name, nullable: name != "id"}, desc: true}
	}
	for _, tt := range []struct {
		keys []sortKey
		want []int64
	}{
		{[]sortKey{up("id")}, []int64{1, 2, 3, 4, 5, 6, 7, 8}},
		{[]sortKey{up("n"), up("id")}, []int64{2, 6, 4, 7, 3, 1, 5, 8}},
		{[]sortKey{up("n"), up("m"), up("id")}, []int64{6, 2, 4, 7, 3, 5, 8, 1}},
		{[]sortKey{up("n"), down("m"), up("id")}, []int64{2, 6, 4, 7, 3, 1, 5, 8}},
		{[]sortKey{down("m"), up("n"), down("id")}, []int64{4, 1, 2, 7, 8, 5, 6, 3}},
	} {
		for _, backward := range []bool{false, true} {
			at := seek{keys: turned(tt.keys, backward), first: true}
			var got []int64
			for range tt.want {
				var id int64
				var n, m *float64
				clause, args := at.clause(1)
				err := db.Reads.QueryRowContext(ctx, "SELECT id, n, m FROM numbers"+clause, args...).Scan(&id, &n, &m)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, id)
				at.first = false
				setValues(at.keys, id, n, m)
			}
			if backward {
				slices.Reverse(got)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("by %v, backward %v: %v, want %v", tt.keys, backward, got, tt.want)
			}
		}
	}
}

// turned returns a copy of keys, in the opposite directions if backward is true.
func turned(keys []sortKey, backward bool) []sortKey {
	keys = slices.Clone(keys)
	for i := range keys {
		keys[i].desc = keys[i].desc != backward
	}
	return keys
}

// setValues gives keys the values of a row.
func setValues(keys []sortKey, id int64, n, m *float64) {
	values := map[string]any{"id": id}
	if n != nil {
		values["n"] = *n
	}
	if m != nil {
		values["m"] = *m
	}
	for i, key := range keys {
		keys[i].value = values[key.text]
	}
}
