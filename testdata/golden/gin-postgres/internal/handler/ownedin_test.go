package handler

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/notes/internal/owner"
	"github.com/acme/notes/internal/page"
	"github.com/acme/notes/internal/principal"
)

// leaf is a row that belongs to a user.
type leaf struct {
	ID   int64
	User uuid.UUID
}

type leafStore []leaf

func (s leafStore) List(_ context.Context, whose owner.Scope, _ page.Query[leaf]) (p page.Page[leaf], err error) {
	for _, row := range s {
		if whose.Has(row.User) {
			p.Items = append(p.Items, row)
		}
	}
	return p, err
}

// What is included is what the principal may see.
func TestOwnedIn(t *testing.T) {
	t.Parallel()
	ann, bob := uuid.New(), uuid.New()
	fields := page.Fields[leaf]{"id": {At: func(of *leaf) any { return &of.ID }, Filter: page.Exact()}}
	find := ownedIn(leafStore{{1, ann}, {2, bob}}, fields)
	for who, want := range map[principal.Principal][]bool{
		{ID: ann, Role: principal.User}:         {true, false},
		{ID: bob, Role: principal.User}:         {false, true},
		{ID: uuid.New(), Role: principal.Admin}: {true, true},
		{}:                                      {false, false},
	} {
		ctx := principal.NewContext(t.Context())
		principal.Set(ctx, who)
		found, err := find(ctx, []any{int64(1), int64(2)})
		if err != nil {
			t.Fatal(err)
		}
		for i, visible := range want {
			if row := found[int64(i+1)]; (row != nil) != visible {
				t.Errorf("%+v sees row %d: %v", who, i+1, row)
			}
		}
	}
}
