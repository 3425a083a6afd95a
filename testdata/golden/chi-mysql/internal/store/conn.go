package store

import (
	"context"
	"database/sql/driver"
	"time"
)

// driverConn is what database/sql uses of a connection of the driver.
type driverConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.NamedValueChecker
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// boundedConn is a connection whose transactions end in time. The driver's own
// COMMIT and ROLLBACK have no deadline.
type boundedConn struct {
	driverConn
	timeout time.Duration // for ROLLBACK
}

// BeginTx implements driver.ConnBeginTx.
func (c boundedConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	if _, err := c.driverConn.BeginTx(ctx, opts); err != nil {
		return nil, err
	}
	return boundedTx{conn: c, commit: func() error { return c.exec(ctx, "COMMIT") }}, nil
}

func (c boundedConn) exec(ctx context.Context, statement string) error {
	_, err := c.ExecContext(ctx, statement, nil)
	return err
}

// boundedTx is a transaction of a boundedConn.
type boundedTx struct {
	conn   boundedConn
	commit func() error
}

// Commit implements driver.Tx.
func (t boundedTx) Commit() error { return t.commit() }

// Rollback implements driver.Tx.
func (t boundedTx) Rollback() error {
	// The context of the transaction may have ended, which is why it is rolled back.
	ctx, cancel := context.WithTimeout(context.Background(), t.conn.timeout)
	defer cancel()
	return t.conn.exec(ctx, "ROLLBACK")
}
