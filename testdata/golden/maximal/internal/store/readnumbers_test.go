package store

import (
	"database/sql"
	"testing"
)

// readNumbers returns the ids of a page, and the last number in it.
func readNumbers(t *testing.T, db *sql.DB, at seek, limit int) (ids []int64, last *string) {
	t.Helper()
	orm, err := NewORM(db)
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct {
		ID int64
		N  *string
	}
	if err := orm.WithContext(t.Context()).Table("numbers").Scopes(at.scope(limit)).Find(&rows).Error; err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		ids, last = append(ids, row.ID), row.N
	}
	return ids, last
}
