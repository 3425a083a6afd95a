package handler_test

import (
	"net/http"
	"testing"

	"github.com/acme/library/internal/category"
	"github.com/acme/library/internal/router"
)

func TestCategory(t *testing.T) {
	t.Parallel()
	resourceSuite[category.Category]{
		path:   api + "/categories",
		first:  `"name":"first name","position":0,"active":true,"kind":"genre","note":"first note","settings":{"a":1},"token":"9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11","weight":1.5,"views":"1","reviewed_at":"2024-05-17T08:30:00Z"`,
		other:  `"name":"other name","position":1,"active":false,"kind":"shelf","note":"other note","settings":{"a":[true]},"token":"1c9e3c34-6a0b-4f6e-9d38-5b1d7c2a4e60","weight":2.25,"views":"2","reviewed_at":"2025-01-31T23:59:59Z"`,
		fields: category.ListFields(),
		deps:   func(fake *fakeStore[category.Category]) router.Deps { return router.Deps{Categories: fake} },
	}.run(t, []exchange{
		{"GET", "?sort=-created_at,id&limit=1", ``, http.StatusOK, `{"items":[{"id":`},
		{"PATCH", "/1", `{"name":null}`, http.StatusUnprocessableEntity, `{"field":"name","rule":"required"`},
		{"PATCH", "/1", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PUT", "/2", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PATCH", "/1", `{"position":null}`, http.StatusOK, `"position":0`},
		{"PATCH", "/1", `{"position":-1}`, http.StatusUnprocessableEntity, `{"field":"position"`},
		{"PUT", "/2", `{"position":-1}`, http.StatusUnprocessableEntity, `{"field":"position"`},
		{"PATCH", "/1", `{"active":null}`, http.StatusOK, `"active":true`},
		{"PATCH", "/1", `{"kind":null}`, http.StatusOK, `"kind":"genre"`},
		{"PATCH", "/1", `{"kind":"no-such-value"}`, http.StatusUnprocessableEntity, `{"field":"kind"`},
		{"PUT", "/2", `{"kind":"no-such-value"}`, http.StatusUnprocessableEntity, `{"field":"kind"`},
		{"PATCH", "/1", `{"note":null}`, http.StatusOK, `"note":null`},
		{"PATCH", "/1", `{"note":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"note"`},
		{"PUT", "/2", `{"note":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"note"`},
		{"PATCH", "/1", `{"settings":null}`, http.StatusOK, `"settings":null`},
		{"PATCH", "/1", `{"settings":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"settings"`},
		{"PUT", "/2", `{"settings":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"settings"`},
		{"PATCH", "/1", `{"token":null}`, http.StatusOK, `"token":null`},
		{"PATCH", "/1", `{"weight":null}`, http.StatusOK, `"weight":null`},
		{"PATCH", "/1", `{"views":null}`, http.StatusOK, `"views":null`},
		{"PATCH", "/1", `{"reviewed_at":null}`, http.StatusOK, `"reviewed_at":null`},
	}...)
}
