package handler

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/acme/notes/internal/page"
)

// node is a row that refers to others.
type node struct {
	ID     int64   `json:"id"`
	Parent *int64  `json:"-"`
	Nexts  []int64 `json:"-"`
}

// nodeStore counts its calls. They fail with err if that is set.
type nodeStore struct {
	rows  []node
	calls int
	err   error
}

func (s *nodeStore) List(_ context.Context, q page.Query[node]) (page.Page[node], error) {
	s.calls++
	missing := func(n node) bool { return !slices.Contains(q.Filters[0].Values, any(n.ID)) }
	return page.Page[node]{Items: slices.DeleteFunc(slices.Clone(s.rows), missing)}, s.err
}

func TestInclude(t *testing.T) {
	t.Parallel()
	rows := []node{{ID: 1}, {ID: 2, Parent: new(int64(1)), Nexts: []int64{3, 9, 1}}, {ID: 3, Parent: new(int64(9))}}
	fields := page.Fields[node]{
		"id":        {At: func(of *node) any { return &of.ID }},
		"parent_id": {At: func(of *node) any { return &of.Parent }, Include: "parent"},
		"next_ids":  {At: func(of *node) any { return &of.Nexts }, Include: "nexts"},
	}
	store := &nodeStore{rows: rows}
	finders := map[string]finder{"parent": finderIn(store, fields), "nexts": finderIn(store, fields)}
	for _, tc := range []struct {
		names []string
		calls int
		want  string
	}{
		{nil, 0, `[{"id":1},{"id":2},{"id":3}]`},
		{[]string{"parent"}, 1, `[{"id":1,"parent":null},{"id":2,"parent":{"id":1}},{"id":3,"parent":null}]`},
		{[]string{"nexts"}, 1, `[{"id":1,"nexts":[]},{"id":2,"nexts":[{"id":3},{"id":1}]},{"id":3,"nexts":[]}]`},
		{[]string{"parent", "nexts"}, 2, `[{"id":1,"nexts":[],"parent":null},{"id":2,"nexts":[{"id":3},{"id":1}],"parent":{"id":1}},{"id":3,"nexts":[],"parent":null}]`},
	} {
		store.calls = 0
		got, err := include(t.Context(), tc.names, rows, fields, finders)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := json.Marshal(got); err != nil || string(text) != tc.want || store.calls != tc.calls {
			t.Errorf("include %q: %s after %d calls, %v; want %s after %d", tc.names, text, store.calls, err, tc.want, tc.calls)
		}
	}
	if _, err := include(t.Context(), []string{"parent"}, rows[:1], fields, finders); err != nil || store.calls != 2 {
		t.Errorf("rows that refer to nothing: %v, and %d calls", err, store.calls-2)
	}
	store.err = errors.New("broken")
	if _, err := include(t.Context(), []string{"nexts"}, rows, fields, finders); !errors.Is(err, store.err) {
		t.Errorf("error of the store: %v", err)
	}
}
