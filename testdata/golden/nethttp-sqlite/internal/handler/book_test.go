package handler_test

import (
	"net/http"
	"testing"

	"library/internal/book"
	"library/internal/router"
)

func TestBook(t *testing.T) {
	t.Parallel()
	resourceSuite[book.Book]{
		path:  "/api/v1/books",
		first: `"title":"first title"`,
		other: `"title":"other title"`,
		keys:  book.SortKeys(),
		deps:  func(fake *fakeStore[book.Book]) router.Deps { return router.Deps{Books: fake} },
	}.run(t, []exchange{
		{"PATCH", "/1", `{"title":null}`, http.StatusUnprocessableEntity, `{"field":"title","rule":"required"`},
		{"PATCH", "/1", `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"PUT", "/2", `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
	}...)
}
