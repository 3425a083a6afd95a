package app_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/acme/tracks/internal/app"
	"github.com/acme/tracks/internal/config"
)

const testPassword = "correct horse battery"

// command runs a command with input, and returns what it prints.
func command(t *testing.T, cfg config.Config, input string, args ...string) (string, error) {
	t.Helper()
	in, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	terminal := os.Stdin
	os.Stdin = in
	defer func() { os.Stdin = terminal; _ = in.Close() }()
	if _, err := w.WriteString(input); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	var out bytes.Buffer
	err = app.Command(t.Context(), cfg, args, &out)
	if strings.Contains(out.String(), strings.TrimSpace(input)) && input != "" {
		t.Errorf("%v prints what it has read", args)
	}
	return out.String(), err
}

// TestUserCommand makes a user, and changes it.
func TestUserCommand(t *testing.T) {
	cfg := testConfig(t)
	for _, tc := range []struct {
		args, input string
		out, err    string // what the output or the error contains
	}{
		{"create Ann@Example.com admin", testPassword + "\n", "ann@example.com: created, role admin\n", ""},
		{"create ann@example.com", testPassword, "", "there is a user ann@example.com already"},
		{"create bob@example.com", testPassword + "\r\n", "bob@example.com: created, role user\n", ""},
		{"create eve@example.com", "short\n", "", "at least 12 characters"},
		{"create eve@example.com", "password1234\n", "", "too easy to guess"},
		{"create eve@example.com", strings.Repeat("x", 5000), "", "at most 128 characters"},
		{"create eve@example.com", "", "", "at least 12 characters"},
		{"create eve@example.com root", testPassword, "", `"root" is neither user nor admin`},
		{"create eve", testPassword, "", `"eve" is no email address`},
		{"create eve@example.com user " + testPassword, "", "", "want one of"},
		{"disable bob@example.com", "", "bob@example.com: disabled\n", ""},
		{"list", "", "bob@example.com  user   disabled", ""},
		{"enable bob@example.com", "", "bob@example.com: enabled\n", ""},
		{"role bob@example.com admin", "", "bob@example.com: role admin\n", ""},
		{"role bob@example.com", "", "", "want one of"},
		{"list", "", "bob@example.com  admin  enabled", ""},
		{"passwd ann@example.com", "another horse battery\n", "ann@example.com: password changed\n", ""},
		{"passwd ann@example.com", "short\n", "", "at least 12 characters"},
		{"passwd eve@example.com", testPassword, "", "there is no user eve@example.com"},
		{"disable eve@example.com", "", "", "there is no user eve@example.com"},
		{"delete bob@example.com", "", "", "want one of"},
		{"", "", "", "want one of"},
	} {
		out, err := command(t, cfg, tc.input, append([]string{"user"}, strings.Fields(tc.args)...)...)
		if !strings.Contains(out, tc.out) || (err == nil) != (tc.err == "") || err != nil && !strings.Contains(err.Error(), tc.err) {
			t.Errorf("user %s: %q, %v", tc.args, out, err)
		}
	}
}
