package store_test

import (
	"database/sql"
	"testing"

	"github.com/acme/notes/internal/store"
)

// connections takes every connection of every pool, which together must be as
// many as configured.
func connections(t *testing.T, db *store.DB, cfg store.Config) (all []*sql.Conn) {
	t.Helper()
	for _, pool := range []*sql.DB{db.Reads, db.Writes, db.Health} {
		for range pool.Stats().MaxOpenConnections {
			conn, err := pool.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = conn.Close() })
			all = append(all, conn)
		}
	}
	if len(all) != cfg.MaxConns {
		t.Errorf("%d connections, want %d", len(all), cfg.MaxConns)
	}
	return all
}
