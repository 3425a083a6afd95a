package handler_test

import (
	"net/http"
	"testing"

	"github.com/acme/shop/internal/order"
	"github.com/acme/shop/internal/router"
)

func TestOrder(t *testing.T) {
	t.Parallel()
	resourceSuite[order.Order]{
		path:   api + "/orders",
		first:  `"number":"9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11","placed_at":"2024-05-17T08:30:00Z","status":"open","attributes":{"a":1},"note":"first note"`,
		other:  `"number":"1c9e3c34-6a0b-4f6e-9d38-5b1d7c2a4e60","placed_at":"2025-01-31T23:59:59Z","status":"sent","attributes":{"a":[true]},"note":"other note"`,
		fields: order.ListFields(),
		deps:   func(fake *fakeStore[order.Order]) router.Deps { return router.Deps{Orders: fake} },
	}.run(t, []exchange{
		{"GET", "?sort=-created_at,id&limit=1", ``, http.StatusOK, `{"items":[{"id":`},
		{"PATCH", "/1", `{"number":null}`, http.StatusUnprocessableEntity, `{"field":"number","rule":"required"`},
		{"PUT", "/2", `{"number":null}`, http.StatusUnprocessableEntity, `{"field":"number"`},
		{"PATCH", "/1", `{"placed_at":null}`, http.StatusUnprocessableEntity, `{"field":"placed_at","rule":"required"`},
		{"PUT", "/2", `{"placed_at":null}`, http.StatusUnprocessableEntity, `{"field":"placed_at"`},
		{"PATCH", "/1", `{"status":null}`, http.StatusOK, `"status":"open"`},
		{"PATCH", "/1", `{"status":"no-such-value"}`, http.StatusUnprocessableEntity, `{"field":"status"`},
		{"PUT", "/2", `{"status":"no-such-value"}`, http.StatusUnprocessableEntity, `{"field":"status"`},
		{"PATCH", "/1", `{"attributes":null}`, http.StatusOK, `"attributes":null`},
		{"PATCH", "/1", `{"attributes":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"attributes"`},
		{"PUT", "/2", `{"attributes":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"attributes"`},
		{"PATCH", "/1", `{"note":null}`, http.StatusOK, `"note":null`},
		{"PATCH", "/1", `{"note":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"note"`},
		{"PUT", "/2", `{"note":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"note"`},
	}...)
}
