package handler_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/acme/everything/internal/author"
	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/category"
	"github.com/acme/everything/internal/router"
)

func TestBook(t *testing.T) {
	t.Parallel()
	resourceSuite[book.Book]{
		path:   api + "/books",
		first:  `"title":"first title","author_id":1,"category_id":1,"labels":["first labels","other labels"],"isbn":"978-0000000000","price":"12.5","pages":1,"sold":1,"rating":1.5,"available":true,"published":"2024-05-17","reviewed_at":"2024-05-17T08:30:00Z","token":"9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11","status":"draft","blurb":"first blurb","attributes":{"a":1},"editor_ids":[]`,
		other:  `"title":"other title","author_id":2,"category_id":2,"labels":["other labels"],"isbn":"978-0000000001","price":"99.99","pages":2,"sold":2,"rating":2.25,"available":false,"published":"2025-01-31","reviewed_at":"2025-01-31T23:59:59Z","token":"1c9e3c34-6a0b-4f6e-9d38-5b1d7c2a4e60","status":"USD","blurb":"other blurb","attributes":{"a":[true]},"editor_ids":[]`,
		fields: book.ListFields(),
		deps: func(fake *fakeStore[book.Book]) router.Deps {
			return router.Deps{Books: fake, Authors: storeOfOne(t, author.ListFields()), Categories: storeOfOne(t, category.ListFields())}
		},
	}.run(t, []exchange{
		{"GET", "?sort=-created_at,id&limit=1", ``, http.StatusOK, `{"items":[{"id":`},
		{"PATCH", "/1", `{"title":null}`, http.StatusUnprocessableEntity, `{"field":"title","rule":"required"`},
		{"PATCH", "/1", `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"PUT", "/2", `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"PATCH", "/1", `{"author_id":null}`, http.StatusUnprocessableEntity, `{"field":"author_id","rule":"required"`},
		{"PATCH", "/1", `{"author_id":0}`, http.StatusUnprocessableEntity, `{"field":"author_id"`},
		{"PUT", "/2", `{"author_id":0}`, http.StatusUnprocessableEntity, `{"field":"author_id"`},
		{"PATCH", "/1", `{"category_id":null}`, http.StatusOK, `"category_id":null`},
		{"PATCH", "/1", `{"category_id":0}`, http.StatusUnprocessableEntity, `{"field":"category_id"`},
		{"PUT", "/2", `{"category_id":0}`, http.StatusUnprocessableEntity, `{"field":"category_id"`},
		{"PATCH", "/1", `{"labels":null}`, http.StatusOK, `"labels":null`},
		{"PATCH", "/1", `{"labels":["\u0000"]}`, http.StatusUnprocessableEntity, `{"field":"labels[0]"`},
		{"PUT", "/2", `{"labels":["\u0000"]}`, http.StatusUnprocessableEntity, `{"field":"labels[0]"`},
		{"PATCH", "/1", `{"isbn":null}`, http.StatusOK, `"isbn":null`},
		{"PATCH", "/1", `{"isbn":"no such value"}`, http.StatusUnprocessableEntity, `{"field":"isbn"`},
		{"PUT", "/2", `{"isbn":"no such value"}`, http.StatusUnprocessableEntity, `{"field":"isbn"`},
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
		{"PATCH", "/1", `{"editor_ids":[2,1,2]}`, http.StatusOK, `"editor_ids":[1,2]`},
		{"PATCH", "/1", `{"editor_ids":null}`, http.StatusOK, `"editor_ids":[]`},
		{"PATCH", "/1", `{"editor_ids":1}`, http.StatusBadRequest, `editor_ids`},
		{"PATCH", "/1", `{"editor_ids":[1` + strings.Repeat(`,1`, 100) + `]}`, http.StatusUnprocessableEntity, `{"field":"editor_ids","rule":"max"`},
		{"PATCH", "/1", `{"editor_ids":[1,0]}`, http.StatusUnprocessableEntity, `{"field":"editor_ids[1]","rule":"min"`},
		{"GET", "?editor_ids=1&editor_ids[in]=1,2", ``, http.StatusOK, `"items":`},
		{"GET", "?editor_ids[ne]=1", ``, http.StatusBadRequest, `this route has editor_ids, editor_ids[in]`},
		{"GET", "?include=no_name", ``, http.StatusBadRequest, `include must be one of author, category, editors`},
		{"GET", "?include=author", ``, http.StatusOK, `"author":`},
		{"GET", "/1?include=author", ``, http.StatusOK, `"author":`},
		{"GET", "?include=editors", ``, http.StatusOK, `"editors":`},
		{"GET", "/1?include=editors", ``, http.StatusOK, `"editors":`},
		{"GET", "?include=category", ``, http.StatusOK, `"category":`},
		{"GET", "/1?include=category", ``, http.StatusOK, `"category":`},
	}...)
}

func TestBookNested(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Books: storeOfOne(t, book.ListFields()), Authors: storeOfOne(t, author.ListFields()), Categories: storeOfOne(t, category.ListFields())}
	for path, status := range map[string]int{
		"/authors/1/books":                      http.StatusOK,
		"/authors/1/books?author_id=1":          http.StatusBadRequest,
		"/authors/2/books":                      http.StatusNotFound,
		"/authors/none/books":                   http.StatusBadRequest,
		"/authors/1/editors-books":              http.StatusOK,
		"/authors/1/editors-books?editor_ids=1": http.StatusBadRequest,
		"/authors/2/editors-books":              http.StatusNotFound,
		"/authors/none/editors-books":           http.StatusBadRequest,
		"/categories/1/books":                   http.StatusOK,
		"/categories/1/books?category_id=1":     http.StatusBadRequest,
		"/categories/2/books":                   http.StatusNotFound,
		"/categories/none/books":                http.StatusBadRequest,
	} {
		wantResponse(t, call(t, deps, "GET", api+path, "", ""), status, `"code":`)
	}
}
