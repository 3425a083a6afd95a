package app_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/acme/everything/internal/app"
)

// TestAPIKeyCommand makes a key, and revokes it.
func TestAPIKeyCommand(t *testing.T) {
	cfg := testConfig(t)
	apikey := func(args ...string) (string, error) {
		var out bytes.Buffer
		err := app.Command(t.Context(), cfg, append([]string{"apikey"}, args...), &out)
		return out.String(), err
	}
	key, err := apikey("create", "--scopes", "read,write", "--role", "admin", "--days", "90", "nightly backup")
	if err != nil || !strings.HasPrefix(key, "everything_") {
		t.Fatalf("%q, %v", key, err)
	}
	list, err := apikey("list")
	if err != nil || !strings.Contains(list, "  nightly backup  admin  read write  ") {
		t.Fatalf("%q, %v", list, err)
	}
	name, secret, _ := strings.Cut(strings.Fields(key)[0], ".")
	id := strings.TrimPrefix(name, "everything_")
	if !strings.Contains(list, "\n"+id+"  ") || strings.Contains(list, secret) {
		t.Errorf("the key %s is not in the list, or its secret is:\n%s", id, list)
	}
	for _, want := range []string{"", "there is no key"} {
		out, err := apikey("revoke", id)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("revoke: %q, %v", out, err)
		}
	}
}

func TestAPIKeyCommandRefuses(t *testing.T) {
	cfg := testConfig(t)
	for args, want := range map[string]string{
		"create --scopes all backup":           "--scopes must be read, write or both",
		"create --role root backup":            "--role must be user or admin",
		"create --days -1 backup":              "want one of",
		"create --days 1000000 backup":         "want one of",
		"create --key secret backup":           "want one of",
		"create":                               "want one of",
		"create a b":                           "want one of",
		"revoke 1":                             "not the ID of a key",
		"revoke":                               "want one of",
		"":                                     "want one of",
		"create --user eve@example.com backup": "there is no user eve@example.com",
		"create --user a@b.c --role admin backup": "want one of",
	} {
		var out bytes.Buffer
		err := app.Command(t.Context(), cfg, append([]string{"apikey"}, strings.Fields(args)...), &out)
		if err == nil || !strings.Contains(err.Error(), want) || out.Len() > 0 {
			t.Errorf("apikey %s: %q, %v", args, out.String(), err)
		}
	}
}
