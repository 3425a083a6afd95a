package store

import (
	"database/sql"
	"testing"
)

// readNumbers returns the ids of a page, and the last number in it.
func readNumbers(t *testing.T, db *sql.DB, at seek, limit int) (ids []int64, last *string) {
	t.Helper()
	clause, args := at.clause(limit)
	rows, err := db.QueryContext(t.Context(), "SELECT id, n FROM numbers"+clause, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id, &last); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return ids, last
}
