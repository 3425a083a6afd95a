package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"github.com/golang-migrate/migrate/v4/source"

	"github.com/acme/library/migrations"
)

// Check fails unless every step that the program knows has run in db. What a
// newer program has added does not matter.
func Check(ctx context.Context, db *sql.DB) error {
	needed, err := latest()
	if err != nil {
		return fmt.Errorf("check schema: %w", err)
	}
	var version uint
	var dirty bool
	const row = `SELECT version, dirty FROM schema_migrations`
	err = db.QueryRowContext(ctx, row).Scan(&version, &dirty)
	if err != nil && !errors.Is(err, sql.ErrNoRows) { // no row: the first step has been taken back
		return fmt.Errorf("check schema: %w", err)
	}
	if dirty || version < needed {
		return fmt.Errorf("check schema: it is at step %d (failed half-way: %t), the program needs %d", version, dirty, needed)
	}
	return nil
}

// latest is the number of the last step.
func latest() (uint, error) {
	names, err := fs.Glob(migrations.Files, "*.up.sql")
	if err != nil {
		return 0, err
	}
	var last uint
	for _, name := range names {
		step, err := source.DefaultParse(name)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
		last = max(last, step.Version)
	}
	return last, nil
}
