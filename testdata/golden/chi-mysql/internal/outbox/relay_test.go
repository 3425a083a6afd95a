package outbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/acme/payments/internal/broker"
)

// fakeQueue is an outbox in memory.
type fakeQueue struct {
	mu      sync.Mutex
	rows    []Row
	created map[int64]time.Time
	sent    map[int64]time.Time
	owners  [broker.Partitions]string
	until   [broker.Partitions]time.Time
	unread  bool // no mark is stored: the relay dies just before
	calls   int
}

func newFakeQueue() *fakeQueue {
	return &fakeQueue{created: map[int64]time.Time{}, sent: map[int64]time.Time{}}
}

// add stores n messages of each subject in turn.
func (q *fakeQueue) add(n int, subjects ...string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for range n {
		for _, subject := range subjects {
			id := int64(len(q.created) + 1)
			q.created[id] = time.Now()
			q.rows = append(q.rows, Row{ID: id, Message: broker.Message{ID: strconv.Itoa(int(id)), Key: subject, Part: broker.PartOf(subject)}})
		}
	}
}

func (q *fakeQueue) isWaiting(part int) bool {
	return slices.ContainsFunc(q.rows, func(r Row) bool { return r.Message.Part == part && q.sent[r.ID].IsZero() })
}

func (q *fakeQueue) isFree(owner string, part int) bool {
	return q.owners[part] == owner || q.until[part].Before(time.Now())
}

func (q *fakeQueue) Waiting(_ context.Context, owner string) (parts []int, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.calls++
	for part := range broker.Partitions {
		if q.isFree(owner, part) && q.isWaiting(part) {
			parts = append(parts, part)
		}
	}
	return parts, nil
}

func (q *fakeQueue) Lease(_ context.Context, owner string, part int, until time.Time) (bool, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.isFree(owner, part) {
		return false, nil
	}
	q.owners[part], q.until[part] = owner, until
	return true, nil
}

func (q *fakeQueue) Release(_ context.Context, owner string, part int) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.owners[part] == owner {
		q.until[part] = time.Time{}
	}
	return nil
}

func (q *fakeQueue) Unsent(_ context.Context, part, limit int) (rows []Row, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, r := range q.rows {
		if r.Message.Part == part && q.sent[r.ID].IsZero() && len(rows) < limit {
			rows = append(rows, r)
		}
	}
	return rows, nil
}

func (q *fakeQueue) MarkSent(_ context.Context, rows []Row) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.unread {
		q.unread = false
		return errors.New("connection lost")
	}
	for _, r := range rows {
		q.sent[r.ID] = time.Now()
	}
	return nil
}

func (q *fakeQueue) Purge(_ context.Context, before time.Time) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.rows = slices.DeleteFunc(q.rows, func(r Row) bool {
		at, ok := q.sent[r.ID]
		return ok && at.Before(before)
	})
	return nil
}

func (q *fakeQueue) Oldest(context.Context) (time.Time, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, r := range q.rows {
		if q.sent[r.ID].IsZero() {
			return q.created[r.ID], nil
		}
	}
	return time.Time{}, nil
}

func (q *fakeQueue) len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.rows)
}

var errDown = errors.New("broker is down")

// fakeBroker keeps what is published.
type fakeBroker struct {
	mu       sync.Mutex
	messages []broker.Message
	calls    int
	down     bool
	// cut has each of the first calls fail in the middle: some messages are there.
	cut int
	// delay is how long a call takes.
	delay time.Duration
}

func (b *fakeBroker) Publish(ctx context.Context, messages []broker.Message) error {
	select {
	case <-time.After(b.delay):
	case <-ctx.Done():
		return ctx.Err()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls++
	switch {
	case b.down:
		return errDown
	case b.calls <= b.cut:
		b.messages = append(b.messages, messages[:len(messages)/2]...)
		return errDown
	}
	b.messages = append(b.messages, messages...)
	return nil
}

// set changes whether the broker is down.
func (b *fakeBroker) set(down bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.down = down
}

// check checks that n messages have arrived, those of each subject in order where each is
// counted when it comes first, and how many came twice.
func (b *fakeBroker) check(t *testing.T, n, twice int) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	seen, last := map[string]bool{}, map[string]int{}
	for _, m := range b.messages {
		if seen[m.ID] {
			continue
		}
		seen[m.ID] = true
		id, err := strconv.Atoi(m.ID)
		if err != nil || id < last[m.Key] {
			t.Errorf("%s of %s comes after %d", m.ID, m.Key, last[m.Key])
		}
		last[m.Key] = id
	}
	if again := len(b.messages) - len(seen); len(seen) != n || again > twice {
		t.Errorf("%d messages have arrived, and %d again; want %d, and at most %d", len(seen), again, n, twice)
	}
}

const (
	keep = time.Hour
	poll = time.Second
)

// start runs a relay until the end of the test.
func start(t *testing.T, of *Outbox, queue *fakeQueue, b *fakeBroker, log *slog.Logger) (relay *Relay, stop func()) {
	t.Helper()
	relay = NewRelay(Config{Keep: keep, Poll: poll, Late: time.Minute}, of, queue, b, log)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- relay.Run(ctx) }()
	return relay, sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func subjects(n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf("books/%d", i))
	}
	return all
}

// Several relays publish each message once, and those of a subject in order.
func TestRelay_several(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		queue, b := newFakeQueue(), &fakeBroker{delay: 30 * time.Millisecond}
		var stops []func()
		for range 3 {
			_, stop := start(t, New(nil), queue, b, slog.New(slog.DiscardHandler))
			stops = append(stops, stop)
		}
		for range 50 {
			queue.add(7, subjects(20)...)
			time.Sleep(100 * time.Millisecond)
		}
		time.Sleep(time.Minute)
		b.check(t, 50*7*20, 0)
		for _, stop := range stops {
			stop()
		}
	})
}

// A relay publishes as soon as it is told of a commit.
func TestRelay_wakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		of, queue, b := New(nil), newFakeQueue(), &fakeBroker{}
		_, stop := start(t, of, queue, b, slog.New(slog.DiscardHandler))
		defer stop()
		time.Sleep(poll + poll/2)
		queue.add(1, "books/1")
		of.wake()
		synctest.Wait()
		b.check(t, 1, 0)
	})
}

// What fails in the middle is published again, in order.
func TestRelay_again(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		queue, b := newFakeQueue(), &fakeBroker{cut: 20}
		queue.add(40, subjects(30)...)
		_, stop := start(t, New(nil), queue, b, slog.New(slog.DiscardHandler))
		defer stop()
		time.Sleep(5 * time.Minute)
		b.check(t, 40*30, 20*batch/2)
	})
}

// What was published and not marked is published again.
func TestRelay_diesBeforeMark(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		queue, b := newFakeQueue(), &fakeBroker{}
		queue.add(3, "books/1")
		queue.unread = true
		_, stop := start(t, New(nil), queue, b, slog.New(slog.DiscardHandler))
		defer stop()
		time.Sleep(time.Minute)
		synctest.Wait()
		b.check(t, 3, 3)
		if len(b.messages) != 6 {
			t.Errorf("%d messages were published, want all of them twice", len(b.messages))
		}
	})
}

// The partitions of a relay that has died go to another one.
func TestRelay_died(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		queue, b := newFakeQueue(), &fakeBroker{}
		queue.add(3, "books/1")
		if ok, err := queue.Lease(t.Context(), "dead", broker.PartOf("books/1"), time.Now().Add(leaseTime)); !ok || err != nil {
			t.Fatal(ok, err)
		}
		_, stop := start(t, New(nil), queue, b, slog.New(slog.DiscardHandler))
		defer stop()
		time.Sleep(leaseTime - time.Second)
		b.check(t, 0, 0)
		time.Sleep(time.Minute)
		b.check(t, 3, 0)
	})
}

// While the broker is down, messages wait, the relay tries now and then, and the log
// says so once. Afterwards all are published.
func TestRelay_brokerDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var logged bytes.Buffer
		of, queue, b := New(nil), newFakeQueue(), &fakeBroker{down: true}
		relay, stop := start(t, of, queue, b, slog.New(slog.NewTextHandler(&logged, nil)))
		for range 3600 {
			queue.add(1, "books/1")
			of.wake()
			time.Sleep(time.Second)
		}
		synctest.Wait()
		if tries := int(time.Hour/maxPause) + 100; b.calls > tries {
			t.Errorf("the relay has tried %d times, want at most %d", b.calls, tries)
		}
		if err := relay.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "1h0m0s") || !errors.Is(err, errDown) {
			t.Errorf("health = %v", err)
		}
		b.set(false)
		time.Sleep(time.Minute)
		b.check(t, 3600, 0)
		if err := relay.Check(t.Context()); err != nil {
			t.Error(err)
		}
		stop()
		if n := strings.Count(logged.String(), "\n"); n != 2 {
			t.Errorf("logged:\n%s", &logged)
		}
	})
}

// What is committed while the service stops is published, if that is possible.
func TestRelay_stops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, down := range []bool{false, true} {
			queue, b := newFakeQueue(), &fakeBroker{down: down}
			queue.add(1, "books/1")
			_, stop := start(t, New(nil), queue, b, slog.New(slog.DiscardHandler))
			time.Sleep(poll / 2)
			queue.add(3*batch, "books/1")
			began := time.Now()
			stop()
			if down {
				b.check(t, 0, 0)
			} else {
				b.check(t, 1+3*batch, 0)
			}
			if took := time.Since(began); took > flushTimeout {
				t.Errorf("stopping took %s", took)
			}
		}
	})
}

// A broker that does not answer does not keep the service from stopping.
func TestRelay_stopsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		queue, b := newFakeQueue(), &fakeBroker{delay: time.Hour}
		queue.add(1, "books/1")
		_, stop := start(t, New(nil), queue, b, slog.New(slog.DiscardHandler))
		time.Sleep(time.Second)
		began := time.Now()
		stop()
		if took := time.Since(began); took > flushTimeout {
			t.Errorf("stopping took %s", took)
		}
	})
}

// What was sent is deleted when its time has passed.
func TestRelay_purges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		queue, b := newFakeQueue(), &fakeBroker{}
		queue.add(10, "books/1")
		_, stop := start(t, New(nil), queue, b, slog.New(slog.DiscardHandler))
		defer stop()
		time.Sleep(keep)
		if n := queue.len(); n != 10 {
			t.Errorf("%d rows are left before their time has passed", n)
		}
		time.Sleep(2 * purgeInterval)
		if n := queue.len(); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}
