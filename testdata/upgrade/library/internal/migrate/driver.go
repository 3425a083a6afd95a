package migrate

import (
	"database/sql"

	"github.com/golang-migrate/migrate/v4/database"
	"github.com/golang-migrate/migrate/v4/database/sqlite"
)

// driverFor makes the engine work on db, and close it in the end.
func driverFor(db *sql.DB) (database.Driver, error) {
	return sqlite.WithInstance(db, &sqlite.Config{})
}
