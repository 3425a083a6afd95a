package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/go-sql-driver/mysql"
)

const (
	hasTable = `SELECT count(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?`

	newTable = `
		CREATE TABLE new_migrations (
			id bigint PRIMARY KEY,
			name varchar(255) NOT NULL,
			checksum varchar(64) NOT NULL,
			unfinished varchar(255) NOT NULL,
			applied_at datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
		) DEFAULT CHARACTER SET utf8mb4`
	newRow  = `INSERT INTO new_migrations (id, name, checksum, unfinished) VALUES (?, ?, ?, ?)`
	replace = `REPLACE INTO applied_migrations (id, name, checksum, unfinished) VALUES (?, ?, ?, ?)`
	remove  = `DELETE FROM applied_migrations WHERE id = ?`

	// The locks of all databases of a server are told apart by names.
	lockName = `MD5(CONCAT(DATABASE(), '.applied_migrations'))`
)

// tryLock takes a lock of the session.
func tryLock(ctx context.Context, conn *sql.Conn) (locked bool, err error) {
	err = conn.QueryRowContext(ctx, "SELECT coalesce(GET_LOCK("+lockName+", 0), 0)").Scan(&locked)
	return locked, err
}

func unlock(ctx context.Context, conn *sql.Conn, _ bool) error {
	_, err := conn.ExecContext(ctx, "DO RELEASE_LOCK("+lockName+")")
	return err
}

// execute runs the statements of a script one by one. MySQL commits a change of
// the schema at once, so it first records what runs, in case that is the last.
func execute(ctx context.Context, conn *sql.Conn, m migration, way direction, script string) error {
	ctx = context.WithoutCancel(ctx) // a migration that ends half-way is worse than a late one
	before := down
	if way == down {
		before = up
	}
	statements := split(script)
	for i, statement := range statements {
		now := record{id: m.id, name: m.name, unfinished: fmt.Sprintf("%s.sql, statement %d of %d", way, i+1, len(statements))}
		if _, err := conn.ExecContext(ctx, replace, m.id, m.name, m.checksum, now.unfinished); err != nil {
			return err
		}
		_, err := conn.ExecContext(ctx, statement)
		switch _, refused := errors.AsType[*mysql.MySQLError](err); {
		case err == nil:
			continue
		case refused && i == 0:
			return fmt.Errorf("%s.%s.sql failed and changed nothing; correct it and run it again: %w",
				m.name, way, errors.Join(err, write(ctx, conn, m, before)))
		}
		return fmt.Errorf("%w: %w", now.halfWay(), err)
	}
	return write(ctx, conn, m, way)
}
