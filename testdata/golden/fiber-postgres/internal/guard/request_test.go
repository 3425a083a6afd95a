package guard_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/rooms/internal/apperr"
	"github.com/acme/rooms/internal/guard"
	"github.com/acme/rooms/internal/principal"
)

// TestRequest_Keys gives credentials in one header or the other, and in both.
func TestRequest_Keys(t *testing.T) {
	for name, tt := range map[string]struct {
		authorization, keys []string
		ok                  bool
	}{
		"in Authorization":      {[]string{"Bearer ann"}, nil, true},
		"in X-API-Key":          {nil, []string{"ann"}, true},
		"the same in both":      {[]string{"Bearer ann"}, []string{"ann"}, false},
		"different ones":        {[]string{"Bearer ann"}, []string{"bob"}, false},
		"with another scheme":   {[]string{"Basic YTpi"}, []string{"ann"}, false},
		"two keys":              {nil, []string{"ann", "ann"}, false},
		"a list of keys":        {nil, []string{"ann, bob"}, false},
		"with a scheme":         {nil, []string{"Bearer ann"}, false},
		"an empty key":          {nil, []string{""}, false},
		"a key that is too big": {nil, []string{strings.Repeat("a", 5000)}, false},
	} {
		ctx, header := principal.NewContext(t.Context()), http.Header{}
		members().Authenticate(ctx, guard.Request{Method: http.MethodGet, Authorization: tt.authorization, Keys: tt.keys})
		err := guard.Require(ctx, principal.User, header.Set)
		_, malformed := errors.AsType[*apperr.BadRequest](err)
		if malformed == tt.ok || (err == nil) != tt.ok {
			t.Errorf("%s: %v", name, err)
		}
		if challenge := header.Get(guard.Header); strings.Contains(challenge, "invalid_request") == tt.ok {
			t.Errorf("%s: challenge %q", name, challenge)
		}
	}
}

// TestRequest_Scope has credentials with a scope.
func TestRequest_Scope(t *testing.T) {
	const insufficient = guard.Challenge + `, error="insufficient_scope"`
	for scope, allowed := range map[string]string{
		"":           "GET HEAD POST PUT PATCH DELETE OPTIONS",
		"read write": "GET HEAD POST PUT PATCH DELETE OPTIONS",
		"read":       "GET HEAD",
		"write":      "POST PUT PATCH DELETE OPTIONS",
		"other":      "",
	} {
		limited := principal.Principal{ID: uuid.MustParse("0198a000-0000-7000-8000-000000000001"), Role: principal.User, Scope: scope}
		for method := range strings.FieldsSeq("GET HEAD POST PUT PATCH DELETE OPTIONS") {
			ctx, header := principal.NewContext(t.Context()), http.Header{}
			guard.Guard{tokens{"ann": limited}}.Authenticate(ctx, guard.Request{Method: method, Keys: []string{"ann"}})
			if p, ok := principal.FromContext(ctx); !ok || p != limited {
				t.Errorf("%s with scope %q: principal %+v", method, scope, p)
			}
			err := guard.Require(ctx, principal.User, header.Set)
			if want := strings.Contains(allowed, method); (err == nil) != want || !want && !errors.Is(err, apperr.ErrScope) {
				t.Errorf("%s with scope %q: %v", method, scope, err)
			}
			if (header.Get(guard.Header) == insufficient) != (err != nil) {
				t.Errorf("%s with scope %q: challenge %q", method, scope, header.Get(guard.Header))
			}
		}
	}
}
