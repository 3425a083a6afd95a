package handler_test

import (
	"net/http"
	"testing"

	"library/internal/book"
	"library/internal/router"
)

func TestBook(t *testing.T) {
	t.Parallel()
	resourceSuite[book.Book, int64]{
		path:   api + "/books",
		first:  `"title":"first title"`,
		other:  `"title":"other title"`,
		fields: book.ListFields(),
		deps:   func(fake *fakeStore[book.Book, int64]) router.Deps { return router.Deps{Books: fake} },
	}.run(t, []exchange{
		{"GET", "?sort=-created_at,id&limit=1", ``, http.StatusOK, `{"items":[{"id":`},
		{"PATCH", "/1", `{"title":null}`, http.StatusUnprocessableEntity, `{"field":"title","rule":"required"`},
		{"PATCH", "/1", `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"PUT", "/2", `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
	}...)
}
