package store_test

import (
	"errors"
	"testing"

	"gorm.io/gorm"

	"github.com/acme/depot/internal/store"
)

func TestWithTx(t *testing.T) {
	t.Parallel()
	db := open(t)
	if err := db.Exec("CREATE TABLE t (n INTEGER)").Error; err != nil {
		t.Fatal(err)
	}
	insert := func(tx *gorm.DB) error {
		return tx.Exec("INSERT INTO t VALUES (1)").Error
	}
	want := func(rows int64) {
		t.Helper()
		var n int64
		if err := db.Table("t").Count(&n).Error; err != nil || n != rows {
			t.Errorf("%d rows, %v; want %d", n, err, rows)
		}
	}

	errGiveUp := errors.New("give up")
	err := store.WithTx(t.Context(), db, func(tx *gorm.DB) error { return errors.Join(insert(tx), errGiveUp) })
	if !errors.Is(err, errGiveUp) {
		t.Errorf("got %v", err)
	}
	want(0)

	func() {
		defer func() { _ = recover() }()
		_ = store.WithTx(t.Context(), db, func(tx *gorm.DB) error { panic(insert(tx)) })
	}()
	want(0)

	if err := store.WithTx(t.Context(), db, insert); err != nil {
		t.Error(err)
	}
	want(1)
}
