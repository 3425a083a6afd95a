package handler_test

import (
	"net/http"
	"testing"

	"github.com/acme/everything/internal/category"
	"github.com/acme/everything/internal/router"
)

func TestCategory(t *testing.T) {
	t.Parallel()
	resourceSuite[category.Category]{
		path:   api + "/categories",
		first:  `"name":"first name","slug":"first-slug","parent_id":null`,
		other:  `"name":"other name","slug":"other-slug","parent_id":null`,
		fields: category.ListFields(),
		deps:   func(fake *fakeStore[category.Category]) router.Deps { return router.Deps{Categories: fake} },
	}.run(t, []exchange{
		{"GET", "?sort=-created_at,id&limit=1", ``, http.StatusOK, `{"items":[{"id":`},
		{"PATCH", "/1", `{"name":null}`, http.StatusUnprocessableEntity, `{"field":"name","rule":"required"`},
		{"PATCH", "/1", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PUT", "/2", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PATCH", "/1", `{"slug":null}`, http.StatusOK, `"slug":null`},
		{"PATCH", "/1", `{"slug":"no such value"}`, http.StatusUnprocessableEntity, `{"field":"slug"`},
		{"PUT", "/2", `{"slug":"no such value"}`, http.StatusUnprocessableEntity, `{"field":"slug"`},
		{"PATCH", "/1", `{"parent_id":null}`, http.StatusOK, `"parent_id":null`},
		{"PATCH", "/1", `{"parent_id":0}`, http.StatusUnprocessableEntity, `{"field":"parent_id"`},
		{"PUT", "/2", `{"parent_id":0}`, http.StatusUnprocessableEntity, `{"field":"parent_id"`},
		{"PATCH", "/1", `{"parent_id":1}`, http.StatusUnprocessableEntity, `{"field":"parent_id","rule":"other"`},
		{"GET", "?include=no_name", ``, http.StatusBadRequest, `include must be one of parent`},
		{"GET", "?include=parent", ``, http.StatusOK, `"parent":`},
		{"GET", "/1?include=parent", ``, http.StatusOK, `"parent":`},
	}...)
}

func TestCategoryNested(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Categories: storeOfOne(t, category.ListFields())}
	for path, status := range map[string]int{
		"/categories/1/children":             http.StatusOK,
		"/categories/1/children?parent_id=1": http.StatusBadRequest,
		"/categories/2/children":             http.StatusNotFound,
		"/categories/none/children":          http.StatusBadRequest,
	} {
		wantResponse(t, call(t, deps, "GET", api+path, "", ""), status, `"code":`)
	}
}
