package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// operation is a route in the API document of a service.
type operation struct {
	method, path string
	Security     []map[string][]string
	Responses    map[string]any
}

// operations returns the routes in the API document of a service.
func operations(t *testing.T, s *service) []operation {
	t.Helper()
	var doc struct {
		Servers    []struct{ URL string }
		Paths      map[string]map[string]operation
		Components struct {
			SecuritySchemes map[string]struct{ Type, Scheme, In, Name string }
		}
	}
	if err := json.Unmarshal([]byte(call(t, "GET", s.public+"/swagger/openapi.json", "", "").body), &doc); err != nil {
		t.Fatal(err)
	}
	for name, scheme := range doc.Components.SecuritySchemes {
		bearer := scheme.Type == "http" && scheme.Scheme == "bearer"
		if key := scheme.Type == "apiKey" && scheme.In == "header" && scheme.Name == "X-API-Key"; !bearer && !key {
			t.Errorf("security scheme %s: %+v", name, scheme)
		}
	}
	var all []operation
	for path, methods := range doc.Paths {
		for method, op := range methods {
			op.method, op.path = strings.ToUpper(method), doc.Servers[0].URL+path
			all = append(all, op)
		}
	}
	slices.SortFunc(all, func(a, b operation) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	return all
}

var pathParameter = regexp.MustCompile(`\{\w+\}`)

// visitor is someone who calls routes, with a token or without one.
type visitor struct{ role, token string }

// walkGuards sends a request to every route in the API document as each visitor.
// The requests are malformed in all other respects, so that they change nothing.
// refuses tells which of the guarded routes are not for a role.
func walkGuards(t *testing.T, s *service, refuses func(op operation, role string) bool, visitors ...visitor) {
	t.Helper()
	guarded := 0
	for _, op := range operations(t, s) {
		if len(op.Security) > 0 {
			guarded++
		}
		for _, v := range visitors {
			what := fmt.Sprintf("%s %s as %s", op.method, op.path, v.role)
			got := s.as(v.token, op.method, pathParameter.ReplaceAllString(op.path, "x"), "", "malformed")
			want := 0
			switch {
			case len(op.Security) == 0:
			case v.role != "user" && v.role != "admin":
				want = http.StatusUnauthorized
			case refuses(op, v.role):
				want = http.StatusForbidden
			}
			rejected := got.status == http.StatusUnauthorized || got.status == http.StatusForbidden
			if rejected != (want > 0) || rejected && got.status != want {
				t.Errorf("%s: got %d %s, want %d", what, got.status, got.body, want)
			}
			if _, documented := op.Responses[strconv.Itoa(got.status)]; !documented {
				t.Errorf("%s: the status %d is not in the API document", what, got.status)
			}
			if challenge := got.header.Get("WWW-Authenticate"); challenge != v.challenge(got.status) {
				t.Errorf("%s: got the challenge %q", what, challenge)
			}
		}
	}
	if guarded == 0 {
		t.Error("no route is guarded")
	}
}

// challenge returns the header that a visitor gets with a status.
func (v visitor) challenge(status int) string {
	switch {
	case status != http.StatusUnauthorized:
		return ""
	case v.token == "":
		return `Bearer realm="myapi"`
	}
	return `Bearer realm="myapi", error="invalid_token"`
}

// credentials sends all kinds of Authorization headers to a guarded route and a
// public one, which takes no notice of them.
func credentials(t *testing.T, s *service, token, guarded, public string) {
	t.Helper()
	const realm = `Bearer realm="myapi"`
	for name, tc := range map[string]struct {
		headers   []string
		status    int
		challenge string
	}{
		"none":                     {nil, 401, realm},
		"the token":                {[]string{"Bearer " + token}, 200, ""},
		"the scheme in lower case": {[]string{"bearer " + token}, 200, ""},
		"two headers":              {[]string{"Bearer " + token, "Bearer " + token}, 400, realm + `, error="invalid_request"`},
		"two schemes":              {[]string{"Basic YTpi", "Bearer " + token}, 400, realm + `, error="invalid_request"`},
		"two tokens":               {[]string{"Bearer " + token + ", Bearer " + token}, 400, realm + `, error="invalid_request"`},
		"no token":                 {[]string{"Bearer"}, 400, realm + `, error="invalid_request"`},
		"another scheme":           {[]string{"Basic YTpi"}, 401, realm},
		"the token alone":          {[]string{token}, 401, realm},
		"more than the token":      {[]string{"Bearer " + token + "x"}, 401, realm + `, error="invalid_token"`},
		"a long token":             {[]string{"Bearer " + strings.Repeat("x", 4097)}, 400, realm + `, error="invalid_request"`},
		"one that does not fit":    {[]string{"Bearer " + strings.Repeat("x", 100_000)}, 431, ""},
	} {
		got := send(t, "GET", s.public+guarded, http.Header{"Authorization": tc.headers}, "")
		if got.status != tc.status || got.header.Get("WWW-Authenticate") != tc.challenge {
			t.Errorf("%s: got %d %s with the challenge %q", name, got.status, got.body, got.header.Get("WWW-Authenticate"))
		}
		if got := send(t, "GET", s.public+public, http.Header{"Authorization": tc.headers}, ""); got.status != 200 && tc.status != 431 {
			t.Errorf("%s, on a public route: got %d %s", name, got.status, got.body)
		}
	}
	for _, query := range []string{"?access_token=" + token, "?token=" + token} {
		if got := call(t, "GET", s.public+guarded+query, "", ""); got.status != 401 {
			t.Errorf("a token in the query: got %d %s", got.status, got.body)
		}
	}
}
