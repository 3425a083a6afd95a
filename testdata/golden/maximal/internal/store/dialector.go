package store

import (
	"database/sql"

	"github.com/libtnb/sqlite"
	"gorm.io/gorm"
)

// dialector makes GORM speak SQLite on db.
func dialector(db *sql.DB) gorm.Dialector {
	return sqlite.New(sqlite.Config{Conn: db})
}
