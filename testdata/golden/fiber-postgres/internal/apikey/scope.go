package apikey

import (
	"slices"
	"strings"

	"github.com/acme/rooms/internal/apperr"
	"github.com/acme/rooms/internal/principal"
)

// ParseScopes returns the scope of a key with each of the scopes.
func ParseScopes(scopes []string) (string, error) {
	var known []string
	for _, scope := range []string{principal.Read, principal.Write} {
		if slices.Contains(scopes, scope) {
			known = append(known, scope)
		}
	}
	if len(known) == 0 || len(known) != len(scopes) {
		return "", &apperr.Invalid{Fields: []apperr.FieldError{
			{Field: "scopes", Rule: "oneof", Message: "must be read, write or both"},
		}}
	}
	return strings.Join(known, " "), nil
}
