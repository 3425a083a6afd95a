package handler_test

import (
	"net/http"
	"testing"

	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/router"
)

func TestBook(t *testing.T) {
	t.Parallel()
	resourceSuite[book.Book]{
		path:  "/api/v1/books",
		first: `"title":"first title","author_id":1,"category_id":1,"isbn":"first isbn","price":"12.5","pages":1,"sold":1,"rating":1.5,"available":true,"published":"2024-05-17","reviewed_at":"2024-05-17T08:30:00Z","token":"9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11","status":"draft","blurb":"first blurb","attributes":{"a":1}`,
		other: `"title":"other title","author_id":2,"category_id":2,"isbn":"other isbn","price":"99.99","pages":2,"sold":2,"rating":2.25,"available":false,"published":"2025-01-31","reviewed_at":"2025-01-31T23:59:59Z","token":"1c9e3c34-6a0b-4f6e-9d38-5b1d7c2a4e60","status":"published","blurb":"other blurb","attributes":{"a":[true]}`,
		keys:  book.SortKeys(),
		deps:  func(fake *fakeStore[book.Book]) router.Deps { return router.Deps{Books: fake} },
	}.run(t, []exchange{
		{"PATCH", "/1", `{"title":null}`, http.StatusUnprocessableEntity, `{"field":"title","rule":"required"`},
		{"PATCH", "/1", `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"PUT", "/2", `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"PATCH", "/1", `{"author_id":null}`, http.StatusUnprocessableEntity, `{"field":"author_id","rule":"required"`},
		{"PATCH", "/1", `{"author_id":0}`, http.StatusUnprocessableEntity, `{"field":"author_id"`},
		{"PUT", "/2", `{"author_id":0}`, http.StatusUnprocessableEntity, `{"field":"author_id"`},
		{"PATCH", "/1", `{"category_id":null}`, http.StatusOK, `"category_id":null`},
		{"PATCH", "/1", `{"category_id":0}`, http.StatusUnprocessableEntity, `{"field":"category_id"`},
		{"PUT", "/2", `{"category_id":0}`, http.StatusUnprocessableEntity, `{"field":"category_id"`},
		{"PATCH", "/1", `{"isbn":null}`, http.StatusOK, `"isbn":null`},
		{"PATCH", "/1", `{"isbn":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"isbn"`},
		{"PUT", "/2", `{"isbn":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"isbn"`},
		{"PATCH", "/1", `{"price":null}`, http.StatusOK, `"price":null`},
		{"PATCH", "/1", `{"price":"-1"}`, http.StatusUnprocessableEntity, `{"field":"price"`},
		{"PUT", "/2", `{"price":"-1"}`, http.StatusUnprocessableEntity, `{"field":"price"`},
		{"PATCH", "/1", `{"pages":null}`, http.StatusOK, `"pages":null`},
		{"PATCH", "/1", `{"pages":0}`, http.StatusUnprocessableEntity, `{"field":"pages"`},
		{"PUT", "/2", `{"pages":0}`, http.StatusUnprocessableEntity, `{"field":"pages"`},
		{"PATCH", "/1", `{"sold":null}`, http.StatusOK, `"sold":0`},
		{"PATCH", "/1", `{"rating":null}`, http.StatusOK, `"rating":null`},
		{"PATCH", "/1", `{"available":null}`, http.StatusOK, `"available":true`},
		{"PATCH", "/1", `{"published":null}`, http.StatusOK, `"published":null`},
		{"PATCH", "/1", `{"reviewed_at":null}`, http.StatusOK, `"reviewed_at":null`},
		{"PATCH", "/1", `{"token":null}`, http.StatusOK, `"token":null`},
		{"PATCH", "/1", `{"status":null}`, http.StatusOK, `"status":"draft"`},
		{"PATCH", "/1", `{"status":"no-such-value"}`, http.StatusUnprocessableEntity, `{"field":"status"`},
		{"PUT", "/2", `{"status":"no-such-value"}`, http.StatusUnprocessableEntity, `{"field":"status"`},
		{"PATCH", "/1", `{"blurb":null}`, http.StatusOK, `"blurb":null`},
		{"PATCH", "/1", `{"blurb":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"blurb"`},
		{"PUT", "/2", `{"blurb":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"blurb"`},
		{"PATCH", "/1", `{"attributes":null}`, http.StatusOK, `"attributes":null`},
		{"PATCH", "/1", `{"attributes":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"attributes"`},
		{"PUT", "/2", `{"attributes":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"attributes"`},
	}...)
}
