package idempotency_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/acme/everything/internal/idempotency"
)

// has reports whether an entry exists, and creates it if not.
func has(t *testing.T, m *idempotency.Memory, id byte) bool {
	t.Helper()
	found := true
	_, err := m.Do(t.Context(), idempotency.ID{id}, idempotency.Fingerprint{}, func(context.Context) (idempotency.Answer, error) {
		found = false
		header := map[string]string{"Location": "/"}
		return idempotency.Answer{Status: http.StatusCreated, Header: header, Body: make([]byte, 1500)}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestMemoryForgetsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := idempotency.NewMemory(idempotency.Config{TTL: time.Minute, Memory: 1 << 20})
		has(t, m, 1)
		time.Sleep(time.Minute - 1)
		if !has(t, m, 1) {
			t.Error("gone before its time")
		}
		time.Sleep(time.Nanosecond)
		if has(t, m, 1) {
			t.Error("not gone in time")
		}
	})
}

func TestMemoryIsBounded(t *testing.T) {
	m := idempotency.NewMemory(idempotency.Config{TTL: time.Hour, Memory: 5000})
	for id := range byte(4) {
		has(t, m, id)
	}
	for _, id := range []byte{2, 3} {
		if !has(t, m, id) {
			t.Errorf("%d is gone", id)
		}
	}
	if has(t, m, 0) {
		t.Error("the oldest has not made room")
	}
}

func TestMemoryKeepsNoFailures(t *testing.T) {
	m := idempotency.NewMemory(idempotency.Config{TTL: time.Hour, Memory: 1 << 20})
	failure := errors.New("failure")
	_, err := m.Do(t.Context(), idempotency.ID{1}, idempotency.Fingerprint{}, func(context.Context) (idempotency.Answer, error) {
		return idempotency.Answer{Status: http.StatusOK}, failure
	})
	if !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
	refused, err := m.Do(t.Context(), idempotency.ID{1}, idempotency.Fingerprint{}, func(context.Context) (idempotency.Answer, error) {
		return idempotency.Answer{Status: http.StatusConflict}, nil
	})
	if err != nil || refused.Answer.Status != http.StatusConflict || has(t, m, 1) {
		t.Errorf("got %+v %v, or it was kept", refused, err)
	}
}
