package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"time"

	"github.com/go-sql-driver/mysql"
)

// sqlMode is strict, as MySQL 8 is unless somebody changed it. It lacks only
// NO_ZERO_DATE, because 0000-00-00 is how the driver writes and reads the zero
// time, the first moment of year 1.
const sqlMode = "'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'"

// connector makes connections that behave alike whatever the settings of the
// server are.
type connector struct {
	driver.Connector
	timeout time.Duration
}

func newConnector(conn *mysql.Config, cfg Config) (*connector, error) {
	conn.ParseTime, conn.Loc = true, time.UTC
	conn.ClientFoundRows = true      // an UPDATE to the values that are there has found its row
	conn.InterpolateParams = true    // to prepare each statement first would double its round trips
	conn.Logger = &mysql.NopLogger{} // what it would tell comes back as an error
	conn.ConnectionAttributes = cmp.Or(conn.ConnectionAttributes, "program_name:payments")
	if conn.Params == nil {
		conn.Params = make(map[string]string)
	}
	lockTimeout := strconv.Itoa(int(cfg.LockTimeout.Seconds()))
	maps.Copy(conn.Params, map[string]string{
		"sql_mode":                 sqlMode,
		"time_zone":                "'+00:00'",
		"max_sort_length":          "4096",      // bytes of a text that MariaDB sorts by, instead of 1024
		"innodb_lock_wait_timeout": lockTimeout, // for a row
		"lock_wait_timeout":        lockTimeout, // for a table whose schema changes
	})
	// The server ends a connection whose client has vanished, so that it does not
	// keep its locks. The pool closes an idle one earlier.
	idle := cfg.ConnMaxIdleTime + 15*time.Second
	conn.Params["wait_timeout"] = cmp.Or(conn.Params["wait_timeout"], strconv.Itoa(int(idle.Seconds())))
	// To put arguments into a statement is safe in UTF-8, not in every charset.
	if err := conn.Apply(mysql.Charset("utf8mb4", "")); err != nil {
		return nil, err
	}
	inner, err := mysql.NewConnector(conn)
	if err != nil {
		return nil, err
	}
	return &connector{Connector: inner, timeout: cfg.ConnectTimeout}, nil
}

// Connect ends in time even where a host takes a connection and then says
// nothing, which is too late for the timeout of the driver.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	inner, ok := conn.(driverConn)
	if !ok {
		return nil, errors.Join(fmt.Errorf("unexpected connection %T", conn), conn.Close())
	}
	return boundedConn{driverConn: inner, timeout: c.timeout}, nil
}
