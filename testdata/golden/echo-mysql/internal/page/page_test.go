package page_test

import (
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/page"
)

type row struct {
	ID      int64      `json:"id"`
	Name    *string    `json:"name"`
	At      time.Time  `json:"at"`
	Code    string     `json:"code"`
	EndedAt *time.Time `json:"ended_at"`
	Size    *int32     `json:"size"`
	Open    bool       `json:"open"`
	Note    string     `json:"note"`
}

func fields() page.Fields[row] {
	return page.Fields[row]{
		"id":       {At: func(r *row) any { return &r.ID }, Sort: true, Filter: page.Exact()},
		"name":     {At: func(r *row) any { return &r.Name }, Sort: true},
		"at":       {At: func(r *row) any { return &r.At }, Sort: true, Filter: page.Range()},
		"code":     {At: func(r *row) any { return &r.Code }, Sort: true, Filter: page.Exact(), Values: []string{"a", "b,c"}},
		"ended_at": {At: func(r *row) any { return &r.EndedAt }, Sort: true, Filter: page.Ordered()},
		"size":     {At: func(r *row) any { return &r.Size }, Sort: true, Filter: page.Ordered()},
		"open":     {At: func(r *row) any { return &r.Open }, Filter: page.Exact()},
		"note":     {At: func(r *row) any { return &r.Note }, Sort: true, Filter: page.Exact()},
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		query string
		limit int
		sort  []page.Key
	}{
		{"", page.DefaultLimit, []page.Key{{"id", false}}},
		{"limit=1&sort=-name", 1, []page.Key{{"name", true}, {"id", true}}},
		{"limit=100&sort=-id&cursor=", page.MaxLimit, []page.Key{{"id", true}}},
		{"sort=code,-at", page.DefaultLimit, []page.Key{{"code", false}, {"at", true}, {"id", true}}},
		{"sort=-code,id,at", page.DefaultLimit, []page.Key{{"code", true}, {"id", false}}},
	} {
		q, err := page.Parse(tt.query, fields())
		if err != nil || q.Limit != tt.limit || !slices.Equal(q.Sort, tt.sort) || q.After != nil || q.Filters != nil {
			t.Errorf("Parse(%q) = %+v, %v", tt.query, q, err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, query := range []string{
		"limit=0", "limit=-1", "limit=ten", "limit=1e2", "limit=99999999999999999999",
		"limit=101", "limit=01", "limit=%2B1", "limit=", "sort=", "limit=1&limit=1", "status=draft",
		"sort=price", "sort=--name", "sort=-", "sort=name%20DESC", "sort=Name", "limit=%zz", "limit=1;sort=id",
		"sort=open", "sort=name,", "sort=name,,at", "sort=name,-name", "sort=name,%20at", "sort=name,at,code,ended_at,id", "count=", "count=1", "count=true&count=true",
		"cursor=!", "cursor=bm90IGpzb24",
	} {
		_, err := page.Parse(query, fields())
		if _, ok := errors.AsType[*apperr.BadRequest](err); !ok {
			t.Errorf("Parse(%q): error %v, want a BadRequest", query, err)
		}
	}
}

func TestCursor(t *testing.T) {
	t.Parallel()
	for _, name := range []*string{new("<é&>"), nil} {
		first := firstPage(t, "limit=1&sort=-name,at&id[ne]=1", row{ID: 7, Name: name})
		q, err := page.Parse("count=true&id[ne]=1&sort=-name,at&cursor="+first, fields())
		if err != nil {
			t.Fatal(err)
		}
		after := q.After
		if after.ID != 7 || (after.Name == nil) != (name == nil) || name != nil && *after.Name != *name {
			t.Errorf("cursor came back as %+v", after)
		}
		for _, other := range []string{"sort=name,at&id[ne]=1", "sort=-name&id[ne]=1", "sort=-name,at", "sort=-name,at&id[ne]=2", "sort=-name,at&id=1"} {
			if _, err := page.Parse(other+"&cursor="+first, fields()); err == nil {
				t.Errorf("%s takes the cursor of another list", other)
			}
		}
		last, err := q.Page([]row{{ID: 3}})
		if err != nil || len(last.Items) != 1 || last.NextCursor != "" {
			t.Errorf("last page = %+v, %v, want one row and no cursor", last, err)
		}
	}
}

// firstPage returns the cursor of the first page of a list, which has one row.
func firstPage(t *testing.T, query string, last row) (cursor string) {
	t.Helper()
	q, err := page.Parse(query, fields())
	if err != nil {
		t.Fatal(err)
	}
	first, err := q.Page([]row{last, {ID: 3}})
	if err != nil || len(first.Items) != 1 || first.NextCursor == "" {
		t.Fatalf("page = %+v, %v, want one row and a cursor", first, err)
	}
	return first.NextCursor
}

func TestForgedCursor(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		sort, after string
		valid       bool
	}{
		{"note", `{"id":1,"note":"a"}`, true},
		{"note", `{"id":1,"note":"a\u0000"}`, false},
		{"note", `{"id":1,"note":"\ud800"}`, false},
		{"note", `{"id":1,"note":null}`, false},
		{"note", `{"id":1,"note":7}`, false},
		{"note", `{"id":1}`, false},
		{"note", `{"id":null,"note":"a"}`, false},
		{"note", `{"id":"b","note":"a"}`, false},
		{"note", `{"id":1,"note":"a","open":true}`, false},
		{"note", `{"note":"a","id":1}`, false},
		{"note", `null`, false},
		{"note", `[]`, false},
		{"name", `{"id":1,"name":"a\u0000"}`, false},
		{"at", `{"at":"9999-12-31T23:59:59Z","id":1}`, true},
		{"at", `{"at":"9999-12-31T23:59:59-01:00","id":1}`, false},
		{"at", `{"at":null,"id":1}`, false},
		{"ended_at", `{"ended_at":null,"id":1}`, true},
		{"ended_at", `{"ended_at":"0001-01-01T00:00:00+01:00","id":1}`, false},
	} {
		good, err := base64.RawURLEncoding.DecodeString(firstPage(t, "limit=1&sort="+tt.sort, row{ID: 1}))
		if err != nil {
			t.Fatal(err)
		}
		list, _, _ := strings.Cut(string(good), `"after":`)
		forged := base64.RawURLEncoding.EncodeToString([]byte(list + `"after":` + tt.after + `}`))
		if _, err := page.Parse("sort="+tt.sort+"&cursor="+forged, fields()); (err == nil) != tt.valid {
			t.Errorf("by %s, after %s: %v", tt.sort, tt.after, err)
		}
	}
	for _, cursor := range []string{`{}`, `[]`, `null`, `{"list":"","after":{"id":1}}`} {
		if _, err := page.Parse("cursor="+base64.RawURLEncoding.EncodeToString([]byte(cursor)), fields()); err == nil {
			t.Errorf("takes %s", cursor)
		}
	}
}

func TestEmptyPage(t *testing.T) {
	t.Parallel()
	q, err := page.Parse("", fields())
	if err != nil {
		t.Fatal(err)
	}
	if p, err := q.Page(nil); err != nil || p.Items == nil || p.NextCursor != "" {
		t.Errorf("Page(nil) = %+v, %v, want an empty list", p, err)
	}
}
