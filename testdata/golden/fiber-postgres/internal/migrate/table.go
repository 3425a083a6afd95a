package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// queryer is a *sql.DB or a *sql.Conn.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// execer is a *sql.Conn or a *sql.Tx.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// read reads applied_migrations.
func read(ctx context.Context, db queryer) (h history, err error) {
	rows, err := db.QueryContext(ctx, `SELECT id, name, checksum, unfinished, applied_at FROM applied_migrations`)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	h = history{}
	for rows.Next() {
		var r record
		if err := rows.Scan(&r.id, &r.name, &r.checksum, &r.unfinished, &r.at); err != nil {
			return nil, err
		}
		h[r.id] = r
	}
	return h, rows.Err()
}

// write records that a migration has run, or with down that it has not.
func write(ctx context.Context, db execer, m migration, way direction) error {
	if way == down {
		_, err := db.ExecContext(ctx, remove, m.id)
		return err
	}
	_, err := db.ExecContext(ctx, replace, m.id, m.name, m.checksum, "")
	return err
}

// prepare reads applied_migrations, and creates it if there is none.
func prepare(ctx context.Context, conn *sql.Conn, all []migration) (history, error) {
	exists, err := has(ctx, conn, "applied_migrations")
	if err != nil {
		return nil, err
	}
	if !exists {
		if err := create(ctx, conn, all); err != nil {
			return nil, fmt.Errorf("create applied_migrations: %w", err)
		}
	}
	return read(ctx, conn)
}

// peek is prepare without creating anything.
func peek(ctx context.Context, conn *sql.Conn, all []migration) (history, error) {
	exists, err := has(ctx, conn, "applied_migrations")
	if err != nil {
		return nil, err
	}
	if !exists {
		return inherited(ctx, conn, all)
	}
	return read(ctx, conn)
}

// create creates applied_migrations. It gets its name last, so that there is
// none if this is interrupted.
func create(ctx context.Context, conn *sql.Conn, all []migration) error {
	h, err := inherited(ctx, conn, all)
	if err != nil {
		return err
	}
	for _, statement := range []string{"DROP TABLE IF EXISTS new_migrations", newTable} {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	for _, r := range h {
		if _, err := conn.ExecContext(ctx, newRow, r.id, r.name, r.checksum, r.unfinished); err != nil {
			return err
		}
	}
	_, err = conn.ExecContext(ctx, "ALTER TABLE new_migrations RENAME TO applied_migrations")
	return err
}

// inherited returns what had run before there was applied_migrations. The table
// of that time knows only the last number. It stays, because running instances of
// an older binary read it until they are replaced.
func inherited(ctx context.Context, conn *sql.Conn, all []migration) (history, error) {
	h := history{}
	exists, err := has(ctx, conn, "schema_migrations")
	if err != nil || !exists {
		return h, err
	}
	var version int64
	var dirty bool
	err = conn.QueryRowContext(ctx, `SELECT version, dirty FROM schema_migrations`).Scan(&version, &dirty)
	if errors.Is(err, sql.ErrNoRows) {
		return h, nil
	}
	if err != nil {
		return nil, err
	}
	for _, m := range all {
		if m.id <= version {
			h[m.id] = record{id: m.id, name: m.name, checksum: m.checksum}
		}
	}
	last, known := h[version]
	switch {
	case !known:
		return nil, fmt.Errorf("the database is at version %d of schema_migrations, which this binary does not have: "+
			"run \"migrate up\" of the binary that does", version)
	case dirty:
		last.unfinished = "a run of an older binary"
		h[version] = last
	}
	return h, nil
}

// has reports whether there is a table.
func has(ctx context.Context, conn *sql.Conn, table string) (bool, error) {
	var n int
	err := conn.QueryRowContext(ctx, hasTable, table).Scan(&n)
	return n > 0, err
}
