package store

import (
	"database/sql"

	"gorm.io/driver/mysql"
	"gorm.io/gorm"
)

// dialector makes GORM speak MySQL on db. What it would do for old versions is
// not needed, so it does not ask for the version.
func dialector(db *sql.DB) gorm.Dialector {
	return mysql.New(mysql.Config{Conn: db, SkipInitializeWithVersion: true})
}
