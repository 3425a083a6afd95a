// Package migrate runs the migrations of package migrations.
package migrate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	engine "github.com/golang-migrate/migrate/v4"
	"github.com/golang-migrate/migrate/v4/database/pgx/v5"
	"github.com/golang-migrate/migrate/v4/source/iofs"

	"github.com/acme/rooms/internal/store"
	"github.com/acme/rooms/migrations"
)

// Up runs all pending migrations.
func Up(ctx context.Context, cfg store.Config) error {
	return run(ctx, cfg, (*engine.Migrate).Up)
}

// Down rolls back the last migration. Data in what it drops is lost.
func Down(ctx context.Context, cfg store.Config) error {
	return run(ctx, cfg, func(m *engine.Migrate) error {
		if _, _, err := m.Version(); err != nil {
			return err // no migration has run
		}
		return m.Steps(-1)
	})
}

// Version returns the number of the last migration that ran, 0 if none has.
func Version(ctx context.Context, cfg store.Config) (version uint, err error) {
	err = run(ctx, cfg, func(m *engine.Migrate) error {
		v, dirty, err := m.Version()
		if dirty {
			return engine.ErrDirty{Version: int(v)}
		}
		version = v
		return err
	})
	return version, err
}

// Command runs the subcommand that args name, up, down or version, and prints the
// schema version to out.
func Command(ctx context.Context, cfg store.Config, args []string, out io.Writer) error {
	if len(args) != 1 {
		return errors.New("migrate: want one argument: up, down or version")
	}
	var err error
	switch args[0] {
	case "up":
		err = Up(ctx, cfg)
	case "down":
		err = Down(ctx, cfg)
	case "version":
	default:
		return fmt.Errorf("migrate: unknown command %q: want up, down or version", args[0])
	}
	if err != nil {
		return err
	}
	version, err := Version(ctx, cfg)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, "schema version", version)
	return err
}

func run(ctx context.Context, cfg store.Config, do func(*engine.Migrate) error) error {
	// The library takes no context, and an interrupted migration would be worse
	// than a late one.
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	source, err := iofs.New(migrations.Files, ".")
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	// The library closes its database handle, so it gets one of its own.
	db, err := store.Open(ctx, cfg)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	// If several processes start at once, one migrates and the others wait.
	driver, err := pgx.WithInstance(db, &pgx.Config{})
	if err != nil {
		return fmt.Errorf("migrate: %w", errors.Join(err, db.Close()))
	}
	m, err := engine.NewWithInstance("migrations", source, "database", driver)
	if err != nil {
		return fmt.Errorf("migrate: %w", errors.Join(err, driver.Close()))
	}
	return errors.Join(explain(do(m)), closed(m))
}

func closed(m *engine.Migrate) error {
	if source, database := m.Close(); source != nil || database != nil {
		return fmt.Errorf("migrate: close: %w", errors.Join(source, database))
	}
	return nil
}

// explain turns the errors of the library into messages that say what to do.
func explain(err error) error {
	dirty, isDirty := errors.AsType[engine.ErrDirty](err)
	switch {
	case err == nil, errors.Is(err, engine.ErrNoChange), errors.Is(err, engine.ErrNilVersion):
		return nil
	case isDirty:
		return fmt.Errorf("migrate: migration %d failed halfway; repair the schema by hand, "+
			"then run: UPDATE schema_migrations SET dirty = FALSE", dirty.Version)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("migrate: the schema version has no migration in this binary; was a newer one here? %w", err)
	}
	return fmt.Errorf("migrate: %w", err)
}
