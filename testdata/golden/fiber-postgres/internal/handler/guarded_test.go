package handler_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/acme/rooms/internal/apperr"
	"github.com/acme/rooms/internal/guard"
	"github.com/acme/rooms/internal/principal"
	"github.com/acme/rooms/internal/router"
)

// TestGuards sends requests to the routes of all resources as nobody, a user and
// an admin. The handlers reject them as malformed, if the guards let them pass.
func TestGuards(t *testing.T) {
	for _, routes := range []struct{ path, read, write string }{
		{"/rooms", "user", "user"},
	} {
		for _, route := range []struct{ method, path, role string }{
			{http.MethodGet, "?limit=x", routes.read},
			{http.MethodHead, "?limit=x", routes.read},
			{http.MethodGet, "/x", routes.read},
			{http.MethodPost, "", routes.write},
			{http.MethodPut, "/x", routes.write},
			{http.MethodPatch, "/x", routes.write},
			{http.MethodDelete, "/x", routes.write},
		} {
			testGuard(t, route.method, api+routes.path+route.path, route.role)
			if route.role != "" {
				testFailingGuard(t, route.method, api+routes.path+route.path)
			}
		}
	}
}

// testGuard sends a request to a route for a role, or for everybody if that is "".
func testGuard(t *testing.T, method, path, role string) {
	t.Helper()
	for token, refusal := range map[string]int{"": http.StatusUnauthorized, principal.User: http.StatusForbidden, principal.Admin: 0} {
		header := http.Header{"Authorization": {}}
		if token != "" {
			header.Set("Authorization", "Bearer "+token)
		}
		if role == "" || role == token {
			refusal = 0
		}
		rec := send(t, router.Deps{}, method, path, header, "")
		refused := rec.Code == http.StatusUnauthorized || rec.Code == http.StatusForbidden
		if refused != (refusal != 0) || refused && rec.Code != refusal {
			t.Errorf("%s %s as %q: %d", method, path, token, rec.Code)
		}
		if challenge := rec.Header().Get("WWW-Authenticate"); (challenge != "") != (rec.Code == http.StatusUnauthorized) {
			t.Errorf("%s %s as %q: challenge %q", method, path, token, challenge)
		}
	}
}

// failing cannot tell whose a token is.
type failing struct{}

func (failing) Authenticate(context.Context, string) (principal.Principal, error) {
	return principal.Principal{}, fmt.Errorf("%w: connection refused", apperr.ErrUnavailable)
}

// testFailingGuard tests that the log has the cause of a failure, and the response
// has not.
func testFailingGuard(t *testing.T, method, path string) {
	t.Helper()
	var log bytes.Buffer
	deps := router.Deps{Log: slog.New(slog.NewTextHandler(&log, nil)), Guard: guard.Guard{failing{}}}
	rec := send(t, deps, method, path, http.Header{}, "")
	if rec.Code != http.StatusServiceUnavailable || strings.Contains(rec.Body.String(), "refused") || rec.Header().Get("WWW-Authenticate") != "" {
		t.Errorf("%s %s while the guard fails: %d %s", method, path, rec.Code, rec.Body)
	}
	if n := strings.Count(log.String(), "connection refused"); n != 1 {
		t.Errorf("%s %s: the log has the cause %d times:\n%s", method, path, n, &log)
	}
}
