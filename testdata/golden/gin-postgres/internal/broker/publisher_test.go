package broker_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/acme/notes/internal/broker"
	"github.com/acme/notes/internal/broker/brokertest"
)

// TestPublish_noQueue publishes before there is a queue, and again afterwards.
func TestPublish_noQueue(t *testing.T) {
	t.Parallel()
	cfg := brokertest.Config(t)
	b := brokertest.Open(t, cfg)
	messages := []broker.Message{event("books/7", 1), event("books/7", 2)}
	want := "no queue is bound to exchange " + cfg.Prefix + ".events with a key that matches 7.test.book.created.v1"
	for range 2 {
		if err := b.Publish(t.Context(), messages); err == nil || !strings.Contains(err.Error(), want) {
			t.Fatalf("error = %v, want %s", err, want)
		}
	}
	publish(t, b, messages...)
	var handled journal
	consume(t, b, handled.handle)
	waitFor(t, "both messages", func() bool { return handled.len() >= 2 })
	handled.mu.Lock()
	defer handled.mu.Unlock()
	if got, want := handled.byKey["books/7"], []string{"books/7#1", "books/7#2"}; !reflect.DeepEqual(firsts(got), want) {
		t.Errorf("got %v", got)
	}
}
