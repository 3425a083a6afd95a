// Package owner says whose rows a request may see and change.
package owner

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/acme/notes/internal/principal"
)

// ErrUnknown is the error for a new row of a user who does not exist.
var ErrUnknown = errors.New("the user to whom the row would belong does not exist")

// Scope is the rows that a caller of a store may see and change. The zero Scope
// has none.
type Scope struct {
	User uuid.UUID // whose rows they are, and to whom new ones will belong
	All  bool      // whether the rows of others are among them
}

// Of returns the scope of the principal of ctx: the rows of all users for an admin,
// and otherwise their own.
func Of(ctx context.Context) Scope {
	p, known := principal.FromContext(ctx)
	return Scope{User: p.ID, All: known && p.Role == principal.Admin}
}

// Has reports whether the rows of a user are in the scope.
func (s Scope) Has(user uuid.UUID) bool {
	return s.All || s.User == user && user != uuid.Nil
}
