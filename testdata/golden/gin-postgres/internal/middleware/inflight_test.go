package middleware_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/acme/notes/internal/middleware"
)

func TestInFlight(t *testing.T) {
	wrap := middleware.InFlight(1)
	probe := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/readyz", http.NoBody)
	for _, result := range []error{nil, errors.New("panic")} { // either gives the place back
		rec := whenFree(func() *httptest.ResponseRecorder {
			return around(t, wrap, request(t, ""), func(string, func(name, value string)) (status int, answer string) {
				second := around(t, wrap, request(t, ""), done)
				const want = `{"code":1004,"message":"too many requests at the moment"}`
				if second.Code != http.StatusServiceUnavailable || second.Body.String() != want || second.Header().Get("Retry-After") != "1" {
					t.Errorf("second: %d %v %s", second.Code, second.Header(), second.Body)
				}
				if got := around(t, wrap, probe, done); got.Code != http.StatusOK {
					t.Errorf("probe: %d", got.Code)
				}
				if result != nil {
					panic(result)
				}
				return http.StatusOK, ""
			})
		})
		if rec.Code == http.StatusServiceUnavailable {
			t.Errorf("first: %d", rec.Code)
		}
	}
	if rec := around(t, middleware.InFlight(0), request(t, ""), done); rec.Code != http.StatusOK {
		t.Errorf("without a limit: %d", rec.Code)
	}
}

// whenFree serves a request once there is a place for it. A server may give a
// place back only after the client has the response.
func whenFree(serve func() *httptest.ResponseRecorder) *httptest.ResponseRecorder {
	rec := serve()
	for end := time.Now().Add(5 * time.Second); rec.Code == http.StatusServiceUnavailable && time.Now().Before(end); rec = serve() {
		time.Sleep(time.Millisecond)
	}
	return rec
}
