package store_test

import (
	"fmt"
	"testing"

	"github.com/acme/notes/internal/tag"
)

func tagTests() resourceSuite[tag.Tag] {
	return resourceSuite[tag.Tag]{
		open:     newTags,
		fields:   tag.ListFields(),
		first:    firstTag,
		other:    otherTag,
		numbered: numberedTag,
		unique:   [][]string{{"name"}},
	}
}

const (
	firstTag = `{"name": "first name"}`
	otherTag = `{"name": "other name"}`
)

func TestTags(t *testing.T) {
	t.Parallel()
	tagTests().run(t)
}

func numberedTag(tb testing.TB, n int) tag.Tag {
	tb.Helper()
	row := parse[tag.Tag](tb, []string{firstTag, otherTag}[n%2])
	row.Name = fmt.Sprintf("name %d", n)
	return row
}

// seedTags stores tags for others to refer to, with the ids 1 to 9.
func seedTags(tb testing.TB, s resourceStore[tag.Tag]) {
	tb.Helper()
	for n := range 9 {
		if _, err := s.Create(tb.Context(), numberedTag(tb, n)); err != nil {
			tb.Fatal(err)
		}
	}
}
