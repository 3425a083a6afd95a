package middleware_test

import (
	"net/http"
	"testing"

	"github.com/acme/ledger/internal/middleware"
	"github.com/acme/ledger/internal/secure"
)

func TestSecure(t *testing.T) {
	wrap := middleware.Secure(secure.New(secure.Config{}))
	for name, h := range map[string]plain{
		"success": done,
		"panic":   func(string, func(name, value string)) (int, string) { panic("no more") },
	} {
		header := around(t, wrap, request(t, ""), h).Header()
		if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Content-Security-Policy") == "" {
			t.Errorf("%s: %v", name, header)
		}
	}
}

func TestSecureLeavesAHandlerItsOwn(t *testing.T) {
	wrap := middleware.Secure(secure.New(secure.Config{}))
	rec := around(t, wrap, request(t, ""), func(_ string, set func(name, value string)) (int, string) {
		set("Cache-Control", "max-age=60")
		return http.StatusOK, ""
	})
	if got := rec.Header().Values("Cache-Control"); len(got) != 1 || got[0] != "max-age=60" {
		t.Errorf("Cache-Control: %q", got)
	}
}
