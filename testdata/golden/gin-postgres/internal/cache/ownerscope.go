package cache

import "github.com/acme/notes/internal/owner"

// of returns the table as those see it whose scope it is.
func (t cachedRows[T, ID]) of(whose owner.Scope) cachedRows[T, ID] {
	t.scope = " of " + whose.User.String()
	if whose.All {
		t.scope = " of all"
	}
	return t
}
