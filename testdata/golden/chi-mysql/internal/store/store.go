// Package store keeps the data in MySQL or MariaDB.
package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-sql-driver/mysql"

	"github.com/acme/payments/internal/secret"
)

// Config is read from the environment.
type Config struct {
	// DSN says where the database is and who asks, in the form of the driver:
	// USER:PASSWORD@tcp(HOST:PORT)/NAME, and ?tls=true where the way there is
	// not private.
	DSN secret.Text `env:"MYSQL_DSN"`
	// MaxConns bounds the connections of all pools together: one for readiness,
	// and of the others half for reads and half for writes. Each is a thread of
	// the server with buffers of its own; all instances together must stay below
	// its max_connections, 151 unless somebody changed it.
	MaxConns int `env:"MYSQL_MAX_CONNS" envDefault:"10"`
	// ConnMaxLifetime makes connections move to where a name or a load balancer
	// leads now. It is below the five minutes after which some load balancers cut
	// a connection.
	ConnMaxLifetime time.Duration `env:"MYSQL_CONN_MAX_LIFETIME" envDefault:"3m"`
	// ConnMaxIdleTime lets the pool shrink when a rush is over, and closes a
	// connection before the server does: its wait_timeout of eight hours is often
	// lowered to minutes.
	ConnMaxIdleTime time.Duration `env:"MYSQL_CONN_MAX_IDLE_TIME" envDefault:"1m"`
	// ConnectTimeout ends the wait for a host that does not answer, well inside
	// the time that a request has.
	ConnectTimeout time.Duration `env:"MYSQL_CONNECT_TIMEOUT" envDefault:"5s"`
	// LockTimeout ends the wait for what another transaction has locked, well
	// inside the time that a request has: a connection that waits is one less for
	// the others. The server counts whole seconds.
	LockTimeout time.Duration `env:"MYSQL_LOCK_TIMEOUT" envDefault:"3s"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	if _, err := parseDSN(c.DSN); err != nil {
		problems = append(problems, fmt.Errorf("MYSQL_DSN: %w", err))
	}
	if c.MaxConns < minConns {
		problems = append(problems, fmt.Errorf("MYSQL_MAX_CONNS: must be at least %d", minConns))
	}
	for _, d := range []struct {
		name  string
		value time.Duration
	}{
		{"MYSQL_CONN_MAX_LIFETIME", c.ConnMaxLifetime},
		{"MYSQL_CONN_MAX_IDLE_TIME", c.ConnMaxIdleTime},
		{"MYSQL_CONNECT_TIMEOUT", c.ConnectTimeout},
	} {
		if d.value <= 0 {
			problems = append(problems, errors.New(d.name+": must be positive"))
		}
	}
	if c.LockTimeout < time.Second {
		problems = append(problems, errors.New("MYSQL_LOCK_TIMEOUT: must be at least 1s"))
	}
	return errors.Join(problems...)
}

// parseDSN keeps the error of the driver to itself, which may quote the password.
func parseDSN(dsn secret.Text) (*mysql.Config, error) {
	conn, err := mysql.ParseDSN(string(dsn))
	if err != nil || conn.DBName == "" {
		return nil, errors.New("must be set to USER:PASSWORD@tcp(HOST:PORT)/NAME")
	}
	return conn, nil
}

// Open makes the pools and makes sure that the database answers. The caller
// closes them.
func Open(ctx context.Context, cfg Config) (*DB, error) {
	conn, err := parseDSN(cfg.DSN)
	if err != nil {
		return nil, fmt.Errorf("open database: DSN %w", err)
	}
	connector, err := newConnector(conn, cfg)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	db := newDB(cfg, connector)
	if err := db.Health.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open database: %w", err), db.Close())
	}
	return db, nil
}
