package migrate_test

import (
	"strings"
	"testing"

	"github.com/acme/payments/internal/migrate"
	"github.com/acme/payments/internal/store"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	db, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := migrate.Check(t.Context(), db); err == nil {
		t.Error("a database without a schema passes")
	}
	if err := migrate.Up(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	if err := migrate.Check(t.Context(), db); err != nil {
		t.Errorf("after all migrations: %v", err)
	}
	if _, err := db.ExecContext(t.Context(), `UPDATE schema_migrations SET version = version + 1`); err != nil {
		t.Fatal(err)
	}
	if err := migrate.Check(t.Context(), db); err != nil {
		t.Errorf("after a migration of a newer binary: %v", err)
	}
	if _, err := db.ExecContext(t.Context(), `UPDATE schema_migrations SET dirty = TRUE`); err != nil {
		t.Fatal(err)
	}
	if err := migrate.Check(t.Context(), db); err == nil {
		t.Error("a dirty schema passes")
	}
	_, errVersion := migrate.Version(t.Context(), cfg)
	for _, err := range []error{migrate.Up(t.Context(), cfg), migrate.Down(t.Context(), cfg), errVersion} {
		if err == nil || !strings.Contains(err.Error(), "failed halfway") {
			t.Errorf("dirty schema: error = %v, want that a migration failed halfway", err)
		}
	}
	if _, err := db.ExecContext(t.Context(), `DELETE FROM schema_migrations`); err != nil {
		t.Fatal(err)
	}
	if err := migrate.Check(t.Context(), db); err == nil || !strings.Contains(err.Error(), "version is 0") {
		t.Errorf("after every migration was rolled back: %v", err)
	}
}
