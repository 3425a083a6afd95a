package handler_test

import (
	"net/http"
	"testing"

	"github.com/acme/notes/internal/router"
	"github.com/acme/notes/internal/tag"
)

func TestTag(t *testing.T) {
	t.Parallel()
	resourceSuite[tag.Tag]{
		path:   api + "/tags",
		first:  `"name":"first name"`,
		other:  `"name":"other name"`,
		fields: tag.ListFields(),
		deps:   func(fake *fakeStore[tag.Tag]) router.Deps { return router.Deps{Tags: fake} },
	}.run(t, []exchange{
		{"GET", "?sort=-created_at,id&limit=1", ``, http.StatusOK, `{"items":[{"id":`},
		{"PATCH", "/1", `{"name":null}`, http.StatusUnprocessableEntity, `{"field":"name","rule":"required"`},
		{"PATCH", "/1", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PUT", "/2", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
	}...)
}
