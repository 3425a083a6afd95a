package cache

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/owner"
)

// What one user may see is not served to others.
func TestScope(t *testing.T) {
	books, _ := newTestRows()
	own, other := uuid.New(), uuid.New()
	for range 2 {
		for _, tc := range []struct {
			whose owner.Scope
			sees  bool
		}{{owner.Scope{User: own}, true}, {owner.Scope{User: other}, false}, {owner.Scope{User: other, All: true}, true}, {owner.Scope{}, false}} {
			got, err := books.of(tc.whose).get(t.Context(), 1, func(context.Context) (testRow, error) {
				if !tc.whose.Has(own) {
					return testRow{}, fmt.Errorf("get book: %w", apperr.ErrNotFound)
				}
				return testRow{ID: 1}, nil
			})
			if (err == nil) != tc.sees || (got.ID == 1) != tc.sees {
				t.Errorf("%+v got %v, %v", tc.whose, got, err)
			}
		}
	}
	if n := books.Counts().Fills; n != 4 {
		t.Errorf("%d fills, want 4", n)
	}
}
