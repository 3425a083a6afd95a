package store

import "github.com/jmoiron/sqlx"

// DBX is the pools of a DB with what sqlx adds.
type DBX struct {
	Reads  *sqlx.DB
	Writes *sqlx.DB
}

// NewDBX returns sqlx on the pools of db.
func NewDBX(db *DB) *DBX {
	return &DBX{Reads: sqlx.NewDb(db.Reads, "sqlite"), Writes: sqlx.NewDb(db.Writes, "sqlite")}
}
