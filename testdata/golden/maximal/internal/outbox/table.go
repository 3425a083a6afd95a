package outbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/acme/everything/internal/broker"
)

// callTimeout limits each call of the database by the relay.
const callTimeout = 5 * time.Second

const (
	insertMessage = `
		INSERT INTO outbox (event_id, type, part, subject, trace, body, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`
	selectWaiting = `
		SELECT p.part
		FROM outbox_partitions p
		WHERE (p.owner = ? OR p.leased_until < ?)
			AND EXISTS (SELECT 1 FROM outbox o WHERE o.part = p.part AND o.sent_at IS NULL)`
	leasePartition = `
		UPDATE outbox_partitions
		SET owner = ?, leased_until = ?
		WHERE part = ? AND (owner = ? OR leased_until < ?)`
	releasePartition = `
		UPDATE outbox_partitions
		SET leased_until = 0
		WHERE part = ? AND owner = ?`
	selectUnsent = `
		SELECT id, event_id, type, part, subject, trace, body
		FROM outbox
		WHERE part = ? AND sent_at IS NULL
		ORDER BY id
		LIMIT ?`
	deleteSent = `
		DELETE FROM outbox
		WHERE sent_at < ?`
	selectOldest = `
		SELECT MIN(o.created_at)
		FROM outbox_partitions p
		JOIN outbox o ON o.id = (SELECT MIN(u.id) FROM outbox u WHERE u.part = p.part AND u.sent_at IS NULL)`
)

// Table is the outbox in the database. Times in it are milliseconds since 1970.
type Table struct {
	reads  *sql.DB
	writes *sql.DB
}

// NewTable returns the outbox in a database that has a pool for reads and one for
// writes.
func NewTable(reads, writes *sql.DB) *Table {
	return &Table{reads: reads, writes: writes}
}

// insert stores messages. Where several transactions change one thing, each waits
// for the one before to end, so that their messages have ids in the order of the
// commits.
func insert(ctx context.Context, tx Executor, messages []broker.Message) error {
	now := time.Now().UnixMilli()
	for _, m := range messages {
		if _, err := tx.ExecContext(ctx, insertMessage, m.ID, m.Type, m.Part, m.Key, m.Trace, m.Body, now); err != nil {
			return fmt.Errorf("store event: %w", err)
		}
	}
	return nil
}

// Waiting implements Queue.
func (t *Table) Waiting(ctx context.Context, owner string) ([]int, error) {
	return query(ctx, t.reads, func(row *sql.Rows) (part int, err error) {
		err = row.Scan(&part)
		return part, err
	}, selectWaiting, owner, time.Now().UnixMilli())
}

// Lease implements Queue.
func (t *Table) Lease(ctx context.Context, owner string, part int, until time.Time) (bool, error) {
	n, err := t.exec(ctx, leasePartition, owner, until.UnixMilli(), part, owner, time.Now().UnixMilli())
	return n > 0, err
}

// Release implements Queue.
func (t *Table) Release(ctx context.Context, owner string, part int) error {
	_, err := t.exec(ctx, releasePartition, part, owner)
	return err
}

// Unsent implements Queue.
func (t *Table) Unsent(ctx context.Context, part, limit int) ([]Row, error) {
	return query(ctx, t.reads, func(row *sql.Rows) (r Row, err error) {
		err = row.Scan(&r.ID, &r.Message.ID, &r.Message.Type, &r.Message.Part, &r.Message.Key, &r.Message.Trace, &r.Message.Body)
		return r, err
	}, selectUnsent, part, limit)
}

// MarkSent implements Queue. It names each row: one with a lower id may have been
// committed since the rows were read.
func (t *Table) MarkSent(ctx context.Context, rows []Row) error {
	args := []any{time.Now().UnixMilli()}
	for _, row := range rows {
		args = append(args, row.ID)
	}
	_, err := t.exec(ctx, "UPDATE outbox SET sent_at = "+marks(1, 1)+" WHERE id IN ("+marks(2, len(rows))+")", args...)
	return err
}

// Purge implements Queue.
func (t *Table) Purge(ctx context.Context, before time.Time) error {
	_, err := t.exec(ctx, deleteSent, before.UnixMilli())
	return err
}

// Oldest implements Queue.
func (t *Table) Oldest(ctx context.Context) (time.Time, error) {
	found, err := query(ctx, t.reads, func(row *sql.Rows) (created sql.NullInt64, err error) {
		err = row.Scan(&created)
		return created, err
	}, selectOldest)
	if err != nil || !found[0].Valid {
		return time.Time{}, err
	}
	return time.UnixMilli(found[0].Int64), nil
}

// exec runs a statement and returns the number of rows that it has found.
func (t *Table) exec(ctx context.Context, statement string, args ...any) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	result, err := t.writes.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// query returns what scan makes of the rows that a query finds.
func query[T any](ctx context.Context, db *sql.DB, scan func(*sql.Rows) (T, error), text string, args ...any) (found []T, err error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	rows, err := db.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		row, err := scan(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, row)
	}
	return found, rows.Err()
}

// marks are the placeholders of n arguments.
func marks(_, n int) string { return "?" + strings.Repeat(", ?", n-1) }
