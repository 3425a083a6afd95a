package config_test

import (
	"strings"
	"testing"
)

// TestClientTimeouts shows that calls have to end before the requests for which they
// are made.
func TestClientTimeouts(t *testing.T) {
	_, err := load(files(nil), "HTTP_REQUEST_TIMEOUT=5s")
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		"PAYMENTS_TIMEOUT: must be shorter than HTTP_REQUEST_TIMEOUT",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v has no %q", err, want)
		}
	}
}
