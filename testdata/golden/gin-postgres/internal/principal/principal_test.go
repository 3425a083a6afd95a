package principal_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/notes/internal/principal"
)

func TestSet(t *testing.T) {
	want := principal.Principal{ID: uuid.MustParse("0198a000-0000-7000-8000-000000000001"), Role: principal.User, Method: "test"}
	outer := principal.NewContext(t.Context())
	inner, cancel := context.WithCancel(outer)
	defer cancel()

	if p, ok := principal.FromContext(outer); ok {
		t.Errorf("before: %v", p)
	}
	if key := principal.Key(outer, "192.0.2.1"); key != "192.0.2.1" {
		t.Errorf("before: key %q", key)
	}
	principal.Set(inner, want)
	for name, ctx := range map[string]context.Context{"inner": inner, "outer": outer} {
		if p, ok := principal.FromContext(ctx); !ok || p != want {
			t.Errorf("%s: %v, %t", name, p, ok)
		}
		if key := principal.Key(ctx, "192.0.2.1"); key != "user "+want.ID.String() {
			t.Errorf("%s: key %q", name, key)
		}
	}
}

func TestSetError(t *testing.T) {
	ctx, expired := principal.NewContext(t.Context()), errors.New("expired")
	principal.SetError(ctx, expired)
	if err := principal.Err(ctx); !errors.Is(err, expired) {
		t.Errorf("Err: %v", err)
	}
	if p, ok := principal.FromContext(ctx); ok {
		t.Errorf("principal %v", p)
	}
}

// A context that NewContext did not make has no principal, whatever is set.
func TestFromContext_Other(t *testing.T) {
	ctx := t.Context()
	principal.Set(ctx, principal.Principal{Role: principal.Admin})
	principal.SetError(ctx, errors.New("expired"))
	if p, ok := principal.FromContext(ctx); ok {
		t.Errorf("principal %v", p)
	}
	if err := principal.Err(ctx); err != nil {
		t.Errorf("Err: %v", err)
	}
}
