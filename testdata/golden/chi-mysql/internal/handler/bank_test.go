package handler_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"

	"github.com/acme/payments/internal/apperr"
	"github.com/acme/payments/internal/bank"
	"github.com/acme/payments/internal/bank/banktest"
	"github.com/acme/payments/internal/router"
)

// newBank returns a store with three accounts and a transfer of 5 cents from
// the first to the second.
func newBank() *banktest.Store {
	return &banktest.Store{
		Accounts: []bank.Account{
			{ID: 1, Owner: "Ada", BalanceCents: 100}, {ID: 2, Owner: "Bob", BalanceCents: 50}, {ID: 3, Owner: "Cy", BalanceCents: math.MaxInt64},
		},
		Transfers: []bank.Transfer{{ID: 1, Key: "used", FromAccountID: 1, ToAccountID: 2, AmountCents: 5}},
	}
}

func TestBank(t *testing.T) {
	t.Parallel()
	const (
		accounts, transfers = api + "/accounts", api + "/transfers"
		first               = `{"id":1,"from_account_id":1,"to_account_id":2,"amount_cents":5,`
	)
	transfer := func(from, to, cents int64) string {
		return fmt.Sprintf(`{"from_account_id":%d,"to_account_id":%d,"amount_cents":%d}`, from, to, cents)
	}
	for _, tt := range []struct {
		name, method, path, key, body string
		status                        int
		want                          string // in the response body
	}{
		{"open", "POST", accounts, "", `{"owner":"Di","balance_cents":7}`, http.StatusCreated, `{"id":4,"owner":"Di","balance_cents":7,`},
		{"open empty", "POST", accounts, "", `{"owner":"Di"}`, http.StatusCreated, `"balance_cents":0,`},
		{"open for nobody", "POST", accounts, "", `{}`, http.StatusUnprocessableEntity, `{"field":"owner","rule":"required"`},
		{"open with debts", "POST", accounts, "", `{"owner":"Di","balance_cents":-1}`, http.StatusUnprocessableEntity, `{"field":"balance_cents","rule":"min"`},
		{"open with half a cent", "POST", accounts, "", `{"owner":"Di","balance_cents":0.5}`, http.StatusBadRequest, `balance_cents`},
		{"account", "GET", accounts + "/1", "", ``, http.StatusOK, `{"id":1,"owner":"Ada","balance_cents":100,`},
		{"missing account", "GET", accounts + "/4", "", ``, http.StatusNotFound, `"code":3000`},
		{"account without a number", "GET", accounts + "/one", "", ``, http.StatusBadRequest, `id`},

		{"transfer", "POST", transfers, "new", transfer(2, 1, 50), http.StatusCreated, `{"id":2,"from_account_id":2,"to_account_id":1,"amount_cents":50,`},
		{"transfer again", "POST", transfers, "used", transfer(1, 2, 5), http.StatusCreated, first},
		{"another transfer with the key", "POST", transfers, "used", transfer(1, 2, 6), http.StatusUnprocessableEntity, `"code":3103`},
		{"too little money", "POST", transfers, "new", transfer(1, 2, 101), http.StatusConflict, `"code":3100`},
		{"too much money", "POST", transfers, "new", transfer(1, 3, 1), http.StatusConflict, `"code":3101`},
		{"same account", "POST", transfers, "new", transfer(1, 1, 1), http.StatusUnprocessableEntity, `"code":3102`},
		{"from nowhere", "POST", transfers, "new", transfer(4, 1, 1), http.StatusUnprocessableEntity, `"code":3002`},
		{"to nowhere", "POST", transfers, "new", transfer(1, 4, 1), http.StatusUnprocessableEntity, `"code":3002`},
		{"no money", "POST", transfers, "new", `{"from_account_id":1,"to_account_id":2}`, http.StatusUnprocessableEntity, `{"field":"amount_cents","rule":"required"`},
		{"nothing", "POST", transfers, "new", transfer(1, 2, 0), http.StatusUnprocessableEntity, `{"field":"amount_cents","rule":"min"`},
		{"less than nothing", "POST", transfers, "new", transfer(1, 2, -1), http.StatusUnprocessableEntity, `{"field":"amount_cents","rule":"min"`},
		{"no key", "POST", transfers, "", transfer(1, 2, 1), http.StatusBadRequest, `Idempotency-Key`},
		{"half an object", "POST", transfers, "new", `{`, http.StatusBadRequest, `malformed`},
		{"get transfer", "GET", transfers + "/1", "", ``, http.StatusOK, first},
		{"missing transfer", "GET", transfers + "/2", "", ``, http.StatusNotFound, `"code":3000`},
		{"transfer without a number", "GET", transfers + "/0", "", ``, http.StatusBadRequest, `id`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			header := http.Header{"Content-Type": {"application/json"}, "Idempotency-Key": {tt.key}}
			w := send(t, router.Deps{Bank: newBank()}, tt.method, tt.path, header, tt.body)
			wantResponse(t, w, tt.status, tt.want)
		})
	}
}

func TestBank_TwoKeys(t *testing.T) {
	t.Parallel()
	header := http.Header{"Content-Type": {"application/json"}, "Idempotency-Key": {"new", "newer"}}
	w := send(t, router.Deps{Bank: newBank()}, "POST", api+"/transfers", header, `{"from_account_id":1,"to_account_id":2,"amount_cents":3}`)
	wantResponse(t, w, http.StatusBadRequest, `Idempotency-Key`)
}

func TestBank_Location(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Bank: newBank()}
	w := call(t, deps, "POST", api+"/accounts", "application/json", `{"owner":"Di"}`)
	wantResponse(t, call(t, deps, "GET", w.Header().Get("Location"), "", ""), http.StatusOK, `"owner":"Di"`)
	header := http.Header{"Content-Type": {"application/json"}, "Idempotency-Key": {"new"}}
	for range 2 {
		w = send(t, deps, "POST", api+"/transfers", header, `{"from_account_id":1,"to_account_id":2,"amount_cents":3}`)
		if got := w.Header().Get("Location"); got != api+"/transfers/2" {
			t.Errorf("Location %q", got)
		}
	}
}

func TestBank_MediaType(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Bank: newBank()}
	for _, path := range []string{api + "/accounts", api + "/transfers"} {
		wantResponse(t, call(t, deps, "POST", path, "text/plain", `{}`), http.StatusUnsupportedMediaType, `media type`)
	}
}

func TestBank_StoreFails(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err    error
		status int
	}{
		{apperr.ErrUnavailable, http.StatusServiceUnavailable},
		{context.DeadlineExceeded, http.StatusGatewayTimeout},
		{errors.New("secret of the store"), http.StatusInternalServerError},
	} {
		fake := newBank()
		fake.Err = fmt.Errorf("store: %w", tt.err)
		header := http.Header{"Content-Type": {"application/json"}, "Idempotency-Key": {"new"}}
		for request, body := range map[string]string{
			"POST " + api + "/accounts": `{"owner":"Di"}`, "POST " + api + "/transfers": `{"from_account_id":1,"to_account_id":2,"amount_cents":3}`,
			"GET " + api + "/accounts/1": ``, "GET " + api + "/transfers/1": ``,
		} {
			method, path, _ := strings.Cut(request, " ")
			w := send(t, router.Deps{Bank: fake}, method, path, header, body)
			wantResponse(t, w, tt.status, `"code":`)
			if strings.Contains(w.Body.String(), "store") {
				t.Errorf("%s tells the client %s", request, w.Body)
			}
		}
	}
}
