package idempotency_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/acme/shelf/internal/apperr"
	"github.com/acme/shelf/internal/idempotency"
)

var errStore = errors.New("store is gone")

// entries is a Store without limits.
type entries map[idempotency.ID]idempotency.Entry

func (s entries) Do(ctx context.Context, id idempotency.ID, fingerprint idempotency.Fingerprint, handle idempotency.Handler) (idempotency.Entry, error) {
	if entry, ok := s[id]; ok {
		return entry, nil
	}
	answer, err := handle(ctx)
	entry := idempotency.Entry{Fingerprint: fingerprint, Answer: answer}
	if err == nil && answer.Succeeded() {
		s[id] = entry
	}
	return entry, err
}

func newGuard() idempotency.Guard {
	return idempotency.New(idempotency.Config{AnswerLimit: 10}, entries{})
}

func order() idempotency.Request {
	return idempotency.Request{Method: http.MethodPost, Path: "/orders", Query: "a=1", ContentType: "text/plain", Key: "k", Body: []byte("one")}
}

// serve responds to r with body unless a response is stored.
func serve(t *testing.T, g idempotency.Guard, r idempotency.Request, status int, body string) (*idempotency.Answer, error) {
	t.Helper()
	return serveTo(t, http.Header{}, g, r, status, body)
}

// serveTo is serve with the headers of the response to an error.
func serveTo(t *testing.T, refused http.Header, g idempotency.Guard, r idempotency.Request, status int, body string) (*idempotency.Answer, error) {
	t.Helper()
	header := http.Header{"Location": {"/orders/1"}, "X-Request-Id": {"first"}}
	return g.Do(t.Context(), r, refused.Set, func(context.Context) (idempotency.Answer, error) {
		return idempotency.NewAnswer(status, header.Get, []byte(body)), nil
	})
}

func TestCovers(t *testing.T) {
	for method, want := range map[string]bool{
		http.MethodPost: true, http.MethodPatch: true, http.MethodPut: false, http.MethodDelete: false, http.MethodGet: false,
	} {
		if got := newGuard().Covers(method, true); got != want {
			t.Errorf("%s: %t", method, got)
		}
	}
	if newGuard().Covers(http.MethodPost, false) || (idempotency.Guard{}).Covers(http.MethodPost, true) {
		t.Error("covers what has no key, or without a store")
	}
}

func TestARepeatGetsTheFirstAnswer(t *testing.T) {
	g := newGuard()
	if earlier, err := serve(t, g, order(), http.StatusCreated, "made"); earlier != nil || err != nil {
		t.Fatalf("first: %v %v", earlier, err)
	}
	earlier, err := serve(t, g, order(), http.StatusCreated, "again")
	if err != nil || earlier == nil {
		t.Fatalf("repeat: %v %v", earlier, err)
	}
	rec := httptest.NewRecorder()
	earlier.Replay(rec.Header().Set, rec.WriteHeader, rec)
	if rec.Code != http.StatusCreated || rec.Body.String() != "made" || len(rec.Header()) != 2 ||
		rec.Header().Get("Location") != "/orders/1" || rec.Header().Get(idempotency.ReplayedHeader) != "true" {
		t.Errorf("repeat: %d %v %s", rec.Code, rec.Header(), rec.Body)
	}
}

func TestWhatIsNoRepeat(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*idempotency.Request)
		want   error // nil if it is handled
	}{
		"another key":    {func(r *idempotency.Request) { r.Key = "l" }, nil},
		"another method": {func(r *idempotency.Request) { r.Method = http.MethodPatch }, nil},
		"another path":   {func(r *idempotency.Request) { r.Path = "/orders/1" }, nil},
		"another body":   {func(r *idempotency.Request) { r.Body = []byte("two") }, apperr.ErrIdempotencyMismatch},
		"another query":  {func(r *idempotency.Request) { r.Query = "" }, apperr.ErrIdempotencyMismatch},
		"another type":   {func(r *idempotency.Request) { r.ContentType = "" }, apperr.ErrIdempotencyMismatch},
	} {
		g, r := newGuard(), order()
		_, _ = serve(t, g, r, http.StatusCreated, "made")
		tc.change(&r)
		if earlier, err := serve(t, g, r, http.StatusCreated, "made"); earlier != nil || !errors.Is(err, tc.want) {
			t.Errorf("%s: %v %v", name, earlier, err)
		}
	}
}

func TestWhileTheFirstIsServed(t *testing.T) {
	g, other, failure := newGuard(), order(), errors.New("failure")
	other.Body = nil
	_, err := g.Do(t.Context(), order(), http.Header{}.Set, func(context.Context) (idempotency.Answer, error) {
		refused := http.Header{}
		if _, err := serveTo(t, refused, g, order(), http.StatusOK, ""); !errors.Is(err, apperr.ErrIdempotencyInProgress) || refused.Get("Retry-After") != "1" { //nolint:contextcheck // of another request
			t.Errorf("repeat: %v %v", err, refused)
		}
		if _, err := serve(t, g, other, http.StatusOK, ""); !errors.Is(err, apperr.ErrIdempotencyMismatch) { //nolint:contextcheck // of another request
			t.Errorf("another request: %v", err)
		}
		return idempotency.Answer{}, failure
	})
	if !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
	if _, err := serve(t, g, other, http.StatusOK, ""); err != nil {
		t.Errorf("after a failure: %v", err)
	}
}

func TestAPanicFreesTheKey(t *testing.T) {
	g := newGuard()
	func() {
		defer func() { _ = recover() }()
		_, _ = g.Do(t.Context(), order(), http.Header{}.Set, func(context.Context) (idempotency.Answer, error) { panic("no more") })
	}()
	if earlier, err := serve(t, g, order(), http.StatusOK, ""); earlier != nil || err != nil {
		t.Errorf("got %v %v", earlier, err)
	}
}

func TestFailuresAreNotKept(t *testing.T) {
	for status, kept := range map[int]bool{200: true, 204: true, 303: true, 400: false, 409: false, 422: false, 499: false, 500: false, 503: false, 0: false} {
		g := newGuard()
		_, _ = serve(t, g, order(), status, "x")
		earlier, err := serve(t, g, order(), http.StatusOK, "x")
		if err != nil || (earlier != nil) != kept {
			t.Errorf("%d: %v %v", status, earlier, err)
		}
	}
}

func TestLargeAnswersAreNotKept(t *testing.T) {
	for size, want := range map[int]error{10: nil, 11: apperr.ErrIdempotencyLost} {
		g, refused := newGuard(), http.Header{}
		_, _ = serve(t, g, order(), http.StatusOK, strings.Repeat("x", size))
		_, err := serveTo(t, refused, g, order(), http.StatusOK, "")
		if !errors.Is(err, want) || (refused.Get("Location") == "/orders/1") != (want != nil) {
			t.Errorf("%d bytes: %v %v", size, err, refused)
		}
	}
}

func TestKeys(t *testing.T) {
	for key, valid := range map[string]bool{
		"k": true, `"quoted"`: true, strings.Repeat("k", 255): true,
		"": false, strings.Repeat("k", 256): false, "a b": false, "schlüssel": false, "\x7f": false,
	} {
		r := order()
		r.Key = key
		_, err := serve(t, newGuard(), r, http.StatusOK, "")
		if _, refused := errors.AsType[*apperr.BadRequest](err); refused == valid {
			t.Errorf("%q: %v", key, err)
		}
	}
}

// broken is a store that fails.
type broken struct{}

func (broken) Do(context.Context, idempotency.ID, idempotency.Fingerprint, idempotency.Handler) (idempotency.Entry, error) {
	return idempotency.Entry{}, errStore
}

func TestDoFailsWithItsStore(t *testing.T) {
	if _, err := serve(t, idempotency.New(idempotency.Config{}, broken{}), order(), http.StatusOK, ""); !errors.Is(err, errStore) {
		t.Errorf("got %v", err)
	}
}
