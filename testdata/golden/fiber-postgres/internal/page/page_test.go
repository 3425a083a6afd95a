package page_test

import (
	"encoding/base64"
	"errors"
	"net/url"
	"testing"
	"time"

	"github.com/acme/rooms/internal/apperr"
	"github.com/acme/rooms/internal/page"
)

type row struct {
	ID      int64
	Name    *string
	At      time.Time
	Code    string
	EndedAt *time.Time
}

func keys() page.Keys[row] {
	return page.Keys[row]{
		"id":       func(r *row) any { return &r.ID },
		"name":     func(r *row) any { return &r.Name },
		"at":       func(r *row) any { return &r.At },
		"code":     func(r *row) any { return &r.Code },
		"ended_at": func(r *row) any { return &r.EndedAt },
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		query string
		limit int
		sort  string
		desc  bool
	}{
		{"", page.DefaultLimit, "id", false},
		{"limit=1&sort=-name", 1, "name", true},
		{"limit=100&sort=-id&cursor=", page.MaxLimit, "id", true},
	} {
		q, err := page.Parse(tt.query, keys())
		if err != nil || q.Limit != tt.limit || q.Sort != tt.sort || q.Desc != tt.desc || q.After != nil {
			t.Errorf("Parse(%q) = %+v, %v", tt.query, q, err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	forged := func(sort, cursor string) string {
		return "sort=" + sort + "&cursor=" + base64.RawURLEncoding.EncodeToString([]byte(cursor))
	}
	for _, query := range []string{
		"limit=0", "limit=-1", "limit=ten", "limit=1e2", "limit=99999999999999999999",
		"limit=101", "limit=01", "limit=%2B1", "limit=", "sort=", "limit=1&limit=1", "status=draft",
		"sort=price", "sort=--name", "sort=-", "sort=name%20DESC", "sort=Name", "limit=%zz", "limit=1;sort=id",
		"cursor=!", "cursor=bm90IGpzb24", "sort=name&cursor=" + url.QueryEscape("e30="),
		forged("name", `{}`), forged("name", `[]`), forged("name", `{"sort":"id","value":1,"id":1}`),
		forged("name", `{"sort":"name","value":7,"id":1}`), forged("name", `{"sort":"name","value":"a","id":"b"}`),
		forged("name", `{"sort":"name","desc":true,"value":"a","id":1}`), forged("name", `{"sort":"name","desc":false,"value":"a\u0000","id":1}`),
		forged("code", `{"sort":"code","desc":false,"value":"a\u0000","id":1}`),
		forged("code", `{"sort":"code","desc":false,"value":null,"id":1}`), forged("code", `{"sort":"code","desc":false,"id":1}`),
		forged("code", `{"sort":"code","desc":false,"value":"\ud800","id":1}`), forged("code", `{"sort":"code","desc":false,"value":"a","id":null}`),
		forged("at", `{"sort":"at","desc":false,"value":null,"id":1}`),
		forged("at", `{"sort":"at","desc":false,"value":"9999-12-31T23:59:59-01:00","id":1}`),
		forged("ended_at", `{"sort":"ended_at","desc":false,"value":"0001-01-01T00:00:00+01:00","id":1}`),
	} {
		_, err := page.Parse(query, keys())
		if _, ok := errors.AsType[*apperr.BadRequest](err); !ok {
			t.Errorf("Parse(%q): error %v, want a BadRequest", query, err)
		}
	}
	for _, query := range []string{
		forged("at", `{"sort":"at","desc":false,"value":"9999-12-31T23:59:59Z","id":1}`),
		forged("ended_at", `{"sort":"ended_at","desc":false,"value":null,"id":1}`),
	} {
		if _, err := page.Parse(query, keys()); err != nil {
			t.Errorf("Parse(%q): %v", query, err)
		}
	}
}

func TestCursor(t *testing.T) {
	t.Parallel()
	for _, name := range []*string{new("<é&>"), nil} {
		q, err := page.Parse("limit=1&sort=-name", keys())
		if err != nil {
			t.Fatal(err)
		}
		first, err := q.Page([]row{{ID: 7, Name: name}, {ID: 3}})
		if err != nil || len(first.Items) != 1 || first.NextCursor == "" {
			t.Fatalf("page = %+v, %v, want one row and a cursor", first, err)
		}
		q, err = page.Parse("limit=1&sort=-name&cursor="+first.NextCursor, keys())
		if err != nil {
			t.Fatal(err)
		}
		after := q.After
		if after.ID != 7 || (after.Name == nil) != (name == nil) || name != nil && *after.Name != *name {
			t.Errorf("cursor came back as %+v", after)
		}
		if _, err := page.Parse("sort=name&cursor="+first.NextCursor, keys()); err == nil {
			t.Error("cursor is taken for another sort")
		}
		last, err := q.Page([]row{{ID: 3}})
		if err != nil || len(last.Items) != 1 || last.NextCursor != "" {
			t.Errorf("last page = %+v, %v, want one row and no cursor", last, err)
		}
	}
}

func TestEmptyPage(t *testing.T) {
	t.Parallel()
	q, err := page.Parse("", keys())
	if err != nil {
		t.Fatal(err)
	}
	if p, err := q.Page(nil); err != nil || p.Items == nil || p.NextCursor != "" {
		t.Errorf("Page(nil) = %+v, %v, want an empty list", p, err)
	}
}
