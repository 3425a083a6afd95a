package migrate

import (
	"database/sql"

	"github.com/golang-migrate/migrate/v4/database"
	"github.com/golang-migrate/migrate/v4/database/sqlite"
)

// driverFor returns the migration driver of db, which it closes.
func driverFor(db *sql.DB) (database.Driver, error) {
	return sqlite.WithInstance(db, &sqlite.Config{})
}
