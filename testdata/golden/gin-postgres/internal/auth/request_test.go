package auth_test

import (
	"net/http"
	"testing"

	"github.com/acme/notes/internal/auth"
	"github.com/acme/notes/internal/authtest"
)

func TestCheckOrigin(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		method string
		header map[string]string
		ok     bool
	}{
		{"no browser", http.MethodPost, nil, true},
		{"same origin", http.MethodPost, map[string]string{"Sec-Fetch-Site": "same-origin"}, true},
		{"user", http.MethodPost, map[string]string{"Sec-Fetch-Site": "none"}, true},
		{"other site", http.MethodPost, map[string]string{"Sec-Fetch-Site": "cross-site"}, false},
		{"subdomain", http.MethodPost, map[string]string{"Sec-Fetch-Site": "same-site", "Origin": "https://other.example.com"}, false},
		{"listed", http.MethodPost, map[string]string{"Sec-Fetch-Site": "same-site", "Origin": "https://app.example.com"}, true},
		{"old browser", http.MethodPost, map[string]string{"Origin": "https://api.example.com"}, true},
		{"old browser, other site", http.MethodPost, map[string]string{"Origin": "https://attacker.example"}, false},
		{"sandbox", http.MethodPost, map[string]string{"Origin": "null"}, false},
		{"read", http.MethodGet, map[string]string{"Sec-Fetch-Site": "cross-site"}, true},
	} {
		r := auth.Request{Method: tc.method, Host: "api.example.com", Header: http.Header{}}
		for name, value := range tc.header {
			r.Header.Set(name, value)
		}
		s := authtest.New(t, auth.Config{Cookie: true, Origins: " https://app.example.com,"}, unchanged)
		if err := s.CheckOrigin(r); (err == nil) != tc.ok {
			t.Errorf("%s: %v", tc.name, err)
		}
		if err := authtest.New(t, auth.Config{}, unchanged).CheckOrigin(r); err != nil {
			t.Errorf("%s, without cookies: %v", tc.name, err)
		}
	}
}

func TestConfigValidate(t *testing.T) {
	t.Parallel()
	if err := (auth.Config{Origins: "https://a.example,https://b.example"}).Validate(); err != nil {
		t.Errorf("good: %v", err)
	}
	for _, origins := range []string{"app.example.com", "https://app.example.com/", "*"} {
		if err := (auth.Config{Origins: origins}).Validate(); err == nil {
			t.Errorf("%q: no error", origins)
		}
	}
}
