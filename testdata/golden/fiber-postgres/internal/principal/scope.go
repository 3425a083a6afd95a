package principal

import (
	"slices"
	"strings"
)

// Scopes of credentials that do not allow everything.
const (
	Read  = "read"
	Write = "write"
)

// Allows reports whether the credentials allow a scope. Those without any scope are
// not limited.
func (p Principal) Allows(scope string) bool {
	return p.Scope == "" || slices.Contains(strings.Fields(p.Scope), scope)
}
