// Package principal says on whose behalf a request is served.
package principal

import (
	"context"

	"github.com/google/uuid"
)

// Roles of users. An admin may do whatever a user may.
const (
	User  = "user"
	Admin = "admin"
)

// Principal is the user who sent a request.
type Principal struct {
	ID      uuid.UUID
	Role    string
	Method  string    // of authentication, such as jwt
	Session uuid.UUID // zero if the method has no sessions
}

// seat is where authentication leaves its result. It is made by the outermost
// middleware, so that those between it and authentication know the result, too.
type seat struct {
	principal Principal
	known     bool
	err       error
}

type contextKey struct{}

// NewContext returns a context that Set and SetError work with.
func NewContext(ctx context.Context) context.Context {
	return context.WithValue(ctx, contextKey{}, new(seat))
}

// Set makes p the principal of ctx and of the contexts that it was derived from.
func Set(ctx context.Context, p Principal) {
	if s, ok := ctx.Value(contextKey{}).(*seat); ok {
		s.principal, s.known = p, true
	}
}

// SetError records why the credentials of a request were not accepted.
func SetError(ctx context.Context, err error) {
	if s, ok := ctx.Value(contextKey{}).(*seat); ok {
		s.err = err
	}
}

// FromContext returns the principal of ctx, if it is known.
func FromContext(ctx context.Context) (Principal, bool) {
	s, ok := ctx.Value(contextKey{}).(*seat)
	if !ok || !s.known {
		return Principal{}, false
	}
	return s.principal, true
}

// Err returns why the credentials of a request were not accepted, nil if it had
// none or if they were.
func Err(ctx context.Context) error {
	s, ok := ctx.Value(contextKey{}).(*seat)
	if !ok {
		return nil
	}
	return s.err
}

// Key returns a key that only the principal of ctx has, or other if it is not
// known.
func Key(ctx context.Context, other string) string {
	if p, ok := FromContext(ctx); ok {
		return "user " + p.ID.String()
	}
	return other
}
