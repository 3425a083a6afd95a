package secure_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/acme/ledger/internal/secure"
)

func TestSet(t *testing.T) {
	for _, tc := range []struct {
		path, policy, hsts string
		maxAge             time.Duration
	}{
		{"/api/v1/books", "default-src 'none'; frame-ancestors 'none'", "", 0},
		{"/swagger", "default-src 'none'; frame-ancestors 'none'", "", 0},
		{"/swagger/index.html", "default-src 'self'; script-src ", "", 0},
		{"/", "default-src 'none'; frame-ancestors 'none'", "max-age=86400", 24 * time.Hour},
	} {
		header := http.Header{}
		secure.New(secure.Config{HSTSMaxAge: tc.maxAge}).Set(tc.path, header.Set)
		if got := header.Get("Content-Security-Policy"); !strings.HasPrefix(got, tc.policy) {
			t.Errorf("%s: policy %q", tc.path, got)
		}
		if got := header.Get("Strict-Transport-Security"); got != tc.hsts {
			t.Errorf("%s: HSTS %q, want %q", tc.path, got, tc.hsts)
		}
		for name, want := range map[string]string{
			"Cache-Control":                "no-store",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Referrer-Policy":              "no-referrer",
			"X-Content-Type-Options":       "nosniff",
			"X-Frame-Options":              "DENY",
		} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s %q, want %q", tc.path, name, got, want)
			}
		}
	}
}

func TestValidate(t *testing.T) {
	for maxAge, valid := range map[time.Duration]bool{0: true, time.Hour: true, -time.Second: false} {
		if err := (secure.Config{HSTSMaxAge: maxAge}).Validate(); (err == nil) != valid {
			t.Errorf("%v: %v", maxAge, err)
		}
	}
}
