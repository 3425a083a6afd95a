package handler_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/acme/shop/internal/apperr"
	"github.com/acme/shop/internal/page"
	"github.com/acme/shop/internal/product"
	"github.com/acme/shop/internal/router"
)

// What clients send, and get back among other things.
const (
	firstProduct = `"name":"first name","sku":"first sku","price":"12.5","stock":0`
	otherProduct = `"name":"other name","sku":"other sku","price":"99.99","stock":1`
)

func TestProduct(t *testing.T) {
	t.Parallel()
	const (
		all     = "/api/v1/products"
		one     = all + "/1"
		missing = all + "/2"
	)
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
		want                     string // in the body of the answer
	}{
		{"list", "GET", all, ``, http.StatusOK, `{"items":[{"id":1,` + firstProduct},
		{"list sorted", "GET", all + "?sort=-created_at&limit=1", ``, http.StatusOK, firstProduct},
		{"list by no field", "GET", all + "?sort=no_field", ``, http.StatusBadRequest, `sort must be`},
		{"list of none", "GET", all + "?limit=0", ``, http.StatusBadRequest, `limit must be`},
		{"list from nowhere", "GET", all + "?cursor=nowhere", ``, http.StatusBadRequest, `cursor is not`},

		{"create", "POST", all, `{` + otherProduct + `}`, http.StatusCreated, `{"id":2,` + otherProduct},
		{"create from nothing", "POST", all, ``, http.StatusBadRequest, `malformed`},
		{"create from a list", "POST", all, `[]`, http.StatusBadRequest, `object`},
		{"create from two objects", "POST", all, `{} {}`, http.StatusBadRequest, `malformed`},
		{"create with an unknown field", "POST", all, `{"no_field":1}`, http.StatusBadRequest, `no_field`},
		{"create with an id", "POST", all, `{"id":7}`, http.StatusBadRequest, `id`},
		{"create from too much", "POST", all, strings.Repeat(" ", bodyLimit+1), http.StatusRequestEntityTooLarge, `too large`},

		{"get", "GET", one, ``, http.StatusOK, `{"id":1,` + firstProduct},
		{"get what is missing", "GET", missing, ``, http.StatusNotFound, `not found`},
		{"get without a number", "GET", all + "/one", ``, http.StatusBadRequest, `id`},

		{"replace", "PUT", one, `{` + otherProduct + `}`, http.StatusOK, `{"id":1,` + otherProduct},
		{"replace what is missing", "PUT", missing, `{` + otherProduct + `}`, http.StatusNotFound, `not found`},
		{"replace without a number", "PUT", all + "/0", `{` + otherProduct + `}`, http.StatusBadRequest, `id`},
		{"replace by half an object", "PUT", one, `{`, http.StatusBadRequest, `malformed`},

		{"patch", "PATCH", one, `{` + otherProduct + `}`, http.StatusOK, `{"id":1,` + otherProduct},
		{"patch nothing", "PATCH", one, `{}`, http.StatusOK, `{"id":1,` + firstProduct},
		{"patch what is missing", "PATCH", missing, `{}`, http.StatusNotFound, `not found`},
		{"patch without a number", "PATCH", all + "/-1", `{}`, http.StatusBadRequest, `id`},
		{"patch by a list", "PATCH", one, `[]`, http.StatusBadRequest, `object`},

		{"delete", "DELETE", one, ``, http.StatusNoContent, ``},
		{"delete what is missing", "DELETE", missing, ``, http.StatusNotFound, `not found`},
		{"delete without a number", "DELETE", all + "/1.5", ``, http.StatusBadRequest, `id`},

		{"name is null", "PATCH", one, `{"name":null}`, http.StatusUnprocessableEntity, `{"field":"name","rule":"required"`},
		{"name of what is missing breaks a rule", "PUT", missing, `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"name breaks a rule", "PATCH", one, `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"sku is null", "PATCH", one, `{"sku":null}`, http.StatusUnprocessableEntity, `{"field":"sku","rule":"required"`},
		{"sku of what is missing breaks a rule", "PUT", missing, `{"sku":""}`, http.StatusUnprocessableEntity, `{"field":"sku"`},
		{"sku breaks a rule", "PATCH", one, `{"sku":""}`, http.StatusUnprocessableEntity, `{"field":"sku"`},
		{"price is null", "PATCH", one, `{"price":null}`, http.StatusUnprocessableEntity, `{"field":"price","rule":"required"`},
		{"price of what is missing breaks a rule", "PUT", missing, `{"price":"-1"}`, http.StatusUnprocessableEntity, `{"field":"price"`},
		{"price breaks a rule", "PATCH", one, `{"price":"-1"}`, http.StatusUnprocessableEntity, `{"field":"price"`},
		{"stock of what is missing breaks a rule", "PUT", missing, `{"stock":-1}`, http.StatusUnprocessableEntity, `{"field":"stock"`},
		{"stock breaks a rule", "PATCH", one, `{"stock":-1}`, http.StatusUnprocessableEntity, `{"field":"stock"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			deps := router.Deps{Products: newFakeProducts(t)}
			wantAnswer(t, call(t, deps, tt.method, tt.path, "application/json", tt.body), tt.status, tt.want)
		})
	}
}

func TestProduct_Location(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Products: newFakeProducts(t)}
	w := call(t, deps, "POST", "/api/v1/products", "application/json", `{`+otherProduct+`}`)
	wantAnswer(t, call(t, deps, "GET", w.Header().Get("Location"), "", ""), http.StatusOK, `{"id":2,`+otherProduct)
}

func TestProduct_MediaType(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Products: newFakeProducts(t)}
	const one, mergePatch = "/api/v1/products/1", "application/merge-patch+json; charset=utf-8"
	wantAnswer(t, call(t, deps, "PATCH", one, mergePatch, `{}`), http.StatusOK, firstProduct)
	wantAnswer(t, call(t, deps, "PATCH", one, "", `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "PUT", one, mergePatch, `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "POST", "/api/v1/products", "text/plain", `{}`), http.StatusUnsupportedMediaType, `media type`)
}

func TestProduct_StoreFails(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err    error
		status int
	}{
		{apperr.ErrConflict, http.StatusConflict},
		{apperr.ErrUnavailable, http.StatusServiceUnavailable},
		{context.DeadlineExceeded, http.StatusGatewayTimeout},
		{errors.New("secret of the store"), http.StatusInternalServerError},
	} {
		fake := newFakeProducts(t)
		fake.err = fmt.Errorf("store: %w", tt.err)
		deps := router.Deps{Products: fake}
		for _, verbAndID := range []string{"GET", "POST", "GET /1", "PUT /1", "PATCH /1", "DELETE /1"} {
			verb, id, _ := strings.Cut(verbAndID, " ")
			w := call(t, deps, verb, "/api/v1/products"+id, "application/json", `{`+firstProduct+`}`)
			wantAnswer(t, w, tt.status, `"code":`)
			if strings.Contains(w.Body.String(), "store") {
				t.Errorf("%s tells the client %s", verb, w.Body)
			}
		}
	}
}

// fakeProducts is a store of few products that fails with err, if there is one.
type fakeProducts struct {
	rows []product.Product // by id, from 1
	err  error
}

func newFakeProducts(t *testing.T) *fakeProducts {
	t.Helper()
	row := product.Product{ID: 1}
	if err := json.Unmarshal([]byte(`{`+firstProduct+`}`), &row); err != nil {
		t.Fatal(err)
	}
	return &fakeProducts{rows: []product.Product{row}}
}

func (f *fakeProducts) Create(_ context.Context, from product.Product) (product.Product, error) {
	from.ID = int64(len(f.rows)) + 1
	f.rows = append(f.rows, from)
	return from, f.err
}

func (f *fakeProducts) Get(_ context.Context, id int64) (product.Product, error) {
	if f.err != nil {
		return product.Product{}, f.err
	}
	if id > int64(len(f.rows)) {
		return product.Product{}, apperr.ErrNotFound
	}
	return f.rows[id-1], nil
}

func (f *fakeProducts) List(_ context.Context, q page.Query[product.Product]) (page.Page[product.Product], error) {
	if f.err != nil {
		return page.Page[product.Product]{}, f.err
	}
	return q.Page(f.rows)
}

func (f *fakeProducts) Update(ctx context.Context, id int64, apply func(*product.Product) error) (product.Product, error) {
	row, err := f.Get(ctx, id)
	if err != nil {
		return product.Product{}, err
	}
	err = apply(&row)
	return row, err
}

func (f *fakeProducts) Delete(ctx context.Context, id int64) error {
	_, err := f.Get(ctx, id)
	return err
}
