package handler_test

import (
	"net/http"
	"testing"

	"github.com/acme/everything/internal/author"
	"github.com/acme/everything/internal/router"
)

func TestAuthor(t *testing.T) {
	t.Parallel()
	resourceSuite[author.Author]{
		path:  "/api/v1/authors",
		first: `"name":"first name","born":"2024-05-17"`,
		other: `"name":"other name","born":"2025-01-31"`,
		keys:  author.SortKeys(),
		deps:  func(fake *fakeStore[author.Author]) router.Deps { return router.Deps{Authors: fake} },
	}.run(t, []exchange{
		{"PATCH", "/1", `{"name":null}`, http.StatusUnprocessableEntity, `{"field":"name","rule":"required"`},
		{"PATCH", "/1", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PUT", "/2", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PATCH", "/1", `{"born":null}`, http.StatusOK, `"born":null`},
	}...)
}
