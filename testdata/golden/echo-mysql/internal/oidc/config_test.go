package oidc_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/acme/tracks/internal/oidc"
)

// read returns the error of settings NAME=VALUE.
func read(names string, settings ...string) error {
	values := make(map[string]string)
	for _, s := range settings {
		name, value, _ := strings.Cut(s, "=")
		values[name] = value
	}
	cfg := oidc.Config{Names: names}
	err := cfg.ReadProviders(func(name string) string { return values[name] })
	if text := fmt.Sprintf("%v %+v", cfg, cfg); strings.Contains(text, "hush") {
		err = fmt.Errorf("printed with the secret: %s", text)
	}
	return err
}

func TestReadProviders(t *testing.T) {
	t.Parallel()
	err := read("google, github",
		"OIDC_GOOGLE_ISSUER=https://accounts.google.com", "OIDC_GOOGLE_CLIENT_ID=id", "OIDC_GOOGLE_CLIENT_SECRET=hush", "OIDC_GOOGLE_SCOPES=openid email",
		"OIDC_GITHUB_TYPE=github", "OIDC_GITHUB_CLIENT_ID=id", "OIDC_GITHUB_CLIENT_SECRET=hush", "OIDC_GITHUB_LINK=true")
	if err != nil {
		t.Error(err)
	}
	if err := read(""); err != nil {
		t.Error(err)
	}
}

func TestReadProvidersRefuses(t *testing.T) {
	t.Parallel()
	valid := []string{"OIDC_A_ISSUER=https://id.example.com", "OIDC_A_CLIENT_ID=id", "OIDC_A_CLIENT_SECRET=hush"}
	for _, tc := range []struct{ names, setting, want string }{
		{"a,a", "", `OIDC_PROVIDERS: "a" must be`},
		{"A", "", `OIDC_PROVIDERS: "A" must be`},
		{"a_b", "", `OIDC_PROVIDERS: "a_b" must be`},
		{"a", "OIDC_A_ISSUER=", "OIDC_A_ISSUER: must be set"},
		{"a", "OIDC_A_ISSUER=http://id.example.com", "OIDC_A_ISSUER: must be a URL"},
		{"a", "OIDC_A_ISSUER=id.example.com", "OIDC_A_ISSUER: must be a URL"},
		{"a", "OIDC_A_CLIENT_ID=", "OIDC_A_CLIENT_ID: must be set"},
		{"a", "OIDC_A_CLIENT_SECRET=", "OIDC_A_CLIENT_SECRET: must be set"},
		{"a", "OIDC_A_TYPE=saml", "OIDC_A_TYPE: must be oidc or github"},
		{"a", "OIDC_A_SCOPES=email", "OIDC_A_SCOPES: must have openid"},
		{"a", "OIDC_A_LINK=yes", "OIDC_A_LINK: must be true or false"},
		{"a", "OIDC_A_REGISTRATION=2", "OIDC_A_REGISTRATION: must be true or false"},
	} {
		err := read(tc.names, append(slices.Clip(valid), tc.setting)...)
		if err == nil || !strings.HasPrefix(err.Error(), tc.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %s: %v", tc.names, tc.setting, err)
		}
	}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	for want, cfg := range map[string]oidc.Config{
		"":                                  {Names: "a", PublicURL: "https://api.example.com/shop", ReturnURLs: "https://app.example.com,http://localhost:5173/done", Timeout: time.Second},
		"OIDC_PUBLIC_URL: must be set":      {Names: "a", Timeout: time.Second},
		"OIDC_PUBLIC_URL: must be a URL":    {PublicURL: "http://api.example.com", Timeout: time.Second},
		`OIDC_RETURN_URLS: "https://a/#b" `: {ReturnURLs: "https://a/#b", Timeout: time.Second},
		`OIDC_RETURN_URLS: "javascript:1" `: {ReturnURLs: "javascript:1", Timeout: time.Second},
		"OIDC_TIMEOUT: must be positive":    {},
	} {
		err := cfg.Validate()
		if (err == nil) != (want == "") || err != nil && !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%+v: %v, want %s", cfg, err, want)
		}
	}
}
