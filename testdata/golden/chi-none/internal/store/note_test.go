package store_test

import (
	"fmt"
	"testing"

	"cloud.google.com/go/civil"

	"github.com/acme/shelf/internal/note"
)

func noteTests() resourceSuite[note.Note] {
	return resourceSuite[note.Note]{
		open:     newNotes,
		fields:   note.ListFields(),
		first:    firstNote,
		other:    otherNote,
		numbered: numberedNote,
		unique:   [][]string{{"title", "due"}},
	}
}

const (
	firstNote = `{"title": "first title", "text": "first text", "due": "2024-05-17", "source": "https://example.com/first", "scan": "AQD/"}`
	otherNote = `{"title": "other title", "text": "other text", "due": "2025-01-31", "source": "https://example.com/other", "scan": ""}`
)

func TestNotes(t *testing.T) {
	t.Parallel()
	noteTests().run(t)
}

func TestNotes_TitleDue(t *testing.T) {
	t.Parallel()
	noteTests().testTogether(t, "due", "title")
}

func numberedNote(tb testing.TB, n int) note.Note {
	tb.Helper()
	row := parse[note.Note](tb, []string{firstNote, otherNote}[n%2])
	row.Title = fmt.Sprintf("title %d", n)
	row.Due = new(civil.Date{Year: 2024, Month: 5, Day: n + 1})
	if n%3 == 0 {
		row.Text = nil
		row.Due = nil
		row.Source = nil
		row.Scan = nil
	}
	return row
}
