package page_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/page"
)

func TestParseFilters(t *testing.T) {
	t.Parallel()
	for query, want := range map[string][]page.Filter{
		"":                             nil,
		"shelf_id=7":                   {{Field: "shelf_id", ID: 7}},
		"limit=1&room_id=2&shelf_id=7": {{Field: "shelf_id", ID: 7}, {Field: "room_id", ID: 2}},
	} {
		q, err := page.Parse(query, keys(), "shelf_id", "room_id")
		if err != nil || !slices.Equal(q.Filters, want) {
			t.Errorf("Parse(%q): filters %v, %v, want %v", query, q.Filters, err, want)
		}
	}
	for _, query := range []string{"shelf_id=", "shelf_id=0", "shelf_id=-1", "shelf_id=x", "shelf_id=99999999999999999999", "room_id=1"} {
		_, err := page.Parse(query, keys(), "shelf_id")
		if _, ok := errors.AsType[*apperr.BadRequest](err); !ok {
			t.Errorf("Parse(%q): error %v, want a BadRequest", query, err)
		}
	}
}
