package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// read returns what applied_migrations says, or the table before it.
func read(ctx context.Context, conn *sql.Conn, all []migration) (h history, exists bool, err error) {
	if exists, err = has(ctx, conn, "applied_migrations"); err != nil {
		return nil, false, err
	}
	if !exists {
		h, err = inherited(ctx, conn, all)
		return h, false, err
	}
	rows, err := conn.QueryContext(ctx, `SELECT id, name, checksum, unfinished, applied_at FROM applied_migrations`)
	if err != nil {
		return nil, true, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	h = history{}
	for rows.Next() {
		var r record
		if err := rows.Scan(&r.id, &r.name, &r.checksum, &r.unfinished, &r.at); err != nil {
			return nil, true, err
		}
		h[r.id] = r
	}
	return h, true, rows.Err()
}

// write records that a migration has run, or with down that it has not.
func write(ctx context.Context, conn *sql.Conn, m migration, way direction) error {
	if way == down {
		_, err := conn.ExecContext(ctx, remove, m.id)
		return err
	}
	_, err := conn.ExecContext(ctx, replace, m.id, m.name, m.checksum, "")
	return err
}

// create creates applied_migrations with the rows of h. It gets its name last, so
// that there is none if this is interrupted.
func create(ctx context.Context, conn *sql.Conn, h history) error {
	for _, statement := range []string{"DROP TABLE IF EXISTS new_migrations", newTable} {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("create applied_migrations: %w", err)
		}
	}
	for _, r := range h {
		if _, err := conn.ExecContext(ctx, newRow, r.id, r.name, r.checksum, r.unfinished); err != nil {
			return fmt.Errorf("create applied_migrations: %w", err)
		}
	}
	_, err := conn.ExecContext(ctx, "ALTER TABLE new_migrations RENAME TO applied_migrations")
	return err
}

// inherited returns what had run before there was applied_migrations. The table
// of that time has only the last number. It stays, because running instances of
// an older binary read it until they are replaced.
func inherited(ctx context.Context, conn *sql.Conn, all []migration) (history, error) {
	exists, err := has(ctx, conn, "schema_migrations")
	if err != nil || !exists {
		return history{}, err
	}
	var version int64
	var dirty bool
	err = conn.QueryRowContext(ctx, `SELECT version, dirty FROM schema_migrations`).Scan(&version, &dirty)
	if errors.Is(err, sql.ErrNoRows) {
		return history{}, nil
	}
	if version < 0 && len(all) > 0 { // while the first one was rolled back
		version = all[0].id
	}
	h := history{}
	for _, m := range all {
		if m.id <= version {
			h[m.id] = record{id: m.id, name: m.name, checksum: m.checksum}
		}
	}
	last, known := h[version]
	if err == nil && !known {
		err = fmt.Errorf("schema_migrations has version %d, which this binary does not: run \"migrate up\" of the one that does", version)
	}
	if dirty {
		last.unfinished = "a run of an older binary"
		h[version] = last
	}
	return h, err
}

// has reports whether there is a table.
func has(ctx context.Context, conn *sql.Conn, table string) (bool, error) {
	var n int
	err := conn.QueryRowContext(ctx, hasTable, table).Scan(&n)
	return n > 0, err
}
