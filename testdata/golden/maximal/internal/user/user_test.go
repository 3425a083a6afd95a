package user_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"github.com/acme/everything/internal/user"
)

func TestNormalizeEmail(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 60) + "@" + strings.Repeat(strings.Repeat("b", 60)+".", 3) + "example.com"
	for given, want := range map[string]string{
		"ann@example.com":                  "ann@example.com",
		" Ann@Example.COM\n":               "ann@example.com",
		"ann+list@example.com":             "ann+list@example.com",
		"o'hara@example.com":               "o'hara@example.com",
		long[:254]:                         long[:254],
		long + "mmmmmmmmm":                 "",
		"":                                 "",
		"ann":                              "",
		"@example.com":                     "",
		"ann@":                             "",
		"ann@bob@example.com":              "",
		"ann@example.com, bob@example.com": "",
		"Ann <ann@example.com>":            "",
		"<ann@example.com>":                "",
		`"ann b"@example.com`:              "",
		"ann@[127.0.0.1]":                  "",
		"änn@example.com":                  "",
		"ann@exämple.com":                  "",
		"ann@example.com\x00":              "",
		"ann\r\n@example.com":              "",
		"ann@example.com\u212a":            "", // a Kelvin sign, whose lower case is k
	} {
		got, err := user.NormalizeEmail(given)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", given, got, err, want)
		}
	}
}

// FuzzNormalizeEmail looks for an address that is not normal although it was
// normalized.
func FuzzNormalizeEmail(f *testing.F) {
	f.Add("Ann@Example.com")
	f.Fuzz(func(t *testing.T, given string) {
		once, err := user.NormalizeEmail(given)
		if err != nil {
			return
		}
		if twice, err := user.NormalizeEmail(once); err != nil || twice != once || strings.ToLower(once) != once {
			t.Errorf("%q: %q, then %q, %v", given, once, twice, err)
		}
	})
}

func TestUserKeepsItsHash(t *testing.T) {
	t.Parallel()
	u := user.User{Email: "ann@example.com", PasswordHash: "$argon2id$"}
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).InfoContext(t.Context(), "user", slog.Any("user", u))
	encoded, err := json.Marshal([]any{u})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{logged.String(), string(encoded)} {
		if strings.Contains(text, "argon2id") {
			t.Error(text)
		}
	}
	if !strings.Contains(logged.String(), u.ID.String()) {
		t.Error(logged.String())
	}
}
