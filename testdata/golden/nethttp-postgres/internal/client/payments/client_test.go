package payments_test

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/acme/shop/internal/apperr"
	"github.com/acme/shop/internal/client/payments"
)

// TestItems makes the calls of a service that has one item.
func TestItems(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /items/7", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(payments.Item{ID: "7", Name: "first"})
	})
	mux.HandleFunc("POST /items", func(w http.ResponseWriter, r *http.Request) {
		var item payments.Item
		if err := json.NewDecoder(r.Body).Decode(&item); err != nil || r.Header.Get("Idempotency-Key") != "key" {
			t.Errorf("key %q, %v", r.Header.Get("Idempotency-Key"), err)
		}
		item.ID = "8"
		w.WriteHeader(http.StatusCreated)
		_ = json.NewEncoder(w).Encode(item)
	})
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	c, err := payments.New(payments.Config{
		URL: srv.URL, Timeout: time.Minute, TryTimeout: time.Minute, MaxInFlight: 1, ResponseLimit: 1 << 10,
	}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}

	if item, err := c.Get(t.Context(), "7"); err != nil || item.Name != "first" {
		t.Errorf("Get: %+v, %v", item, err)
	}
	if _, err := c.Get(t.Context(), "9"); !errors.Is(err, apperr.ErrNotFound) {
		t.Errorf("Get of another item: %v", err)
	}
	if item, err := c.Create(t.Context(), "key", "second"); err != nil || item.ID != "8" || item.Name != "second" {
		t.Errorf("Create: %+v, %v", item, err)
	}
	if err := c.Check(t.Context()); err != nil {
		t.Errorf("Check: %v", err)
	}
}
