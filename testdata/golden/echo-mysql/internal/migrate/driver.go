package migrate

import (
	"database/sql"

	"github.com/golang-migrate/migrate/v4/database"
	"github.com/golang-migrate/migrate/v4/database/mysql"
)

// driverFor returns the migration driver of db, which it closes. Of several
// that start at a time, one does the work; the others wait for it, but give up
// after ten seconds.
func driverFor(db *sql.DB) (database.Driver, error) {
	return mysql.WithInstance(db, &mysql.Config{})
}
