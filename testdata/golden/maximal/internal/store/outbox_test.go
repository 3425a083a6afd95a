package store_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/acme/everything/internal/broker"
	"github.com/acme/everything/internal/outbox"
	"github.com/acme/everything/internal/store"
)

// tableOf returns the outbox in a database.
func tableOf(tb testing.TB, db *store.ORM) *outbox.Table {
	tb.Helper()
	reads, err := db.Reads.DB()
	if err != nil {
		tb.Fatal(err)
	}
	writes, err := db.Writes.DB()
	if err != nil {
		tb.Fatal(err)
	}
	return outbox.NewTable(reads, writes)
}

// adds returns a change that adds an event of each subject.
func adds(subjects ...string) func(context.Context, *outbox.Events) error {
	return func(_ context.Context, events *outbox.Events) error {
		for _, subject := range subjects {
			if err := events.Add("book", "created", subject, subject); err != nil {
				return err
			}
		}
		return nil
	}
}

// What is committed has its events, and what is rolled back has none.
func TestOutbox(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), open(t)
	to := outbox.New(store.NewTransactions(db))
	check := func(what string, want int) {
		t.Helper()
		if n := number(t, db, "SELECT COUNT(*) FROM outbox"); n != want {
			t.Errorf("%s: %d events, want %d", what, n, want)
		}
	}
	refused := errors.New("refused")
	refuse := func(ctx context.Context, events *outbox.Events) error {
		return errors.Join(adds("books/1")(ctx, events), refused)
	}
	if err := to.Do(ctx, refuse); !errors.Is(err, refused) {
		t.Errorf("error = %v", err)
	}
	check("after an error", 0)
	func() {
		defer func() { _ = recover() }()
		_ = to.Do(ctx, func(ctx context.Context, events *outbox.Events) error { panic(adds("books/1")(ctx, events)) })
	}()
	check("after a panic", 0)
	if err := to.Do(ctx, adds("books/1", "books/2")); err != nil {
		t.Fatal(err)
	}
	check("committed", 2)

	// A change in a change is undone alone, or together with it.
	err := to.Do(ctx, func(ctx context.Context, events *outbox.Events) error {
		if err := to.Do(ctx, refuse); !errors.Is(err, refused) {
			return err
		}
		return errors.Join(adds("books/3")(ctx, events), to.Do(ctx, adds("books/4")))
	})
	if err != nil {
		t.Error(err)
	}
	check("with another one inside", 4)
	err = to.Do(ctx, func(ctx context.Context, _ *outbox.Events) error {
		return errors.Join(to.Do(ctx, adds("books/5")), refused)
	})
	if !errors.Is(err, refused) {
		t.Errorf("error = %v", err)
	}
	check("undone with the one inside", 4)
}

// stored returns the outbox of a new database with n messages of one subject, and its
// partition.
func stored(t *testing.T, n int) (table *outbox.Table, part int) {
	t.Helper()
	db := open(t)
	if err := outbox.New(store.NewTransactions(db)).Do(t.Context(), adds(slices.Repeat([]string{"books/1"}, n)...)); err != nil {
		t.Fatal(err)
	}
	return tableOf(t, db), broker.PartOf("books/1")
}

// A partition belongs to one relay at a time.
func TestTable_lease(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	table, part := stored(t, 1)
	for _, tt := range []struct {
		owner string
		time  time.Duration
		want  bool
	}{
		{"first", -time.Minute, true}, // and is over
		{"second", time.Hour, true},
		{"first", time.Hour, false},
		{"second", time.Hour, true},
	} {
		if parts, err := table.Waiting(ctx, tt.owner); err != nil || slices.Equal(parts, []int{part}) != tt.want {
			t.Errorf("%s can have %v, %v", tt.owner, parts, err)
		}
		if got, err := table.Lease(ctx, tt.owner, part, time.Now().Add(tt.time)); err != nil || got != tt.want {
			t.Errorf("lease of %s = %t, %v", tt.owner, got, err)
		}
	}
	for _, tt := range []struct {
		release string
		want    bool
	}{{"first", false}, {"third", false}, {"second", true}} {
		if err := table.Release(ctx, tt.release, part); err != nil {
			t.Error(err)
		}
		if parts, err := table.Waiting(ctx, "first"); err != nil || (len(parts) > 0) != tt.want {
			t.Errorf("released by %s: first can have %v, %v", tt.release, parts, err)
		}
	}
}

func markSent(t *testing.T, table *outbox.Table, rows []outbox.Row) {
	t.Helper()
	if err := table.MarkSent(t.Context(), rows); err != nil {
		t.Fatal(err)
	}
}

// Messages are read in order until they are marked as sent.
func TestTable_unsent(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	table, part := stored(t, 3)
	rows, err := table.Unsent(ctx, part, 2)
	if err != nil || len(rows) != 2 || rows[0].ID >= rows[1].ID {
		t.Fatalf("unsent: %v, %v", rows, err)
	}
	for _, row := range rows {
		m := row.Message
		if m.ID == "" || m.Type == "" || m.Key != "books/1" || m.Part != part || len(m.Body) == 0 {
			t.Errorf("message %+v", m)
		}
	}
	markSent(t, table, rows)
	rest, err := table.Unsent(ctx, part, 2)
	if err != nil || len(rest) != 1 || rest[0].ID <= rows[1].ID {
		t.Fatalf("left: %v, %v", rest, err)
	}
	markSent(t, table, rest)
	if parts, err := table.Waiting(ctx, "first"); err != nil || len(parts) > 0 {
		t.Errorf("all is sent, and %v wait, %v", parts, err)
	}
}

// What was sent is deleted when its time has come, and what was not is not.
func TestTable_purge(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), open(t)
	table, before := tableOf(t, db), time.Now().Truncate(time.Millisecond)
	if oldest, err := table.Oldest(ctx); err != nil || !oldest.IsZero() {
		t.Errorf("oldest of none = %s, %v", oldest, err)
	}
	if err := outbox.New(store.NewTransactions(db)).Do(ctx, adds("books/1", "books/1")); err != nil {
		t.Fatal(err)
	}
	if oldest, err := table.Oldest(ctx); err != nil || oldest.Before(before) || oldest.After(time.Now()) {
		t.Errorf("oldest = %s, %v, want one from %s", oldest, err, before)
	}
	rows, err := table.Unsent(ctx, broker.PartOf("books/1"), 1)
	if err != nil {
		t.Fatal(err)
	}
	markSent(t, table, rows)
	for _, tt := range []struct {
		before time.Time
		left   int
	}{{before, 2}, {time.Now().Add(time.Hour), 1}} {
		if err := table.Purge(ctx, tt.before); err != nil {
			t.Fatal(err)
		}
		if n := number(t, db, "SELECT COUNT(*) FROM outbox"); n != tt.left {
			t.Errorf("%d messages are left, want %d", n, tt.left)
		}
	}
}

// collector is a broker that keeps what is published.
type collector struct {
	mu       sync.Mutex
	messages []broker.Message
}

func (c *collector) Publish(_ context.Context, messages []broker.Message) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.messages = append(c.messages, messages...)
	return nil
}

func (c *collector) len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.messages)
}

// check checks that n events of each subject have arrived in order.
func (c *collector) check(t *testing.T, subjects, n int) {
	t.Helper()
	got := map[string][]string{}
	for _, m := range c.messages {
		if !slices.Contains(got[m.Key], m.ID) { // a relay that was slow may have published it, too
			got[m.Key] = append(got[m.Key], m.ID)
		}
	}
	for i := range subjects {
		// IDs are UUIDv7, which sort by the time when they were made.
		if ids := got[fmt.Sprintf("books/%d", i)]; len(ids) != n || !slices.IsSorted(ids) {
			t.Errorf("books/%d: %v", i, ids)
		}
	}
}

// Relays of several processes publish what is committed meanwhile: each message, those
// of a subject in order.
func TestRelays(t *testing.T) {
	t.Parallel()
	const subjects, changes = 8, 10
	db, published := open(t), &collector{}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cfg := outbox.Config{Keep: time.Hour, Poll: 10 * time.Millisecond, Late: time.Minute}
	running, stop := context.WithCancel(ctx)
	var relays, writers sync.WaitGroup
	to := outbox.New(store.NewTransactions(db))
	for range 3 {
		relay := outbox.NewRelay(cfg, to, tableOf(t, db), published, slog.New(slog.DiscardHandler))
		relays.Go(func() {
			if err := relay.Run(running); err != nil {
				t.Error(err)
			}
		})
	}
	for i := range subjects {
		writers.Go(func() {
			for range changes {
				if err := to.Do(ctx, adds(fmt.Sprintf("books/%d", i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	for published.len() < subjects*changes && ctx.Err() == nil {
		time.Sleep(10 * time.Millisecond)
	}
	stop()
	relays.Wait()
	if n := number(t, db, "SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL"); n != 0 {
		t.Errorf("%d messages were not published", n)
	}
	published.check(t, subjects, changes)
}
