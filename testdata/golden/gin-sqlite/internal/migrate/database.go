package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

const (
	hasTable = `SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?`

	newTable = `
		CREATE TABLE new_migrations (
			id INTEGER PRIMARY KEY,
			name TEXT NOT NULL,
			checksum TEXT NOT NULL,
			unfinished TEXT NOT NULL,
			applied_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
		)`
	newRow  = `INSERT INTO new_migrations (id, name, checksum, unfinished) VALUES (?, ?, ?, ?)`
	replace = `REPLACE INTO applied_migrations (id, name, checksum, unfinished) VALUES (?, ?, ?, ?)`
	remove  = `DELETE FROM applied_migrations WHERE id = ?`
)

// tryLock begins a transaction that may write, which only one process can have.
func tryLock(ctx context.Context, conn *sql.Conn) (locked bool, err error) {
	for _, statement := range []string{
		// So that a migration may replace a table to which others refer. It has no
		// effect within a transaction.
		"PRAGMA foreign_keys = OFF",
		"PRAGMA busy_timeout = 1000",
		"BEGIN IMMEDIATE",
	} {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			failure, ok := errors.AsType[*sqlite.Error](err)
			if ok && failure.Code()&0xff == sqlite3.SQLITE_BUSY {
				return false, nil
			}
			return false, err
		}
	}
	return true, nil
}

// unlock ends the transaction.
func unlock(ctx context.Context, conn *sql.Conn, done bool) error {
	statement := "ROLLBACK"
	if done {
		statement = "COMMIT"
	}
	_, err := conn.ExecContext(ctx, statement)
	return err
}

// execute runs a script of m in the transaction that lock began.
func execute(ctx context.Context, conn *sql.Conn, m migration, way direction, script string) error {
	if err := checkTransaction(m, way, script); err != nil {
		return err
	}
	_, err := conn.ExecContext(ctx, script)
	if err == nil {
		err = checkReferences(ctx, conn)
	}
	if err == nil {
		err = write(ctx, conn, m, way)
	}
	if err != nil {
		return rolledBack(ctx, m, way, err)
	}
	return nil
}

// checkReferences returns an error if a row refers to one that does not exist.
func checkReferences(ctx context.Context, conn *sql.Conn) (err error) {
	rows, err := conn.QueryContext(ctx, `SELECT DISTINCT "table", parent FROM pragma_foreign_key_check`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var broken []string
	for rows.Next() {
		var table, parent string
		if err := rows.Scan(&table, &parent); err != nil {
			return err
		}
		broken = append(broken, fmt.Sprintf("rows of %s refer to rows of %s that do not exist", table, parent))
	}
	if len(broken) > 0 {
		return errors.New(strings.Join(broken, "; "))
	}
	return rows.Err()
}
