// Package store keeps the data in PostgreSQL.
package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/acme/rooms/internal/secret"
)

// Config is read from the environment.
type Config struct {
	// DSN says where the database is and who asks, as a URL
	// postgres://USER:PASSWORD@HOST:PORT/NAME or as words host=… user=….
	DSN secret.Text `env:"POSTGRES_DSN"`
	// MaxConns bounds the connections of all pools together: one for readiness,
	// and of the others half for reads and half for writes. Each is a process of
	// the server, which does most with a few for each of its processors; all
	// instances together must stay below its max_connections, 100 unless somebody
	// changed it.
	MaxConns int `env:"POSTGRES_MAX_CONNS" envDefault:"10"`
	// ConnMaxLifetime makes connections move to where a name or a load balancer
	// leads now, and gives back the memory that the server has gathered for them.
	ConnMaxLifetime time.Duration `env:"POSTGRES_CONN_MAX_LIFETIME" envDefault:"30m"`
	// ConnMaxIdleTime lets the pool shrink when a rush is over.
	ConnMaxIdleTime time.Duration `env:"POSTGRES_CONN_MAX_IDLE_TIME" envDefault:"5m"`
	// ConnectTimeout ends the wait for a host that does not answer, well inside
	// the time that a request has.
	ConnectTimeout time.Duration `env:"POSTGRES_CONNECT_TIMEOUT" envDefault:"5s"`
	// LockTimeout ends the wait for what another transaction has locked, well
	// inside the time that a request has: a connection that waits is one less for
	// the others.
	LockTimeout time.Duration `env:"POSTGRES_LOCK_TIMEOUT" envDefault:"3s"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	if c.DSN == "" {
		problems = append(problems, errors.New("POSTGRES_DSN: must be set, such as postgres://USER:PASSWORD@HOST:PORT/NAME"))
	} else if _, err := pgx.ParseConfig(string(c.DSN)); err != nil {
		problems = append(problems, fmt.Errorf("POSTGRES_DSN: %w", err)) // without the password
	}
	if c.MaxConns < minConns {
		problems = append(problems, fmt.Errorf("POSTGRES_MAX_CONNS: must be at least %d", minConns))
	}
	for _, d := range []struct {
		name  string
		value time.Duration
	}{
		{"POSTGRES_CONN_MAX_LIFETIME", c.ConnMaxLifetime},
		{"POSTGRES_CONN_MAX_IDLE_TIME", c.ConnMaxIdleTime},
		{"POSTGRES_CONNECT_TIMEOUT", c.ConnectTimeout},
		{"POSTGRES_LOCK_TIMEOUT", c.LockTimeout},
	} {
		if d.value <= 0 {
			problems = append(problems, errors.New(d.name+": must be positive"))
		}
	}
	return errors.Join(problems...)
}

// Open makes the pools and makes sure that the database answers. The caller
// closes them.
func Open(ctx context.Context, cfg Config) (*DB, error) {
	conn, err := pgx.ParseConfig(string(cfg.DSN))
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	conn.ConnectTimeout = cfg.ConnectTimeout
	conn.RuntimeParams["lock_timeout"] = strconv.FormatInt(cfg.LockTimeout.Milliseconds(), 10)
	name := cmp.Or(conn.RuntimeParams["application_name"], "rooms")
	conn.RuntimeParams["application_name"] = name // tells whose connections these are in pg_stat_activity
	// The server ends a transaction whose client has vanished, so that it does not
	// keep its locks.
	const idle = "idle_in_transaction_session_timeout"
	conn.RuntimeParams[idle] = cmp.Or(conn.RuntimeParams[idle], "15s")
	db := newDB(cfg, stdlib.GetConnector(*conn, stdlib.OptionAfterConnect(readInUTC)))
	if err := db.Health.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open database: %w", err), db.Close())
	}
	return db, nil
}

// readInUTC makes the driver give moments in UTC, not in the zone of the machine.
func readInUTC(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	return nil
}
