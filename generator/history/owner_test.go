package history_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// withUsers returns the catalogue with an option that brings users.
func withUsers() *layer.Catalog {
	cat := catalog()
	cat.Categories = append(cat.Categories, layer.Category{Name: "auth", Optional: true})
	cat.Layers = append(cat.Layers, layer.Layer{
		Category: "auth", Name: "token", Guards: []layer.Guard{{Name: "user"}}, Migrations: 1, Tables: []string{"users"}, Users: "users",
	})
	return cat
}

// TestOwnerOfRows adds an owner to a table that may have rows.
func TestOwnerOfRows(t *testing.T) {
	const note, owned = "note text:text", "note text:text user:owner"
	for name, tt := range map[string]struct {
		was, now []string
		fill     string
		history  []string // from the second migration
		problem  string
	}{
		"nobody":         {was: []string{"auth=token", note}, now: []string{"auth=token", owned}, problem: "gen apply --fill note.user=EMAIL"},
		"not an address": {was: []string{"auth=token", note}, now: []string{"auth=token", owned}, fill: "ann", problem: `"ann" is not the address of a user`},
		"not normalized": {was: []string{"auth=token", note}, now: []string{"auth=token", owned}, fill: "Ann@example.com", problem: "in lower case"},
		"somebody":       {was: []string{"auth=token", note}, now: []string{"auth=token", owned}, fill: "ann@example.com", history: []string{"create note text:text", "20260304050607 add note user:owner fill=ann@example.com"}},
		"with the users": {was: []string{note}, now: []string{"auth=token", owned}, fill: "ann@example.com", history: []string{"20260304050606 auth token", "20260304050607 add note user:owner fill=ann@example.com"}},
		"a new table":    {was: []string{note}, now: []string{"auth=token", note, "memo text:text user:owner"}, history: []string{"20260304050606 auth token", "20260304050607 create memo text:text user:owner"}},
		"no longer":      {was: []string{"auth=token", owned}, now: []string{"auth=token", note}, history: []string{"create note text:text user:owner", "20260304050607 remove note user:owner"}},
		"another type":   {was: []string{"auth=token", "note text:text user_id:uuid"}, now: []string{"auth=token", owned}, fill: "ann@example.com", problem: "gen does not generate a migration that changes user_id:uuid to user:owner"},
		"before the users": {
			was: []string{"auth=token", note}, now: []string{"auth=token", "!create note text:text user:owner", "!auth token", owned}, problem: `field "user": there is no table of users yet`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			cat := withUsers()
			was, now := specOf(t, cat, tt.was...), specOf(t, cat, tt.now...)
			terms := at(clock)
			if tt.fill != "" {
				terms.Rows = map[string]spec.Rows{"note.user": {Fill: tt.fill}}
			}
			err := history.Evolve(cat, now, was, terms).Err()
			if tt.problem != "" {
				if err == nil || !strings.Contains(err.Error(), tt.problem) {
					t.Errorf("got %v, want %s", err, tt.problem)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.history, texts(now.Migrations)[1:]); diff != "" {
				t.Errorf("history (-want +got):\n%s", diff)
			}
			_, tables := history.Replay(cat, now)
			table, _ := tables.Table(now.Resources[len(now.Resources)-1].Name)
			for _, c := range table.Columns {
				if c.Kind == spec.Owner && (c.Parent != "users" || c.Stored != spec.UUID || c.Nullable()) {
					t.Errorf("the column is %+v", c)
				}
			}
		})
	}
}
