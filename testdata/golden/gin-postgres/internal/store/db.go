package store

import (
	"database/sql"
	"errors"
)

// minConns is one connection for each pool.
const minConns = 3

// DB is the database, in pools that do not wait for each other: while writes
// wait for a lock, reads go on, and readiness waits for neither.
type DB struct {
	Reads  *sql.DB // for queries that neither change nor lock anything
	Writes *sql.DB // for the rest, the queries of a transaction that writes included
	Health *sql.DB // one connection, for the checks of readiness
}

// Close closes all connections.
func (db *DB) Close() error {
	return errors.Join(db.Reads.Close(), db.Writes.Close(), db.Health.Close())
}
