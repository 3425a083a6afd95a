package cloudevent_test

import (
	"encoding/json"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/cloudevent"
)

// TestEncode compares an event with the attributes of CloudEvents 1.0.
func TestEncode(t *testing.T) {
	t.Parallel()
	e, err := cloudevent.New("book", "created", "books/7", map[string]string{"title": "first"})
	if err != nil {
		t.Fatal(err)
	}
	e.TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	encoded, err := e.Encode()
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(encoded, &got); err != nil {
		t.Fatal(err)
	}
	data, _ := got["data"].(map[string]any)
	delete(got, "data")
	want := map[string]any{
		"specversion":     "1.0",
		"id":              e.ID,
		"type":            "notes.book.created.v1",
		"source":          "/notes",
		"subject":         "books/7",
		"time":            e.Time.Format(time.RFC3339Nano),
		"traceparent":     "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
		"datacontenttype": "application/json",
	}
	if !maps.Equal(got, want) || data["title"] != "first" {
		t.Errorf("got %v with %v, want %v", got, data, want)
	}
	if other, err := cloudevent.New("book", "created", "books/7", nil); err != nil || other.ID == e.ID {
		t.Errorf("another event has the id %s, %v", other.ID, err)
	}
}

func TestEncode_tooLarge(t *testing.T) {
	t.Parallel()
	e, err := cloudevent.New("book", "created", "books/7", strings.Repeat("a", cloudevent.MaxSize))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Encode(); !errors.Is(err, apperr.ErrTooLarge) {
		t.Errorf("error = %v, want ErrTooLarge", err)
	}
}

func TestNew_noJSON(t *testing.T) {
	t.Parallel()
	if _, err := cloudevent.New("book", "created", "books/7", func() {}); err == nil || !strings.Contains(err.Error(), "books/7") {
		t.Errorf("error = %v", err)
	}
}
