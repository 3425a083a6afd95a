// Package strictquery parses the queries of URLs. A parameter that a route does
// not know is an error, because ignoring it could mean to return or to change
// more than the client asked for.
package strictquery

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/acme/shelf/internal/apperr"
)

// Parse parses a query that may have each of the allowed parameters once. Errors
// are an *apperr.BadRequest that names the parameter at fault.
func Parse(query string, allowed ...string) (url.Values, error) {
	values, err := Once(query)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(allowed, name) {
			return nil, refuse("unknown query parameter %.64q; %s", name, choice(allowed))
		}
	}
	return values, nil
}

// Once parses a query that may have any parameters, each of them once.
func Once(query string) (url.Values, error) {
	if query == "" { // as of most requests
		return url.Values{}, nil
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, refuse("query is malformed")
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if len(values[name]) > 1 {
			return nil, refuse("query parameter %.64q is repeated; it may be given once", name)
		}
	}
	return values, nil
}

// choice tells which parameters a route has.
func choice(allowed []string) string {
	if len(allowed) == 0 {
		return "this route has none"
	}
	return "this route has " + strings.Join(allowed, ", ")
}

func refuse(format string, args ...any) error {
	return &apperr.BadRequest{Message: fmt.Sprintf(format, args...)}
}
