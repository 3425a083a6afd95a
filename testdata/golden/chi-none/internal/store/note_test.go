package store_test

import (
	"testing"

	"github.com/acme/shelf/internal/note"
)

func noteSuite() resourceSuite[note.Note] {
	return resourceSuite[note.Note]{
		open:     newNotes,
		keys:     note.SortKeys(),
		first:    firstNote,
		other:    otherNote,
		numbered: numberedNote,
	}
}

const (
	firstNote = `{"title": "first title", "text": "first text", "due": "2024-05-17"}`
	otherNote = `{"title": "other title", "text": "other text", "due": "2025-01-31"}`
)

func TestNotes(t *testing.T) {
	t.Parallel()
	noteSuite().run(t)
}

func numberedNote(tb testing.TB, n int) note.Note {
	tb.Helper()
	row := parse[note.Note](tb, []string{firstNote, otherNote}[n%2])
	if n%3 == 0 {
		row.Text = nil
		row.Due = nil
	}
	return row
}
