package store_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/acme/shelf/internal/page"
)

// listed returns a store with nine rows.
func (s resourceSuite[T]) listed(t *testing.T) resourceStore[T] {
	t.Helper()
	store := s.open(t)
	for n := range 9 {
		s.create(t, store, s.numbered(t, n))
	}
	return store
}

// testPages reads a list in every order, forwards and backwards, with pages of
// several sizes.
func (s resourceSuite[T]) testPages(t *testing.T) {
	t.Parallel()
	store := s.listed(t)
	names := slices.Sorted(maps.Keys(s.fields))
	names = slices.DeleteFunc(names, func(name string) bool { return !s.fields[name].Sort })
	backward := map[string]string{} // by the opposite
	for i, name := range names {
		backward[name] = "-" + name
		if other := names[(i+1)%len(names)]; other != name {
			backward[name+",-"+other] = "-" + name + "," + other
		}
	}
	for forward, backward := range backward {
		t.Run(forward, func(t *testing.T) {
			t.Parallel()
			up, down := s.walk(t, store, "sort="+forward, 100), s.walk(t, store, "sort="+backward, 100)
			for _, limit := range []int{1, 4} {
				equal(t, s.walk(t, store, "sort="+forward, limit), up)
				equal(t, s.walk(t, store, "sort="+backward, limit), down)
			}
			slices.Reverse(down)
			equal(t, down, up)
			if len(up) != 9 {
				t.Errorf("%d rows, want 9", len(up))
			}
		})
	}
}

// testFilters filters a list by each value that a row has.
func (s resourceSuite[T]) testFilters(t *testing.T) {
	t.Parallel()
	store := s.listed(t)
	all := s.walk(t, store, "sort=id", 100)
	for name, field := range s.fields {
		if field.Filter == nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, row := range all {
				value := fieldOf(t, row, name)
				want := slices.Clone(all)
				want = slices.DeleteFunc(want, func(other T) bool { return fieldOf(t, other, name) != value })
				text := value
				if strings.HasPrefix(value, `"`) {
					text = parse[string](t, value)
				}
				separates := strings.Contains(text, ",")
				text = url.QueryEscape(text)
				filter := name + "[in]=" + text + "," + text
				switch {
				case separates:
					filter = name + "=" + text
				case value == "null":
					filter = name + "[null]=true"
				case !slices.Contains(field.Filter, page.In):
					filter = fmt.Sprintf("%[1]s[gte]=%[2]s&%[1]s[lte]=%[2]s", name, text)
				}
				equal(t, s.walk(t, store, "sort=id&"+filter, 2), want)
			}
		})
	}
}

// testSearch searches a list for parts of the texts that rows have, in upper case.
func (s resourceSuite[T]) testSearch(t *testing.T) {
	t.Parallel()
	store := s.listed(t)
	all := s.walk(t, store, "sort=id", 100)
	fields := s.query(t, "").Searched()
	has := func(row T, text string) bool {
		return slices.ContainsFunc(fields, func(name string) bool {
			value := fieldOf(t, row, name)
			return value != "null" && strings.Contains(strings.ToLower(parse[string](t, value)), strings.ToLower(text))
		})
	}
	for _, row := range all {
		for _, name := range fields {
			value := fieldOf(t, row, name)
			if value == "null" {
				continue
			}
			part := strings.ToUpper(parse[string](t, value))[1:]
			want := slices.DeleteFunc(slices.Clone(all), func(row T) bool { return !has(row, part) })
			equal(t, s.walk(t, store, "sort=id&q="+url.QueryEscape(part), 2), want)
		}
	}
	for _, text := range []string{"%", "_", "!", "*", "no such text"} {
		want := slices.DeleteFunc(slices.Clone(all), func(row T) bool { return !has(row, text) })
		if len(fields) == 0 {
			continue
		}
		if got := s.walk(t, store, "q="+url.QueryEscape(text), 2); len(got) != len(want) {
			t.Errorf("%s is in %d rows, want %d", text, len(got), len(want))
		}
	}
}

// testCount counts the rows of lists, which a page is only a part of.
func (s resourceSuite[T]) testCount(t *testing.T) {
	t.Parallel()
	store := s.listed(t)
	id := fieldOf(t, s.walk(t, store, "sort=id", 100)[4], "id")
	for query, want := range map[string]int64{"": 9, "&id[ne]=" + id: 8, "&id=" + id: 1, "&id[ne]=" + id + "&id=" + id: 0} {
		q := s.query(t, "count=true&limit=1"+strings.ReplaceAll(query, `"`, ""))
		q.CountTimeout = time.Minute
		p, err := store.List(t.Context(), q)
		if err != nil || p.Total == nil || *p.Total != want {
			t.Errorf("%s: total of %+v is not %d: %v", query, p, want, err)
		}
	}
	if p, err := store.List(t.Context(), s.query(t, "")); err != nil || p.Total != nil {
		t.Errorf("nobody asked for the total of %+v: %v", p, err)
	}
}

func (s resourceSuite[T]) query(t *testing.T, query string) page.Query[T] {
	t.Helper()
	q, err := page.Parse(query, s.fields)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// fieldOf returns a field of a row in JSON.
func fieldOf(tb testing.TB, row any, name string) string {
	tb.Helper()
	return string(parse[map[string]json.RawMessage](tb, encode(tb, row))[name])
}

// walk reads a whole list, page by page.
func (s resourceSuite[T]) walk(t *testing.T, store resourceStore[T], query string, limit int) (rows []T) {
	t.Helper()
	for cursor := ""; ; {
		p, err := store.List(t.Context(), s.query(t, fmt.Sprintf("%s&limit=%d&cursor=%s", query, limit, cursor)))
		if err != nil || len(p.Items) > limit {
			t.Fatalf("page of %d rows, limit is %d: %v", len(p.Items), limit, err)
		}
		rows = append(rows, p.Items...)
		if cursor = p.NextCursor; cursor == "" {
			return rows
		}
	}
}
