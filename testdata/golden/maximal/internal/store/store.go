// Package store keeps the data in SQLite.
package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/acme/everything/internal/tracing"
)

// Config is read from the environment.
type Config struct {
	// DSN names the database file: file:PATH, with SQLite's URI parameters if any.
	DSN string `env:"SQLITE_DSN" envDefault:"file:everything.db"`
	// MaxConns bounds the connections of all pools together: one for readiness,
	// one for writes, which take turns, and the others for reads.
	MaxConns int `env:"SQLITE_MAX_CONNS" envDefault:"8"`
	// BusyTimeout is how long a writer waits for its turn.
	BusyTimeout time.Duration `env:"SQLITE_BUSY_TIMEOUT" envDefault:"5s"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	if path, _, _ := strings.Cut(strings.TrimPrefix(c.DSN, "file:"), "?"); !strings.HasPrefix(c.DSN, "file:") || path == "" {
		problems = append(problems, fmt.Errorf("SQLITE_DSN: %q is not of the form file:PATH", c.DSN))
	}
	if strings.Contains(c.DSN, ":memory:") || strings.Contains(c.DSN, "mode=memory") {
		problems = append(problems, errors.New("SQLITE_DSN: in memory every connection would see its own empty database"))
	}
	if c.MaxConns < minConns {
		problems = append(problems, fmt.Errorf("SQLITE_MAX_CONNS: must be at least %d", minConns))
	}
	if c.BusyTimeout <= 0 {
		problems = append(problems, errors.New("SQLITE_BUSY_TIMEOUT: must be positive"))
	}
	return errors.Join(problems...)
}

// Open opens the database and pings it. The caller must close it.
func Open(ctx context.Context, cfg Config) (*DB, error) {
	// It fails only where an earlier call has registered the collation.
	_ = sqlite.RegisterCollationUtf8("decimal", compareDecimals)
	connector, err := sqlite.NewConnector(dataSource(cfg))
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	db := &DB{Reads: newPool(connector, cfg.MaxConns-2), Writes: newPool(connector, 1), Health: newPool(connector, 1)}
	if err := ping(ctx, db.Writes, cfg.BusyTimeout); err != nil {
		return nil, errors.Join(fmt.Errorf("open database: %w", err), db.Close())
	}
	return db, nil
}

func newPool(connector driver.Connector, size int) *sql.DB {
	pool := tracing.OpenDB(connector)
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size) // a new connection has to run the pragmas again
	return pool
}

// ping also waits where SQLite does not, while other processes turn a new
// database to WAL mode.
func ping(ctx context.Context, db *sql.DB, patience time.Duration) error {
	for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		err := db.PingContext(ctx)
		failure, ok := errors.AsType[*sqlite.Error](err)
		if !ok || failure.Code()&0xff != sqlite3.SQLITE_BUSY || time.Now().After(end) {
			return err
		}
	}
}

// dataSource adds the settings of every connection to the DSN.
func dataSource(cfg Config) string {
	params := url.Values{"_pragma": {
		"busy_timeout(" + strconv.FormatInt(cfg.BusyTimeout.Milliseconds(), 10) + ")",
		"journal_mode(WAL)", // readers do not wait for the writer
		"foreign_keys(ON)",  // off by default
	}}
	// A transaction that reads first and writes later could fail to get the write
	// lock. Taking the lock at the start makes it wait instead.
	params.Set("_txlock", "immediate")
	separator := "?"
	if strings.Contains(cfg.DSN, "?") {
		separator = "&"
	}
	return cfg.DSN + separator + params.Encode()
}
