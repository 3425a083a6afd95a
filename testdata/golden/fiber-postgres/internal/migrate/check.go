package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"github.com/golang-migrate/migrate/v4/source"

	"github.com/acme/rooms/migrations"
)

// Check returns an error unless all migrations of this binary have run in db.
// Migrations of a newer binary may have run, too.
func Check(ctx context.Context, db *sql.DB) error {
	needed, err := latest()
	if err != nil {
		return fmt.Errorf("check schema: %w", err)
	}
	var version uint
	var dirty bool
	const row = `SELECT version, dirty FROM schema_migrations`
	err = db.QueryRowContext(ctx, row).Scan(&version, &dirty)
	if err != nil && !errors.Is(err, sql.ErrNoRows) { // no row: every migration was rolled back
		return fmt.Errorf("check schema: %w", err)
	}
	if dirty || version < needed {
		return fmt.Errorf("check schema: version is %d (dirty: %t), want %d", version, dirty, needed)
	}
	return nil
}

// latest returns the number of the last migration.
func latest() (uint, error) {
	names, err := fs.Glob(migrations.Files, "*.up.sql")
	if err != nil {
		return 0, err
	}
	var last uint
	for _, name := range names {
		migration, err := source.DefaultParse(name)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
		last = max(last, migration.Version)
	}
	return last, nil
}
