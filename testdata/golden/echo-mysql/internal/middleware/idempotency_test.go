package middleware_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/acme/tracks/internal/idempotency"
	"github.com/acme/tracks/internal/middleware"
)

func newGuard() idempotency.Guard {
	cfg := idempotency.Config{TTL: time.Hour, AnswerLimit: 100, Memory: 1 << 20}
	return idempotency.New(cfg, idempotency.NewMemory(cfg))
}

// named returns a request with a key.
func named(t *testing.T, key, body string) *http.Request {
	t.Helper()
	r := request(t, body)
	r.Header.Set(idempotency.Header, key)
	return r
}

func TestIdempotency(t *testing.T) {
	wrap := middleware.Idempotency(newGuard())
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
		{"", "x", http.StatusCreated, "x 3", "/3", ""},
		{"a b", "x", http.StatusBadRequest, `{"code":2000,"message":"Idempotency-Key must be one string of 1 to 255 visible ASCII characters"}`, "", ""},
		{"a", "x", http.StatusCreated, "x 1", "/1", "true"},
	} {
		rec := around(t, wrap, named(t, tc.key, tc.body), count)
		header := rec.Header()
		if rec.Code != tc.status || rec.Body.String() != tc.want || header.Get("Location") != tc.location || header.Get(idempotency.ReplayedHeader) != tc.replayed {
			t.Errorf("%q %q: %d %v %s", tc.key, tc.body, rec.Code, header, rec.Body)
		}
	}
	if served != 3 {
		t.Errorf("served %d times", served)
	}
}

func TestIdempotencyTakesNoTwoKeys(t *testing.T) {
	r := named(t, "a", "")
	r.Header.Add(idempotency.Header, "b")
	if rec := around(t, middleware.Idempotency(newGuard()), r, done); rec.Code != http.StatusBadRequest {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
}

func TestIdempotencyWhileServed(t *testing.T) {
	wrap := middleware.Idempotency(newGuard())
	around(t, wrap, named(t, "a", ""), func(string, func(name, value string)) (int, string) {
		if rec := around(t, wrap, named(t, "a", ""), done); rec.Code != http.StatusConflict {
			t.Errorf("repeat: %d %s", rec.Code, rec.Body)
		}
		return http.StatusOK, ""
	})
}

func TestIdempotencyAfterAFailure(t *testing.T) {
	for name, fails := range map[string]plain{
		"error": func(string, func(name, value string)) (int, string) { return http.StatusServiceUnavailable, "" },
		"panic": func(string, func(name, value string)) (int, string) { panic("no more") },
	} {
		wrap := middleware.Idempotency(newGuard())
		around(t, wrap, named(t, "a", ""), fails)
		rec := around(t, wrap, named(t, "a", ""), done)
		if rec.Code != http.StatusOK || rec.Body.String() != "done" || rec.Header().Get(idempotency.ReplayedHeader) != "" {
			t.Errorf("%s: then %d %v %s", name, rec.Code, rec.Header(), rec.Body)
		}
	}
}
