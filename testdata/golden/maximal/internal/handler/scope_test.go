package handler_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/everything/internal/guard"
	"github.com/acme/everything/internal/principal"
	"github.com/acme/everything/internal/router"
)

// scopes authenticates admins by keys such as scope.read.
type scopes struct{}

func (scopes) Authenticate(_ context.Context, bearer string) (principal.Principal, error) {
	scope, ok := strings.CutPrefix(bearer, "scope.")
	if !ok {
		return principal.Principal{}, guard.ErrOtherKind
	}
	return principal.Principal{ID: uuid.New(), Role: principal.Admin, Method: "test", Scope: scope}, nil
}

// TestScopes sends requests with an API key to the routes of all resources. The
// handlers reject them as malformed, if the guards let them pass.
func TestScopes(t *testing.T) {
	const public = ""
	for _, routes := range []struct{ path, read, write string }{
		{"/authors", "user", "user"},
		{"/categories", "user", "user"},
		{"/books", "user", "user"},
	} {
		for _, route := range []struct{ method, path, role, scope string }{
			{http.MethodGet, "?limit=x", routes.read, principal.Read},
			{http.MethodHead, "?limit=x", routes.read, principal.Read},
			{http.MethodPost, "?x", routes.write, principal.Write},
			{http.MethodPut, "/x", routes.write, principal.Write},
			{http.MethodPatch, "/x", routes.write, principal.Write},
			{http.MethodDelete, "/x", routes.write, principal.Write},
		} {
			for _, scope := range []string{principal.Read, principal.Write} {
				for name, header := range map[string]http.Header{
					"X-API-Key":     {"Authorization": {}, guard.KeyHeader: {"scope." + scope}},
					"Authorization": {"Authorization": {"Bearer scope." + scope}},
				} {
					rec := send(t, router.Deps{Guard: guard.Guard{scopes{}}}, route.method, api+routes.path+route.path, header, "")
					if refused := rec.Code == http.StatusForbidden; refused != (scope != route.scope && route.role != public) || rec.Code == http.StatusUnauthorized {
						t.Errorf("%s %s with scope %s in %s: %d", route.method, routes.path+route.path, scope, name, rec.Code)
					}
				}
			}
		}
	}
}

// TestTwoCredentials refuses requests that are authenticated twice.
func TestTwoCredentials(t *testing.T) {
	header := http.Header{"Authorization": {"Bearer " + principal.Admin}, guard.KeyHeader: {"scope.write"}}
	for _, route := range []struct{ path, write string }{
		{"/authors", "user"},
		{"/categories", "user"},
		{"/books", "user"},
	} {
		rec := send(t, router.Deps{Guard: guard.Guard{scopes{}}}, http.MethodDelete, api+route.path+"/x", header.Clone(), "")
		if challenge := rec.Header().Get(guard.Header); route.write != "" && (rec.Code != http.StatusBadRequest || !strings.Contains(challenge, "invalid_request")) {
			t.Errorf("%s: %d, challenge %q", route.path, rec.Code, challenge)
		}
	}
}
