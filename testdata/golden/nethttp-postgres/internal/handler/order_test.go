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
	"github.com/acme/shop/internal/order"
	"github.com/acme/shop/internal/page"
	"github.com/acme/shop/internal/router"
)

// What clients send, and get back among other things.
const (
	firstOrder = `"number":"9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11","placed_at":"2024-05-17T08:30:00Z","status":"open","attributes":{"a":1},"note":"first note"`
	otherOrder = `"number":"1c9e3c34-6a0b-4f6e-9d38-5b1d7c2a4e60","placed_at":"2025-01-31T23:59:59Z","status":"sent","attributes":{"a":[true]},"note":"other note"`
)

func TestOrder(t *testing.T) {
	t.Parallel()
	const (
		all     = "/api/v1/orders"
		one     = all + "/1"
		missing = all + "/2"
	)
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
		want                     string // in the body of the answer
	}{
		{"list", "GET", all, ``, http.StatusOK, `{"items":[{"id":1,` + firstOrder},
		{"list sorted", "GET", all + "?sort=-created_at&limit=1", ``, http.StatusOK, firstOrder},
		{"list by no field", "GET", all + "?sort=no_field", ``, http.StatusBadRequest, `sort must be`},
		{"list of none", "GET", all + "?limit=0", ``, http.StatusBadRequest, `limit must be`},
		{"list from nowhere", "GET", all + "?cursor=nowhere", ``, http.StatusBadRequest, `cursor is not`},

		{"create", "POST", all, `{` + otherOrder + `}`, http.StatusCreated, `{"id":2,` + otherOrder},
		{"create from nothing", "POST", all, ``, http.StatusBadRequest, `malformed`},
		{"create from a list", "POST", all, `[]`, http.StatusBadRequest, `object`},
		{"create from two objects", "POST", all, `{} {}`, http.StatusBadRequest, `malformed`},
		{"create with an unknown field", "POST", all, `{"no_field":1}`, http.StatusBadRequest, `no_field`},
		{"create with an id", "POST", all, `{"id":7}`, http.StatusBadRequest, `id`},
		{"create from too much", "POST", all, strings.Repeat(" ", bodyLimit+1), http.StatusRequestEntityTooLarge, `too large`},

		{"get", "GET", one, ``, http.StatusOK, `{"id":1,` + firstOrder},
		{"get what is missing", "GET", missing, ``, http.StatusNotFound, `not found`},
		{"get without a number", "GET", all + "/one", ``, http.StatusBadRequest, `id`},

		{"replace", "PUT", one, `{` + otherOrder + `}`, http.StatusOK, `{"id":1,` + otherOrder},
		{"replace what is missing", "PUT", missing, `{` + otherOrder + `}`, http.StatusNotFound, `not found`},
		{"replace without a number", "PUT", all + "/0", `{` + otherOrder + `}`, http.StatusBadRequest, `id`},
		{"replace by half an object", "PUT", one, `{`, http.StatusBadRequest, `malformed`},

		{"patch", "PATCH", one, `{` + otherOrder + `}`, http.StatusOK, `{"id":1,` + otherOrder},
		{"patch nothing", "PATCH", one, `{}`, http.StatusOK, `{"id":1,` + firstOrder},
		{"patch what is missing", "PATCH", missing, `{}`, http.StatusNotFound, `not found`},
		{"patch without a number", "PATCH", all + "/-1", `{}`, http.StatusBadRequest, `id`},
		{"patch by a list", "PATCH", one, `[]`, http.StatusBadRequest, `object`},

		{"delete", "DELETE", one, ``, http.StatusNoContent, ``},
		{"delete what is missing", "DELETE", missing, ``, http.StatusNotFound, `not found`},
		{"delete without a number", "DELETE", all + "/1.5", ``, http.StatusBadRequest, `id`},

		{"number is null", "PATCH", one, `{"number":null}`, http.StatusUnprocessableEntity, `{"field":"number","rule":"required"`},
		{"number of what is missing breaks a rule", "PUT", missing, `{"number":null}`, http.StatusUnprocessableEntity, `{"field":"number"`},
		{"number breaks a rule", "PATCH", one, `{"number":null}`, http.StatusUnprocessableEntity, `{"field":"number"`},
		{"placed_at is null", "PATCH", one, `{"placed_at":null}`, http.StatusUnprocessableEntity, `{"field":"placed_at","rule":"required"`},
		{"placed_at of what is missing breaks a rule", "PUT", missing, `{"placed_at":null}`, http.StatusUnprocessableEntity, `{"field":"placed_at"`},
		{"placed_at breaks a rule", "PATCH", one, `{"placed_at":null}`, http.StatusUnprocessableEntity, `{"field":"placed_at"`},
		{"status of what is missing breaks a rule", "PUT", missing, `{"status":"no-such-value"}`, http.StatusUnprocessableEntity, `{"field":"status"`},
		{"status breaks a rule", "PATCH", one, `{"status":"no-such-value"}`, http.StatusUnprocessableEntity, `{"field":"status"`},
		{"attributes is null", "PATCH", one, `{"attributes":null}`, http.StatusOK, `"attributes":null`},
		{"attributes of what is missing breaks a rule", "PUT", missing, `{"attributes":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"attributes"`},
		{"attributes breaks a rule", "PATCH", one, `{"attributes":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"attributes"`},
		{"note is null", "PATCH", one, `{"note":null}`, http.StatusOK, `"note":null`},
		{"note of what is missing breaks a rule", "PUT", missing, `{"note":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"note"`},
		{"note breaks a rule", "PATCH", one, `{"note":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"note"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			deps := router.Deps{Orders: newFakeOrders(t)}
			wantAnswer(t, call(t, deps, tt.method, tt.path, "application/json", tt.body), tt.status, tt.want)
		})
	}
}

func TestOrder_Location(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Orders: newFakeOrders(t)}
	w := call(t, deps, "POST", "/api/v1/orders", "application/json", `{`+otherOrder+`}`)
	wantAnswer(t, call(t, deps, "GET", w.Header().Get("Location"), "", ""), http.StatusOK, `{"id":2,`+otherOrder)
}

func TestOrder_MediaType(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Orders: newFakeOrders(t)}
	const one, mergePatch = "/api/v1/orders/1", "application/merge-patch+json; charset=utf-8"
	wantAnswer(t, call(t, deps, "PATCH", one, mergePatch, `{}`), http.StatusOK, firstOrder)
	wantAnswer(t, call(t, deps, "PATCH", one, "", `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "PUT", one, mergePatch, `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "POST", "/api/v1/orders", "text/plain", `{}`), http.StatusUnsupportedMediaType, `media type`)
}

func TestOrder_StoreFails(t *testing.T) {
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
		fake := newFakeOrders(t)
		fake.err = fmt.Errorf("store: %w", tt.err)
		deps := router.Deps{Orders: fake}
		for _, verbAndID := range []string{"GET", "POST", "GET /1", "PUT /1", "PATCH /1", "DELETE /1"} {
			verb, id, _ := strings.Cut(verbAndID, " ")
			w := call(t, deps, verb, "/api/v1/orders"+id, "application/json", `{`+firstOrder+`}`)
			wantAnswer(t, w, tt.status, `"code":`)
			if strings.Contains(w.Body.String(), "store") {
				t.Errorf("%s tells the client %s", verb, w.Body)
			}
		}
	}
}

// fakeOrders is a store of few orders that fails with err, if there is one.
type fakeOrders struct {
	rows []order.Order // by id, from 1
	err  error
}

func newFakeOrders(t *testing.T) *fakeOrders {
	t.Helper()
	row := order.Order{ID: 1}
	if err := json.Unmarshal([]byte(`{`+firstOrder+`}`), &row); err != nil {
		t.Fatal(err)
	}
	return &fakeOrders{rows: []order.Order{row}}
}

func (f *fakeOrders) Create(_ context.Context, from order.Order) (order.Order, error) {
	from.ID = int64(len(f.rows)) + 1
	f.rows = append(f.rows, from)
	return from, f.err
}

func (f *fakeOrders) Get(_ context.Context, id int64) (order.Order, error) {
	if f.err != nil {
		return order.Order{}, f.err
	}
	if id > int64(len(f.rows)) {
		return order.Order{}, apperr.ErrNotFound
	}
	return f.rows[id-1], nil
}

func (f *fakeOrders) List(_ context.Context, q page.Query[order.Order]) (page.Page[order.Order], error) {
	if f.err != nil {
		return page.Page[order.Order]{}, f.err
	}
	return q.Page(f.rows)
}

func (f *fakeOrders) Update(ctx context.Context, id int64, apply func(*order.Order) error) (order.Order, error) {
	row, err := f.Get(ctx, id)
	if err != nil {
		return order.Order{}, err
	}
	err = apply(&row)
	return row, err
}

func (f *fakeOrders) Delete(ctx context.Context, id int64) error {
	_, err := f.Get(ctx, id)
	return err
}
