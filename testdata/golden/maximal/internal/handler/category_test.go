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
		path:  "/api/v1/categories",
		first: `"name":"first name","parent_id":null`,
		other: `"name":"other name","parent_id":null`,
		keys:  category.SortKeys(),
		deps:  func(fake *fakeStore[category.Category]) router.Deps { return router.Deps{Categories: fake} },
	}.run(t, []exchange{
		{"PATCH", "/1", `{"name":null}`, http.StatusUnprocessableEntity, `{"field":"name","rule":"required"`},
		{"PATCH", "/1", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PUT", "/2", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PATCH", "/1", `{"parent_id":null}`, http.StatusOK, `"parent_id":null`},
		{"PATCH", "/1", `{"parent_id":0}`, http.StatusUnprocessableEntity, `{"field":"parent_id"`},
		{"PUT", "/2", `{"parent_id":0}`, http.StatusUnprocessableEntity, `{"field":"parent_id"`},
	}...)
}
