package handler_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/acme/ledger/internal/apperr"
	"github.com/acme/ledger/internal/customer"
	"github.com/acme/ledger/internal/page"
	"github.com/acme/ledger/internal/router"
)

// What clients send, and get back among other things.
const (
	firstCustomer = `"name":"first name","email":"first email","vip":true`
	otherCustomer = `"name":"other name","email":"other email","vip":false`
)

func TestCustomer(t *testing.T) {
	t.Parallel()
	const (
		all     = "/api/v1/customers"
		one     = all + "/1"
		missing = all + "/2"
	)
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
		want                     string // in the body of the answer
	}{
		{"list", "GET", all, ``, http.StatusOK, `{"items":[{"id":1,` + firstCustomer},
		{"list sorted", "GET", all + "?sort=-created_at&limit=1", ``, http.StatusOK, firstCustomer},
		{"list by no field", "GET", all + "?sort=no_field", ``, http.StatusBadRequest, `sort must be`},
		{"list of none", "GET", all + "?limit=0", ``, http.StatusBadRequest, `limit must be`},
		{"list from nowhere", "GET", all + "?cursor=nowhere", ``, http.StatusBadRequest, `cursor is not`},

		{"create", "POST", all, `{` + otherCustomer + `}`, http.StatusCreated, `{"id":2,` + otherCustomer},
		{"create from nothing", "POST", all, ``, http.StatusBadRequest, `malformed`},
		{"create from a list", "POST", all, `[]`, http.StatusBadRequest, `object`},
		{"create from two objects", "POST", all, `{} {}`, http.StatusBadRequest, `malformed`},
		{"create with an unknown field", "POST", all, `{"no_field":1}`, http.StatusBadRequest, `no_field`},
		{"create with an id", "POST", all, `{"id":7}`, http.StatusBadRequest, `id`},
		{"create from too much", "POST", all, strings.Repeat(" ", bodyLimit+1), http.StatusRequestEntityTooLarge, `too large`},

		{"get", "GET", one, ``, http.StatusOK, `{"id":1,` + firstCustomer},
		{"get what is missing", "GET", missing, ``, http.StatusNotFound, `not found`},
		{"get without a number", "GET", all + "/one", ``, http.StatusBadRequest, `id`},

		{"replace", "PUT", one, `{` + otherCustomer + `}`, http.StatusOK, `{"id":1,` + otherCustomer},
		{"replace what is missing", "PUT", missing, `{` + otherCustomer + `}`, http.StatusNotFound, `not found`},
		{"replace without a number", "PUT", all + "/0", `{` + otherCustomer + `}`, http.StatusBadRequest, `id`},
		{"replace by half an object", "PUT", one, `{`, http.StatusBadRequest, `malformed`},

		{"patch", "PATCH", one, `{` + otherCustomer + `}`, http.StatusOK, `{"id":1,` + otherCustomer},
		{"patch nothing", "PATCH", one, `{}`, http.StatusOK, `{"id":1,` + firstCustomer},
		{"patch what is missing", "PATCH", missing, `{}`, http.StatusNotFound, `not found`},
		{"patch without a number", "PATCH", all + "/-1", `{}`, http.StatusBadRequest, `id`},
		{"patch by a list", "PATCH", one, `[]`, http.StatusBadRequest, `object`},

		{"delete", "DELETE", one, ``, http.StatusNoContent, ``},
		{"delete what is missing", "DELETE", missing, ``, http.StatusNotFound, `not found`},
		{"delete without a number", "DELETE", all + "/1.5", ``, http.StatusBadRequest, `id`},

		{"name is null", "PATCH", one, `{"name":null}`, http.StatusUnprocessableEntity, `{"field":"name","rule":"required"`},
		{"name of what is missing breaks a rule", "PUT", missing, `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"name breaks a rule", "PATCH", one, `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"email is null", "PATCH", one, `{"email":null}`, http.StatusUnprocessableEntity, `{"field":"email","rule":"required"`},
		{"email of what is missing breaks a rule", "PUT", missing, `{"email":""}`, http.StatusUnprocessableEntity, `{"field":"email"`},
		{"email breaks a rule", "PATCH", one, `{"email":""}`, http.StatusUnprocessableEntity, `{"field":"email"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			deps := router.Deps{Customers: newFakeCustomers(t)}
			wantAnswer(t, call(t, deps, tt.method, tt.path, "application/json", tt.body), tt.status, tt.want)
		})
	}
}

func TestCustomer_Location(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Customers: newFakeCustomers(t)}
	w := call(t, deps, "POST", "/api/v1/customers", "application/json", `{`+otherCustomer+`}`)
	wantAnswer(t, call(t, deps, "GET", w.Header().Get("Location"), "", ""), http.StatusOK, `{"id":2,`+otherCustomer)
}

func TestCustomer_MediaType(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Customers: newFakeCustomers(t)}
	const one, mergePatch = "/api/v1/customers/1", "application/merge-patch+json; charset=utf-8"
	wantAnswer(t, call(t, deps, "PATCH", one, mergePatch, `{}`), http.StatusOK, firstCustomer)
	wantAnswer(t, call(t, deps, "PATCH", one, "", `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "PUT", one, mergePatch, `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "POST", "/api/v1/customers", "text/plain", `{}`), http.StatusUnsupportedMediaType, `media type`)
}

func TestCustomer_StoreFails(t *testing.T) {
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
		fake := newFakeCustomers(t)
		fake.err = fmt.Errorf("store: %w", tt.err)
		deps := router.Deps{Customers: fake}
		for _, verbAndID := range []string{"GET", "POST", "GET /1", "PUT /1", "PATCH /1", "DELETE /1"} {
			verb, id, _ := strings.Cut(verbAndID, " ")
			w := call(t, deps, verb, "/api/v1/customers"+id, "application/json", `{`+firstCustomer+`}`)
			wantAnswer(t, w, tt.status, `"code":`)
			if strings.Contains(w.Body.String(), "store") {
				t.Errorf("%s tells the client %s", verb, w.Body)
			}
		}
	}
}

// fakeCustomers is a store of few customers that fails with err, if there is one.
type fakeCustomers struct {
	rows []customer.Customer // by id, from 1
	err  error
}

func newFakeCustomers(t *testing.T) *fakeCustomers {
	t.Helper()
	row := customer.Customer{ID: 1}
	if err := json.Unmarshal([]byte(`{`+firstCustomer+`}`), &row); err != nil {
		t.Fatal(err)
	}
	return &fakeCustomers{rows: []customer.Customer{row}}
}

func (f *fakeCustomers) Create(_ context.Context, from customer.Customer) (customer.Customer, error) {
	from.ID = int64(len(f.rows)) + 1
	f.rows = append(f.rows, from)
	return from, f.err
}

func (f *fakeCustomers) Get(_ context.Context, id int64) (customer.Customer, error) {
	if f.err != nil {
		return customer.Customer{}, f.err
	}
	if id > int64(len(f.rows)) {
		return customer.Customer{}, apperr.ErrNotFound
	}
	return f.rows[id-1], nil
}

func (f *fakeCustomers) List(_ context.Context, q page.Query[customer.Customer]) (page.Page[customer.Customer], error) {
	if f.err != nil {
		return page.Page[customer.Customer]{}, f.err
	}
	return q.Page(f.rows)
}

func (f *fakeCustomers) Update(ctx context.Context, id int64, apply func(*customer.Customer) error) (customer.Customer, error) {
	row, err := f.Get(ctx, id)
	if err != nil {
		return customer.Customer{}, err
	}
	err = apply(&row)
	return row, err
}

func (f *fakeCustomers) Delete(ctx context.Context, id int64) error {
	_, err := f.Get(ctx, id)
	return err
}

func (f *fakeCustomers) ByEmail(_ context.Context, email string) (customer.Customer, error) {
	for _, row := range f.rows {
		if row.Email == email {
			return row, f.err
		}
	}
	return customer.Customer{}, apperr.ErrNotFound
}

func TestCustomer_ByEmail(t *testing.T) {
	t.Parallel()
	customers := newFakeCustomers(t)
	customers.rows[0].Email = "ada@example.com"
	for path, want := range map[string]int{
		"/api/v1/customers/by-email/ada@example.com": http.StatusOK,
		"/api/v1/customers/by-email/bob@example.com": http.StatusNotFound,
	} {
		if w := call(t, router.Deps{Customers: customers}, http.MethodGet, path, "", ""); w.Code != want {
			t.Errorf("%s: got %d, want %d", path, w.Code, want)
		}
	}
}
