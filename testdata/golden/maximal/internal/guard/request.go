package guard

import (
	"context"
	"net/http"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/principal"
)

// KeyHeader is the request header for an API key, instead of Authorization.
const KeyHeader = "X-Api-Key"

// Request is the part of a request that is needed to authenticate it.
type Request struct {
	Method        string
	Authorization []string
	Keys          []string // those in KeyHeader
}

// token returns the bearer token of a request, wherever it is, or "" if there is
// none.
func (r Request) token() (string, error) {
	switch {
	case len(r.Keys) == 0:
		return bearer(r.Authorization)
	case len(r.Keys) > 1 || len(r.Authorization) > 0 || len(r.Keys[0]) > maxToken || !isToken(r.Keys[0]):
		return "", errMalformed
	}
	return r.Keys[0], nil
}

// checkScope records an error in ctx if the credentials do not allow the method of a
// request. Public routes do not care.
func checkScope(ctx context.Context, method string, p principal.Principal) {
	scope := principal.Write
	if method == http.MethodGet || method == http.MethodHead {
		scope = principal.Read
	}
	if !p.Allows(scope) {
		principal.SetError(ctx, apperr.ErrScope)
	}
}
