package migrate_test

import (
	"strings"
	"testing"

	"github.com/acme/library/internal/migrate"
	"github.com/acme/library/internal/store"
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
		t.Errorf("after every step: %v", err)
	}
	if _, err := db.ExecContext(t.Context(), `UPDATE schema_migrations SET version = version + 1`); err != nil {
		t.Fatal(err)
	}
	if err := migrate.Check(t.Context(), db); err != nil {
		t.Errorf("after a step of a newer program: %v", err)
	}
	if _, err := db.ExecContext(t.Context(), `UPDATE schema_migrations SET dirty = TRUE`); err != nil {
		t.Fatal(err)
	}
	if err := migrate.Check(t.Context(), db); err == nil {
		t.Error("a step that failed half-way passes")
	}
	if _, err := db.ExecContext(t.Context(), `DELETE FROM schema_migrations`); err != nil {
		t.Fatal(err)
	}
	if err := migrate.Check(t.Context(), db); err == nil || !strings.Contains(err.Error(), "at step 0") {
		t.Errorf("after every step was taken back: %v", err)
	}
}
