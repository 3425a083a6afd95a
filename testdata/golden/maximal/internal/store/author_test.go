package store_test

import (
	"fmt"
	"testing"

	"github.com/acme/everything/internal/author"
)

func authorTests() resourceSuite[author.Author] {
	return resourceSuite[author.Author]{
		open:     newAuthors,
		fields:   author.ListFields(),
		first:    firstAuthor,
		other:    otherAuthor,
		numbered: numberedAuthor,
		unique:   [][]string{{"name"}, {"email"}},
	}
}

const (
	firstAuthor = `{"name": "first name", "email": "first@example.com", "born": "2024-05-17"}`
	otherAuthor = `{"name": "other name", "email": "other@example.com", "born": "2025-01-31"}`
)

func TestAuthors(t *testing.T) {
	t.Parallel()
	authorTests().run(t)
}

func TestAuthors_Name_noCase(t *testing.T) {
	t.Parallel()
	authorTests().testNoCase(t, "name")
}

func numberedAuthor(tb testing.TB, n int) author.Author {
	tb.Helper()
	row := parse[author.Author](tb, []string{firstAuthor, otherAuthor}[n%2])
	row.Name = fmt.Sprintf("name %d", n)
	row.Email = new(fmt.Sprintf("%d@example.com", n))
	if n%3 == 0 {
		row.Email = nil
		row.Born = nil
	}
	return row
}

// seedAuthors stores authors for others to refer to, with the ids 1 to 9.
func seedAuthors(tb testing.TB, s resourceStore[author.Author]) {
	tb.Helper()
	for n := range 9 {
		if _, err := s.Create(tb.Context(), numberedAuthor(tb, n)); err != nil {
			tb.Fatal(err)
		}
	}
}
