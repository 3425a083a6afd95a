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
		path:   api + "/authors",
		first:  `"name":"first name","email":"first@example.com","born":"2024-05-17"`,
		other:  `"name":"other name","email":"other@example.com","born":"2025-01-31"`,
		fields: author.ListFields(),
		deps:   func(fake *fakeStore[author.Author]) router.Deps { return router.Deps{Authors: fake} },
	}.run(t, []exchange{
		{"GET", "?sort=-created_at,id&limit=1", ``, http.StatusOK, `{"items":[{"id":`},
		{"PATCH", "/1", `{"name":null}`, http.StatusUnprocessableEntity, `{"field":"name","rule":"required"`},
		{"PATCH", "/1", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PUT", "/2", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PATCH", "/1", `{"email":null}`, http.StatusOK, `"email":null`},
		{"PATCH", "/1", `{"email":" FIRST@EXAMPLE.COM\n"}`, http.StatusOK, `"email":"first@example.com"`},
		{"PATCH", "/1", `{"email":"no such value"}`, http.StatusUnprocessableEntity, `{"field":"email"`},
		{"PUT", "/2", `{"email":"no such value"}`, http.StatusUnprocessableEntity, `{"field":"email"`},
		{"PATCH", "/1", `{"born":null}`, http.StatusOK, `"born":null`},
	}...)
}
