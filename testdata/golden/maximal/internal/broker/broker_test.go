package broker_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/acme/everything/internal/broker"
	"github.com/acme/everything/internal/broker/brokertest"
)

// patience is how long a test waits for what happens at once, because a machine that
// runs tests is busy.
const patience = 30 * time.Second

const group = brokertest.Group

// event returns message n of a key.
func event(key string, n int) broker.Message {
	return broker.Message{
		ID: fmt.Sprintf("%s#%d", key, n), Type: "test.book.created.v1", Key: key, Part: broker.PartOf(key),
		Body: fmt.Appendf(nil, `{"n": %d}`, n),
	}
}

// publish has the messages stored for the group.
func publish(t *testing.T, b *broker.Broker, messages ...broker.Message) {
	t.Helper()
	if _, err := b.Lag(t.Context(), group); err != nil { // makes the group, if need be
		t.Fatal(err)
	}
	if err := b.Publish(t.Context(), messages); err != nil {
		t.Fatal(err)
	}
}

// journal has the IDs of what was handled, of each key in order.
type journal struct {
	mu    sync.Mutex
	byKey map[string][]string
	count int
}

func (j *journal) handle(_ context.Context, m broker.Message) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.byKey == nil {
		j.byKey = map[string][]string{}
	}
	j.byKey[m.Key] = append(j.byKey[m.Key], m.ID)
	j.count++
	return nil
}

func (j *journal) len() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.count
}

// consume consumes in the background and returns a function that stops it.
func consume(t *testing.T, b *broker.Broker, handle func(context.Context, broker.Message) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Consume(ctx, group, handle) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Consume: %v", err)
		}
	})
	t.Cleanup(stop)
	return stop
}

func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// TestPartOf has the partitions that keys of messages already have.
func TestPartOf(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]int{"": 5, "books/7": 7, "books/8": 6, "authors/7": 5} {
		if got := broker.PartOf(key); got != want {
			t.Errorf("%q: got %d, want %d", key, got, want)
		}
	}
}

func TestMessage(t *testing.T) {
	t.Parallel()
	b := brokertest.New(t)
	want := event("books/ü 7", 1)
	want.Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	want.Body = bytes.Repeat([]byte("0123456789abcdef"), 16<<10) // 256 KiB
	publish(t, b, want)
	got := make(chan broker.Message, 1)
	consume(t, b, func(_ context.Context, m broker.Message) error {
		got <- m
		return nil
	})
	if m := <-got; !reflect.DeepEqual(m, want) {
		t.Errorf("got %.300v", m)
	}
}

// TestOrder has two instances that consume while a third publishes.
func TestOrder(t *testing.T) {
	t.Parallel()
	const keys, each = 20, 25
	cfg := brokertest.Config(t)
	publisher := brokertest.Open(t, cfg)
	publish(t, publisher)
	var handled journal
	for range 2 {
		consume(t, brokertest.Open(t, cfg), handled.handle)
	}
	want := map[string][]string{}
	for n := range each {
		var batch []broker.Message
		for k := range keys {
			m := event(fmt.Sprint("books/", k), n)
			batch = append(batch, m)
			want[m.Key] = append(want[m.Key], m.ID)
		}
		publish(t, publisher, batch...)
	}
	waitFor(t, "all messages", func() bool { return handled.len() >= keys*each })
	handled.mu.Lock()
	defer handled.mu.Unlock()
	for key := range want {
		if got := firsts(handled.byKey[key]); !reflect.DeepEqual(got, want[key]) {
			t.Errorf("%s: got %v", key, got)
		}
	}
}

// firsts leaves out messages that were delivered before.
func firsts(ids []string) []string {
	var list []string
	seen := map[string]bool{}
	for _, id := range ids {
		if !seen[id] {
			list = append(list, id)
		}
		seen[id] = true
	}
	return list
}

// TestFailure has a message that is handled at the third try. The next one of its
// key waits.
func TestFailure(t *testing.T) {
	t.Parallel()
	b := brokertest.New(t)
	publish(t, b, event("books/7", 1), event("books/7", 2))
	var handled journal
	tries := 0
	consume(t, b, func(ctx context.Context, m broker.Message) error {
		if m.ID == event("books/7", 1).ID {
			tries++
			if tries < 3 {
				return errors.New("not yet")
			}
		}
		return handled.handle(ctx, m)
	})
	waitFor(t, "both messages", func() bool { return handled.len() >= 2 })
	handled.mu.Lock()
	defer handled.mu.Unlock()
	if got, want := firsts(handled.byKey["books/7"]), []string{"books/7#1", "books/7#2"}; !reflect.DeepEqual(got, want) || tries < 3 {
		t.Errorf("after %d tries: %v", tries, got)
	}
}

// TestStop ends a consumer that is handling a message, which it may finish. Another
// one goes on with the next message.
func TestStop(t *testing.T) {
	t.Parallel()
	cfg := brokertest.Config(t)
	b := brokertest.Open(t, cfg)
	publish(t, b, event("books/7", 1), event("books/7", 2))
	began, finish := make(chan struct{}), make(chan struct{})
	var once sync.Once
	var first, second journal
	stop := consume(t, b, func(ctx context.Context, m broker.Message) error {
		once.Do(func() { close(began) })
		<-finish
		if err := ctx.Err(); err != nil {
			t.Errorf("the context of a call has ended: %v", err)
		}
		return first.handle(ctx, m)
	})
	<-began
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		stop()
	}()
	select {
	case <-stopped:
		t.Error("stopped before the message was handled")
	case <-time.After(100 * time.Millisecond):
	}
	close(finish)
	<-stopped
	consume(t, brokertest.Open(t, cfg), second.handle)
	waitFor(t, "the other message", func() bool { return first.len()+second.len() >= 2 })
	if first.len() != 1 {
		t.Errorf("handled %v after the end", first.byKey)
	}
}

// TestClose closes a Broker that is consuming.
func TestClose(t *testing.T) {
	t.Parallel()
	b := brokertest.New(t)
	publish(t, b, event("books/7", 1))
	ended := make(chan error, 1)
	tried := make(chan struct{})
	var once sync.Once
	go func() {
		ended <- b.Consume(context.WithoutCancel(t.Context()), group, func(context.Context, broker.Message) error {
			once.Do(func() { close(tried) })
			return errors.New("never")
		})
	}()
	<-tried
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	if err := <-ended; err == nil {
		t.Error("Consume has no error")
	}
	if b.Publish(t.Context(), []broker.Message{event("books/7", 2)}) == nil || b.Check(t.Context()) == nil {
		t.Error("works after Close")
	}
}

func TestLag(t *testing.T) {
	t.Parallel()
	b := brokertest.New(t)
	publish(t, b, event("books/1", 1), event("books/2", 1), event("books/3", 1))
	lag := func(want int64) func() bool {
		return func() bool {
			got, err := b.Lag(t.Context(), group)
			if err != nil {
				t.Fatal(err)
			}
			return got == want
		}
	}
	waitFor(t, "a lag of 3", lag(3))
	var handled journal
	consume(t, b, handled.handle)
	waitFor(t, "no lag", lag(0))
}

// TestDown has a server that cannot be reached.
func TestDown(t *testing.T) {
	t.Parallel()
	b := brokertest.Open(t, brokertest.Down(t))
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if b.Check(ctx) == nil || b.Publish(ctx, []broker.Message{event("books/7", 1)}) == nil {
		t.Error("works without a server")
	}
	if err := b.Consume(ctx, group, nil); err != nil {
		t.Errorf("Consume: %v", err)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}
