package middleware_test

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"testing"

	"github.com/acme/shelf/internal/apperr"
	"github.com/acme/shelf/internal/idempotency"
	"github.com/acme/shelf/internal/middleware"
)

// entries is a Store that cannot store an answer "no commit".
type entries map[idempotency.ID]idempotency.Entry

func (s entries) Do(ctx context.Context, id idempotency.ID, fingerprint idempotency.Fingerprint, handle idempotency.Handler) (idempotency.Entry, error) {
	if entry, ok := s[id]; ok {
		return entry, nil
	}
	answer, err := handle(ctx)
	entry := idempotency.Entry{Fingerprint: fingerprint, Answer: answer}
	switch {
	case string(answer.Body) == "no commit":
		return entry, apperr.ErrUnavailable
	case err == nil && answer.Succeeded():
		s[id] = entry
	}
	return entry, err
}

func newGuard() idempotency.Guard {
	return idempotency.New(idempotency.Config{AnswerLimit: 100}, entries{})
}

// named returns a request with a key.
func named(t *testing.T, key, body string) *http.Request {
	t.Helper()
	r := request(t, body)
	r.Header.Set(idempotency.Header, key)
	return r
}

func TestIdempotency(t *testing.T) {
	wrap := middleware.Idempotency(newGuard(), slog.New(slog.DiscardHandler))
	served := 0
	count := func(body string, set func(name, value string)) (int, string) {
		served++
		set("Location", "/"+strconv.Itoa(served))
		return http.StatusCreated, body + " " + strconv.Itoa(served)
	}
	for _, tc := range []struct {
		key, body      string
		status         int
		want, location string
		replayed       string
	}{
		{"a", "x", http.StatusCreated, "x 1", "/1", ""},
		{"a", "x", http.StatusCreated, "x 1", "/1", "true"},
		{"b", "x", http.StatusCreated, "x 2", "/2", ""},
		{"a", "y", http.StatusUnprocessableEntity, `{"code":2101,"message":"the idempotency key was used for another request"}`, "", ""},
		{"", "x", http.StatusBadRequest, `{"code":2000,"message":"Idempotency-Key must be one string of 1 to 255 visible ASCII characters"}`, "", ""},
		{"a b", "x", http.StatusBadRequest, `{"code":2000,"message":"Idempotency-Key must be one string of 1 to 255 visible ASCII characters"}`, "", ""},
		{"a", "x", http.StatusCreated, "x 1", "/1", "true"},
	} {
		rec := around(t, wrap, named(t, tc.key, tc.body), count)
		header := rec.Header()
		if rec.Code != tc.status || rec.Body.String() != tc.want || header.Get("Location") != tc.location || header.Get(idempotency.ReplayedHeader) != tc.replayed {
			t.Errorf("%q %q: %d %v %s", tc.key, tc.body, rec.Code, header, rec.Body)
		}
	}
	if rec := around(t, wrap, request(t, "x"), count); rec.Code != http.StatusCreated || rec.Body.String() != "x 3" {
		t.Errorf("without a key: %d %s", rec.Code, rec.Body)
	}
	if served != 3 {
		t.Errorf("served %d times", served)
	}
}

func TestIdempotencyTakesNoTwoKeys(t *testing.T) {
	r := named(t, "a", "")
	r.Header.Add(idempotency.Header, "b")
	if rec := around(t, middleware.Idempotency(newGuard(), slog.New(slog.DiscardHandler)), r, done); rec.Code != http.StatusBadRequest {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
}

func TestIdempotencyWhileServed(t *testing.T) {
	wrap := middleware.Idempotency(newGuard(), slog.New(slog.DiscardHandler))
	around(t, wrap, named(t, "a", ""), func(string, func(name, value string)) (int, string) {
		if rec := around(t, wrap, named(t, "a", ""), done); rec.Code != http.StatusConflict || rec.Header().Get("Retry-After") != "1" {
			t.Errorf("repeat: %d %v %s", rec.Code, rec.Header(), rec.Body)
		}
		return http.StatusOK, ""
	})
}

func TestIdempotencyAfterAFailure(t *testing.T) {
	for name, fails := range map[string]plain{
		"error": func(string, func(name, value string)) (int, string) { return http.StatusServiceUnavailable, "" },
		"panic": func(string, func(name, value string)) (int, string) { panic("no more") },
	} {
		wrap := middleware.Idempotency(newGuard(), slog.New(slog.DiscardHandler))
		around(t, wrap, named(t, "a", ""), fails)
		rec := around(t, wrap, named(t, "a", ""), done)
		if rec.Code != http.StatusOK || rec.Body.String() != "done" || rec.Header().Get(idempotency.ReplayedHeader) != "" {
			t.Errorf("%s: then %d %v %s", name, rec.Code, rec.Header(), rec.Body)
		}
	}
}

// TestIdempotencyWithoutCommit checks that nothing of a response is sent whose
// effect was not stored.
func TestIdempotencyWithoutCommit(t *testing.T) {
	wrap := middleware.Idempotency(newGuard(), slog.New(slog.DiscardHandler))
	rec := around(t, wrap, named(t, "a", ""), func(_ string, set func(name, value string)) (int, string) {
		set("Location", "/1")
		return http.StatusCreated, "no commit"
	})
	if rec.Code != http.StatusServiceUnavailable || rec.Body.String() != `{"code":1001,"message":"service unavailable"}` || rec.Header().Get("Location") != "" || rec.Header().Get("Retry-After") == "" {
		t.Errorf("%d %v %s", rec.Code, rec.Header(), rec.Body)
	}
	if rec := around(t, wrap, named(t, "a", ""), done); rec.Code != http.StatusOK || rec.Body.String() != "done" {
		t.Errorf("then %d %s", rec.Code, rec.Body)
	}
}
