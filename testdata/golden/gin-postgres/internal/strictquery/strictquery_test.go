package strictquery_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/strictquery"
)

func TestParse(t *testing.T) {
	t.Parallel()
	values, err := strictquery.Parse("sort=a%20b&limit=", "limit", "sort", "cursor")
	if err != nil || values.Get("sort") != "a b" || !values.Has("limit") || values.Has("cursor") {
		t.Errorf("got %v, %v", values, err)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"status=draft&limit=1":          `unknown query parameter "status"; this route has limit, sort`,
		"Limit=1":                       `unknown query parameter "Limit"; this route has limit, sort`,
		"=1":                            `unknown query parameter ""; this route has limit, sort`,
		"limit=1&sort=a&limit=1":        `query parameter "limit" is repeated; it may be given once`,
		"limit=%zz":                     `query is malformed`,
		"limit=1;sort=a":                `query is malformed`,
		strings.Repeat("x", 1000) + "=": `unknown query parameter "` + strings.Repeat("x", 64) + `"; this route has limit, sort`,
	} {
		_, err := strictquery.Parse(query, "limit", "sort")
		if bad, ok := errors.AsType[*apperr.BadRequest](err); !ok || bad.Message != want {
			t.Errorf("%.50s: got %v, want %s", query, err, want)
		}
	}
	if _, err := strictquery.Parse("x=1"); err == nil || err.Error() != `unknown query parameter "x"; this route has none` {
		t.Errorf("without parameters: %v", err)
	}
}
