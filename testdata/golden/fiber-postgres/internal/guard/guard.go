// Package guard authenticates requests and decides who may call a route.
package guard

import (
	"context"
	"errors"

	"github.com/acme/rooms/internal/apperr"
	"github.com/acme/rooms/internal/principal"
)

// Header is the response header that tells how to authenticate.
const Header = "WWW-Authenticate"

// Challenge is its value in responses to requests without credentials.
const Challenge = `Bearer realm="rooms"`

// ErrOtherKind is the error of an Authenticator for credentials that are meant
// for another one.
var ErrOtherKind = errors.New("credentials of another kind")

// Authenticator knows credentials of one kind.
type Authenticator interface {
	// Authenticate returns the principal that a bearer token stands for. Its error
	// is ErrOtherKind, apperr.ErrInvalidCredentials or that of a failure, wrapped
	// or not.
	Authenticate(ctx context.Context, bearer string) (principal.Principal, error)
}

// Guard authenticates requests by the first of its members that knows the kind
// of their credentials.
type Guard []Authenticator

// Authenticate sets the principal of ctx, given the headers of a request.
// Whoever sends none or bad ones may still call public routes, such as
// the one to log in; Require returns the reason to all others.
func (g Guard) Authenticate(ctx context.Context, r Request) {
	token, err := r.token()
	if err == nil && token != "" {
		var p principal.Principal
		if p, err = g.authenticate(ctx, token); err == nil {
			principal.Set(ctx, p)
			checkScope(ctx, r.Method, p)
		}
	}
	if err != nil {
		principal.SetError(ctx, err)
	}
}

func (g Guard) authenticate(ctx context.Context, token string) (principal.Principal, error) {
	for _, a := range g {
		p, err := a.Authenticate(ctx, token)
		if !errors.Is(err, ErrOtherKind) {
			return p, err
		}
	}
	return principal.Principal{}, apperr.ErrInvalidCredentials
}

// Require returns an error unless the principal of ctx has a role; admins have
// every role. The header that the response to it needs is set with set.
func Require(ctx context.Context, role string, set func(name, value string)) error {
	if p, ok := principal.FromContext(ctx); ok {
		if err := principal.Err(ctx); err != nil { // its scope
			set(Header, Challenge+`, error="insufficient_scope"`)
			return err
		}
		if p.Role == role || p.Role == principal.Admin {
			return nil
		}
		return apperr.ErrForbidden
	}
	err := principal.Err(ctx)
	switch {
	case err == nil:
		set(Header, Challenge)
		return apperr.ErrUnauthorized
	case errors.Is(err, apperr.ErrInvalidCredentials):
		set(Header, Challenge+`, error="invalid_token"`)
	case errors.Is(err, errMalformed):
		set(Header, Challenge+`, error="invalid_request"`)
	}
	return err
}
