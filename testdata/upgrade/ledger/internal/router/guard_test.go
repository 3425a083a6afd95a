package router_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/acme/ledger/internal/health"
	"github.com/acme/ledger/internal/router"
)

func TestOpsToken(t *testing.T) {
	cfg := router.Config{RequestTimeout: time.Second, BodyLimit: 1 << 20}
	h := router.New(cfg, router.Deps{Log: slog.New(slog.DiscardHandler), Health: health.New(), OpsToken: "0123456789abcdef"})
	for header, want := range map[string]int{"": http.StatusUnauthorized, "Bearer x": http.StatusUnauthorized, "Bearer 0123456789abcdef": http.StatusOK} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/ops/limits", http.NoBody)
		r.Header.Set("Authorization", header)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%q: got %d, want %d", header, w.Code, want)
		}
	}
}

func TestDeprecated(t *testing.T) {
	h := newRouter(health.New(), false)
	if got := serve(t, h, http.MethodDelete, "/api/v1/customers").Header().Get("Deprecation"); got == "" {
		t.Error("no Deprecation header")
	}
}
