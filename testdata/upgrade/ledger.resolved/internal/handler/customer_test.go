package handler_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/acme/ledger/internal/apperr"
	"github.com/acme/ledger/internal/customer"
	"github.com/acme/ledger/internal/router"
)

func TestCustomer(t *testing.T) {
	t.Parallel()
	resourceSuite[customer.Customer]{
		path:   "/api/v1/customers",
		first:  `"name":"first name","email":"first email","vip":true`,
		other:  `"name":"other name","email":"other email","vip":false`,
		fields: customer.ListFields(),
		deps: func(fake *fakeStore[customer.Customer]) router.Deps {
			return router.Deps{Customers: fakeCustomers{fake}}
		},
	}.run(t, []exchange{
		{"PATCH", "/1", `{"name":null}`, http.StatusUnprocessableEntity, `{"field":"name","rule":"required"`},
		{"PUT", "/2", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PATCH", "/1", `{"email":null}`, http.StatusUnprocessableEntity, `{"field":"email","rule":"required"`},
		{"PUT", "/2", `{"email":""}`, http.StatusUnprocessableEntity, `{"field":"email"`},
	}...)
}

// fakeCustomers is a fakeStore that finds customers by email, too.
type fakeCustomers struct{ *fakeStore[customer.Customer] }

func (f fakeCustomers) ByEmail(_ context.Context, email string) (customer.Customer, error) {
	for _, row := range f.rows {
		if row.Email == email {
			return row, f.err
		}
	}
	return customer.Customer{}, apperr.ErrNotFound
}

func TestCustomer_ByEmail(t *testing.T) {
	t.Parallel()
	rows := []customer.Customer{{ID: 1, Email: "ada@example.com"}}
	customers := fakeCustomers{&fakeStore[customer.Customer]{fields: customer.ListFields(), rows: rows}}
	for path, want := range map[string]int{
		"/api/v1/customers/by-email/ada@example.com": http.StatusOK,
		"/api/v1/customers/by-email/bob@example.com": http.StatusNotFound,
	} {
		if w := call(t, router.Deps{Customers: customers}, http.MethodGet, path, "", ""); w.Code != want {
			t.Errorf("%s: got %d, want %d", path, w.Code, want)
		}
	}
}
