// Package migrate brings the database to the schema that the program needs,
// by the steps of package migrations.
package migrate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	engine "github.com/golang-migrate/migrate/v4"
	"github.com/golang-migrate/migrate/v4/source/iofs"

	"github.com/acme/library/internal/store"
	"github.com/acme/library/migrations"
)

// Up runs the steps that the database lacks.
func Up(ctx context.Context, cfg store.Config) error {
	return run(ctx, cfg, (*engine.Migrate).Up)
}

// Down takes back the last step that ran, with the data it made room for.
func Down(ctx context.Context, cfg store.Config) error {
	return run(ctx, cfg, func(m *engine.Migrate) error {
		if _, _, err := m.Version(); err != nil {
			return err // no step has run: nothing to take back
		}
		return m.Steps(-1)
	})
}

// Version is the number of the last step that ran, 0 before the first.
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

// Command does what args say: up, down or version. It reports to out where the
// schema is then.
func Command(ctx context.Context, cfg store.Config, args []string, out io.Writer) error {
	if len(args) != 1 {
		return errors.New("migrate: say up, down or version")
	}
	var err error
	switch args[0] {
	case "up":
		err = Up(ctx, cfg)
	case "down":
		err = Down(ctx, cfg)
	case "version":
	default:
		return fmt.Errorf("migrate: %q is none of up, down, version", args[0])
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

func run(ctx context.Context, cfg store.Config, step func(*engine.Migrate) error) error {
	// The engine knows no context, and half a step would be worse than a late one.
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	source, err := iofs.New(migrations.Files, ".")
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	// The engine closes what it works with, so it has a pool of its own.
	db, err := store.Open(ctx, cfg)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	driver, err := driverFor(db)
	if err != nil {
		return fmt.Errorf("migrate: %w", errors.Join(err, db.Close()))
	}
	m, err := engine.NewWithInstance("migrations", source, "database", driver)
	if err != nil {
		return fmt.Errorf("migrate: %w", errors.Join(err, driver.Close()))
	}
	return errors.Join(explain(step(m)), closed(m))
}

func closed(m *engine.Migrate) error {
	if source, database := m.Close(); source != nil || database != nil {
		return fmt.Errorf("migrate: close: %w", errors.Join(source, database))
	}
	return nil
}

// explain says what an error means here, if it means one at all.
func explain(err error) error {
	dirty, isDirty := errors.AsType[engine.ErrDirty](err)
	switch {
	case err == nil, errors.Is(err, engine.ErrNoChange), errors.Is(err, engine.ErrNilVersion):
		return nil
	case isDirty:
		return fmt.Errorf("migrate: step %d failed half-way; put the schema right by hand, "+
			"then: UPDATE schema_migrations SET dirty = FALSE", dirty.Version)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("migrate: no step where the schema is; has a newer program been here? %w", err)
	}
	return fmt.Errorf("migrate: %w", err)
}
