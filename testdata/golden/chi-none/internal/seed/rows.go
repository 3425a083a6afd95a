package seed

import (
	"github.com/acme/shelf/internal/bookreview"
	"github.com/acme/shelf/internal/note"
	"github.com/acme/shelf/internal/validate"
)

// source is what rows are stored with.
type source struct {
	into      Stores
	validator *validate.Validator
}

func bookReviewRows(s source) *table[bookreview.BookReview] {
	return &table[bookreview.BookReview]{
		file:   "book_reviews.yaml",
		rows:   s.into.BookReviews,
		fields: bookreview.ListFields(),
		parse:  parser[bookreview.BookReview, bookreview.Input](s.validator),
	}
}

func noteRows(s source) *table[note.Note] {
	return &table[note.Note]{
		file:   "notes.yaml",
		rows:   s.into.Notes,
		fields: note.ListFields(),
		unique: [][]string{{"title", "due"}},
		parse:  parser[note.Note, note.Input](s.validator),
	}
}
