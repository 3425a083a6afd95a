package handler_test

import (
	"net/http"
	"testing"

	"github.com/acme/shop/internal/product"
	"github.com/acme/shop/internal/router"
)

func TestProduct(t *testing.T) {
	t.Parallel()
	resourceSuite[product.Product]{
		path:   api + "/products",
		first:  `"name":"first name","sku":"first sku","price":"12.50","stock":0`,
		other:  `"name":"other name","sku":"other sku","price":"99.99","stock":1`,
		fields: product.ListFields(),
		deps:   func(fake *fakeStore[product.Product]) router.Deps { return router.Deps{Products: fake} },
	}.run(t, []exchange{
		{"GET", "?sort=-created_at,id&limit=1", ``, http.StatusOK, `{"items":[{"id":`},
		{"PATCH", "/1", `{"name":null}`, http.StatusUnprocessableEntity, `{"field":"name","rule":"required"`},
		{"PATCH", "/1", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PUT", "/2", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PATCH", "/1", `{"sku":null}`, http.StatusUnprocessableEntity, `{"field":"sku","rule":"required"`},
		{"PATCH", "/1", `{"sku":""}`, http.StatusUnprocessableEntity, `{"field":"sku"`},
		{"PUT", "/2", `{"sku":""}`, http.StatusUnprocessableEntity, `{"field":"sku"`},
		{"PATCH", "/1", `{"price":null}`, http.StatusUnprocessableEntity, `{"field":"price","rule":"required"`},
		{"PATCH", "/1", `{"price":"0.001"}`, http.StatusUnprocessableEntity, `{"field":"price"`},
		{"PUT", "/2", `{"price":"0.001"}`, http.StatusUnprocessableEntity, `{"field":"price"`},
		{"PATCH", "/1", `{"stock":null}`, http.StatusOK, `"stock":0`},
		{"PATCH", "/1", `{"stock":-1}`, http.StatusUnprocessableEntity, `{"field":"stock"`},
		{"PUT", "/2", `{"stock":-1}`, http.StatusUnprocessableEntity, `{"field":"stock"`},
	}...)
}
