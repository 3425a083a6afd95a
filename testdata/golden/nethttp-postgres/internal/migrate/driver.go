package migrate

import (
	"database/sql"

	"github.com/golang-migrate/migrate/v4/database"
	"github.com/golang-migrate/migrate/v4/database/pgx/v5"
)

// driverFor returns the migration driver of db, which it closes. Of several
// that start at a time, one does the work and the others wait.
func driverFor(db *sql.DB) (database.Driver, error) {
	return pgx.WithInstance(db, &pgx.Config{})
}
