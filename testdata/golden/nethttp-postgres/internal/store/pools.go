package store

import (
	"database/sql"
	"database/sql/driver"

	"github.com/acme/shop/internal/tracing"
)

// newDB divides the connections of cfg: one is for readiness, and half of the
// others, rounded down, are for writes.
func newDB(cfg Config, connector driver.Connector) *DB {
	writes := (cfg.MaxConns - 1) / 2
	return &DB{
		Reads:  newPool(cfg, connector, cfg.MaxConns-1-writes),
		Writes: newPool(cfg, connector, writes),
		Health: newPool(cfg, connector, 1),
	}
}

func newPool(cfg Config, connector driver.Connector, size int) *sql.DB {
	pool := tracing.OpenDB(connector)
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size) // fewer would close connections between two requests
	pool.SetConnMaxLifetime(cfg.ConnMaxLifetime)
	pool.SetConnMaxIdleTime(cfg.ConnMaxIdleTime)
	return pool
}
