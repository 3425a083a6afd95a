package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

const (
	hasTable = `SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = $1`

	newTable = `
		CREATE TABLE new_migrations (
			id bigint CONSTRAINT applied_migrations_pkey PRIMARY KEY,
			name text NOT NULL,
			checksum text NOT NULL,
			unfinished text NOT NULL,
			applied_at timestamptz NOT NULL DEFAULT now()
		)`
	newRow  = `INSERT INTO new_migrations (id, name, checksum, unfinished) VALUES ($1, $2, $3, $4)`
	replace = `
		INSERT INTO applied_migrations (id, name, checksum, unfinished) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE
		SET name = excluded.name, checksum = excluded.checksum, unfinished = excluded.unfinished, applied_at = now()`
	remove = `DELETE FROM applied_migrations WHERE id = $1`

	// The locks of a database are told apart by numbers.
	lockNumber = `hashtextextended('applied_migrations in ' || current_schema(), 0)`
)

// tryLock takes a lock of the session. It does not wait, because CREATE INDEX
// CONCURRENTLY waits for the end of every statement, and would wait for that one.
func tryLock(ctx context.Context, conn *sql.Conn) (locked bool, err error) {
	var answer sql.NullBool
	err = conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock("+lockNumber+")").Scan(&answer)
	if err == nil && !answer.Valid {
		err = errors.New("the search_path names no schema")
	}
	return answer.Bool, err
}

func unlock(ctx context.Context, conn *sql.Conn, _ bool) error {
	_, err := conn.ExecContext(ctx, "SELECT pg_advisory_unlock("+lockNumber+")")
	return err
}

// execute runs a script of m in a transaction.
func execute(ctx context.Context, conn *sql.Conn, m migration, way direction, script string) error {
	if strings.Contains("\n"+script, "\n-- NO TRANSACTION") {
		return executeAlone(ctx, conn, m, way, script)
	}
	if err := checkTransaction(m, way, script); err != nil {
		return err
	}
	_, err := conn.ExecContext(ctx, "BEGIN")
	if err == nil {
		_, err = conn.ExecContext(ctx, script)
	}
	if err == nil {
		err = write(ctx, conn, m, way)
	}
	if err == nil {
		_, err = conn.ExecContext(ctx, "COMMIT")
	}
	if err != nil {
		// Where that fails, the connection is lost, which rolls back as well.
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		return rolledBack(ctx, m, way, err)
	}
	return nil
}

// executeAlone runs a statement that PostgreSQL refuses in a transaction.
func executeAlone(ctx context.Context, conn *sql.Conn, m migration, way direction, script string) error {
	ctx = context.WithoutCancel(ctx) // a migration that ends half-way is worse than a late one
	stopped := record{id: m.id, name: m.name, unfinished: string(way) + ".sql"}
	if _, err := conn.ExecContext(ctx, replace, m.id, m.name, m.checksum, stopped.unfinished); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, script); err != nil {
		return fmt.Errorf("%w: %w", stopped.halfWay(), err)
	}
	return write(ctx, conn, m, way)
}
