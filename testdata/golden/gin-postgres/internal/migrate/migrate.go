// Package migrate runs the migrations of package migrations.
//
// The table applied_migrations records which have run. All others are pending,
// even one with a lower number than the last that ran: it comes from a branch
// that was merged later. A migration that was edited after it ran is an error,
// because databases would differ.
package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"time"

	"github.com/acme/notes/internal/store"
	"github.com/acme/notes/migrations"
)

// patience is how long a process waits while another migrates the database.
const patience = 5 * time.Minute

// Up runs the pending migrations, in the order of their numbers.
func Up(ctx context.Context, cfg store.Config) error {
	return open(ctx, cfg, migrations.Files, io.Discard, (*runner).up)
}

// Check returns an error unless all migrations of this binary have run in db as
// they are now. Those of a newer binary may have run, too.
func Check(ctx context.Context, db *sql.DB) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("check schema: %w", err)
		}
	}()
	all, err := load(migrations.Files)
	if err != nil {
		return err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // if it is not closed yet, after an error
	applied, _, err := read(ctx, conn, all)
	if err != nil {
		return err
	}
	pending, err := applied.pending(all)
	if err == nil && len(pending) > 0 {
		err = fmt.Errorf("%d migrations are pending; the first is %s", len(pending), pending[0].name)
	}
	return err
}

// runner migrates a database.
type runner struct {
	all  []migration
	conn *sql.Conn // the one that holds the lock
	out  io.Writer
}

// action is what a subcommand does.
type action func(*runner, context.Context) error

// open calls do with a runner of the migrations in files.
func open(ctx context.Context, cfg store.Config, files fs.FS, out io.Writer, do action) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("migrate: %w", err)
		}
	}()
	all, err := load(files)
	if err != nil {
		return err
	}
	cfg.LockTimeout = patience // somebody may still use what a migration changes
	db, err := store.Open(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Writes.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // if it is not closed yet, after an error
	return do(&runner{all, conn, out}, ctx)
}

// up runs the pending migrations.
func (r *runner) up(ctx context.Context) error {
	for {
		switch found, err := r.step(ctx, history.next, up); {
		case err != nil:
			return err
		case !found:
			return r.print("the schema is up to date")
		}
	}
}

// down rolls back the last migration.
func (r *runner) down(ctx context.Context) error {
	_, err := r.step(ctx, history.last, down)
	return err
}

// redo rolls back the last migration and runs it again.
func (r *runner) redo(ctx context.Context) error {
	_, err := r.step(ctx, history.last, down, up)
	return err
}

// step runs scripts of the migration that choose returns, if it returns one.
func (r *runner) step(ctx context.Context, choose func(history, []migration) (*migration, error), ways ...direction) (found bool, err error) {
	var m *migration
	err = r.locked(ctx, func(applied history) error {
		m, err = choose(applied, r.all)
		if err != nil || m == nil {
			return err
		}
		for _, way := range ways {
			script, err := m.script(way)
			if err != nil {
				return err
			}
			if err := execute(ctx, r.conn, *m, way, script); err != nil {
				return applied.explain(r.all, err)
			}
		}
		return nil
	})
	if err != nil || m == nil {
		return false, err
	}
	for _, way := range ways {
		err = errors.Join(err, r.print(way, m.name))
	}
	return true, err
}

// mark records that a migration has run, or with down that it has not.
func (r *runner) mark(ctx context.Context, id int64, way direction) error {
	m := migration{id: id}
	if i := slices.IndexFunc(r.all, func(m migration) bool { return m.id == id }); i >= 0 {
		m = r.all[i]
	}
	err := r.locked(ctx, func(applied history) error {
		if m.name == "" && way == down {
			m.name = applied[id].name // of another binary
		}
		if m.name == "" {
			return fmt.Errorf("mark: this binary has no migration %d", id)
		}
		return write(ctx, r.conn, m, way)
	})
	if err != nil {
		return err
	}
	return r.print("marked", m.name, map[direction]string{up: "as applied", down: "as pending"}[way])
}

// locked calls do with what has run, while no other process migrates.
func (r *runner) locked(ctx context.Context, do func(history) error) error {
	if err := r.lock(ctx); err != nil {
		return err
	}
	applied, exists, err := read(ctx, r.conn, r.all)
	if err == nil && !exists {
		err = create(ctx, r.conn, applied)
	}
	if err == nil {
		err = do(applied)
	}
	// Even if ctx has ended. After an error there is nothing to commit, and the
	// lock ends with the connection at the latest.
	failed := unlock(context.WithoutCancel(ctx), r.conn, err == nil)
	if err != nil {
		return err
	}
	return failed
}

// lock waits until no other process migrates the database.
func (r *runner) lock(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		locked, err := tryLock(ctx, r.conn)
		if locked || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("another process is still migrating the database: %w", ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (r *runner) print(words ...any) error {
	_, err := fmt.Fprintln(r.out, words...)
	return err
}
