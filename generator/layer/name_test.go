package layer_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/layer"
)

func TestNameOf(t *testing.T) {
	long := strings.Repeat("x", 30)
	for _, tt := range []struct {
		limit         int
		table, column string
		want          string
	}{
		{63, "books", "isbn", "books_isbn_key"},
		{0, long, long + long, long + "_" + long + long + "_key"},
		{65, long, long, long + "_" + long + "_key"},
		{64, long, long, long + "_" + long[:20] + "_7731cc5d_key"},
	} {
		if got := (layer.Dialect{Names: tt.limit}).NameOf(tt.table, tt.column, layer.UniqueName); got != tt.want {
			t.Errorf("limit %d, %s %s: %s, want %s", tt.limit, tt.table, tt.column, got, tt.want)
		}
	}
}

// The wanted names are those that PostgreSQL gave.
func TestCutNameOf(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("c", 60)
	for _, tt := range []struct{ table, column, want string }{
		{"reviews", "book_id", "reviews_book_id_fkey"},
		{strings.Repeat("t", 41), long[:34] + "_id", strings.Repeat("t", 29) + "_" + long[:28] + "_fkey"},
		{"u", long + "_id", "u_" + long[:56] + "_fkey"},
	} {
		if got := (layer.Dialect{Names: 63}).CutNameOf(tt.table, tt.column, layer.ForeignKeyName); got != tt.want {
			t.Errorf("%s %s: %s, want %s", tt.table, tt.column, got, tt.want)
		}
	}
}

// Names of random length fit, and differ for different columns.
func TestNamesAreUnique(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	name := func() string {
		var b strings.Builder
		for range 1 + rnd.IntN(43) {
			b.WriteByte("ab"[rnd.IntN(2)])
		}
		return b.String()
	}
	for _, limit := range []int{63, 64} {
		seen := map[string]string{}
		for range 20_000 {
			table, column := name(), name()
			for _, kind := range []string{layer.UniqueName, layer.IndexName, layer.ForeignKeyName} {
				got := (layer.Dialect{Names: limit}).NameOf(table, column, kind)
				if len(got) > limit || !strings.HasSuffix(got, kind) {
					t.Fatalf("%s has %d bytes", got, len(got))
				}
				of := table + " " + column
				if other, taken := seen[got]; taken && other != of {
					t.Fatalf("%s is the name of %s and of %s", got, other, of)
				}
				seen[got] = of
			}
		}
	}
}
