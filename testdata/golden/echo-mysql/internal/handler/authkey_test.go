package handler_test

import (
	"net/http"
	"testing"

	"github.com/acme/tracks/internal/auth"
)

// TestAuthIdempotencyKey refuses a key, with which tokens would be stored.
func TestAuthIdempotencyKey(t *testing.T) {
	t.Parallel()
	deps := newAuth(t, auth.Config{})
	for _, path := range []string{"/register", "/login", "/refresh", "/logout"} {
		wantResponse(t, post(t, deps, path, ann, "Idempotency-Key: 1"), http.StatusBadRequest, "Idempotency-Key")
	}
}
