package page_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"library/internal/apperr"
	"library/internal/page"
)

func TestFilters(t *testing.T) {
	t.Parallel()
	at := time.Date(2024, 5, 17, 8, 30, 0, 0, time.UTC)
	for query, want := range map[string][]page.Filter{
		"note=":                                {{"note", page.Equal, []any{""}}},
		"note=a%2Cb":                           {{"note", page.Equal, []any{"a,b"}}},
		"note[in]=a,,b":                        {{"note", page.In, []any{"a", "", "b"}}},
		"size=5&size%5Bne%5D=-6":               {{"size", page.Equal, []any{int32(5)}}, {"size", page.NotEqual, []any{int32(-6)}}},
		"id[in]=3,1,3":                         {{"id", page.In, []any{int64(3), int64(1), int64(3)}}},
		"size[lt]=9&size[gte]=1":               {{"size", page.AtLeast, []any{int32(1)}}, {"size", page.Less, []any{int32(9)}}},
		"open=true&open[ne]=false":             {{"open", page.Equal, []any{true}}, {"open", page.NotEqual, []any{false}}},
		"code=b,c":                             {{"code", page.Equal, []any{"b,c"}}},
		"at[gt]=2024-05-17T10:30:00%2B02:00":   {{"at", page.Greater, []any{at}}},
		"ended_at[lte]=2024-05-17T08:30:00Z":   {{"ended_at", page.AtMost, []any{at}}},
		"ended_at[null]=true&size[null]=false": {{"ended_at", page.Null, []any{true}}, {"size", page.Null, []any{false}}},
	} {
		q, err := page.Parse("limit=1&sort=at&"+query, fields())
		if err != nil || !reflect.DeepEqual(q.Filters, want) {
			t.Errorf("Parse(%q): filters %v, %v, want %v", query, q.Filters, err, want)
		}
	}
}

func TestFiltersRefused(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"no_field=1":                           `unknown query parameter "no_field"; this route has limit, sort, cursor, count, and filters by at, code, ended_at, id, note, open, size`,
		"name=a":                               `unknown query parameter "name"`,
		"[ne]=a":                               `unknown query parameter "[ne]"`,
		"at=2024-05-17T08:30:00Z":              `unknown filter "at"; this route has at[lt], at[lte], at[gt], at[gte]`,
		"size[]=1":                             `unknown filter "size[]"; this route has size, size[ne], size[in], size[lt], size[lte], size[gt], size[gte], size[null]`,
		"open[lt]=true":                        `unknown filter "open[lt]"; this route has open, open[ne], open[in]`,
		"open[null]=true":                      `unknown filter "open[null]"`,
		"size[ne=1":                            `unknown filter "size[ne"`,
		"size]=1":                              `unknown query parameter "size]"`,
		"size[ne]]=1":                          `unknown filter "size[ne]]"`,
		"size[NE]=1":                           `unknown filter "size[NE]"`,
		"size=1&size=1":                        `query parameter "size" is repeated; it may be given once`,
		"size=":                                `field "size" must be a whole number from -2147483648 to 2147483647`,
		"size=null":                            `field "size" must be`,
		"size=+1":                              `field "size" must be`,
		"size=1,2":                             `field "size" must be`,
		"size=2147483648":                      `field "size" must be`,
		`size=1,"id":2`:                        `field "size" must be`,
		"size[in]=1,":                          `field "size" must be`,
		"open=1":                               `field "open" must be true or false`,
		"ended_at=yesterday":                   `field "ended_at" must be a time`,
		"size[null]=1":                         `size[null] must be true or false`,
		"code=c":                               `code must be one of a, b,c`,
		"note=%00":                             `note: a value must be UTF-8 without NUL`,
		"note=%ff":                             `note: a value must be UTF-8 without NUL`,
		"note=" + strings.Repeat("a", 1001):    `note: a value may have up to 1000 bytes`,
		"note[in]=" + strings.Repeat(",", 100): `note[in] takes up to 100 values`,
	} {
		_, err := page.Parse(query, fields())
		if bad, ok := errors.AsType[*apperr.BadRequest](err); !ok || !strings.HasPrefix(bad.Message, want) {
			t.Errorf("%.50s: got %v, want %s", query, err, want)
		}
	}
}

func TestTooManyFilters(t *testing.T) {
	t.Parallel()
	query := "id=1&id[ne]=1&id[in]=1&open=true&open[ne]=true&open[in]=true&note=a&note[ne]=a&note[in]=a&code=a&code[ne]=a&code[in]=a" +
		"&size=1&size[ne]=1&size[in]=1&size[lt]=1&size[lte]=1&size[gt]=1&size[gte]=1&size[null]=true"
	if _, err := page.Parse(query, fields()); err != nil {
		t.Errorf("20 filters: %v", err)
	}
	if _, err := page.Parse(query+"&ended_at[null]=true", fields()); err == nil || !strings.Contains(err.Error(), "up to 20 filters") {
		t.Errorf("21 filters: %v", err)
	}
}
