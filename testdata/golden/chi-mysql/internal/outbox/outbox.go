// Package outbox publishes events of what has been committed, and of nothing else.
//
// An event is stored by the transaction that makes the change it tells of. A relay
// publishes what is stored until the broker has confirmed it: at least once, and the
// events of a subject in the order of its changes.
package outbox

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"

	"github.com/acme/payments/internal/broker"
	"github.com/acme/payments/internal/cloudevent"
	"github.com/acme/payments/internal/requestid"
)

// Transactions run functions in transactions of the database.
type Transactions interface {
	// Do runs fn in a transaction, which the stores join that fn calls with its
	// context. If the database gives it up, fn may run again in another one.
	Do(ctx context.Context, fn func(ctx context.Context, tx Executor) error) error
}

// Executor runs statements.
type Executor interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Outbox stores events.
type Outbox struct {
	db        Transactions
	committed chan struct{} // has an element if there may be new events
}

// New returns an Outbox that uses db.
func New(db Transactions) *Outbox {
	return &Outbox{db: db, committed: make(chan struct{}, 1)}
}

// Do runs change in a transaction, and stores the events that it adds in the same
// one: either all of it is committed, or nothing. The stores that change calls with
// its context join the transaction. It may run again after the database has rolled
// it back in favor of others.
func (o *Outbox) Do(ctx context.Context, change func(ctx context.Context, events *Events) error) error {
	err := o.db.Do(ctx, func(ctx context.Context, tx Executor) error {
		events := &Events{trace: traceOf(ctx)}
		if err := change(ctx, events); err != nil {
			return err
		}
		return insert(ctx, tx, events.messages)
	})
	if err != nil {
		return err
	}
	o.wake()
	return nil
}

// wake tells the relay of this process that there may be new events.
func (o *Outbox) wake() {
	select {
	case o.committed <- struct{}{}:
	default: // it has been told
	}
}

// Events are the events of a transaction.
type Events struct {
	trace    string
	messages []broker.Message
}

// Add adds the event that something of a kind, such as book, was created, or
// whatever else has happened. Subject says which one, such as books/7, and data what
// it is like now. The caller returns the error, so that nothing happens without its event.
func (e *Events) Add(kind, happened, subject string, data any) error {
	event, err := cloudevent.New(kind, happened, subject, data)
	if err != nil {
		return err
	}
	event.TraceParent = e.trace
	body, err := event.Encode()
	if err != nil {
		return err
	}
	e.messages = append(e.messages, broker.Message{
		ID: event.ID, Type: event.Type, Key: subject, Trace: e.trace, Part: broker.PartOf(subject), Body: body,
	})
	return nil
}

// traceOf returns the trace of the request in ctx as a traceparent, "" if there is
// none.
func traceOf(ctx context.Context) string {
	ids, ok := requestid.FromContext(ctx)
	if !ok {
		return ""
	}
	var span [8]byte
	_, _ = rand.Read(span[:]) // never fails
	return "00-" + ids.Trace + "-" + hex.EncodeToString(span[:]) + "-01"
}
