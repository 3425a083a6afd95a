package handler_test

import (
	"net/http"
	"testing"

	"github.com/acme/library/internal/book"
	"github.com/acme/library/internal/router"
)

func TestBook(t *testing.T) {
	t.Parallel()
	resourceSuite[book.Book]{
		path:   api + "/books",
		first:  `"title":"first title","price":"12.5","published":"2024-05-17","isbn":"first isbn"`,
		other:  `"title":"other title","price":"99.99","published":"2025-01-31","isbn":"other isbn"`,
		fields: book.ListFields(),
		deps:   func(fake *fakeStore[book.Book]) router.Deps { return router.Deps{Books: fake} },
	}.run(t, []exchange{
		{"GET", "?sort=-created_at,id&limit=1", ``, http.StatusOK, `{"items":[{"id":`},
		{"PATCH", "/1", `{"title":null}`, http.StatusUnprocessableEntity, `{"field":"title","rule":"required"`},
		{"PATCH", "/1", `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"PUT", "/2", `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"PATCH", "/1", `{"price":null}`, http.StatusOK, `"price":null`},
		{"PATCH", "/1", `{"published":null}`, http.StatusOK, `"published":null`},
		{"PATCH", "/1", `{"isbn":null}`, http.StatusOK, `"isbn":null`},
		{"PATCH", "/1", `{"isbn":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"isbn"`},
		{"PUT", "/2", `{"isbn":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"isbn"`},
	}...)
}
