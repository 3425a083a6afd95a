package store_test

import (
	"testing"

	"github.com/acme/shelf/internal/bookreview"
)

func bookReviewTests() resourceSuite[bookreview.BookReview] {
	return resourceSuite[bookreview.BookReview]{
		open:     newBookReviews,
		fields:   bookreview.ListFields(),
		first:    firstBookReview,
		other:    otherBookReview,
		numbered: numberedBookReview,
	}
}

const (
	firstBookReview = `{"text": "first text", "stars": 1}`
	otherBookReview = `{"text": "other text", "stars": 2}`
)

func TestBookReviews(t *testing.T) {
	t.Parallel()
	bookReviewTests().run(t)
}

func numberedBookReview(tb testing.TB, n int) bookreview.BookReview {
	tb.Helper()
	row := parse[bookreview.BookReview](tb, []string{firstBookReview, otherBookReview}[n%2])
	return row
}
