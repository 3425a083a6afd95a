package guard_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/guard"
	"github.com/acme/tracks/internal/principal"
)

// tokens knows one kind of credentials.
type tokens map[string]any

func (t tokens) Authenticate(_ context.Context, bearer string) (principal.Principal, error) {
	switch known := t[bearer].(type) {
	case principal.Principal:
		return known, nil
	case error:
		return principal.Principal{}, fmt.Errorf("token: %w", known)
	}
	return principal.Principal{}, fmt.Errorf("token: %w", guard.ErrOtherKind)
}

// members are two, each of whom knows a token.
func members() guard.Guard {
	ann := principal.Principal{ID: uuid.MustParse("0198a000-0000-7000-8000-000000000001"), Role: principal.User}
	bob := principal.Principal{ID: uuid.MustParse("0198a000-0000-7000-8000-000000000002"), Role: principal.Admin}
	return guard.Guard{
		tokens{"ann": ann, "expired": apperr.ErrInvalidCredentials},
		tokens{"bob": bob, "down": apperr.ErrUnavailable},
	}
}

func TestRequire(t *testing.T) {
	const (
		invalid   = guard.Challenge + `, error="invalid_token"`
		malformed = guard.Challenge + `, error="invalid_request"`
	)
	for name, tt := range map[string]struct {
		headers   []string
		role      string
		err       error
		challenge string
	}{
		"a user":                {[]string{"Bearer ann"}, principal.User, nil, ""},
		"a user as an admin":    {[]string{"Bearer ann"}, principal.Admin, apperr.ErrForbidden, ""},
		"an admin":              {[]string{"Bearer bob"}, principal.Admin, nil, ""},
		"an admin as a user":    {[]string{"Bearer bob"}, principal.User, nil, ""},
		"nobody":                {nil, principal.User, apperr.ErrUnauthorized, guard.Challenge},
		"another scheme":        {[]string{"Basic YTpi"}, principal.User, apperr.ErrUnauthorized, guard.Challenge},
		"an unknown token":      {[]string{"Bearer eve"}, principal.User, apperr.ErrInvalidCredentials, invalid},
		"an expired token":      {[]string{"Bearer expired"}, principal.User, apperr.ErrInvalidCredentials, invalid},
		"what cannot be asked":  {[]string{"Bearer down"}, principal.User, apperr.ErrUnavailable, ""},
		"two headers":           {[]string{"Bearer ann", "Bearer bob"}, principal.User, &apperr.BadRequest{}, malformed},
		"a malformed header":    {[]string{"Bearer a b"}, principal.User, &apperr.BadRequest{}, malformed},
		"a role without a name": {[]string{"Bearer ann"}, "", apperr.ErrForbidden, ""},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, header := principal.NewContext(t.Context()), http.Header{}
			members().Authenticate(ctx, tt.headers)
			err := guard.Require(ctx, tt.role, header.Set)
			if _, bad := errors.AsType[*apperr.BadRequest](tt.err); bad {
				_, bad = errors.AsType[*apperr.BadRequest](err)
				if !bad {
					t.Errorf("error %v, want one of a bad request", err)
				}
			} else if !errors.Is(err, tt.err) {
				t.Errorf("error %v, want %v", err, tt.err)
			}
			if got := header.Get(guard.Header); got != tt.challenge {
				t.Errorf("challenge %q, want %q", got, tt.challenge)
			}
		})
	}
}

// A guard without members knows nobody.
func TestRequire_NoMembers(t *testing.T) {
	ctx := principal.NewContext(t.Context())
	guard.Guard{}.Authenticate(ctx, []string{"Bearer ann"})
	if err := guard.Require(ctx, principal.User, http.Header{}.Set); !errors.Is(err, apperr.ErrInvalidCredentials) {
		t.Errorf("error %v", err)
	}
}
