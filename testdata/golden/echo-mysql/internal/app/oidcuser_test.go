package app_test

import (
	"testing"

	"github.com/acme/tracks/internal/resp"
)

// TestOIDCDisabled lets a user who is disabled no longer log in.
func TestOIDCDisabled(t *testing.T) {
	cfg := oidcConfig(t, newProvider(t, "corp"))
	b := serve(t, cfg)
	b.login(resp.CodeOK)
	for _, step := range []struct {
		command string
		code    int
	}{{"disable", resp.CodeForbidden}, {"enable", resp.CodeOK}} {
		if out, err := command(t, cfg, "", "user", step.command, "ann@example.com"); err != nil {
			t.Fatalf("%s: %s, %v", step.command, out, err)
		}
		b.login(step.code)
	}
}

// TestOIDCDisabledWithoutIdentity keeps out a user who has not come by a provider
// before.
func TestOIDCDisabledWithoutIdentity(t *testing.T) {
	cfg := oidcConfig(t, newProvider(t, "corp"), "OIDC_CORP_LINK=true")
	b := serve(t, cfg)
	for _, args := range [][]string{{"user", "create", "ann@example.com", "admin"}, {"user", "disable", "ann@example.com"}} {
		if out, err := command(t, cfg, testPassword+"\n", args...); err != nil {
			t.Fatalf("%v: %s, %v", args, out, err)
		}
	}
	b.login(resp.CodeForbidden)
}
