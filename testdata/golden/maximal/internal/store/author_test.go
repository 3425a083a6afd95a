package store_test

import (
	"fmt"
	"testing"

	"github.com/acme/everything/internal/author"
	"github.com/acme/everything/internal/store"
)

func authorSuite() resourceSuite[author.Author] {
	return resourceSuite[author.Author]{
		open:     newAuthors,
		keys:     author.SortKeys(),
		first:    firstAuthor,
		other:    otherAuthor,
		numbered: numberedAuthor,
		unique:   []string{"name"},
	}
}

const (
	firstAuthor = `{"name": "first name", "born": "2024-05-17"}`
	otherAuthor = `{"name": "other name", "born": "2025-01-31"}`
)

func TestAuthors(t *testing.T) {
	t.Parallel()
	authorSuite().run(t)
}

func numberedAuthor(tb testing.TB, n int) author.Author {
	tb.Helper()
	row := parse[author.Author](tb, []string{firstAuthor, otherAuthor}[n%2])
	row.Name = fmt.Sprintf("name %d", n)
	if n%3 == 0 {
		row.Born = nil
	}
	return row
}

// seedAuthors stores authors for others to refer to, with the ids 1 to 9.
func seedAuthors(tb testing.TB, s *store.Authors) {
	tb.Helper()
	for n := range 9 {
		if _, err := s.Create(tb.Context(), numberedAuthor(tb, n)); err != nil {
			tb.Fatal(err)
		}
	}
}
